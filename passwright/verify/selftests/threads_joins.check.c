#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "check.h"

struct Summary {
  int64_t sum;
  int32_t least, greatest;
  uint32_t primes;
  uint32_t threads;
};

void joins_watch(void (*callback)(void));
struct Summary joins_summarize(const int32_t* values, size_t count, unsigned depth);
unsigned joins_collect(unsigned count, uintptr_t first, uintptr_t* results);

static atomic_int made;
static void count_made(void) { atomic_fetch_add(&made, 1); }

static int same(struct Summary s, int64_t sum, int32_t least, int32_t greatest, uint32_t primes, uint32_t threads) {
  return s.sum == sum && s.least == least && s.greatest == greatest && s.primes == primes && s.threads == threads;
}

int main(void) {
  static int32_t values[1000];
  joins_watch(count_made);
  CHECK(same(joins_summarize(values, 0, 0), 0, INT32_MAX, INT32_MIN, 0, 1));
  CHECK(same(joins_summarize(values, 0, 9), 0, INT32_MAX, INT32_MIN, 0, 1));
  CHECK(made == 0);
  for (int i = 0; i < 1000; i++) values[i] = i;
  CHECK(same(joins_summarize(values, 1000, 3), 499500, 0, 999, 168, 8));
  CHECK(made == 1);
  for (unsigned depth = 0; depth < 3; depth++) {
    CHECK(same(joins_summarize(values, 1000, depth), 499500, 0, 999, 168, 1u << depth));
    CHECK(same(joins_summarize(values + 990, 10, depth), 9945, 990, 999, 2, 1u << depth));
    CHECK(same(joins_summarize(values + 2, 1, depth), 2, 2, 2, 1, 1));
    CHECK(same(joins_summarize(values + 2, 2, depth), 5, 2, 3, 2, depth ? 2 : 1));
  }
  CHECK(same(joins_summarize(values, 3, 4), 3, 0, 2, 1, 3));
  CHECK(same(joins_summarize(values + 7, 5, 4), 45, 7, 11, 2, 5));
  int32_t edges[] = {INT32_MIN, INT32_MAX, -1, INT32_MIN, -2, 1000, 997, INT32_MIN};
  for (unsigned depth = 0; depth < 4; depth++)
    CHECK(same(joins_summarize(edges, 8, depth), -4294965303ll, INT32_MIN, INT32_MAX, 1, 1u << depth));
  CHECK(same(joins_summarize(edges + 1, 2, 1), 2147483646, -1, INT32_MAX, 0, 2));
  CHECK(made == 1);

  uintptr_t results[9];
  for (int i = 0; i < 9; i++) results[i] = 12345;
  CHECK(joins_collect(0, 5, results) == 0 && results[0] == 12345);
  CHECK(joins_collect(5, 3, results) == 5);
  CHECK(results[0] == 9 && results[1] == ~(uintptr_t)4 && results[2] == 2 && results[3] == 36 && results[4] == ~(uintptr_t)7);
  CHECK(results[5] == 12345);
  CHECK(joins_collect(20, 0xfffffffffffffffeu, results) == 8);
  // 2^64 - 2 is two more than a multiple of three, 2^64 - 1 is one.
  CHECK(results[0] == 0x7fffffffffffffffu && results[1] == 1 && results[2] == 0 && results[3] == ~(uintptr_t)1 && results[4] == 1);
  CHECK(results[5] == 9 && results[6] == ~(uintptr_t)4 && results[7] == 2 && results[8] == 12345);
  return failures != 0;
}
