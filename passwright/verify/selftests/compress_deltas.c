// Sequences of 64-bit numbers as differences of differences, folded signs, and bytes of seven bits; blocks of equal width as an
// alternative.
#include <stddef.h>
#include <stdint.h>

static uint64_t fold(int64_t v) { return (uint64_t)v << 1 ^ (uint64_t)(v >> 63); }
static int64_t unfold(uint64_t u) { return (int64_t)(u >> 1 ^ (0 - (u & 1))); }

static size_t length_of(uint64_t u) {
  size_t n = 1;
  while (u >>= 7) n++;
  return n;
}

static uint8_t* put(uint8_t* out, uint64_t u) {
  while (u >= 128) {
    *out++ = (uint8_t)(u | 128);
    u >>= 7;
  }
  *out++ = (uint8_t)u;
  return out;
}

// Returns the bytes read, 0 if there are too few, -1 if it is no shortest form of 64 bits.
static int get(const uint8_t* in, const uint8_t* end, uint64_t* value) {
  uint64_t u = 0;
  int n = 0;
  for (;;) {
    if (in + n == end) return 0;
    uint8_t b = in[n];
    if (n == 9 && b > 1) return -1;
    u |= (uint64_t)(b & 127) << (7 * n++);
    if (b < 128) {
      if (b == 0 && n > 1) return -1;
      *value = u;
      return n;
    }
  }
}

static uint64_t difference(const int64_t* v, size_t i, unsigned order) {
  uint64_t d = (uint64_t)v[i];
  if (order >= 1 && i >= 1) d -= (uint64_t)v[i - 1];
  if (order >= 2 && i >= 1) {
    uint64_t before = (uint64_t)v[i - 1] - (i >= 2 ? (uint64_t)v[i - 2] : 0);
    d -= before;
  }
  return d;
}

size_t deltas_size(const int64_t* v, size_t n, unsigned order) {
  size_t size = 0;
  for (size_t i = 0; i < n; i++) size += length_of(fold((int64_t)difference(v, i, order)));
  return size;
}

size_t deltas_pack(const int64_t* v, size_t n, unsigned order, uint8_t* out) {
  uint8_t* at = out;
  for (size_t i = 0; i < n; i++) at = put(at, fold((int64_t)difference(v, i, order)));
  return (size_t)(at - out);
}

// Returns how many numbers there are, or minus one less the place of the first byte of a bad one.
ptrdiff_t deltas_unpack(const uint8_t* in, size_t size, unsigned order, int64_t* out, size_t room) {
  const uint8_t *at = in, *end = in + size;
  uint64_t last = 0, slope = 0;
  size_t n = 0;
  while (at < end && n < room) {
    uint64_t u = 0;
    int used = get(at, end, &u);
    if (used <= 0) return -1 - (at - in);
    uint64_t d = (uint64_t)unfold(u);
    if (order >= 2) d = slope += d;
    last = order >= 1 ? last + d : d;
    out[n++] = (int64_t)last;
    at += used;
  }
  return (ptrdiff_t)n;
}

// Width in bits, then the numbers less the smallest, low bits first; returns the number of 64-bit words.
size_t blocks_pack(const int64_t* v, size_t n, int64_t* least, unsigned* width, uint64_t* words) {
  int64_t low = n ? v[0] : 0;
  uint64_t most = 0;
  for (size_t i = 1; i < n; i++)
    if (v[i] < low) low = v[i];
  for (size_t i = 0; i < n; i++) most |= (uint64_t)v[i] - (uint64_t)low;
  unsigned w = most ? 64 - (unsigned)__builtin_clzll(most) : 0;
  size_t bit = 0;
  for (size_t i = 0; i < n && w > 0; i++, bit += w) {
    uint64_t x = (uint64_t)v[i] - (uint64_t)low;
    unsigned shift = bit % 64;
    if (shift == 0)
      words[bit / 64] = x;
    else
      words[bit / 64] |= x << shift;
    if (shift + w > 64) words[bit / 64 + 1] = x >> (64 - shift);
  }
  *least = low;
  *width = w;
  return (bit + 63) / 64;
}

int64_t blocks_get(const uint64_t* words, int64_t least, unsigned width, size_t i) {
  if (width == 0) return least;
  size_t bit = i * width;
  uint64_t x = words[bit / 64] >> (bit % 64);
  if (bit % 64 + width > 64) x |= words[bit / 64 + 1] << (64 - bit % 64);
  if (width < 64) x &= ((uint64_t)1 << width) - 1;
  return (int64_t)(x + (uint64_t)least);
}
