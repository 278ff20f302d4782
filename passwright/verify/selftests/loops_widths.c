// Induction variables of 8, 16, 32 and 64 bits, signed and not, that wrap and index memory: rings, byte counters under wide bounds, mixed
// signs.
#include <stddef.h>
#include <stdint.h>

// a ring indexed by a byte that wraps by itself
void rotate(const uint8_t ring[256], uint8_t start, uint8_t step, uint8_t* out, size_t n) {
  uint8_t at = start;
  for (size_t i = 0; i < n; i++, at = (uint8_t)(at + step)) out[i] = ring[at];
}

// from start in a table of 65536, down through zero to the top
uint64_t sum_down(const uint8_t* table, uint16_t start, uint32_t count) {
  uint64_t sum = 0;
  for (uint16_t i = start; count > 0; count--, i--) sum = sum * 3 + table[i];
  return sum;
}

// the low half of the counter matters for the index, all of it for the bound
uint32_t fold(const uint32_t* cells, uint64_t from, uint64_t to) {
  uint32_t sum = 0;
  for (uint64_t i = from; i != to; i++) sum += cells[(uint32_t)i & 7] * (uint32_t)(i >> 32) + cells[(uint8_t)i % 8];
  return sum;
}

// a signed byte runs from low through its top to high
size_t trace_signed(signed char low, signed char high, int16_t* out) {
  size_t n = 0;
  for (signed char i = low;; i = (signed char)((unsigned char)i + 1u)) {
    out[n++] = (int16_t)(i * 256);
    if (i == high) break;
  }
  return n;
}

// 32-bit index and offset added modulo 2^32 before they widen
uint32_t gather(const uint32_t* cells, uint32_t offset, uint32_t from, uint32_t n) {
  uint32_t sum = 0;
  for (uint32_t i = from; i != from + n; i++) {
    uint32_t index = i + offset;
    sum = sum * 31 + cells[index];
  }
  return sum;
}

// negative indices with a 32-bit signed counter that starts below zero
int64_t around(const int32_t* middle, int32_t reach) {
  int64_t sum = 0;
  for (int32_t i = -reach; i <= reach; i++) sum += (int64_t)middle[i] * i;
  return sum;
}

// a counter compared with a wider bound: it may never get there, so a second exit is there
unsigned until(uint32_t bound, const uint8_t* stops) {
  unsigned count = 0;
  for (uint8_t i = 0; i < bound; i++) {
    if (stops[i] && count >= 256) break;
    count++;
    if (count == 1000) break;
  }
  return count;
}

// two counters of different width in one loop
uint64_t pairs(uint64_t a, uint32_t steps) {
  uint64_t hash = 0;
  uint8_t small = (uint8_t)a;
  int16_t medium = (int16_t)(uint16_t)a;
  for (uint32_t i = 0; i < steps; i++) {
    hash = (hash ^ (uint64_t)(int64_t)medium) * 0x100000001b3u + small;
    small = (uint8_t)(small + 3);
    medium = (int16_t)(uint16_t)((uint16_t)medium - 257u);
  }
  return hash;
}
