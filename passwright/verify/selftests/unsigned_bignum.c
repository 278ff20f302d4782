// Numbers of many words: sums, differences and products with carries through full words, short division to decimal, shifts, comparison.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Word 0 is the lowest.
static uint64_t add_word(uint64_t a, uint64_t b, unsigned* carry) {
  uint64_t s = a + b, t = s + *carry;
  *carry = (s < a) | (t < s);
  return t;
}

static uint64_t sub_word(uint64_t a, uint64_t b, unsigned* borrow) {
  uint64_t d = a - b, e = d - *borrow;
  *borrow = (a < b) | (d < *borrow);
  return e;
}

unsigned big_add(uint64_t* out, const uint64_t* a, const uint64_t* b, size_t n) {
  unsigned carry = 0;
  for (size_t i = 0; i < n; i++) out[i] = add_word(a[i], b[i], &carry);
  return carry;
}

unsigned big_sub(uint64_t* out, const uint64_t* a, const uint64_t* b, size_t n) {
  unsigned borrow = 0;
  for (size_t i = 0; i < n; i++) out[i] = sub_word(a[i], b[i], &borrow);
  return borrow;
}

int big_compare(const uint64_t* a, const uint64_t* b, size_t n) {
  while (n-- > 0)
    if (a[n] != b[n]) return a[n] < b[n] ? -1 : 1;
  return 0;
}

// Out of halves only: no wider type.
static void mul_word(uint64_t a, uint64_t b, uint64_t* low, uint64_t* high) {
  uint64_t al = a & 0xffffffff, ah = a >> 32, bl = b & 0xffffffff, bh = b >> 32;
  uint64_t ll = al * bl, lh = al * bh, hl = ah * bl;
  uint64_t middle = (ll >> 32) + (lh & 0xffffffff) + hl;
  *low = middle << 32 | (ll & 0xffffffff);
  *high = ah * bh + (lh >> 32) + (middle >> 32);
}

// out has na + nb words and is neither a nor b.
void big_mul(uint64_t* restrict out, const uint64_t* a, size_t na, const uint64_t* b, size_t nb) {
  memset(out, 0, (na + nb) * sizeof *out);
  for (size_t i = 0; i < na; i++) {
    uint64_t carry = 0;
    for (size_t k = 0; k < nb; k++) {
      uint64_t low, high;
      unsigned c = 0;
      mul_word(a[i], b[k], &low, &high);
      low = add_word(low, carry, &c);
      high += c;
      c = 0;
      out[i + k] = add_word(out[i + k], low, &c);
      carry = high + c;
    }
    out[i + nb] = carry;
  }
}

// Divides 32-bit words in place, highest first, and returns the rest.
static uint32_t short_divide(uint32_t* w, size_t n, uint32_t by) {
  uint64_t rest = 0;
  while (n-- > 0) {
    rest = rest << 32 | w[n];
    w[n] = (uint32_t)(rest / by);
    rest %= by;
  }
  return (uint32_t)rest;
}

// Writes decimal digits and a zero byte; the words are used up.
size_t big_decimal(uint32_t* w, size_t n, unsigned char* out) {
  size_t length = 0;
  while (n > 0 && w[n - 1] == 0) n--;
  do {
    uint32_t nine = short_divide(w, n, 1000000000);
    while (n > 0 && w[n - 1] == 0) n--;
    for (int i = 0; i < 9 && (n > 0 || nine > 0 || i == 0); i++, nine /= 10) {
      if (n == 0 && nine == 0 && length > 0) break;
      out[length++] = (unsigned char)('0' + nine % 10);
    }
  } while (n > 0);
  for (size_t i = 0; i < length / 2; i++) {
    unsigned char c = out[i];
    out[i] = out[length - 1 - i];
    out[length - 1 - i] = c;
  }
  out[length] = 0;
  return length;
}

void big_shift(uint64_t* v, size_t n, unsigned left) {
  size_t words = left / 64;
  unsigned bits = left % 64;
  for (size_t i = n; i-- > 0;) {
    uint64_t high = i >= words ? v[i - words] : 0, low = i > words ? v[i - words - 1] : 0;
    v[i] = bits == 0 ? high : high << bits | low >> (64 - bits);
  }
}
