#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

int attempts(int (*step)(void* state, int attempt, int at), void* state, int most, int out[3]);
double many(const int64_t* x, const double* y, int jumps);
int arrives(int value, int depth);
int marked(const unsigned char* x, unsigned n, unsigned char out[8]);

struct Plan {
  const signed char* stops;  // where each attempt ends, or -1
  int calls;
  int order;
};

static int step(void* state, int attempt, int at) {
  struct Plan* plan = state;
  plan->calls++;
  plan->order = (int)((unsigned)plan->order * 31u + (unsigned)(attempt * 16 + at));
  return at == plan->stops[attempt] ? attempt + 1 : 0;
}

int main(void) {
  static const signed char never[] = {-1}, first[] = {0, 0, 0, -1}, all[] = {3, 5, 2, 0, 4}, last[] = {2, 6, 1, -1}, end[] = {8, 8, -1, -1};
  int out[4] = {9, 9, 9, 9};
  struct Plan a = {never, 0, 0}, b = {first, 0, 0}, c = {all, 0, 0}, d = {last, 0, 0}, e = {end, 0, 0};
  CHECK(attempts(step, &a, 4, out) == 0 && a.calls == 9 && out[0] == 0 && out[1] == -1 && out[2] == 9 && out[3] == 9);
  CHECK(attempts(step, &b, 4, out) == 0 && b.calls == 3 + 9 && out[0] == 3 && out[1] == 0 && out[2] == 9);
  CHECK(attempts(step, &c, 5, out) == -1 && c.calls == 4 + 6 + 3 + 1 + 5 && out[0] == 5 && out[1] == 5 && out[2] == 11);
  CHECK(attempts(step, &d, 4, out) == 0 && d.calls == 3 + 7 + 2 + 9 && out[0] == 3 && out[1] == 6 && d.order == 103756641);
  CHECK(attempts(step, &e, 4, out) == 0 && e.calls == 27 && out[0] == 2 && out[1] == 8 && out[3] == 9);

  static const int64_t x[] = {1, -2, 3, 1000000, -5, 6, 7, INT32_MIN};
  static const double y[] = {0.25, -0.5, 1.5, 1e6};
  // a - b + c - d each time, and the rest once; half a unit doubles each time
  int64_t turn = 3 + 10 + 21 - 11000000, rest = (-65 ^ 102) + (INT64_C(133) ^ (INT32_MIN * INT64_C(23))) + 3;
  for (int jumps = 0; jumps < 20; jumps++)
    CHECK(many(x, y, jumps) == (double)(turn * (jumps + 1) + rest) + ((double)(1 << jumps) + 0.5 - 2 + 12 + 16e6));

  CHECK(arrives(0, 0) == 11 && arrives(0, 9) == 11 && arrives(1, 3) == 11 && arrives(-1, 1) == 101 && arrives(INT_MIN, 2) == 1001);
  CHECK(arrives(INT_MAX, 0) == 10001 && arrives(2, 20) == 10001);

  unsigned char marks[9];
  static const unsigned char bytes[] = {2, 4, 6, 8, 1, 3, 5, 7, 255, 0, 16, 254, 9, 128, 129, 64};
  static const unsigned char marks8[] = {128, 128, 128, 128, 3, 7, 3, 15}, marks16[] = {125, 132, 150, 246, 14, 139, 138, 215};
  memset(marks, 77, 9);
  CHECK(marked(bytes, 8, marks) == 88 && memcmp(marks, marks8, 8) == 0 && marks[8] == 77);
  CHECK(marked(bytes, 16, marks) == 168 && memcmp(marks, marks16, 8) == 0);
  CHECK(marked(bytes, 0, marks) == 8 && memcmp(marks, "\0\0\0\0\0\0\0", 8) == 0);
  CHECK(marked(bytes + 4, 1, marks) == 17 && memcmp(marks, "\0\0\0\0\0\0\0", 8) == 0);
  return failures != 0;
}
