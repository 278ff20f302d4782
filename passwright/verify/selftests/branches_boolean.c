// Boolean algebra over eight inputs: adders, majority, thresholds, parity and multiplexers by gates, by branches and by bit-parallel words.
#include <stddef.h>
#include <stdint.h>

static int bit(unsigned x, int i) { return x >> i & 1; }
static int xor(int a, int b) { return (a || b) && !(a && b); }
static int majority(int a, int b, int c) { return (a && b) || (b && c) || (c && a); }

// the number of ones by full adders
unsigned ones_by_gates(unsigned x) {
  int s0 = xor(xor(bit(x, 0), bit(x, 1)), bit(x, 2)), c0 = majority(bit(x, 0), bit(x, 1), bit(x, 2));
  int s1 = xor(xor(bit(x, 3), bit(x, 4)), bit(x, 5)), c1 = majority(bit(x, 3), bit(x, 4), bit(x, 5));
  int s2 = xor(xor(s0, s1), bit(x, 6)), c2 = majority(s0, s1, bit(x, 6));
  int s3 = xor(s2, bit(x, 7)), c3 = s2 && bit(x, 7);
  int t = xor(xor(c0, c1), c2), d = majority(c0, c1, c2);
  int u = xor(t, c3), e = t && c3;
  return (unsigned)(s3 + 2 * u + 4 * xor(d, e) + 8 * (d && e));
}

int parity_by_branches(unsigned x) {
  int odd = 0;
  if (x & 1) odd = !odd;
  if (x & 2) odd = !odd;
  if (x & 4) odd = !odd;
  if (x & 8) odd = !odd;
  if (x & 16) odd = !odd;
  if (x & 32) odd = !odd;
  if (x & 64) odd = !odd;
  if (x & 128) odd = !odd;
  return odd;
}

// three select lines choose one of the other inputs, which are the five low bits, a constant, and two of them combined
int multiplex(unsigned x) {
  int a = bit(x, 7), b = bit(x, 6), c = bit(x, 5);
  return (!a && !b && !c && bit(x, 0)) || (!a && !b && c && bit(x, 1)) || (!a && b && !c && bit(x, 2)) || (!a && b && c && bit(x, 3)) ||
         (a && !b && !c && bit(x, 4)) || (a && !b && c) || (a && b && c && xor(bit(x, 0), bit(x, 4)));
}

int less_than(unsigned x) {  // the low four bits, as a number, less than the high four
  for (int i = 3; i >= 0; i--) {
    int a = bit(x, i), b = bit(x, i + 4);
    if (!a && b) return 1;
    if (a && !b) return 0;
  }
  return 0;
}

_Bool tangle(_Bool a, _Bool b, _Bool c, _Bool d, _Bool e, _Bool f, _Bool g, _Bool h) {
  if (a != b) {
    if (c & d) return e | f;
    if (!(c | d) == (g ^ h)) return !e;
    return (a ? f : g) && !(h > c);
  }
  if (a + b + c + d + e >= 3) return f <= g;
  return (a ^ c ^ !d) & (b | (e == (f && !g)));
}

// the same function in every bit of a word
uint64_t tangle_words(const uint64_t w[8]) {
  uint64_t a = w[0], b = w[1], c = w[2], d = w[3], e = w[4], f = w[5], g = w[6], h = w[7];
  uint64_t differ = a ^ b, all = c & d;
  uint64_t second = ~((~(c | d)) ^ (g ^ h));
  uint64_t third = ((a & f) | (~a & g)) & ~(h & ~c);
  uint64_t upper = (all & (e | f)) | (~all & ((second & ~e) | (~second & third)));
  uint64_t two = a & b, one = a | b;  // a and b agree where this is used: none or both
  uint64_t enough = (two & (c | d | e)) | (c & d & e) | (one & ~two & all);
  uint64_t lower = (enough & (~f | g)) | (~enough & (a ^ c ^ ~d) & (b | ~(e ^ (f & ~g))));
  return (differ & upper) | (~differ & lower);
}

// how many of the inputs that a mask allows satisfy a predicate, and the first and last that do
unsigned satisfy(int (*predicate)(unsigned), unsigned mask, unsigned* first, unsigned* last) {
  unsigned count = 0, x = 0;
  do {
    if (predicate(x)) {
      if (count++ == 0) *first = x;
      *last = x;
    }
    x = (x - mask) & mask;
  } while (x != 0);
  return count;
}

unsigned survey(int which, unsigned mask, unsigned* first, unsigned* last) {
  return satisfy(which == 0 ? parity_by_branches : which == 1 ? multiplex : less_than, mask & 255, first, last);
}
