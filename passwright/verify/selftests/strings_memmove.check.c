#include <stddef.h>
#include <string.h>

#include "check.h"

struct Gap {
  unsigned char* bytes;
  size_t size, start, end;
};

void gap_start(struct Gap* gap, unsigned char* bytes, size_t size);
void gap_go(struct Gap* gap, size_t at);
int gap_insert(struct Gap* gap, size_t at, const unsigned char* text, size_t n);
void gap_delete(struct Gap* gap, size_t at, size_t n);
size_t gap_text(const struct Gap* gap, unsigned char* to);
int move_fixed(unsigned char* to, const unsigned char* from, unsigned n);
void chain(unsigned char* bytes, size_t n);

static int reads(const struct Gap* gap, const char* expected) {
  unsigned char text[64];
  memset(text, '~', sizeof text);
  size_t n = gap_text(gap, text);
  return n == strlen(expected) && memcmp(text, expected, n) == 0 && text[n] == '~';
}

int main(void) {
  unsigned char memory[30];
  memset(memory, '#', sizeof memory);
  struct Gap gap;
  gap_start(&gap, memory + 2, 26);
  CHECK(reads(&gap, "") && gap_insert(&gap, 0, (const unsigned char*)"", 0) && reads(&gap, ""));
  CHECK(gap_insert(&gap, 0, (const unsigned char*)"the quick fox", 13) && reads(&gap, "the quick fox"));
  CHECK(gap_insert(&gap, 10, (const unsigned char*)"brown ", 6) && reads(&gap, "the quick brown fox"));
  CHECK(!gap_insert(&gap, 0, (const unsigned char*)"12345678", 8) && reads(&gap, "the quick brown fox"));
  CHECK(gap_insert(&gap, 0, (const unsigned char*)"1234567", 7) && reads(&gap, "1234567the quick brown fox"));
  CHECK(gap.start == 7 && gap.end == 7);
  gap_go(&gap, 20);  // with no room at all, a move onto itself
  CHECK(reads(&gap, "1234567the quick brown fox") && gap.start == 20);
  gap_delete(&gap, 1, 6);
  CHECK(reads(&gap, "1the quick brown fox"));
  for (size_t at = 0; at <= 20; at++) {
    gap_go(&gap, 20 - at);
    CHECK(reads(&gap, "1the quick brown fox"));
    gap_go(&gap, at);
    CHECK(reads(&gap, "1the quick brown fox") && gap.start == at);
  }
  gap_delete(&gap, 0, 5);
  gap_delete(&gap, 5, 6);
  CHECK(reads(&gap, "quick fox"));
  // The text is a part of the buffer itself, right after the gap.
  gap_go(&gap, 5);
  CHECK(gap_insert(&gap, 5, gap.bytes + gap.end, 4) && reads(&gap, "quick fox fox"));
  gap_go(&gap, 3);
  CHECK(gap_insert(&gap, 3, gap.bytes + 1, 2) && reads(&gap, "quiuick fox fox"));
  CHECK(memory[0] == '#' && memory[1] == '#' && memory[28] == '#' && memory[29] == '#');

  for (unsigned n = 0; n <= 66; n++) {
    for (int from = 60; from <= 130; from += n < 18 ? 1 : 7) {
      unsigned char bytes[200], expected[200];
      for (int i = 0; i < 200; i++) bytes[i] = expected[i] = (unsigned char)(i * 3 + 1);
      int known = move_fixed(bytes + 95, bytes + from, n);
      for (unsigned i = 0; known && i < n; i++) expected[95 + i] = (unsigned char)((from + (int)i) * 3 + 1);
      CHECK(memcmp(bytes, expected, 200) == 0);
      CHECK(known == (n <= 9 || n == 12 || (n >= 15 && n <= 17) || n == 31 || n == 33 || n == 64 || n == 65));
    }
  }

  static const unsigned hashes[] = {0x493d908d, 0xa4c483c, 0xc9030aad, 0x1415f8ab, 0xee0ede7c, 0x875b64ed, 0x5a2ff74b, 0x4e4848ed};
  for (int k = 0; k < 8; k++) {
    static const size_t lengths[] = {0, 1, 2, 7, 8, 16, 31, 40};
    unsigned char bytes[90];
    for (int i = 0; i < 90; i++) bytes[i] = (unsigned char)(i * 5 + 2);
    chain(bytes, lengths[k]);
    unsigned hash = 0;
    for (int i = 0; i < 90; i++) hash = hash * 31 + bytes[i];
    CHECK(hash == hashes[k]);
  }
  return failures != 0;
}
