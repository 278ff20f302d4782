#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

uint32_t all_bytes(uint8_t v);
uint32_t all_halves(uint16_t v);
size_t words(uint32_t v, uint32_t* out);
size_t longs(uint64_t v, uint64_t* out);
unsigned divisible(uint32_t v);
size_t in_base(uint64_t v, unsigned base, unsigned char* out);
void split_time(uint32_t seconds, uint32_t out[4]);

// Divisors the compiler of this file cannot know, so that it divides for real.
static volatile uint64_t divisors[] = {1,   2,   3,   5,   6,   7,          9,          10,         11,         25,         60,
                                       100, 127, 128, 255, 641, 1000000007, 0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe, 0xffffffff};
static volatile uint64_t long_divisors[] = {1,
                                            2,
                                            3,
                                            5,
                                            6,
                                            7,
                                            9,
                                            10,
                                            11,
                                            25,
                                            60,
                                            100,
                                            127,
                                            128,
                                            255,
                                            641,
                                            1000000007,
                                            0x100000000,
                                            0x100000001,
                                            10000000000000000000u,
                                            0x7fffffffffffffff,
                                            0x8000000000000001,
                                            0xffffffffffffffff};

static void word(uint32_t v) {
  uint32_t out[23] = {0}, d[4] = {3, 5, 7, 641};
  out[22] = 9;
  CHECK(words(v, out) == 22 && out[22] == 9);
  for (int i = 0; i < 22; i++) {
    uint64_t rest = v - out[i] * divisors[i];
    CHECK(rest < divisors[i]);
  }
  for (int i = 0; i < 4; i++) d[i] = (uint32_t)(v - v / (uint32_t)divisors[i == 3 ? 15 : i == 2 ? 5 : i + 2] * d[i]);
  uint32_t d100 = v - v / (uint32_t)divisors[11] * 100, d12 = v - (v / (uint32_t)divisors[4] / 2) * 12;
  unsigned expected = (d[0] == 0) | (d[1] == 0) << 1 | (d[0] == 0 && !(v & 1)) << 2 | (d[2] == 1) << 3 | (d12 == 4) << 4 |
                      (d100 != 0) << 5 | (d[3] == 0) << 6;
  expected |=
      (v == 0 || v == 0x80000001) << 7 | (d[1] == 0 && !(v & 1)) << 8 | (v < 7) << 9 | (v >= 0x80000001) << 10 | (v >= 0xfffffff0) << 11;
  CHECK(divisible(v) == expected);
  uint32_t t[5] = {0, 0, 0, 0, 8};
  split_time(v, t);
  CHECK(t[1] < 24 && t[2] < 60 && t[3] < 60 && t[4] == 8 && ((t[0] * (uint64_t)24 + t[1]) * 60 + t[2]) * 60 + t[3] == v);
}

static void wide(uint64_t v) {
  uint64_t out[24] = {0};
  out[23] = 9;
  CHECK(longs(v, out) == 23 && out[23] == 9);
  for (int i = 0; i < 23; i++) {
    // Long division bit by bit; the rest never reaches twice the divisor.
    unsigned __int128 rest = 0;
    for (int bit = 63; bit >= 0; bit--) {
      rest = rest * 2 + (v >> bit & 1);
      if (rest >= long_divisors[i]) rest -= long_divisors[i];
    }
    CHECK(out[i] == (uint64_t)rest);
  }
}

int main(void) {
  uint32_t hash = 0;
  for (unsigned v = 0; v < 256; v++) hash = hash * 31 + all_bytes((uint8_t)v);
  CHECK(hash == 3752327069u);
  hash = 0;
  for (unsigned v = 0; v < 65536; v++) hash = hash * 31 + all_halves((uint16_t)v);
  CHECK(hash == 815882950u);
  for (unsigned i = 0; i < 32; i++) {
    for (int near = -3; near <= 3; near++) {
      word((1u << i) + (uint32_t)near);
      wide(((uint64_t)1 << i) + (uint64_t)(int64_t)near);
      wide(((uint64_t)1 << (i + 32)) + (uint64_t)(int64_t)near);
    }
  }
  for (int i = 0; i < 22; i++) {
    for (uint64_t k = 1; k < 40; k++) {
      uint64_t multiple = divisors[i] * k, last = 0xffffffff / divisors[i] * divisors[i];
      word((uint32_t)multiple);
      word((uint32_t)multiple - 1);
      word((uint32_t)(last - divisors[i] * (k / 2)));
      word((uint32_t)(last - divisors[i] * (k / 2)) - 1);
    }
  }
  for (int i = 0; i < 23; i++) {
    uint64_t last = UINT64_MAX / long_divisors[i] * long_divisors[i];
    wide(last);
    wide(last - 1);
    wide(long_divisors[i]);
    wide(long_divisors[i] - 1);
    wide(last / 2);
  }
  for (uint32_t i = 0; i < 3000; i++) word(i * 1431655u + i / 7);

  static const struct {
    uint64_t v;
    unsigned base;
    const char* text;
  } texts[] = {{0, 10, "0"},
               {0, 2, "0"},
               {9, 10, "9"},
               {10, 10, "10"},
               {UINT64_MAX, 10, "18446744073709551615"},
               {UINT64_MAX, 16, "ffffffffffffffff"},
               {UINT64_MAX, 3, "11112220022122120101211020120210210211220"},
               {UINT64_MAX, 2, "1111111111111111111111111111111111111111111111111111111111111111"},
               {UINT64_MAX, 36, "3w5e11264sgsf"},
               {UINT64_MAX, 7, "45012021522523134134601"},
               {10000000000000000000u, 10, "10000000000000000000"},
               {26, 3, "222"},
               {27, 3, "1000"},
               {255, 16, "ff"},
               {9999999999u, 10, "9999999999"}};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    unsigned char out[70];
    memset(out, 0xbb, sizeof out);
    size_t length = strlen(texts[i].text);
    CHECK(in_base(texts[i].v, texts[i].base, out + 1) == length && memcmp(out + 1, texts[i].text, length + 1) == 0 && out[0] == 0xbb &&
          out[length + 2] == 0xbb);
  }
  return failures != 0;
}
