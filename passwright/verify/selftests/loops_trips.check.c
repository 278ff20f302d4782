#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

typedef void (*Visit)(void* state, uint64_t value);
uint32_t sum_inclusive(uint8_t low, uint8_t high);
uint64_t sum_below(uint32_t from, uint32_t below, uint32_t step);
uint64_t triangle(uint64_t n);
uint32_t squares_down(int32_t from);
uint32_t steps_between(uint16_t a, uint16_t b, uint16_t stride);
uint32_t third_steps(uint16_t a, uint16_t b);
int last_value(int from, int to);
void visit_all(int way, int64_t a, int64_t b, int64_t step, Visit visit, void* state);

static uint64_t seen[32];
static size_t seens;
static void see(void* state, uint64_t value) {
  CHECK(state == seen);
  if (seens < 32) seen[seens] = value;
  seens++;
}

static int visits(int way, int64_t a, int64_t b, int64_t step, size_t n, int64_t first, int64_t change) {
  seens = 0;
  visit_all(way, a, b, step, see, seen);
  if (seens != n) return 0;
  for (size_t i = 0; i < n; i++)
    if (seen[i] != (uint64_t)first + i * (uint64_t)change) return 0;
  return 1;
}

int main(void) {
  for (unsigned low = 0; low < 256; low += low < 3 || low > 252 ? 1 : 9)
    for (unsigned high = 0; high < 256; high++) {
      unsigned wanted = (low + high) * (high - low + 1) / 2;
      if (high < low) wanted = (low + 255) * (256 - low) / 2 + high * (high + 1) / 2;
      CHECK(sum_inclusive((uint8_t)low, (uint8_t)high) == wanted);
    }
  CHECK(sum_inclusive(0, 255) == 32640 && sum_inclusive(1, 0) == 32640 && sum_inclusive(255, 0) == 255 && sum_inclusive(255, 255) == 255);

  CHECK(sum_below(0, 0, 1) == 0 && sum_below(5, 5, 1) == 0 && sum_below(6, 5, 1) == 0 && sum_below(5, 6, 1) == 5);
  CHECK(sum_below(0, 1, 0xffffffffu) == 0 && sum_below(1, 0xffffffffu, 0xfffffffeu) == 1);
  CHECK(sum_below(0xfffffff0u, 0xffffffffu, 1) == 64424509305u);
  CHECK(sum_below(0xfffffff0u, 0xffffffffu, 4) == 17179869144u);
  CHECK(sum_below(0xfffffff0u, 0xfffffffdu, 4) == 17179869144u && sum_below(0xfffffff0u, 0xfffffffcu, 4) == 12884901852u);
  CHECK(sum_below(0xfffffff0u, 0xffffffffu, 0x80000000u) == 4294967280u);
  CHECK(sum_below(0, 0xffffffffu, 0x40000000u) == 6442450944u && sum_below(0, 1001, 10) == 50500 && sum_below(0, 1000, 10) == 49500);
  for (uint64_t n = 0; n < 40; n++) CHECK(triangle(n) == 3 * (n * (n + 1) / 2 - n) + n);
  CHECK(triangle(3000) == 13498500);

  static const uint32_t squares[] = {0, 1, 5, 14, 30, 55, 91, 140, 204, 285, 385};
  for (int n = 0; n <= 10; n++) CHECK(squares_down(n) == squares[n]);
  CHECK(squares_down(-1) == 0 && squares_down(INT_MIN) == 0 && squares_down(-INT_MAX) == 0 && squares_down(10000) == 2670853208u);

  // the inverse of 3 modulo 2^16 is 43691, of 0xffff itself, of 0x8001 itself, of 5 is 52429
  static const uint16_t points[] = {0, 1, 2, 3, 0x7fff, 0x8000, 0xfffd, 0xfffe, 0xffff};
  for (unsigned i = 0; i < 9; i++)
    for (unsigned j = 0; j < 9; j++) {
      uint16_t a = points[i], b = points[j];
      if ((i + j) % 4 == 1 || (i + j) % 4 == 3) continue;
      if (i % 3 == 0) CHECK(steps_between(a, b, 3) == (uint16_t)((uint16_t)(b - a) * 43691u));
      if (i % 3 == 1) CHECK(third_steps(a, b) == (uint16_t)((uint16_t)(b - a) * 43691u));
      CHECK(steps_between(a, b, 0xffff) == (uint16_t)(a - b));
      if (i % 3 == 2) CHECK(steps_between(a, b, 0x8001) == (uint16_t)((uint16_t)(b - a) * 0x8001u));
      if (j % 3 == 1) CHECK(steps_between(a, b, 5) == (uint16_t)((uint16_t)(b - a) * 52429u));
    }

  CHECK(last_value(0, 0) == 0 && last_value(5, 0) == 5 && last_value(0, 1) == 7 && last_value(0, 7) == 7 && last_value(0, 8) == 14);
  CHECK(last_value(-20, -6) == -6 && last_value(-20, -5) == 1 && last_value(INT_MIN, INT_MIN) == INT_MIN &&
        last_value(INT_MAX, INT_MIN) == INT_MAX);
  CHECK(last_value(INT_MIN, INT_MIN + 1) == INT_MIN + 7 && last_value(INT_MAX - 8, INT_MAX) == -1 &&
        last_value(INT_MAX - 8, INT_MAX - 1) == INT_MAX - 1);
  CHECK(last_value(INT_MAX - 7, INT_MAX) == INT_MAX && last_value(INT_MAX - 6, INT_MAX) == -1 &&
        last_value(INT_MAX - 70, INT_MAX) == INT_MAX);

  CHECK(visits(0, 1, 0, 0, 0, 0, 0) && visits(0, 0, 0, 0, 1, 0, 1) && visits(0, 7, 9, 0, 3, 7, 1));
  CHECK(visits(0, 0xfffffffcu, 0xffffffffu, 0, 4, 0xfffffffcu, 1) && visits(0, 0xffffffffu, 0xffffffffu, 0, 1, 0xffffffffu, 1));
  CHECK(visits(0, 0xffffffffu, 0, 0, 0, 0, 1) && visits(0, 0x7ffffffeu, 0x80000001u, 0, 4, 0x7ffffffeu, 1));
  CHECK(visits(1, 0, 0, 0, 1, -1, 0) && visits(1, 1, 0, 0, 2, 0, -1) && visits(1, 9, 0, 0, 10, 8, -1));
  CHECK(visits(2, 0, 10, 0, 0, 0, 0) && visits(2, 0, 10, 3, 4, 0, 3) && visits(2, 10, 0, -3, 4, 10, -3) && visits(2, 10, 1, -3, 3, 10, -3));
  CHECK(visits(2, 0, 10, -3, 0, 0, 0) && visits(2, 10, 0, 3, 0, 0, 0));
  CHECK(visits(2, INT64_MIN, INT64_MAX, INT64_MAX, 3, INT64_MIN, INT64_MAX) &&
        visits(2, INT64_MAX, INT64_MIN, INT64_MIN, 2, INT64_MAX, INT64_MIN));
  CHECK(visits(2, INT64_MAX - 5, INT64_MAX, 2, 3, INT64_MAX - 5, 2) && visits(2, INT64_MIN + 5, INT64_MIN, -2, 3, INT64_MIN + 5, -2));
  CHECK(visits(3, INT64_MAX - 5, INT64_MAX, 9, 5, INT64_MAX - 5, 1) && visits(3, -3, 3, 9, 6, -3, 1) && visits(3, 3, -3, 9, 0, 0, 0));
  CHECK(visits(4, INT64_MIN + 5, INT64_MIN, 9, 2, INT64_MIN + 5, -3) && visits(4, 5, 5, 9, 0, 0, 0) && visits(4, 5, 4, 9, 1, 5, -3));
  CHECK(visits(5, 0, 10, 1, 0, 0, 0));
  return failures != 0;
}
