// Rounding to integers: floor, ceil, trunc, rint, round, fmod, modf, remainder of libm next to ones by bits and by a big constant.
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

size_t library(double v, double* out) {
  double whole;
  out[0] = floor(v);
  out[1] = ceil(v);
  out[2] = trunc(v);
  out[3] = rint(v);
  out[4] = round(v);
  out[5] = nearbyint(v);
  out[6] = modf(v, &whole);
  out[7] = whole;
  out[8] = v - floor(v);
  return 9;
}

size_t library_float(float v, float* out) {
  out[0] = floorf(v);
  out[1] = ceilf(v);
  out[2] = truncf(v);
  out[3] = rintf(v);
  out[4] = roundf(v);
  out[5] = (float)floor(v);
  out[6] = (float)rint((double)v);
  return 7;
}

// Clears the bits below the point.
static double cut(double v) {
  uint64_t b;
  memcpy(&b, &v, sizeof b);
  int exponent = (int)(b >> 52 & 2047) - 1023;
  if (exponent >= 52) return v;
  uint64_t keep = exponent < 0 ? (uint64_t)1 << 63 : ~(((uint64_t)1 << (52 - exponent)) - 1);
  b &= keep;
  memcpy(&v, &b, sizeof v);
  return v;
}

static double big_constant(double v) {
  double a = fabs(v);
  if (!(a < 0x1p52)) return v;
  double r = (a + 0x1p52) - 0x1p52;
  return copysign(r, v);
}

size_t by_hand(double v, double* out) {
  double t = cut(v);
  out[0] = t > v ? t - 1 : t;
  out[1] = t < v ? t + 1 : t;
  out[2] = t;
  out[3] = big_constant(v);
  out[4] = fabs(v - t) >= 0.5 ? t + copysign(1.0, v) : t;
  return 5;
}

// Long division of magnitudes by shifting the divisor's multiples: exact as every step is.
static double slow_fmod(double a, double b) {
  double x = fabs(a), y = fabs(b);
  if (a != a || b != b || x == INFINITY || y == 0) return NAN;
  while (x >= y) {
    double z = y;
    while (z <= x / 2) z += z;
    x -= z;
  }
  return copysign(x, a);
}

size_t remainders(double a, double b, double* out) {
  out[0] = fmod(a, b);
  out[1] = slow_fmod(a, b);
  out[2] = remainder(a, b);
  out[3] = fmod(a, 1.0);
  out[4] = fmod(a, 360.0);
  if (out[4] < 0) out[4] += 360.0;
  return 5;
}

void round_all(const float* v, size_t n, unsigned char how, float* out) {
  for (size_t i = 0; i < n; i++) {
    switch (how) {
      case 'f':
        out[i] = floorf(v[i]);
        break;
      case 'c':
        out[i] = ceilf(v[i]);
        break;
      case 't':
        out[i] = truncf(v[i]);
        break;
      default:
        out[i] = rintf(v[i]);
    }
  }
}

void to_words(const double* v, size_t n, int32_t* down, int32_t* near) {
  for (size_t i = 0; i < n; i++) down[i] = (int32_t)floor(v[i]);
  for (size_t i = 0; i < n; i++) near[i] = (int32_t)(v[i] < 0 ? v[i] - 0.5 : v[i] + 0.5);
}
