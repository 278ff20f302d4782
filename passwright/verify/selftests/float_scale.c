// Scaling, classes and neighbours by bits: frexp and ldexp by hand through denormals, total order, distances, underflow.
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static uint64_t to_bits(double v) {
  uint64_t b;
  memcpy(&b, &v, sizeof b);
  return b;
}

static double from_bits(uint64_t b) {
  double v;
  memcpy(&v, &b, sizeof v);
  return v;
}

// 0 NaN, 1 infinite, 2 zero, 3 denormal, 4 normal; with 8 where the sign is set.
int class_bits(double v) {
  uint64_t b = to_bits(v), rest = b & 0x7fffffffffffffff;
  int sign = b >> 63 ? 8 : 0;
  if (rest > 0x7ff0000000000000) return sign;
  if (rest == 0x7ff0000000000000) return sign | 1;
  if (rest == 0) return sign | 2;
  return sign | (rest >> 52 == 0 ? 3 : 4);
}

int class_library(double v) {
  int sign = signbit(v) ? 8 : 0;
  switch (fpclassify(v)) {
    case FP_NAN:
      return sign;
    case FP_INFINITE:
      return sign | 1;
    case FP_ZERO:
      return sign | 2;
    case FP_SUBNORMAL:
      return sign | 3;
    default:
      return sign | 4;
  }
}

int class_compare(double v) {
  double a = v < 0 ? -v : v;
  int sign = v < 0 || (v == 0 && 1 / v < 0) ? 8 : 0;
  return v != v ? 0 : sign | (a == 0 ? 2 : a - a != 0 ? 1 : a < 0x1p-1022 ? 3 : 4);
}

int class_macros(float v) {
  return (isnan(v) != 0) | (isinf(v) != 0) << 1 | (isfinite(v) != 0) << 2 | (isnormal(v) != 0) << 3 | (signbit(v) != 0) << 4;
}

double split(double v, int* exponent) {
  uint64_t b = to_bits(v);
  int e = (int)(b >> 52 & 2047), more = 0;
  *exponent = 0;
  if (v == 0 || e == 2047) return v;
  if (e == 0) {
    b = to_bits(v * 0x1p54);
    e = (int)(b >> 52 & 2047);
    more = -54;
  }
  *exponent = e - 1022 + more;
  return from_bits((b & 0x800fffffffffffff) | (uint64_t)1022 << 52);
}

// Rounds once only: the last step is the only one that can lose bits.
double scale(double v, int by) {
  while (by > 1023) {
    v *= 0x1p1023;
    if (v == 0 || v - v != 0) return v;
    by -= 1023;
  }
  if (by < -1022) {
    int e;
    double m = split(v, &e);
    if (m == 0 || m - m != 0) return v;
    if (e + (int64_t)by < -1075) return v < 0 ? -0.0 : 0.0;
    e += by;
    if (e > -1022) return from_bits((to_bits(m) & 0x800fffffffffffff) | (uint64_t)(e + 1022) << 52);
    m *= from_bits((uint64_t)(e + 1022 + 1023) << 52);
    return m * 0x1p-1022;
  }
  return v * from_bits((uint64_t)(by + 1023) << 52);
}

static int64_t rank_of(double v) {
  uint64_t b = to_bits(v);
  return (int64_t)(b >> 63 ? ~b ^ 0x8000000000000000 : b);
}

// All of IEEE's total order, for sorting: -NaN, -inf, ..., -0, 0, ..., inf, NaN.
void total_sort(double* v, size_t n) {
  for (size_t i = 1; i < n; i++) {
    double x = v[i];
    size_t k = i;
    for (; k > 0 && rank_of(x) < rank_of(v[k - 1]); k--) v[k] = v[k - 1];
    v[k] = x;
  }
}

uint64_t distance(double a, double b) {
  int64_t x = rank_of(a), y = rank_of(b);
  return x < y ? (uint64_t)y - (uint64_t)x : (uint64_t)x - (uint64_t)y;
}

double up(double v) {
  if (v != v || v == INFINITY) return v;
  if (v == 0) return 0x1p-1074;
  return from_bits(v < 0 ? to_bits(v) - 1 : to_bits(v) + 1);
}

// How often v can be halved until nothing is left, and the difference that gradual underflow keeps.
int halvings(float v) {
  int n = 0;
  for (; v != 0 && n < 400; n++) v *= 0.5f;
  return n;
}

int differ(float a, float b) { return (a - b != 0) | (a != b) << 1; }
