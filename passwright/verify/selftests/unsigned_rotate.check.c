#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

void rotations(uint64_t v, unsigned by, uint64_t out[7]);
void scramble(uint32_t s[4], unsigned rounds);
void unscramble(uint32_t s[4], unsigned rounds);
uint32_t reverse_bits(uint32_t v, unsigned width);
uint32_t reverse_word(uint32_t v);
uint32_t interleave(uint16_t even, uint16_t odd);
void swap_bytes(unsigned char* p, size_t words);
uint64_t gray(uint64_t v);
uint64_t ungray(uint64_t g);
uint32_t next_subset(uint32_t v);

// Bit by bit: bit i of the result is bit i - by of the value.
static uint64_t turn(uint64_t v, unsigned width, int by) {
  uint64_t r = 0;
  for (int i = 0; i < (int)width; i++) r |= (v >> (((i - by) % (int)width + (int)width) % (int)width) & 1) << i;
  return r;
}

static const uint64_t values[] = {0,
                                  1,
                                  UINT64_MAX,
                                  0x8000000000000000,
                                  0x80000001,
                                  0x8000000000000001,
                                  0x0123456789abcdef,
                                  0xfedcba9876543210,
                                  0x00ff00ff00ff00ff,
                                  0x7fffffffffffffff,
                                  0xaaaaaaaa55555555};

int main(void) {
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    uint64_t v = values[i], o[8];
    for (unsigned by = 0; by <= 130; by++) {
      o[7] = 5;
      rotations(v, by, o);
      CHECK(o[0] == turn(v, 32, (int)by) && o[1] == turn(v, 32, -(int)by) && o[2] == turn(v, 64, (int)by) && o[3] == turn(v, 16, (int)by));
      CHECK(o[4] == turn(v & 255, 8, -(int)by) && o[5] == __builtin_bswap32((uint32_t)v) &&
            o[6] == (v ^ turn(v, 64, 17) ^ turn(v, 64, -5)) && o[7] == 5);
    }
    uint64_t g = gray(v);
    CHECK(ungray(g) == v && gray(ungray(v)) == v && __builtin_popcountll(g ^ gray(v + 1)) == 1);
    for (unsigned width = 0; width <= 32; width++) {
      uint32_t r = reverse_bits((uint32_t)v, width);
      for (unsigned k = 0; k < 32; k++) CHECK((r >> k & 1) == (k < width ? v >> (width - 1 - k) & 1 : 0));
    }
    uint32_t w = reverse_word((uint32_t)v);
    for (unsigned k = 0; k < 32; k++) CHECK((w >> k & 1) == (v >> (31 - k) & 1));
    uint32_t x = interleave((uint16_t)v, (uint16_t)(v >> 16));
    for (unsigned k = 0; k < 32; k++) CHECK((x >> k & 1) == (v >> (k / 2 + (k & 1) * 16) & 1));
  }
  CHECK(ungray(gray(12345)) == 12345 && gray(5) == 7 && ungray(7) == 5 && ungray(0x8000000000000000) == UINT64_MAX);
  CHECK(reverse_word(0x12345678) == 0x1e6a2c48 && interleave(0xffff, 0) == 0x55555555 && interleave(0, 0x8001) == 0x80000002);

  static const uint32_t starts[3][4] = {{0, 0, 0, 0}, {1, 2, 3, 4}, {0xffffffff, 0x80000000, 0x7fffffff, 0xdeadbeef}};
  static const uint32_t ends[3][4] = {
      {0x0, 0x0, 0x0, 0x0}, {0xf41dd77b, 0xb9373c80, 0x9f5e391f, 0xd2c1cadd}, {0x6355f5f8, 0xe9323553, 0x9ec15b85, 0xffbe96b9}};
  for (int i = 0; i < 3; i++) {
    uint32_t s[4];
    memcpy(s, starts[i], sizeof s);
    scramble(s, 67);
    CHECK(memcmp(s, ends[i], sizeof s) == 0);
    unscramble(s, 67);
    CHECK(memcmp(s, starts[i], sizeof s) == 0);
    scramble(s, 0);
    unscramble(s, 0);
    CHECK(memcmp(s, starts[i], sizeof s) == 0);
  }
  unsigned char bytes[40], turned[40];
  for (size_t words = 0; words <= 9; words++) {
    for (int i = 0; i < 40; i++) bytes[i] = (unsigned char)(i * 37 + 11), turned[i] = bytes[i];
    swap_bytes(turned + 1, words);
    for (size_t i = 0; i < 40; i++) CHECK(turned[i] == (i >= 1 && i < 1 + 4 * words ? bytes[1 + ((i - 1) ^ 3)] : bytes[i]));
  }
  unsigned count = 0;
  for (uint32_t v = 7, last = 0; v != 0 && v < 1u << 12; v = next_subset(v)) {
    CHECK(v > last && __builtin_popcount(v) == 3);
    last = v;
    count++;
  }
  CHECK(count == 220);
  CHECK(next_subset(0) == 0 && next_subset(1) == 2 && next_subset(0x80000000) == 0 && next_subset(0xc0000000) == 0 &&
        next_subset(0xa0000000) == 0xc0000000);
  CHECK(next_subset(0xffffffff) == 0 && next_subset(0x7fffffff) == 0xbfffffff && next_subset(0x80000001) == 0x80000002 &&
        next_subset(0x78) == 0x87);
  return failures != 0;
}
