// Decimal text of 128-bit integers both ways: division by 10^19, sign and smallest value, overflow while reading, bases, padding.
#include <stddef.h>
#include <stdint.h>

typedef unsigned __int128 u128;
typedef __int128 i128;

#define CHUNK 10000000000000000000u

static unsigned char* low_digits(unsigned char* end, uint64_t v, unsigned least) {
  for (; v != 0 || least > 0; v /= 10) {
    *--end = (unsigned char)('0' + v % 10);
    if (least > 0) least--;
  }
  return end;
}

static unsigned char* digits(unsigned char* end, u128 v) {
  if (v < CHUNK) return low_digits(end, (uint64_t)v, 1);
  end = low_digits(end, (uint64_t)(v % CHUNK), 19);
  v /= CHUNK;
  if (v < CHUNK) return low_digits(end, (uint64_t)v, 0);
  end = low_digits(end, (uint64_t)(v % CHUNK), 19);
  return low_digits(end, (uint64_t)(v / CHUNK), 0);
}

// The high word decides about the sign; returns the length, padded on the left up to width.
size_t print(uint64_t low, uint64_t high, int is_signed, size_t width, unsigned char* out) {
  unsigned char text[64];
  u128 v = (u128)high << 64 | low;
  int minus = is_signed && (i128)v < 0;
  unsigned char *end = text + sizeof text, *p = digits(end, minus ? 0 - v : v);
  if (minus) *--p = '-';
  size_t n = 0;
  for (size_t length = (size_t)(end - p); n + length < width; n++) out[n] = ' ';
  while (p < end) out[n++] = *p++;
  return n;
}

static int value_of(unsigned char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'z') return c - 'a' + 10;
  return 99;
}

// 0 fine, 1 nothing there, 2 does not fit; *used counts what was read in any case.
static int scan(const unsigned char* s, unsigned base, u128 limit, u128* v, size_t* used) {
  u128 r = 0;
  size_t n = 0;
  int over = 0;
  for (int d; (d = value_of(s[n])) < (int)base; n++) {
    if (r > (limit - (unsigned)d) / base || over)
      over = 2;
    else
      r = r * base + (unsigned)d;
  }
  *v = r;
  *used = n;
  return n == 0 ? 1 : over;
}

int read_signed(const unsigned char* s, uint64_t out[2], size_t* used) {
  int minus = *s == '-';
  u128 v, limit = ~(u128)0 >> 1;
  int fault = minus ? scan(s + 1, 10, limit + 1, &v, used) : scan(s, 10, limit, &v, used);
  *used += (size_t)minus;
  if (fault != 0) return fault;
  if (minus) v = 0 - v;
  out[0] = (uint64_t)v;
  out[1] = (uint64_t)(v >> 64);
  return 0;
}

int read_unsigned(const unsigned char* s, unsigned base, uint64_t out[2], size_t* used) {
  u128 v;
  int fault = scan(s, base, ~(u128)0, &v, used);
  if (fault != 0) return fault;
  out[0] = (uint64_t)v;
  out[1] = (uint64_t)(v >> 64);
  return 0;
}

unsigned digit_sum(uint64_t low, uint64_t high) {
  unsigned sum = 0;
  for (i128 v = (i128)((u128)high << 64 | low); v != 0; v /= 10) sum += (unsigned)(v < 0 ? -(v % 10) : v % 10);
  return sum;
}
