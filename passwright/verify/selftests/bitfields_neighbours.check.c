#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Flags {
  uint32_t version : 4;
  uint32_t kind : 3;
  uint32_t urgent : 1;
  uint32_t length : 13;
  uint32_t hops : 5;
  uint32_t check : 6;
};

struct Mixed {
  unsigned char before;
  uint8_t low : 3;
  uint8_t high : 5;
  unsigned char between;
  uint16_t first : 9;
  uint16_t second : 7;
  uint64_t narrow : 1;
  uint64_t wide : 62;
  uint64_t last : 1;
  unsigned char after;
};

// Calls with a copy of the words as structures and copies them back; both targets lay fields out from the lowest bit.
#define WITH(words, call)       \
  do {                          \
    struct Flags s[3];          \
    memcpy(s, words, sizeof s); \
    call;                       \
    memcpy(words, s, sizeof s); \
  } while (0)

int forward(struct Flags* f);
void fill(struct Flags* f, unsigned version, unsigned kind, unsigned length, unsigned hops);
void write_one(struct Flags* f, int which, unsigned v);
void step(struct Flags* f, int by);
void mixed_write(struct Mixed* m, int which, uint64_t v);
uint64_t mixed_read(const struct Mixed* m, int which);
unsigned alias(struct Flags* a, struct Flags* b);
size_t struct_sizes(void);

static const unsigned at[] = {0, 4, 7, 8, 21, 26}, width[] = {4, 3, 1, 13, 5, 6};

static uint32_t pack(unsigned version, unsigned kind, unsigned urgent, unsigned length, unsigned hops) {
  unsigned check = (version * 3 + kind * 5 + urgent * 7 + length + hops * 11) % 64;
  return version | kind << 4 | urgent << 7 | length << 8 | hops << 21 | check << 26;
}

int main(void) {
  CHECK(struct_sizes() == 4024);
  static const uint32_t starts[] = {0, 0xffffffff, 0x12345678, 0xa5a5a5a5, 0x80000001},
                        values[] = {0, 1, 2, 0xffffffff, 0x55555555, 0x12, 0xfffe, 0x1000};
  for (int i = 0; i < 5; i++) {
    for (int which = 0; which < 6; which++) {
      for (int v = 0; v < 8; v++) {
        uint32_t w[3] = {0xcccccccc, starts[i], 0x33333333}, mask = (uint32_t)(((uint64_t)1 << width[which]) - 1) << at[which];
        WITH(w, write_one(s + 1, which, values[v]));
        CHECK(w[0] == 0xcccccccc && w[2] == 0x33333333 && w[1] == ((starts[i] & ~mask) | (values[v] << at[which] & mask)));
      }
    }
    for (int by = -20; by < 20; by++) {
      uint32_t w[3] = {1, starts[i], 2}, x = starts[i], u = (uint32_t)by;
      WITH(w, step(s + 1, by));
      uint32_t expected = ((x & 15) + u) % 16 | ((x >> 4) + u) % 8 << 4 | (~x & 128) | ((x >> 8) - u) % 8192 << 8 |
                          ((x >> 21 & 31) ^ 21) << 21 | (x & 0xfc000000);
      CHECK(w[0] == 1 && w[1] == expected && w[2] == 2);
    }
  }
  uint32_t w[3] = {7, 0xffffffff, 7};
  int moved = -2;
  WITH(w, fill(s + 1, 4, 6, 8191, 6));
  CHECK(w[1] == pack(4, 6, 0, 8191, 6));
  for (unsigned hops = 6; hops > 0; hops--) {
    WITH(w, moved = forward(s + 1));
    CHECK(moved == 1 && w[1] == pack(4, 6, hops - 1 < 4, 8191, hops - 1));
  }
  uint32_t last = w[1];
  WITH(w, moved = forward(s + 1));
  CHECK(moved == 0 && w[1] == last);
  w[1] ^= 1u << 31;
  WITH(w, moved = forward(s + 1));
  CHECK(moved == -1 && w[1] == (last ^ 1u << 31) && w[0] == 7 && w[2] == 7);
  WITH(w, fill(s + 1, 20, 8, 8192, 63));
  CHECK(w[1] == pack(4, 0, 0, 0, 31) && w[0] == 7 && w[2] == 7);

  // Each write changes its own field only. Padding is left out, as it may change.
  static const unsigned char widths[] = {3, 5, 9, 7, 1, 62, 1};
  for (int which = 0; which < 8; which++) {
    for (int fill_with = 0; fill_with < 256; fill_with += 85) {
      for (int v = 0; v < 5; v++) {
        struct Mixed m[3];
        unsigned char guard[sizeof *m];
        uint64_t old[7], value = v == 0 ? 0 : v == 1 ? UINT64_MAX : v == 2 ? 1 : v == 3 ? 0x5555555555555555 : 0x2123456789abcdef;
        memset(m, fill_with, sizeof m);
        memset(guard, fill_with, sizeof guard);
        for (int k = 0; k < 7; k++) old[k] = mixed_read(m + 1, k);
        mixed_write(m + 1, which, value);
        for (int k = 0; k < 7; k++) CHECK(mixed_read(m + 1, k) == (k == which ? value & (((uint64_t)1 << widths[k]) - 1) : old[k]));
        unsigned plain = which == 7 ? (unsigned)(value & 255) : (unsigned)fill_with;
        CHECK(m[1].before == plain && m[1].between == plain && m[1].after == plain);
        CHECK(memcmp(m, guard, sizeof guard) == 0 && memcmp(m + 2, guard, sizeof guard) == 0);
        uint64_t word;
        memcpy(&word, (unsigned char*)(m + 1) + 8, 8);
        CHECK((word & 0x3fffffffffffffff) == mixed_read(m + 1, 5) && (word >> 62 & 1) == mixed_read(m + 1, 6));
      }
    }
  }
  struct Flags a = {15, 7, 1, 8191, 31, 63}, b = {0, 0, 0, 0, 0, 0};
  uint32_t x, y;
  CHECK(alias(&a, &b) == 591);
  memcpy(&x, &a, 4);
  memcpy(&y, &b, 4);
  CHECK(x == (0xffffffff & ~(7u << 4) & ~128u) + (5u << 4) && y == (0x1abc << 8 | 1 << 4));
  memset(&a, 0, sizeof a);
  CHECK(alias(&a, &a) == 50644);
  memcpy(&x, &a, 4);
  CHECK(x == (0x1abc << 8 | 6 << 4));
  return failures != 0;
}
