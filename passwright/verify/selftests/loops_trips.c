// Loops whose trip count is zero, one, or all values of a type: up, down, with strides and until equal modulo 2^16, summed and through a
// callback.
#include <stddef.h>
#include <stdint.h>

typedef void (*Visit)(void* state, uint64_t value);

uint32_t sum_inclusive(uint8_t low, uint8_t high) {
  uint32_t sum = 0;
  uint8_t i = low;
  do {
    sum += i;
  } while (i++ != high);
  return sum;
}

uint64_t sum_below(uint32_t from, uint32_t below, uint32_t step) {
  uint64_t sum = 0;
  for (uint32_t i = from; i < below; i += step) {
    sum += i;
    if (below - i <= step) break;
  }
  return sum;
}

uint64_t triangle(uint64_t n) {
  uint64_t sum = 0;
  for (uint64_t i = 0; i < n; i++) sum += i * 3 + 1;
  return sum;
}

uint32_t squares_down(int32_t from) {
  uint32_t sum = 0;
  for (int32_t i = from; i >= 0; i--) sum += (uint32_t)i * (uint32_t)i;
  return sum;
}

// how many steps of an odd stride take a to b
uint32_t steps_between(uint16_t a, uint16_t b, uint16_t stride) {
  uint32_t steps = 0;
  for (uint16_t i = a; i != b; i = (uint16_t)(i + stride)) steps++;
  return steps;
}

uint32_t third_steps(uint16_t a, uint16_t b) { return steps_between(a, b, 3); }

int last_value(int from, int to) {
  int i;
  for (i = from; i < to; i += 7)
    if (i > 2147483647 - 7) return -1;
  return i;
}

static void upward(uint32_t from, uint32_t last, Visit visit, void* state) {
  if (from > last) return;
  for (uint32_t i = from;; i++) {
    visit(state, i);
    if (i == last) break;
  }
}

static void downward(size_t n, Visit visit, void* state) {
  while (n-- > 0) visit(state, n);
  visit(state, n);
}

static void strided(int64_t from, int64_t to, int64_t step, Visit visit, void* state) {
  if (step > 0)
    for (; from < to; from += step) {
      visit(state, (uint64_t)from);
      if (from > INT64_MAX - step) return;
    }
  else if (step < 0)
    for (; from > to; from += step) {
      visit(state, (uint64_t)from);
      if (from < INT64_MIN - step) return;
    }
}

void visit_all(int way, int64_t a, int64_t b, int64_t step, Visit visit, void* state) {
  if (way == 0) upward((uint32_t)a, (uint32_t)b, visit, state);
  if (way == 1) downward((size_t)a, visit, state);
  if (way == 2) strided(a, b, step, visit, state);
  if (way == 3) strided(a, b, 1, visit, state);
  if (way == 4) strided(a, b, -3, visit, state);
}
