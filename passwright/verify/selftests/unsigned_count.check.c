#include <stddef.h>
#include <stdint.h>

#include "check.h"

void counts(uint64_t v, unsigned char out[10]);
size_t members(const uint64_t* set, size_t words, uint32_t* out);
size_t rank(const uint64_t* set, size_t below);
size_t pick(const uint64_t* set, size_t words, size_t index);
size_t longest(const uint64_t* set, size_t words);
uint64_t ceil_power(uint64_t v);
unsigned log_sum(const uint32_t* v, size_t n);

static int lit(uint64_t v, unsigned i) { return (int)(v >> i & 1); }

static void one(uint64_t v) {
  unsigned n64 = 0, n32 = 0, l64 = 64, l32 = 32, l8 = 8, t64 = 64, t32 = 32, t16 = 16;
  for (unsigned i = 0; i < 64; i++) {
    if (!lit(v, i)) continue;
    n64++, n32 += i < 32, l64 = 63 - i;
    if (i < 32) l32 = 31 - i;
    if (i < 8) l8 = 7 - i;
    if (t64 == 64) t64 = i;
    if (t32 == 32 && i < 32) t32 = i;
    if (t16 == 16 && i < 16) t16 = i;
  }
  unsigned char o[11];
  o[10] = 201;
  counts(v, o);
  CHECK(o[0] == n64 && o[1] == n32 && o[2] == l64 && o[3] == t64 && o[4] == l32 && o[5] == t32 && o[6] == l8 && o[7] == t16);
  CHECK(o[8] == (v ? t64 + 1 : 0) && o[9] == (n64 % 2 * 2 | (n64 == 1)) && o[10] == 201);
}

static void sets(const uint64_t* set, size_t words) {
  uint32_t out[321], n = 0;
  size_t run = 0, best = 0;
  out[64 * words] = 4711;
  size_t found = members(set, words, out);
  for (size_t i = 0; i < 64 * words; i++) {
    CHECK(rank(set, i) == n);
    if (lit(set[i / 64], i % 64)) {
      CHECK(n < found && out[n] == i && pick(set, words, n) == i);
      n++;
      if (++run > best) best = run;
    } else {
      run = 0;
    }
  }
  CHECK(found == n && rank(set, 64 * words) == n && pick(set, words, n) == 64 * words && pick(set, words, n + 70) == 64 * words);
  CHECK(longest(set, words) == best && out[64 * words] == 4711);
}

int main(void) {
  one(0);
  one(UINT64_MAX);
  for (unsigned i = 0; i < 64; i++) {
    uint64_t bit = (uint64_t)1 << i;
    one(bit);
    one(~bit);
    one(bit - 1);
    one(0 - bit);
    one(bit | 1);
    one(bit | 0x8000000000000000);
    one(bit * 0x9e3779b97f4a7c15u);
    CHECK(ceil_power(bit) == bit && (i < 2 || ceil_power(bit - 1) == bit) && (i == 0 || ceil_power(bit + 1) == (i == 63 ? 0 : bit * 2)));
  }
  for (uint64_t v = 0; v < 1500; v++) one(v);
  CHECK(ceil_power(0) == 1 && ceil_power(UINT64_MAX) == 0 && ceil_power(3) == 4);
  static const uint64_t a[] = {0, UINT64_MAX, 1, 0x8000000000000000, 0xf0f0};
  static const uint64_t b[] = {0xff00000000000000, UINT64_MAX, UINT64_MAX, 0xff, 0x5555555555555555};
  static const uint64_t c[] = {0x8000000000000001, 0x8000000000000001, 0x7ffffffffffffffe, UINT64_MAX, 0};
  for (size_t words = 0; words <= 5; words++) {
    sets(a, words);
    sets(b, words);
    sets(c, words);
    sets(a + 5 - words, words);
  }
  CHECK(longest(b, 5) == 144 && longest(a, 5) == 65 && longest(c, 5) == 64 && longest(a, 1) == 0);
  static const uint32_t logs[] = {0, 1, 2, 3, 0x80000000, 0xffffffff, 0, 0x7fffffff};
  static const unsigned sums[] = {0, 1031, 1031, 1032, 1033, 1064, 1095, 2126, 2156};
  for (size_t n = 0; n <= 8; n++) CHECK(log_sum(logs, n) == sums[n]);
  return failures != 0;
}
