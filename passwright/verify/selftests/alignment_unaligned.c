// A hash, a message codec and a bit reader that load and store words at any address through memcpy.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static uint64_t load64(const unsigned char* at) {
  uint64_t word;
  memcpy(&word, at, sizeof word);
  return word;
}

static uint32_t load32(const unsigned char* at) {
  uint32_t word;
  memcpy(&word, at, sizeof word);
  return word;
}

static void store(unsigned char* at, uint64_t word, size_t size) { memcpy(at, &word, size); }

static uint64_t turn(uint64_t x, unsigned by) { return x << by | x >> (64 - by); }

static uint64_t scramble(uint64_t x) {
  x ^= x >> 31;
  x *= 0x9e3779b97f4a7c15;
  return x ^ x >> 29;
}

// Eight bytes at a time, then four, then the last one to three.
uint64_t hash(const unsigned char* bytes, size_t n) {
  uint64_t state = n * 0x100000001b3u;
  for (; n >= 8; n -= 8, bytes += 8) state = scramble(turn(state, 23) ^ load64(bytes));
  if (n >= 4) {
    state = scramble(turn(state, 17) + load32(bytes));
    bytes += 4;
    n -= 4;
  }
  uint64_t rest = 0;
  memcpy(&rest, bytes, n);
  return scramble(state ^ turn(rest, 40));
}

// Lengths of one to eight bytes, and either byte order, in the low and high half of a format's characters.
size_t encode(unsigned char* to, const char* format, const uint64_t* values) {
  unsigned char* start = to;
  for (; *format; format++, values++) {
    size_t size = (size_t)(*format & 7) + 1;
    if (*format & 8) {
      store(to, __builtin_bswap64(*values << (64 - 8 * size)), size);
    } else {
      store(to, *values, size);
    }
    to += size;
  }
  return (size_t)(to - start);
}

size_t decode(const unsigned char* from, const char* format, uint64_t* values) {
  const unsigned char* start = from;
  for (; *format; format++, values++) {
    size_t size = (size_t)(*format & 7) + 1;
    *values = 0;
    memcpy(values, from, size);
    if (*format & 8) *values = __builtin_bswap64(*values) >> (64 - 8 * size);
    from += size;
  }
  return (size_t)(from - start);
}

// Words are written over one another at every byte: each load must see the stores before it, in part.
uint64_t overlap(unsigned char* bytes, size_t n) {
  uint64_t sum = 0;
  for (size_t i = 0; i + 8 <= n; i++) {
    uint64_t word = load64(bytes + i);
    store(bytes + i, word * 3 + i, 8);
    sum = turn(sum, 7) ^ load32(bytes + i + 2);
    store(bytes + i + 1, sum, 2);
    sum += load64(bytes + i);
  }
  return sum;
}

// From the lowest bit of the first byte on.
uint64_t bits(const unsigned char* bytes, size_t n, size_t at, unsigned count) {
  uint64_t word = 0;
  size_t first = at / 8;
  if (first < n) memcpy(&word, bytes + first, n - first < 8 ? n - first : 8);
  word >>= at % 8;
  if (first + 8 < n && at % 8 > 0) word |= (uint64_t)bytes[first + 8] << (64 - at % 8);
  return count < 64 ? word & ((UINT64_C(1) << count) - 1) : word;
}

double sum_doubles(const unsigned char* bytes, size_t n, size_t stride) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) {
    double x;
    memcpy(&x, bytes + i * stride, sizeof x);
    sum += x;
  }
  return sum;
}
