#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Record {
  uint32_t id;
  uint16_t kind;
  uint16_t level;
  double weight;
  int64_t stamp;
};

void to_network(struct Record* record);
uint64_t journal(struct Record* record, uint64_t* history);
uint32_t churn(uint32_t* word, unsigned char* bytes, size_t n);
size_t clear(unsigned char* bytes, size_t* length);
void copy_fields(double* to, const struct Record* records, size_t n);

int main(void) {
  struct Record record = {0x01020304, 0xa1b2, 0xc3d4, 1.0, 0x1122334455667788};
  to_network(&record);
  CHECK(record.id == 0x04030201 && record.kind == 0xb2a1 && record.level == 0xd4c3);
  CHECK(record.stamp == (int64_t)0x8877665544332211u);
  static const unsigned char one[8] = {0x3f, 0xf0};
  CHECK(memcmp(&record.weight, one, 8) == 0);
  to_network(&record);
  CHECK(record.id == 0x01020304 && record.weight == 1.0 && record.stamp == 0x1122334455667788);

  static const uint64_t expected[] = {0x01020304, 0x01025904, 0x0404c304, 0xc3050404, 0x40e860a000000000, 1, 0x2233445566778888, 0x887778};
  uint64_t history[10];
  memset(history, 0x77, sizeof history);
  CHECK(journal(&record, history) == 8);
  for (int i = 0; i < 8; i++) CHECK(history[i] == expected[i]);
  CHECK(history[8] == 0x7777777777777777);
  CHECK(record.weight == -49925.0 && record.stamp == -0x2233445566778888);

  // The word apart from the bytes, and the bytes at each place of the word and beside it.
  static const uint32_t sums[] = {0x0,        0x989eb548, 0xe7402c80, 0x6b9b8d91, 0xdadbfcfb, 0x0,        0x989eb522,
                                  0xe7402343, 0x6b9a2374, 0xdf393f4f, 0x0,        0x989eb40f, 0xe74b2899, 0x8a0c8f02,
                                  0x0,        0x9895152b, 0xf52a4ffd, 0x0,        0x977eb527};
  static const uint32_t left[] = {0x89abcdef, 0x3579bdf1, 0xaf37be26, 0xe6f7c4d5, 0xdef89abc, 0x89abcdef, 0x3579bed1,
                                  0xaf3b3a26, 0xe5e744d5, 0xfce89abb, 0x89abcdef, 0x357eddf1, 0xbf3bbe26, 0xe777c4c5,
                                  0x89abcdef, 0x3ed9bdf1, 0x3b37be3f, 0x89abcdef, 0xd579bdfe};
  int k = 0;
  for (int place = -1; place < 4; place++) {
    for (size_t n = 0; n <= 4; n++) {
      if (place >= 0 && place + n > 4) continue;
      uint32_t word = 0x89abcdef;
      unsigned char apart[4] = {1, 2, 3, 4};
      CHECK(churn(&word, place < 0 ? apart : (unsigned char*)&word + place, n) == sums[k]);
      CHECK(word == left[k]);
      if (place >= 0 || n < 4) CHECK(apart[3] == 4);
      k++;
    }
  }
  CHECK(k == (int)(sizeof sums / sizeof *sums));

  struct {
    unsigned char before[5], pad[3];
    size_t length;
    unsigned char after[8];
  } box;
  memset(&box, 9, sizeof box);
  box.length = 0x0101;
  CHECK(clear((unsigned char*)&box.length, &box.length) == 1 + 1);
  CHECK(box.length == 0 && box.after[0] == 9 && box.pad[2] == 9);
  box.length = 20;
  CHECK(clear((unsigned char*)&box, &box.length) == 9);
  CHECK(box.length == 0 && box.before[0] == 0 && box.pad[2] == 0 && box.after[0] == 9);
  box.length = 3;
  unsigned char other[4] = {1, 2, 3, 4};
  CHECK(clear(other, &box.length) == 3 && other[2] == 0 && other[3] == 4 && box.length == 3);
  box.length = 0;
  CHECK(clear(other + 3, &box.length) == 0 && other[3] == 4);

  struct Record records[3] = {{1, 1, 1, 0.5, 1}, {2, 2, 2, -0.0, 2}, {3, 3, 3, 1e300, 3}};
  double weights[4] = {7, 7, 7, 7};
  copy_fields(weights, records, 3);
  CHECK(weights[0] == 0.5 && weights[1] == 0 && __builtin_signbit(weights[1]) && weights[2] == 1e300 && weights[3] == 7);
  copy_fields(&records[1].weight, records, 1);
  CHECK(records[1].weight == 0.5 && records[1].stamp == 2 && records[1].level == 2);
  return failures != 0;
}
