// Float against double rounding: when an intermediate is narrowed and when not, half and bfloat16 conversions by bits, rounding twice.
#pragma STDC FP_CONTRACT OFF
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static uint64_t bits_of(double v) {
  uint64_t b;
  memcpy(&b, &v, sizeof b);
  return b;
}

static uint64_t round_off(uint64_t v, unsigned drop) {
  if (drop == 0) return v;
  if (drop > 63) return 0;
  uint64_t half = (uint64_t)1 << (drop - 1), rest = v & (2 * half - 1), kept = v >> drop;
  return kept + (rest > half || (rest == half && (kept & 1)));
}

// Rounds once to a format with few exponent and fraction bits; infinities and NaN as usual.
static uint32_t pack(double v, unsigned exponent_bits, unsigned fraction_bits) {
  uint64_t b = bits_of(v), fraction = b & 0xfffffffffffff;
  uint32_t sign = (uint32_t)(b >> 63) << (exponent_bits + fraction_bits);
  int exponent = (int)(b >> 52 & 2047) - 1023, bias = (1 << (exponent_bits - 1)) - 1;
  uint32_t infinity = ((1u << exponent_bits) - 1) << fraction_bits;
  if (exponent == 1024) return sign | infinity | (fraction != 0 ? 1u << (fraction_bits - 1) : 0);
  if (exponent > bias) return sign | infinity;
  if (exponent == -1023) return sign;
  fraction |= (uint64_t)1 << 52;
  unsigned drop = 52 - fraction_bits;
  if (exponent < 1 - bias) {
    drop += (unsigned)(1 - bias - exponent);
    return sign | (uint32_t)round_off(fraction, drop);
  }
  return sign | (uint32_t)(round_off(fraction, drop) + ((uint64_t)(exponent + bias - 1) << fraction_bits));
}

uint16_t half_of(double v) { return (uint16_t)pack(v, 5, 10); }

uint16_t half_of_float(double v) { return (uint16_t)pack((float)v, 5, 10); }

uint16_t bfloat_of(double v) { return (uint16_t)pack(v, 8, 7); }

uint32_t single_of(double v) { return pack(v, 8, 23); }

uint32_t single_by_cast(double v) {
  float f = (float)v;
  uint32_t b;
  memcpy(&b, &f, sizeof b);
  return b;
}

float half_value(uint16_t h) {
  uint32_t sign = (uint32_t)(h & 0x8000) << 16, exponent = h >> 10 & 31, fraction = h & 1023, b;
  if (exponent == 31) {
    b = sign | 0x7f800000 | fraction << 13;
  } else if (exponent != 0) {
    b = sign | (exponent + 112) << 23 | fraction << 13;
  } else if (fraction == 0) {
    b = sign;
  } else {
    for (exponent = 113; !(fraction & 1024); exponent--) fraction <<= 1;
    b = sign | exponent << 23 | (fraction & 1023) << 13;
  }
  float f;
  memcpy(&f, &b, sizeof f);
  return f;
}

void combine(float a, float b, float c, double out[10]) {
  out[0] = a * b + c;
  float product = a * b;
  out[1] = product + c;
  out[2] = (float)((double)a * b + c);
  out[3] = (double)a * b + c;
  out[4] = (float)(a + (double)b) + c;
  out[5] = (float)((double)a / b);
  out[6] = a / b;
  out[7] = (double)a / b;
  out[8] = (double)(a + b) - a;
  out[9] = (float)((double)a - b) == a - b;
}

float sum_narrow(const float* v, size_t n) {
  float s = 0;
  for (size_t i = 0; i < n; i++) s = (float)((double)s + (double)v[i] * 0.1);
  return s;
}

float sum_wide(const float* v, size_t n) {
  double s = 0;
  for (size_t i = 0; i < n; i++) s += v[i] * 0.1f;
  return (float)s;
}
