// Loops that resemble memcpy, memset, strlen, wcslen, bcmp, checksums and bit counts, and some that are just not those.
#include <stddef.h>
#include <stdint.h>

typedef unsigned char Byte;

// From below it is a smear, for a place is read after it was written; from above it is a move.
void smear(Byte* at, ptrdiff_t from, size_t n) {
  for (size_t i = 0; i < n; i++) at[i] = at[(ptrdiff_t)i + from];
}

size_t copy_until(Byte* to, const Byte* from, size_t n, Byte stop) {
  size_t i = 0;
  while (i < n && (to[i] = from[i]) != stop) i++;
  return i;
}

void copy_every_other(uint16_t* to, const uint16_t* from, size_t n) {
  for (size_t i = 0; i < n; i += 2) to[i] = from[i];
}

void fill_words(uint16_t* at, size_t n, uint16_t value) {
  for (size_t i = 0; i < n; i++) at[i] = value;
}

void fill_zigzag(uint32_t* at, size_t n, uint32_t value) {
  for (size_t i = 0; i < n; i++) at[i] = i + 1 == n ? ~value : value;
}

void fill_rows(Byte (*rows)[8], size_t n, size_t width, Byte value) {
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < width; j++) rows[i][j] = value;
  }
}

size_t length_words(const uint16_t* s) {
  size_t n = 0;
  while (s[n]) n++;
  return n;
}

size_t length_wide(const int32_t* s) {
  const int32_t* start = s;
  while (*s != 0) s++;
  return (size_t)(s - start);
}

size_t length_pairs(const Byte* s) {
  size_t n = 0;
  while (s[n] | s[n + 1]) n += 2;
  return n;
}

size_t length_from_one(const Byte* s) {
  size_t n = 0;
  do n++;
  while (s[n]);
  return n;
}

struct Parts {
  uint32_t a;
  uint16_t b;
  Byte c, d;
  uint64_t e;
};

int same_all(const struct Parts* x, const struct Parts* y) {
  return x->a == y->a && x->b == y->b && x->c == y->c && x->d == y->d && x->e == y->e;
}
int same_some(const struct Parts* x, const struct Parts* y) { return x->a == y->a && x->b == y->b && x->d == y->d && x->e == y->e; }
int same_crossed(const struct Parts* x, const struct Parts* y) { return x->a == y->a && x->c == y->d && x->d == y->c && x->e == y->e; }

static uint32_t checksum(const Byte* bytes, size_t n, uint32_t polynomial, uint32_t start, int twist) {
  uint32_t sum = start;
  for (size_t i = 0; i < n; i++) {
    sum ^= bytes[i];
    for (int bit = 0; bit < 8; bit++) {
      sum = sum & 1 ? sum >> 1 ^ polynomial : sum >> 1;
      if (twist && bit == 6) sum += 3;
    }
  }
  return sum;
}

uint32_t crc(const Byte* bytes, size_t n) { return ~checksum(bytes, n, 0xedb88320, 0xffffffff, 0); }
uint32_t almost_crc(const Byte* bytes, size_t n) { return ~checksum(bytes, n, 0xedb88320, 0xffffffff, 1); }

uint16_t crc_upwards(const Byte* bytes, size_t n) {
  uint16_t sum = 0xffff;
  for (size_t i = 0; i < n; i++) {
    sum ^= (uint16_t)(bytes[i] << 8);
    for (int bit = 0; bit < 8; bit++) sum = (uint16_t)(sum & 0x8000 ? sum << 1 ^ 0x1021 : sum << 1);
  }
  return sum;
}

unsigned ones(uint64_t x) {
  unsigned n = 0;
  for (; x; x &= x - 1) n++;
  return n;
}

unsigned ones_but(uint32_t x, uint32_t last) {
  unsigned n = 0;
  for (; x != last && x; x &= x - 1) n++;
  return n;
}

unsigned width(uint32_t x) {
  unsigned n = 0;
  while (x >>= 1) n++;
  return n;
}

unsigned width_signed(int32_t x) {
  unsigned n = 0;
  for (; x != 0 && x != -1; x >>= 1) n++;
  return n;
}
