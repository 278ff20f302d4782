// Shifts across words: __int128 left, right and arithmetic by any amount, three words, a bit stream with a wide buffer, rotations.
#include <stddef.h>
#include <stdint.h>

typedef unsigned __int128 u128;
typedef __int128 i128;

static u128 join(const uint64_t v[2]) { return (u128)v[1] << 64 | v[0]; }

static void part(u128 v, uint64_t out[2]) {
  out[0] = (uint64_t)v;
  out[1] = (uint64_t)(v >> 64);
}

static u128 rotate(u128 v, unsigned by) { return by % 128 == 0 ? v : v << by % 128 | v >> (128 - by % 128); }

void shifts(const uint64_t v[2], unsigned by, uint64_t out[12]) {
  u128 x = join(v);
  part(x << by, out);
  part(x >> by, out + 2);
  part((u128)((i128)x >> by), out + 4);
  part(rotate(x, by), out + 6);
  out[8] = (uint64_t)(x >> (by & 63));
  out[9] = (uint64_t)(x << (by & 63) >> 64);
  part(x << 67 | x >> 61, out + 10);
}

void fixed_shifts(const uint64_t v[2], uint64_t out[14]) {
  u128 x = join(v);
  part(x << 1, out);
  part(x >> 63, out + 2);
  part(x << 64, out + 4);
  part((u128)((i128)x >> 65), out + 6);
  part((u128)((i128)x >> 127), out + 8);
  part((u128)((i128)(x << 100) >> 100), out + 10);
  part(x << 40 >> 40, out + 12);
}

// Three words, lowest first; by less than 192.
void shift_words(uint64_t v[3], unsigned by, int left) {
  u128 low = (u128)v[1] << 64 | v[0], high = (u128)v[2] << 64 | v[1];
  unsigned words = by / 64, bits = by % 64;
  uint64_t r[3] = {0, 0, 0}, s[3];
  if (left) {
    s[0] = v[0] << bits;
    s[1] = (uint64_t)(low << bits >> 64);
    s[2] = (uint64_t)(high << bits >> 64);
    for (unsigned i = words; i < 3; i++) r[i] = s[i - words];
  } else {
    s[0] = (uint64_t)(low >> bits);
    s[1] = (uint64_t)(high >> bits);
    s[2] = v[2] >> bits;
    for (unsigned i = words; i < 3; i++) r[i - words] = s[i];
  }
  for (int i = 0; i < 3; i++) v[i] = r[i];
}

struct Writer {
  unsigned char* to;
  size_t length;
  u128 buffer;
  unsigned count;
};

static void put(struct Writer* w, uint64_t value, unsigned width) {
  u128 mask = ((u128)1 << width) - 1;
  w->buffer |= (value & mask) << w->count;
  for (w->count += width; w->count >= 8; w->count -= 8) {
    w->to[w->length++] = (unsigned char)w->buffer;
    w->buffer >>= 8;
  }
}

size_t write_bits(const uint64_t* values, const unsigned char* widths, size_t n, unsigned char* to) {
  struct Writer w = {to, 0, 0, 0};
  for (size_t i = 0; i < n; i++) put(&w, values[i], widths[i]);
  if (w.count > 0) put(&w, 0, 8 - w.count);
  return w.length;
}

// Signed values come back, of 1 to 64 bits each.
void read_bits(const unsigned char* from, const unsigned char* widths, size_t n, int64_t* values) {
  u128 buffer = 0;
  unsigned count = 0;
  for (size_t i = 0; i < n; i++) {
    for (; count < widths[i]; count += 8) buffer |= (u128)*from++ << count;
    values[i] = (int64_t)((i128)(buffer << (128 - widths[i])) >> (128 - widths[i]));
    buffer >>= widths[i];
    count -= widths[i];
  }
}

unsigned wide_zeros(const uint64_t v[2]) {
  u128 x = join(v);
  unsigned n = 0;
  if (x == 0) return 128 << 8 | 128;
  while ((x & 1) == 0) x >>= 1, n++;
  unsigned lead = 0;
  for (x = join(v); x >> 127 == 0; x <<= 1) lead++;
  return lead << 8 | n;
}
