#include <math.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

float from_half(uint16_t half);
uint16_t to_half(float x);
double step(double x, int64_t ulps);
uint64_t distance(double a, double b);
uint32_t mix(const float* values, uint64_t* cells, size_t n);

static uint32_t bits(float x) {
  uint32_t u;
  memcpy(&u, &x, 4);
  return u;
}

static uint64_t wide(double x) {
  uint64_t u;
  memcpy(&u, &x, 8);
  return u;
}

static double value(unsigned half) {
  unsigned exponent = half >> 10 & 31, fraction = half & 1023;
  double x = exponent == 0 ? ldexp(fraction, -24) : ldexp(1024 + fraction, (int)exponent - 25);
  return half & 0x8000 ? -x : x;
}

int main(void) {
  for (unsigned half = 0; half < 0x7c00; half++) {
    for (unsigned sign = 0; sign <= 0x8000; sign += 0x8000) {
      unsigned whole = half | sign;
      float x = (float)value(whole);
      CHECK(bits(from_half((uint16_t)whole)) == bits(x));
      CHECK(to_half(x) == whole);
      if (half == 0x7bff) continue;
      float middle = (float)((value(whole) + value(whole + 1)) / 2);
      CHECK(to_half(middle) == whole + (whole & 1));
      CHECK(to_half(nextafterf(middle, 0)) == whole);
      CHECK(to_half(nextafterf(middle, sign ? -INFINITY : INFINITY)) == whole + 1);
    }
  }
  CHECK(to_half(65519.996f) == 0x7bff && to_half(65520.0f) == 0x7c00 && to_half(-3e38f) == 0xfc00);
  CHECK(to_half(INFINITY) == 0x7c00 && to_half(-INFINITY) == 0xfc00 && to_half(1e-40f) == 0 && to_half(-1e-40f) == 0x8000);
  CHECK((to_half(NAN) & 0x7fff) == 0x7e00);
  CHECK(bits(from_half(0x7c00)) == 0x7f800000 && bits(from_half(0xfc00)) == 0xff800000 && bits(from_half(0x7e01)) == 0x7fc02000);

  CHECK(step(1.0, 1) == nextafter(1.0, 2) && step(1.0, -1) == nextafter(1.0, 0));
  CHECK(step(0.0, 1) == 4.9406564584124654e-324 && step(0.0, -1) == -4.9406564584124654e-324);
  CHECK(wide(step(-4.9406564584124654e-324, 1)) == 0 && wide(step(-0.0, 0)) == 0);
  CHECK(step(-1.0, 1) == nextafter(-1.0, 0) && step(-1.0, INT64_C(2) * 0x3ff0000000000000) == 1.0);
  CHECK(isinf(step(1.7976931348623157e308, 1)));
  CHECK(distance(1, 1) == 0 && distance(1, 2) == 0x10000000000000 && distance(2, 1) == 0x10000000000000);
  CHECK(distance(0.0, -0.0) == 0 && distance(-INFINITY, INFINITY) == 0xffe0000000000000u);

  float values[7] = {1.5f, -0.0f, 3.25e7f, -1e-39f, 65504.0f, -2.0f, 0.1f};
  static const size_t lengths[] = {0, 1, 2, 7};
  static const uint32_t sums[] = {0x0, 0xbfc17fc0, 0x3feff81f, 0xf8e8acb7};
  static const uint64_t hashes[] = {0x26eb31bbc6e6d480u, 0x1c375ad1a6590328u, 0xe980efdf6d6108bbu, 0x305bc5612163ca2cu};
  for (int k = 0; k < 4; k++) {
    uint64_t cells[8], hash = 0;
    for (int i = 0; i < 8; i++) cells[i] = 0x1122334455667788u;
    CHECK(mix(values, cells, lengths[k]) == sums[k]);
    for (int i = 0; i < 8; i++) hash = hash * 0x100000001b3u + cells[i];
    CHECK(hash == hashes[k]);
    CHECK(cells[lengths[k]] == 0x1122334455667788u);
  }
  return failures != 0;
}
