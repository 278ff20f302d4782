#include <limits.h>
#include <stdint.h>

#include "check.h"

typedef long (*Function)(long argument);
int64_t evaluate(unsigned* taken, ...);
unsigned evaluate_all(double* out, unsigned count, ...);
int64_t square_sum(int a, long b, double c, Function f);

static long trace;

static long triple(long argument) {
  trace = trace * 10 + argument;
  return argument * 3;
}

static long nested(long argument) {
  unsigned taken;
  long result = evaluate(&taken, '-', 2, 'c', triple, 'l', argument, 'd', 1.75);
  return result * 100 + (long)taken;
}

#define IS(value, count, ...)                      \
  do {                                             \
    unsigned taken = 999;                          \
    CHECK(evaluate(&taken, __VA_ARGS__) == value); \
    CHECK(taken == count);                         \
  } while (0)

int main(void) {
  IS(-5, 2, 'i', -5);
  IS(LONG_MIN, 2, 'l', LONG_MIN);
  IS(-2, 2, 'd', -2.99);
  IS(0, 2, '+', 0);
  IS(1, 2, '*', 0);
  IS(8, 4, '-', 1, 'i', 8);
  IS(-2, 8, '-', 3, 'i', 1, 'i', 2, 'i', 1);
  IS(6, 8, '+', 3, 'i', 1, 'd', 2.25, 'd', 2.75);
  IS(LONG_MIN, 6, '+', 2, 'l', LONG_MAX, 'i', 1);
  IS(4294967294, 6, '*', 2, 'i', INT_MAX, 'i', 2);
  IS(55, 22, '+', 10, 'i', 1, 'l', 2L, 'd', 3.0, 'i', 4, 'l', 5L, 'd', 6.0, 'i', 7, 'l', 8L, 'd', 9.0, 'i', 10);
  IS(7, 14, '-', 2, '*', 2, 'd', 2.5, '+', 1, 'i', 4, 'c', triple, 'i', 1);
  IS(11, 7, '?', 'i', 1, 'l', 11L, 'd', 22.0);
  IS(22, 7, '?', 'd', 0.5, 'l', 11L, 'd', 22.0);
  trace = 0;
  IS(12, 13, '?', 'c', triple, 'i', 0, 'c', triple, 'i', 3, 'c', triple, 'i', 4);
  CHECK(trace == 34);
  trace = 0;
  IS(81, 8, 'c', triple, 'c', triple, 'c', triple, 'i', 3);
  CHECK(trace == 417);
  trace = 0;
  IS(2208 - 408, 10, '-', 2, 'c', nested, 'i', 8, 'c', nested, 'd', 2.0);

  double out[4] = {9, 9, 9, 9};
  CHECK(evaluate_all(out, 0) == 0 && out[0] == 9);
  CHECK(evaluate_all(out, 3, 'i', 1, ';', '+', 2, 'd', 0.25, 'd', 0.5, ';', 'l', -7L, ';') == 10);
  CHECK(out[0] == 1 && out[1] == 0.75 && out[2] == -7 && out[3] == 9);
  CHECK(evaluate_all(out, 4, 'i', 5, ';', 'd', -0.5, '.', 'l', 6L) == 4);
  CHECK(out[0] == 5 && out[1] == -0.5 && out[2] == -7 && out[3] == 9);
  trace = 0;
  CHECK(square_sum(3, -4, 1.5, triple) == 27009 + 4 && trace == 3);
  CHECK(square_sum(0, 0, -0.5, triple) == 4);
  CHECK(square_sum(-1, 100000, 1000.5, triple) == 10001001001000 - 3 + 4);
  return failures != 0;
}
