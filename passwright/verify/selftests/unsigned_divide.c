// Division and remainder by constants over the whole range, tests of divisibility, digits in several bases: what becomes multiplication.
#include <stddef.h>
#include <stdint.h>

#define ROW(X) X(1) X(2) X(3) X(5) X(6) X(7) X(9) X(10) X(11) X(25) X(60) X(100) X(127) X(128) X(255)

uint32_t all_bytes(uint8_t v) {
  uint32_t hash = 0;
#define STEP(d) hash = hash * 33 + (uint32_t)(v / d) * 2 + (v % d == 0);
  ROW(STEP)
#undef STEP
  return hash;
}

uint32_t all_halves(uint16_t v) {
  uint32_t hash = 0;
#define STEP(d) hash = hash * 33 + (uint32_t)(v / d) + (uint32_t)(v % d);
  ROW(STEP)
  STEP(641)
  STEP(1000)
  STEP(32769)
  STEP(65535)
#undef STEP
  return hash;
}

size_t words(uint32_t v, uint32_t* out) {
  size_t n = 0;
#define STEP(d) out[n++] = v / d;
  ROW(STEP)
  STEP(641u)
  STEP(1000000007u)
  STEP(0x7fffffffu)
  STEP(0x80000000u)
  STEP(0x80000001u)
  STEP(0xfffffffeu)
  STEP(0xffffffffu)
#undef STEP
  return n;
}

size_t longs(uint64_t v, uint64_t* out) {
  size_t n = 0;
#define STEP(d) out[n++] = v % d;
  ROW(STEP)
  STEP(641u)
  STEP(1000000007u)
  STEP(0x100000000u)
  STEP(0x100000001u)
  STEP(10000000000000000000u)
  STEP(0x7fffffffffffffffu)
  STEP(0x8000000000000001u)
  STEP(0xffffffffffffffffu)
#undef STEP
  return n;
}

unsigned divisible(uint32_t v) {
  return (v % 3 == 0) | (v % 5 == 0) << 1 | (v % 6 == 0) << 2 | (v % 7 == 1) << 3 | (v % 12 == 4) << 4 | (v % 100 != 0) << 5 |
         (v % 641 == 0) << 6 | (v % 0x80000001u == 0) << 7 | ((v & 1) == 0 && v % 10 == 0) << 8 | (v / 7 == 0) << 9 |
         (v / 3 > 0x2aaaaaaa) << 10 | (v / 16 == 0x0fffffff) << 11;
}

static size_t digits(uint64_t v, unsigned base, unsigned char* out) {
  size_t n = 0;
  do {
    unsigned d = (unsigned)(v % base);
    out[n++] = (unsigned char)(d < 10 ? '0' + d : 'a' + d - 10);
    v /= base;
  } while (v != 0);
  for (size_t i = 0, k = n - 1; i < k; i++, k--) {
    unsigned char c = out[i];
    out[i] = out[k];
    out[k] = c;
  }
  out[n] = 0;
  return n;
}

size_t in_base(uint64_t v, unsigned base, unsigned char* out) {
  switch (base) {
    case 3:
      return digits(v, 3, out);
    case 10:
      return digits(v, 10, out);
    case 16:
      return digits(v, 16, out);
    default:
      return digits(v, base, out);
  }
}

// Seconds to days, hours, minutes and seconds.
void split_time(uint32_t seconds, uint32_t out[4]) {
  out[3] = seconds % 60;
  out[2] = seconds / 60 % 60;
  out[1] = seconds / 3600 % 24;
  out[0] = seconds / 86400;
}
