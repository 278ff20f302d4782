#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

struct Scale {
  int numerator, denominator;
  const int* offset;
};
int64_t scaled_sum(const int* values, size_t n, const struct Scale* scale);
int64_t guarded_sum(const int* values, size_t n, const struct Scale* scale, int bound);
int divide_all(const int* values, size_t n, int divisor, int* out);
int divide_into(int dividend, const int* divisors, size_t n, int* out);
uint32_t ragged(const uint32_t* const* rows, const size_t* lengths, size_t n);
size_t fill(unsigned* cells, size_t room, const unsigned* limit, unsigned value);
int poll(int (*more)(void*), void* state, int* const* slot);
size_t store_found(const int* values, size_t n, int wanted, size_t* where);
uint64_t modular(uint64_t value, uint64_t modulus, uint8_t rounds);

static int* slot;
static int turns;

static int more(void* state) {
  CHECK(state == &turns);
  free(slot);
  slot = NULL;
  if (turns-- == 0) return 0;
  slot = malloc(sizeof *slot);
  if (slot) *slot = turns + 1;
  return 1;
}

int main(void) {
  static const int values[] = {5, -3, 8, 0, INT_MAX, INT_MIN, 2};
  struct Scale zero = {7, 0, NULL}, worst = {INT_MIN, -1, NULL};
  CHECK(scaled_sum(values, 0, NULL) == 0 && scaled_sum(NULL, 0, &zero) == 0 && scaled_sum(values, 0, &worst) == 0);
  struct Scale scale = {-17, 5, NULL};
  static const int64_t sums[] = {0, -15, -6, -30, -30, -6442450971, 6442450944 - 6442450971, 6442450944 - 6442450971 - 6};
  for (size_t n = 0; n < 8; n++) CHECK(scaled_sum(values, n, &scale) == sums[n]);

  static const int even[] = {2, 4, -6, 0, 8, INT_MIN};
  CHECK(guarded_sum(values, 0, NULL, 0) == 0 && guarded_sum(even, 6, NULL, 8) == 8 + (int64_t)INT_MIN);
  CHECK(guarded_sum(even, 6, &zero, 8) == 8 + (int64_t)INT_MIN && guarded_sum(even, 4, &worst, INT_MAX) == 0);
  int offset = 1000;
  zero.offset = &offset;
  CHECK(guarded_sum(values, 4, &zero, 8) == 2010 && guarded_sum(values, 7, &zero, INT_MAX) == 3011);
  scale.offset = NULL;
  CHECK(guarded_sum(even, 5, &scale, 2) == 8 - 4 && guarded_sum(even, 5, &scale, INT_MIN) == 8 - 10);
  scale.offset = &offset;
  CHECK(guarded_sum(values, 7, &scale, 0) == 3011 - 8);

  int out[9];
  for (size_t n = 0; n <= 7; n++) {
    memset(out, 0x55, sizeof out);
    CHECK(divide_all(values, n, 0, out) == (int)n);
    for (size_t i = 0; i < 9; i++) CHECK(out[i] == (i < n ? 0 : 0x55555555));
  }
  CHECK(divide_all(values, 7, -1, out) == 1 && out[0] == -5 && out[1] == 3 && out[4] == -INT_MAX && out[5] == 0 && out[6] == -2);
  CHECK(divide_all(values, 7, 1, out) == 0 && memcmp(out, values, sizeof values) == 0 && out[7] == 0x55555555);
  CHECK(divide_all(values, 7, INT_MIN, out) == 0 && out[0] == 0 && out[4] == 0 && out[5] == 1 && out[1] == 0);
  CHECK(divide_all(values, 7, 2, out) == 0 && out[0] == 2 && out[1] == -1 && out[4] == 1073741823 && out[5] == -1073741824);
  static const int divisors[] = {0, -1, 1, INT_MIN, INT_MAX, 0, -7};
  CHECK(divide_into(INT_MIN, divisors, 7, out) == 3);
  static const int quotients[] = {0, 0, INT_MIN, 1, -1, 0, 306783378};
  CHECK(memcmp(out, quotients, sizeof quotients) == 0);
  CHECK(divide_into(100, divisors, 7, out) == 2 && out[1] == -100 && out[6] == -14 && divide_into(9, divisors, 0, NULL) == 0);

  static const uint32_t row[] = {6, 5, 4};
  const uint32_t* rows[] = {NULL, row, NULL, row + 2, row + 1};
  size_t lengths[] = {0, 3, 0, 1, 2};
  CHECK(ragged(rows, lengths, 5) == (((0 * 7u + 3) * 7 + 2) * 7 + 0) * 49 + 1 && ragged(NULL, NULL, 0) == 0 &&
        ragged(rows, lengths, 1) == 0);

  unsigned cells[10];
  for (unsigned limit = 0; limit < 12; limit++)
    for (size_t room = 0; room <= 10; room++) {
      memset(cells, 0, sizeof cells);
      size_t n = limit < room ? limit : room;
      CHECK(fill(cells, room, &limit, 6) == n);
      for (size_t i = 0; i < 10; i++) CHECK(cells[i] == (i < n ? 6u : 0u));
    }
  static const unsigned ends[] = {4, 4, 5};  // the limit is the cell 3 and starts as 9
  for (unsigned value = 3; value < 6; value++) {
    memset(cells, 0, sizeof cells);
    cells[3] = 9;
    CHECK(fill(cells, 10, cells + 3, value) == ends[value - 3]);
    CHECK(cells[3] == value && cells[4] == (value > 4 ? value : 0) && cells[5] == 0);
  }
  CHECK(fill(NULL, 0, NULL, 1) == 0);

  turns = 0;
  CHECK(poll(more, &turns, &slot) == 0 && turns == -1);
  turns = 4;
  CHECK(poll(more, &turns, &slot) == 4321 && turns == -1 && slot == NULL);

  size_t where = 99;
  CHECK(store_found(values, 7, 77, NULL) == 0 && store_found(NULL, 0, 5, NULL) == 0);
  CHECK(store_found(values, 7, 0, &where) == 1 && where == 3 && store_found(values, 7, 3, &where) == 0 && where == 3);
  static const int same[] = {4, 4, 5, 4};
  CHECK(store_found(same, 4, 4, &where) == 3 && where == 3 && store_found(same, 1, 4, &where) == 1 && where == 0);

  CHECK(modular(5, 0, 0) == 0 && modular(0, 2, 4) == 0 && modular(7, 4, 3) == 21 && modular(1, 4, 255) == 3);
  CHECK(modular(7, 3, 1) == 1001 && modular(7, 5, 2) == 1506 && modular(UINT64_MAX, UINT64_MAX - 1, 64) == UINT64_MAX);
  CHECK(modular(UINT64_MAX, UINT64_MAX, 10) == 0 && modular(0, 3, 200) == 1000);
  return failures != 0;
}
