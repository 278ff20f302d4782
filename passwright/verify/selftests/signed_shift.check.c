#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

size_t put_number(int64_t v, unsigned char* out);
size_t get_number(const unsigned char* in, size_t length, int64_t* v);
size_t put_signed(int64_t v, unsigned char* out);
int32_t fixed_mul(int32_t a, int32_t b);
int32_t fixed_mul_round(int32_t a, int32_t b);
int64_t field(const uint32_t* words, unsigned at, unsigned width);
int64_t fields_sum(const uint32_t* words, unsigned count);
void shift_all(int64_t v, unsigned by, int64_t out[6]);
void decay(const int16_t* in, int16_t* out, size_t n, unsigned by);

// Shifts by halving: rounds down, one bit at a time.
static int64_t down(int64_t v, unsigned by) {
  while (by-- > 0) v = v < 0 ? -(-(v + 1) / 2) - 1 : v / 2;
  return v;
}

int main(void) {
  static const struct {
    int64_t v;
    const char *zig, *leb;
  } numbers[] = {{0, "\0", "\0"},
                 {-1, "\1", "\177"},
                 {1, "\2", "\1"},
                 {63, "\176", "\77"},
                 {-64, "\177", "\100"},
                 {64, "\200\1", "\300\0"},
                 {-65, "\201\1", "\277\177"},
                 {300, "\330\4", "\254\2"},
                 {-8192, "\377\177", "\200\100"},
                 {INT64_MAX, "\376\377\377\377\377\377\377\377\377\1", "\377\377\377\377\377\377\377\377\377\0"},
                 {INT64_MIN, "\377\377\377\377\377\377\377\377\377\1", "\200\200\200\200\200\200\200\200\200\177"}};
  static const size_t zig[] = {1, 1, 1, 1, 1, 2, 2, 2, 2, 10, 10}, leb[] = {1, 1, 1, 1, 1, 2, 2, 2, 2, 10, 10};
  for (size_t i = 0; i < 11; i++) {
    unsigned char out[14];
    memset(out, 0x55, sizeof out);
    size_t n = put_number(numbers[i].v, out + 1);
    CHECK(n == zig[i] && memcmp(out + 1, numbers[i].zig, n) == 0 && out[0] == 0x55 && out[n + 1] == 0x55);
    int64_t back = 99;
    CHECK(get_number(out + 1, 13, &back) == n && back == numbers[i].v);
    back = 99;
    CHECK(get_number(out + 1, n, &back) == n && back == numbers[i].v);
    back = 99;
    CHECK(get_number(out + 1, n - 1, &back) == 0 && back == 99);
    memset(out, 0x55, sizeof out);
    n = put_signed(numbers[i].v, out + 1);
    CHECK(n == leb[i] && memcmp(out + 1, numbers[i].leb, n) == 0 && out[0] == 0x55 && out[n + 1] == 0x55);
  }
  unsigned char endless[12];
  memset(endless, 255, sizeof endless);
  int64_t untouched = -7;
  CHECK(get_number(endless, 12, &untouched) == 0 && untouched == -7);

  CHECK(fixed_mul(65536, -65536) == -65536 && fixed_mul(1, -1) == -1 && fixed_mul(-1, -1) == 0 && fixed_mul(INT32_MIN, 65536) == INT32_MIN);
  CHECK(fixed_mul(-98304, 98304) == -147456 && fixed_mul(-3, 21845) == -1 && fixed_mul(3, 21845) == 0 && fixed_mul(-3, 21846) == -2);
  CHECK(fixed_mul_round(1, -1) == 0 && fixed_mul_round(1, 32768) == 1 && fixed_mul_round(-1, 32768) == 0 &&
        fixed_mul_round(-1, 32769) == -1);
  CHECK(fixed_mul_round(INT32_MAX, 65536) == INT32_MAX && fixed_mul_round(INT32_MIN, -65535) == 2147450880);

  static const uint32_t words[] = {0, 0xffffffff, 0x8000f810, 0x7fff07ef, 0x12345678, 0x80000000, 0x10};
  CHECK(fields_sum(words, 7) == 1827377 && fields_sum(words, 0) == 0 && fields_sum(words + 6, 1) == -16);
  for (unsigned at = 0; at < 6 * 32; at++) {
    for (unsigned width = 1; width <= 32; width++) {
      int64_t expected = 0;
      for (unsigned i = 0; i < width; i++) {
        int64_t bit = words[(at + i) / 32] >> (at + i) % 32 & 1;
        expected += i + 1 == width ? -(bit * ((int64_t)1 << i)) : bit * ((int64_t)1 << i);
      }
      CHECK(field(words, at, width) == expected);
    }
  }

  static const int64_t values[] = {0,
                                   1,
                                   -1,
                                   2,
                                   -2,
                                   127,
                                   128,
                                   -128,
                                   -129,
                                   255,
                                   32767,
                                   32768,
                                   -32768,
                                   -32769,
                                   INT32_MAX,
                                   INT32_MIN,
                                   0x80000000,
                                   -0x80000001LL,
                                   0x1234567890abcdef,
                                   INT64_MAX,
                                   INT64_MIN,
                                   INT64_MIN + 1};
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    for (unsigned by = 0; by < 64; by++) {
      int64_t v = values[i], out[7] = {0, 0, 0, 0, 0, 0, 1234};
      shift_all(v, by, out);
      CHECK(out[0] == down(v, by) && out[1] == down((int32_t)v, by & 31) && out[2] == down((int16_t)v, by & 31));
      CHECK(out[3] == down((int8_t)v, by & 7) && out[4] == (v < 0 ? -1 : 0) && out[6] == 1234);
      CHECK(out[5] == (v < 0 && by > 0 ? (int64_t)((uint64_t)1 << (64 - by)) : 0));
    }
  }

  static const int16_t in[] = {32767, 32767, -32768, -32768, -1, -1, 0, 0, 1, 0, -1};
  static const unsigned bys[] = {0, 1, 4, 31};
  static const int16_t smooth[4][11] = {{32767, 32767, -32768, -32768, -1, -1, 0, 0, 1, 0, -1},
                                        {16383, 24575, -4097, -18433, -9217, -4609, -2305, -1153, -576, -288, -145},
                                        {2047, 3967, 1671, -481, -451, -423, -397, -372, -349, -327, -307},
                                        {0, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1}};
  for (int i = 0; i < 4; i++) {
    for (size_t n = 0; n <= 11; n++) {
      int16_t out[12];
      memset(out, 0x33, sizeof out);
      decay(in, out, n, bys[i]);
      CHECK(memcmp(out, smooth[i], n * sizeof *out) == 0);
      for (size_t k = n; k < 12; k++) CHECK(out[k] == 0x3333);
      int16_t same[11];
      memcpy(same, in, sizeof in);
      decay(same, same, n, bys[i]);
      CHECK(memcmp(same, smooth[i], n * sizeof *same) == 0 && memcmp(same + n, in + n, (11 - n) * sizeof *same) == 0);
    }
  }
  return failures != 0;
}
