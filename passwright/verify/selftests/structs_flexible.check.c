#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

struct Message {
  uint16_t kind;
  uint8_t hops;
  uint8_t length;
  unsigned char body[];
};

struct Row {
  size_t n;
  double sum;
  int32_t cells[];
};

struct Message* message_new(uint16_t kind, const void* body, uint8_t length);
void message_stamp(struct Message* to, const struct Message* from);
struct Message* message_join(const struct Message* a, const struct Message* b);
size_t message_split(const struct Message* message, unsigned char at, struct Message** parts, size_t room);
uint32_t message_check(const struct Message* message);
struct Row* row_pascal(size_t n);

static int is(const struct Message* message, int kind, int hops, const char* body, size_t length) {
  return message->kind == kind && message->hops == hops && message->length == length && memcmp(message->body, body, length) == 0;
}

int main(void) {
  unsigned char bytes[255];
  for (int i = 0; i < 255; i++) bytes[i] = (unsigned char)(i * 7);
  for (int length = 0; length <= 255; length += length < 20 ? 1 : 47) {
    struct Message* message = message_new(0xfedc, bytes, (uint8_t)length);
    CHECK(is(message, 0xfedc, 0, (char*)bytes, (size_t)length));
    free(message);
  }
  struct Message* a = message_new(1, "abc", 3);
  struct Message* b = message_new(2, "\0x\0", 4);
  message_stamp(a, b);
  CHECK(is(a, 2, 1, "abc", 3) && is(b, 2, 0, "\0x\0", 4));
  message_stamp(a, a);
  CHECK(is(a, 2, 2, "abc", 3));
  a->hops = 255;
  message_stamp(b, a);
  CHECK(is(b, 2, 0, "\0x\0", 4) && a->hops == 255);
  a->kind = 0x1234;
  struct Message* joined = message_join(a, b);
  CHECK(is(joined, 0x1234, 255, "abc\0x\0", 7));
  struct Message* twice = message_join(joined, joined);
  CHECK(is(twice, 0x1234, 255, "abc\0x\0\0abc\0x\0", 14));
  struct Message* nothing = message_new(9, bytes, 0);
  struct Message* empty = message_join(nothing, nothing);
  CHECK(is(empty, 9, 0, "", 0));
  struct Message* full = message_new(9, bytes, 255);
  CHECK(message_join(full, a) == NULL && message_join(a, full) == NULL);
  struct Message* whole = message_join(nothing, full);
  CHECK(is(whole, 9, 0, (char*)bytes, 255));

  // 0x1234 * 0x10001 + 255, then five bits to the left and a byte each, by Python.
  CHECK(message_check(empty) == 0x90009 && message_check(joined) == 0x13917980 && message_check(full) == 0x80004807);

  struct Message* parts[8];
  CHECK(message_split(twice, 0, parts, 8) == 7);
  CHECK(is(parts[0], 0x1234, 255, "abc", 3) && is(parts[1], 0x1234, 255, "x", 1) && is(parts[2], 0x1234, 255, "", 0));
  CHECK(is(parts[3], 0x1234, 255, "abc", 3) && is(parts[4], 0x1234, 255, "x", 1) && is(parts[5], 0x1234, 255, "", 0));
  CHECK(is(parts[6], 0x1234, 255, "", 0));
  for (int i = 0; i < 7; i++) free(parts[i]);
  CHECK(message_split(twice, 'c', parts, 2) == 2 && is(parts[0], 0x1234, 255, "ab", 2) && is(parts[1], 0x1234, 255, "\0x\0\0ab", 6));
  free(parts[0]);
  free(parts[1]);
  CHECK(message_split(nothing, 'c', parts, 2) == 1 && is(parts[0], 9, 0, "", 0));
  free(parts[0]);
  CHECK(message_split(a, 'q', parts, 0) == 0);
  CHECK(message_split(a, 'q', parts, 8) == 1 && is(parts[0], 0x1234, 255, "abc", 3));
  free(parts[0]);
  struct Message* all[] = {a, b, joined, twice, nothing, empty, full, whole};
  for (int i = 0; i < 8; i++) free(all[i]);

  static const int32_t last[] = {1, 19, 171, 969, 3876, 11628, 27132, 50388, 75582, 92378};
  for (size_t n = 0; n <= 20; n++) {
    struct Row* row = row_pascal(n);
    CHECK(row->n == (n ? n : 1) && row->sum == (double)(1u << (n ? n - 1 : 0)));
    CHECK(row->cells[0] == 1 && row->cells[row->n - 1] == 1);
    for (size_t i = 0; n == 20 && i < 20; i++) CHECK(row->cells[i] == last[i < 10 ? i : 19 - i]);
    free(row);
  }
  return failures != 0;
}
