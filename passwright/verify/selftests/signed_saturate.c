// A sample mixer: saturating sums, differences and products at four widths, clamping, midpoints without overflow, an adaptive decoder.
#include <stddef.h>
#include <stdint.h>

static int32_t clamp(int64_t v, int32_t low, int32_t high) { return v < low ? low : v > high ? high : (int32_t)v; }

static int64_t add64(int64_t a, int64_t b) {
  int64_t r;
  if (!__builtin_add_overflow(a, b, &r)) return r;
  return a < 0 ? INT64_MIN : INT64_MAX;
}

static int64_t sub64(int64_t a, int64_t b) {
  if (b > 0 && a < INT64_MIN + b) return INT64_MIN;
  if (b < 0 && a > INT64_MAX + b) return INT64_MAX;
  return a - b;
}

static int64_t mul64(int64_t a, int64_t b) {
  int64_t r;
  if (!__builtin_mul_overflow(a, b, &r)) return r;
  return (a < 0) == (b < 0) ? INT64_MAX : INT64_MIN;
}

int64_t saturate(unsigned bits, unsigned char op, int64_t a, int64_t b) {
  int64_t r = op == '+' ? add64(a, b) : op == '-' ? sub64(a, b) : mul64(a, b);
  switch (bits) {
    case 8:
      return clamp(r, INT8_MIN, INT8_MAX);
    case 16:
      return clamp(r, INT16_MIN, INT16_MAX);
    case 32:
      return clamp(r, INT32_MIN, INT32_MAX);
    default:
      return r;
  }
}

// In place or not: out may be a or b.
void mix8(int8_t* out, const int8_t* a, const int8_t* b, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = (int8_t)clamp(a[i] + b[i], -128, 127);
}

void mix16(int16_t* out, const int16_t* a, const int16_t* b, size_t n, int16_t gain) {
  for (size_t i = 0; i < n; i++) out[i] = (int16_t)clamp(a[i] + ((int64_t)b[i] * gain >> 8), INT16_MIN, INT16_MAX);
}

void mix32(int32_t* out, const int32_t* a, const int32_t* b, size_t n) {
  for (size_t i = 0; i < n; i++) {
    uint32_t r = (uint32_t)a[i] - (uint32_t)b[i];
    int32_t s = (int32_t)r;
    if (((a[i] ^ b[i]) & (a[i] ^ s)) < 0) s = a[i] < 0 ? INT32_MIN : INT32_MAX;
    out[i] = s;
  }
}

// Rounds towards a.
int32_t midpoint(int32_t a, int32_t b) {
  uint32_t gap = a <= b ? (uint32_t)b - (uint32_t)a : (uint32_t)a - (uint32_t)b;
  return a <= b ? (int32_t)((uint32_t)a + gap / 2) : (int32_t)((uint32_t)a - gap / 2);
}

int64_t floor_mean(int64_t a, int64_t b) { return (a & b) + ((a ^ b) >> 1); }

// Nibbles steer a step size and a predicted sample, both kept in range.
void decode(const unsigned char* nibbles, size_t n, int16_t* out) {
  int32_t sample = 0, step = 16;
  for (size_t i = 0; i < n; i++) {
    int32_t code = i % 2 == 0 ? nibbles[i / 2] & 15 : nibbles[i / 2] >> 4;
    int32_t change = step * (2 * (code & 7) + 1) / 8;
    sample = clamp((code & 8) != 0 ? sample - change : sample + change, INT16_MIN, INT16_MAX);
    step = clamp((code & 7) < 4 ? step - step / 8 : step * ((code & 7) - 2) / 2 + 1, 4, 24000);
    out[i] = (int16_t)sample;
  }
}
