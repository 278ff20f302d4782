// Array kernels whose operands may or may not overlap: each must act element by element in order, whatever the loop passes do.
#include <stddef.h>
#include <stdint.h>

void add(uint32_t* to, const uint32_t* a, const uint32_t* b, size_t n) {
  for (size_t i = 0; i < n; i++) to[i] = a[i] + b[i];
}

void blur(uint32_t* to, const uint32_t* from, size_t n) {
  for (size_t i = 1; i + 1 < n; i++) to[i] = from[i - 1] + 2 * from[i] + from[i + 1];
}

void copy_down(uint32_t* to, const uint32_t* from, size_t n) {
  while (n-- > 0) to[n] = from[n];
}

void copy_up(uint32_t* to, const uint32_t* from, size_t n) {
  for (size_t i = 0; i < n; i++) to[i] = from[i];
}

// The factor and the place of the sum may lie among the elements.
void scale(uint32_t* values, const uint32_t* factor, size_t n) {
  for (size_t i = 0; i < n; i++) values[i] = values[i] * *factor + 1;
}

void gather(uint32_t* sum, const uint32_t* values, size_t n) {
  *sum = 0;
  for (size_t i = 0; i < n; i++) *sum += values[i] ^ (uint32_t)i;
}

static void apply(uint32_t* to, const uint32_t* from, size_t n, size_t stride, uint32_t mask) {
  for (size_t i = 0; i < n; i++) to[i * stride] ^= from[i] & mask;
}

void spread(uint32_t* to, const uint32_t* from, size_t n) {
  apply(to, from, n, 1, UINT32_MAX);
  apply(to, from, n / 2, 2, 0xffff);
  apply(to, from, n / 3, 3, 0xff00ff);
}

// Two stores in each step, to places that may be the same, the next, or far apart.
void zip(uint32_t* evens, uint32_t* odds, const uint32_t* from, size_t n) {
  for (size_t i = 0; i < n; i++) {
    evens[i] = from[2 * i];
    odds[i] = from[2 * i + 1] + evens[i];
  }
}

void narrow(uint8_t* to, const uint32_t* from, size_t n) {
  for (size_t i = 0; i < n; i++) to[i] = (uint8_t)(from[i] >> 8);
}
