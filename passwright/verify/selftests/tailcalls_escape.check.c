#include <stddef.h>
#include <stdint.h>

#include "check.h"

int64_t sum_of_parts(const int32_t* x, size_t n);
int64_t through_global(int32_t a, int32_t b, unsigned n);
int64_t through_callback(const int32_t* x, int64_t (*call)(const int32_t* copy, void* state), void* state);
int64_t choices(const int32_t* x, size_t n, int64_t* start);
int64_t chained(const int32_t* x, size_t n, size_t count);
uint64_t fibonaccis(unsigned n, uint64_t* out);

static const int32_t outer[8] = {1, 2, 3, 4, 5, 6, 7, 8};

static int64_t digits(const int32_t* copy, void* state) {
  unsigned* depth = state;
  int64_t sum = 0, inner = 0;
  if ((*depth)-- > 0) inner = through_callback(copy, digits, depth);
  for (int i = 0; i < 8; i++) sum = sum * 16 + copy[i];
  return sum + inner;
}

int main(void) {
  static const int32_t x[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, -3, 5, -8, 9, 7};
  static const int64_t parts[] = {0, 9, 15, 51, 60, 150, 393, 447, 771, 1176, 933, 1743, -201, 1986, 5388};
  for (size_t n = 0; n <= 14; n++) CHECK(sum_of_parts(x, n) == parts[n]);
  CHECK(through_global(5, -3, 0) == 0 && through_global(5, -3, 1) == 5 && through_global(5, -3, 2) == 32);
  CHECK(through_global(5, -3, 3) == 32 * 7 - 8 && through_global(5, -3, 4) == 216 * 7 + 1 && through_global(5, -3, 9) == 1513);
  CHECK(through_global(INT32_MIN, INT32_MAX, 3) == INT32_MIN * INT64_C(49) + INT32_MAX * INT64_C(7) - 1);
  unsigned depth = 0;
  CHECK(through_callback(outer, digits, &depth) == 0x1317131f);
  depth = 1;
  CHECK(through_callback(outer, digits, &depth) == 0x1317131f + 0x12345678);
  depth = 4;
  CHECK(through_callback(outer, digits, &depth) == INT64_C(3) * 0x1317131f + INT64_C(2) * 0x12345678);

  static const int32_t y[] = {5, -1, -1, 0, 7, -1, INT32_MAX, -1, -1};
  static const int64_t chosen[] = {3, 11, 12, 13, 26, 59, 60, 2147483767, 2147483768, 2147483769};
  for (size_t n = 0; n <= 9; n++) {
    int64_t start = 3;
    CHECK(choices(y, n, &start) == chosen[n] && start == 3);
    start = 10;
    CHECK(n == 0 || choices(y + 1, n - 1, &start) >= 10);
    CHECK(start == (n < 2 ? 10 : n == 2 ? 11 : 12));
  }
  static const int64_t chains[] = {0, 9, 51, 258, 1297};
  for (size_t count = 0; count < 5; count++) CHECK(chained(x + 2, 3, count) == chains[count]);
  CHECK(chained(x, 0, 1) == 3 && chained(x, 0, 7) == 3 && chained(x, 13, 1) == 7);
  CHECK(chained(x + 2, 3, 100) == 1297);

  uint64_t out = 77;
  CHECK(fibonaccis(0, &out) == 1 && out == 0);
  CHECK(fibonaccis(1, &out) == 1 && out == 1);
  CHECK(fibonaccis(4, &out) == 5 && out == 3);
  out = 77;
  CHECK(fibonaccis(5, &out) == 8 + 5 && out == 77);
  CHECK(fibonaccis(12, &out) == 233 + 144 && out == 77);
  CHECK(fibonaccis(93, &out) == 13493690561280548289u && out == 77);
  return failures != 0;
}
