#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

int32_t decode(const uint8_t* p, size_t n, size_t* length);
unsigned classify(int32_t point);
int band(int value);
size_t survey(const uint8_t* p, size_t n, unsigned counts[8]);

static size_t encode(uint32_t c, uint8_t* p) {
  if (c < 0x80) return p[0] = (uint8_t)c, 1;
  size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  for (size_t i = n; i-- > 1; c >>= 6) p[i] = (uint8_t)(0x80 + c % 64);
  p[0] = (uint8_t)((0xf00u >> n) + c);
  return n;
}

int main(void) {
  static const uint32_t edges[] = {0,      0x7f,   0x80,   0x7ff,   0x800,    0xd7ff,   0xd800,
                                   0xdfff, 0xe000, 0xffff, 0x10000, 0x10ffff, 0x110000, 0x1fffff};
  uint8_t p[8];
  size_t length;
  for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
    for (uint32_t d = 0; d < 200; d += 1 + d / 8) {
      uint32_t c = edges[i] + d;
      if (c > 0x1fffff) continue;
      size_t n = encode(c, p);
      int fine = c < 0xd800 || (c > 0xdfff && c < 0x110000);
      length = 99;
      CHECK(decode(p, n, &length) == (fine ? (int32_t)c : -1));
      CHECK(length == (fine ? n : 1));
      for (size_t k = 0; k < n; k++) {
        length = 99;
        CHECK(decode(p, k, &length) == -1 && length == (k > 0));
      }
      for (size_t k = 1; k < n; k++) {
        uint8_t was = p[k];
        p[k] = was & 0x3f;
        CHECK(decode(p, n, &length) == -1 && length == 1);
        p[k] = was | 0xc0;
        CHECK(decode(p, n, &length) == -1 && length == 1);
        p[k] = was;
      }
    }
  // how many of all pairs, and of triples with a given head, hold: 128 * 256 + 30 * 64, 32 * 64, 32 * 64, 64 * 64
  unsigned pairs = 0, triples[256] = {0};
  for (unsigned a = 0; a < 256; a++)
    for (unsigned b = 0; b < 256; b++) {
      p[0] = (uint8_t)a, p[1] = (uint8_t)b;
      pairs += decode(p, 2, &length) >= 0;
      if (a < 0xdf) continue;
      for (unsigned c = 0; c < 256; c += c % 64 == 0 ? 63 : 1) p[2] = (uint8_t)c, triples[a] += decode(p, 3, &length) >= 0 && length == 3;
    }
  CHECK(pairs == 34688);
  for (unsigned a = 0xdf; a < 256; a++) CHECK(triples[a] == (a == 0xe0 || a == 0xed ? 64u : a > 0xe0 && a < 0xf0 ? 128u : 0u));
  static const uint8_t long_forms[][4] = {
      {0xc0, 0x80}, {0xc1, 0xbf}, {0xe0, 0x80, 0x80}, {0xe0, 0x9f, 0xbf}, {0xf0, 0x80, 0x80, 0x80}, {0xf0, 0x8f, 0xbf, 0xbf}};
  for (size_t i = 0; i < 6; i++) CHECK(decode(long_forms[i], 4, &length) == -1 && length == 1);

  static const char expected[129] =
      "00000000044444000000000000000000"
      "40000000000000001111111111000000"
      "02222223333333333333333333300003"
      "02222223333333333333333333300000";
  for (int c = 0; c < 128; c++) CHECK(classify(c) == (unsigned)(expected[c] - '0'));
  CHECK(classify(128) == 0 && classify(0xfdcf) == 0 && classify(0xfdd0) == 6 && classify(0xfdef) == 6 && classify(0xfdf0) == 0);
  CHECK(classify(0xffff) == 0 && classify(0x10000) == 5 && classify(0x1fffd) == 5 && classify(0x1fffe) == 6 && classify(0x1ffff) == 6);
  CHECK(classify(0x10fffd) == 5 && classify(0x10fffe) == 6 && classify(0x10ffff) == 6 && classify(0x110000) == 0);
  CHECK(classify(INT_MAX) == 0 && classify(INT_MIN) == 7 && classify(-1) == 7 && classify(-'a') == 7);

  static const struct {
    int value, band;
  } bands[] = {{INT_MIN, -4},    {INT_MIN + 1, -4}, {INT_MIN + 2, -100}, {-1000001, -100}, {-1000000, -3}, {-1001, -3},
               {-1000, -2},      {-11, -2},         {-10, -1},           {-1, -1},         {0, 0},         {1, 1},
               {10, 1},          {11, 2},           {1000, 2},           {1001, 100},      {1000000, 100}, {1000001, 4},
               {INT_MAX - 1, 4}, {INT_MAX, 5},      {-500, -2},          {-500000, -3},    {500, 2},       {500000, 100},
               {1 << 30, 4},     {-(1 << 30), -100}};
  for (size_t i = 0; i < sizeof bands / sizeof *bands; i++) CHECK(band(bands[i].value) == bands[i].band);

  static const uint8_t text[] =
      "x1 \xc3\xa9\xed\xa0\x80_\xf0\x9f\x98\x80\xf0\x9f\xbf\xbf"
      "b\xe2\x82";
  unsigned counts[8] = {0};
  CHECK(survey(text, sizeof text - 1, counts) == 5);
  static const unsigned wanted[8] = {1, 1, 1, 2, 1, 1, 1, 5};
  CHECK(memcmp(counts, wanted, sizeof wanted) == 0);
  CHECK(survey(text, 0, counts) == 0 && memcmp(counts, wanted, sizeof wanted) == 0);
  return failures != 0;
}
