// Wrap-around sums and products: a generator that jumps ahead, inverses of odd numbers, polynomial hashing with removal, triangular sums.
#include <stddef.h>
#include <stdint.h>

struct Step {
  uint64_t times, plus;
};

static struct Step after(struct Step first, struct Step second) {
  struct Step s = {first.times * second.times, first.plus * second.times + second.plus};
  return s;
}

uint64_t jump(uint64_t state, uint64_t times, uint64_t plus, uint64_t count) {
  struct Step total = {1, 0}, power = {times, plus};
  for (; count != 0; count >>= 1) {
    if (count & 1) total = after(total, power);
    power = after(power, power);
  }
  return state * total.times + total.plus;
}

uint64_t crawl(uint64_t state, uint64_t times, uint64_t plus, unsigned count) {
  while (count-- > 0) state = state * times + plus;
  return state;
}

// Newton's iteration doubles the number of right bits.
uint32_t inverse32(uint32_t odd) {
  uint32_t x = odd * 3 ^ 2;
  for (int i = 0; i < 3; i++) x *= 2 - odd * x;
  return x;
}

static uint64_t power64(uint64_t base, unsigned exponent) {
  uint64_t r = 1;
  for (; exponent > 0; exponent >>= 1, base *= base)
    if (exponent & 1) r *= base;
  return r;
}

// Odd numbers have an order that divides 2^62, so this power is the inverse.
uint64_t inverse64(uint64_t odd) {
  uint64_t r = odd;
  for (int i = 0; i < 61; i++) {
    odd *= odd;
    r *= odd;
  }
  return r;
}

// Counts windows whose rolling hash equals that of the first window.
unsigned windows(const unsigned char* text, size_t n, size_t width, uint64_t base) {
  uint64_t hash = 0, first, high = power64(base, (unsigned)width);
  unsigned count = 1;
  if (width > n) return 0;
  for (size_t i = 0; i < width; i++) hash = hash * base + text[i];
  first = hash;
  for (size_t i = width; i < n; i++) {
    hash = hash * base + text[i] - high * text[i - width];
    count += hash == first;
  }
  return count;
}

uint32_t triangle32(uint32_t n) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < n; i++) sum += i * i + 0x10000001u * i;
  return sum;
}

uint16_t sum16(const uint16_t* v, size_t n) {
  uint16_t sum = 0;
  for (size_t i = 0; i < n; i++) sum = (uint16_t)(sum + (uint32_t)v[i] * v[n - 1 - i]);
  return sum;
}

uint8_t product8(const uint8_t* v, size_t n) {
  uint8_t product = 1;
  for (size_t i = 0; i < n; i++) product = (uint8_t)(product * v[i]);
  return product;
}

void narrow(uint32_t a, uint32_t b, uint64_t out[6]) {
  out[0] = a + b;
  out[1] = (uint64_t)a + b;
  out[2] = a - b;
  out[3] = (uint64_t)a - b;
  out[4] = a * b;
  out[5] = (uint64_t)a * b;
}
