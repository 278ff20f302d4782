// Bit sets: population counts, leading and trailing zeros with zero by hand, walks, rank and select, byte and word widths.
#include <stddef.h>
#include <stdint.h>

static unsigned ones(uint64_t v) {
  unsigned n = 0;
  for (; v != 0; v &= v - 1) n++;
  return n;
}

static unsigned ones_tree(uint32_t v) {
  v -= v >> 1 & 0x55555555;
  v = (v & 0x33333333) + (v >> 2 & 0x33333333);
  return ((v + (v >> 4)) & 0x0f0f0f0f) * 0x01010101u >> 24;
}

static unsigned lead64(uint64_t v) { return v == 0 ? 64 : (unsigned)__builtin_clzll(v); }

static unsigned trail64(uint64_t v) { return v ? (unsigned)__builtin_ctzll(v) : 64; }

static unsigned lead32(uint32_t v) {
  unsigned n = 0;
  if (v == 0) return 32;
  while (!(v & 0x80000000u)) {
    v <<= 1;
    n++;
  }
  return n;
}

static unsigned trail32(uint32_t v) {
  unsigned n = 0;
  for (; n < 32 && (v & 1) == 0; n++) v >>= 1;
  return n;
}

static unsigned lead8(uint8_t v) { return v == 0 ? 8 : (unsigned)__builtin_clz(v) - 24; }

static unsigned trail16(uint16_t v) { return (unsigned)__builtin_ctz(v | 0x10000u); }

void counts(uint64_t v, unsigned char out[10]) {
  out[0] = (unsigned char)ones(v);
  out[1] = (unsigned char)ones_tree((uint32_t)v);
  out[2] = (unsigned char)lead64(v);
  out[3] = (unsigned char)trail64(v);
  out[4] = (unsigned char)lead32((uint32_t)v);
  out[5] = (unsigned char)trail32((uint32_t)v);
  out[6] = (unsigned char)lead8((uint8_t)v);
  out[7] = (unsigned char)trail16((uint16_t)v);
  out[8] = (unsigned char)__builtin_ffsll((long long)v);
  out[9] = (unsigned char)(__builtin_parityll(v) << 1 | (__builtin_popcountll(v) == 1));
}

size_t members(const uint64_t* set, size_t words, uint32_t* out) {
  size_t n = 0;
  for (size_t i = 0; i < words; i++)
    for (uint64_t v = set[i]; v != 0; v &= v - 1) out[n++] = (uint32_t)(i * 64 + trail64(v));
  return n;
}

size_t rank(const uint64_t* set, size_t below) {
  size_t n = 0;
  for (size_t i = 0; i < below / 64; i++) n += ones(set[i]);
  if (below % 64 != 0) n += ones(set[below / 64] << (64 - below % 64));
  return n;
}

// Where the member with this index is, or words * 64.
size_t pick(const uint64_t* set, size_t words, size_t index) {
  for (size_t i = 0; i < words; i++) {
    size_t here = ones(set[i]);
    if (index < here) {
      uint64_t v = set[i];
      while (index-- > 0) v &= v - 1;
      return i * 64 + trail64(v);
    }
    index -= here;
  }
  return words * 64;
}

// The longest run of ones across words.
size_t longest(const uint64_t* set, size_t words) {
  size_t best = 0, run = 0;
  for (size_t i = 0; i < words; i++) {
    uint64_t v = set[i];
    unsigned left = 64;
    while (left > 0) {
      unsigned zeros = trail64(v);
      if (zeros > 0) {
        run = 0;
        if (zeros >= left) break;
        v >>= zeros;
        left -= zeros;
      }
      unsigned length = trail64(~v);
      if (length > left) length = left;
      run += length;
      if (run > best) best = run;
      left -= length;
      v = length == 64 ? 0 : v >> length;
    }
  }
  return best;
}

uint64_t ceil_power(uint64_t v) { return v <= 1 ? 1 : lead64(v - 1) == 0 ? 0 : (uint64_t)1 << (64 - lead64(v - 1)); }

unsigned log_sum(const uint32_t* v, size_t n) {
  unsigned sum = 0;
  for (size_t i = 0; i < n; i++) sum += 31 - (lead32(v[i]) & 31) + (v[i] == 0) * 1000;
  return sum;
}
