// Half-precision conversion, ulp steps and a cell mixer: every value is stored as one member of a union and read as another.
#include <stddef.h>
#include <stdint.h>

union Word {
  float f;
  uint32_t u;
  uint16_t h[2];
  uint8_t b[4];
};

union Wide {
  double d;
  uint64_t u;
  int64_t s;
  union Word w[2];
};

float from_half(uint16_t half) {
  union Word word;
  uint32_t exponent = half >> 10 & 31, fraction = half & 1023u;
  if (exponent == 0) {
    word.f = (float)fraction;
    if (fraction != 0) word.u -= 24u << 23;
  } else {
    word.u = (exponent == 31 ? 255u : exponent + 112u) << 23 | fraction << 13;
  }
  word.b[3] |= (uint8_t)(half >> 8 & 0x80);
  return word.f;
}

static uint16_t magnitude(union Word word) {
  if (word.u > 0x7f800000u) return 0x7e00;
  if (word.u >= 0x477ff000u) return 0x7c00;
  if (word.u < 0x38800000u) {
    word.f += 0.5f;  // one half has the last place of a small half-precision number, so the addition rounds for us
    return word.h[0];
  }
  word.u += 0xfffu + (word.u >> 13 & 1);
  word.u -= 112u << 23;
  return (uint16_t)(word.u >> 13);
}

uint16_t to_half(float x) {
  union Word word;
  word.f = x;
  uint16_t sign = word.h[1] & 0x8000u;
  word.h[1] ^= sign;
  return sign | magnitude(word);
}

static int64_t order(union Wide wide) { return wide.s < 0 ? INT64_MIN - wide.s : wide.s; }

double step(double x, int64_t ulps) {
  union Wide wide = {.d = x};
  wide.s = order(wide) + ulps;
  wide.s = order(wide);
  return wide.d;
}

uint64_t distance(double a, double b) {
  union Wide first = {.d = a}, second = {.d = b};
  int64_t x = order(first), y = order(second);
  return x < y ? (uint64_t)y - (uint64_t)x : (uint64_t)x - (uint64_t)y;
}

static void exchange(union Word* a, union Word* b) {
  union Word old = *a;
  a->u = b->u;
  b->f = old.f;
}

// The cells come in as floats; each stage writes one view of a cell and the next reads another.
uint32_t mix(const float* values, union Wide* cells, size_t n) {
  uint32_t sum = 0;
  for (size_t i = 0; i < n; i++) {
    cells[i].w[0].f = values[i];
    cells[i].w[1].u = cells[i].w[0].u + (uint32_t)i;
  }
  for (size_t i = 0; i < n; i++) {
    cells[i].w[0].b[1] ^= cells[i].w[1].b[2];
    sum = sum * 31 + cells[i].w[0].h[0];
    cells[i].u ^= 0x8000000000000000u;
    sum += cells[i].w[1].h[1];
    exchange(&cells[i].w[0], &cells[n - 1 - i].w[1]);
    sum ^= cells[i].w[0].u;
  }
  return sum;
}
