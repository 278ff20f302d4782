// Conversions between floats and integers at the edges: saturating, exactness tests, round trips, rounding of large integers.
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

int32_t to_int32(double v) {
  if (v != v) return 0;
  if (v <= -2147483649.0) return INT32_MIN;
  if (v >= 2147483648.0) return INT32_MAX;
  return (int32_t)v;
}

uint32_t to_uint32(double v) { return !(v > -1.0) ? 0 : v >= 4294967296.0 ? UINT32_MAX : (uint32_t)v; }

int64_t to_int64(double v) {
  if (!(v < 0x1p63)) return v != v ? 0 : INT64_MAX;
  return v < -0x1p63 ? INT64_MIN : (int64_t)v;
}

uint64_t to_uint64(double v) {
  if (!(v > -1.0)) return 0;
  return v < 0x1p64 ? (uint64_t)v : UINT64_MAX;
}

int32_t float_to_int32(float v) { return v >= -0x1p31f && v < 0x1p31f ? (int32_t)v : v < 0 ? INT32_MIN : v > 0 ? INT32_MAX : 0; }

uint64_t float_to_uint64(float v) { return v > -1.0f && v < 0x1p64f ? (uint64_t)v : v > 0 ? UINT64_MAX : 0; }

int16_t to_int16(float v) {
  if (v > 32767.0f) v = 32767.0f;
  if (!(v >= -32768.0f)) v = v != v ? 0.0f : -32768.0f;
  return (int16_t)v;
}

// True where the number is an integer that fits exactly.
int exact_int64(double v, int64_t* out) {
  if (!(v >= -0x1p63 && v < 0x1p63)) return 0;
  int64_t i = (int64_t)v;
  if ((double)i != v) return 0;
  *out = i;
  return 1;
}

int fits_float(int64_t v) {
  float f = (float)v;
  return f < 0x1p63f && (int64_t)f == v;
}

void from_ints(int64_t v, double out[8]) {
  out[0] = (double)v;
  out[1] = (double)(uint64_t)v;
  out[2] = (float)v;
  out[3] = (float)(uint64_t)v;
  out[4] = (float)(int32_t)v;
  out[5] = (float)(uint32_t)v;
  out[6] = (double)(int8_t)v + (double)(uint16_t)v;
  out[7] = (double)(uint32_t)v - (double)(int32_t)v;
}

// The same from bits, rounding half to even by integers alone.
double by_hand(uint64_t v) {
  double d;
  uint64_t bits = 0;
  if (v != 0) {
    int top = 63 - __builtin_clzll(v);
    uint64_t fraction;
    if (top <= 52) {
      fraction = v << (52 - top);
    } else {
      int drop = top - 52;
      uint64_t rest = v & (((uint64_t)1 << drop) - 1), half = (uint64_t)1 << (drop - 1);
      fraction = v >> drop;
      fraction += rest > half || (rest == half && (fraction & 1));
    }
    bits = ((uint64_t)(top + 1022) << 52) + fraction;
  }
  memcpy(&d, &bits, sizeof d);
  return d;
}

void quantise(const float* in, size_t n, signed char* bytes, uint16_t* halves) {
  for (size_t i = 0; i < n; i++) {
    float b = in[i] * 127.0f, h = in[i] * 65535.0f;
    bytes[i] = (signed char)(b >= 127.0f ? 127 : b > -127.0f ? (int)b : -127);
    halves[i] = (uint16_t)(h > 0.0f ? h < 65535.0f ? (uint32_t)h : 65535 : 0);
  }
}

void widen_all(const int32_t* in, size_t n, float* f, double* d, double* u) {
  for (size_t i = 0; i < n; i++) f[i] = (float)in[i];
  for (size_t i = 0; i < n; i++) d[i] = in[i];
  for (size_t i = 0; i < n; i++) u[i] = (uint32_t)in[i];
}
