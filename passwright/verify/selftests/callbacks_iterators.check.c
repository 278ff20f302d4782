#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Iterator {
  int (*next)(struct Iterator* self, int64_t* out);
  struct Iterator* a;
  struct Iterator* b;
  int64_t (*function)(void* state, int64_t x, int64_t y);
  void* state;
  int64_t at, end, step;
};
#define FUNCTION int64_t (*function)(void*, int64_t, int64_t)
int next_item(struct Iterator* i, int64_t* out);
struct Iterator range(int64_t from, int64_t to, int64_t step);
struct Iterator over(int32_t* x, size_t n);
struct Iterator over_reversed(int32_t* x, size_t n);
struct Iterator map(struct Iterator* a, FUNCTION, void* state);
struct Iterator filter(struct Iterator* a, FUNCTION, void* state);
struct Iterator zip(struct Iterator* a, struct Iterator* b, FUNCTION, void* state);
struct Iterator chain(struct Iterator* a, struct Iterator* b);
struct Iterator take(struct Iterator* a, int64_t count);
struct Iterator take_while(struct Iterator* a, FUNCTION, void* state);
struct Iterator scan(struct Iterator* a, int64_t from, FUNCTION, void* state);
size_t collect(struct Iterator* i, int64_t* out, size_t room);
int64_t fold(struct Iterator* i, int64_t from, FUNCTION, void* state);
int64_t sum(struct Iterator* i);
int64_t count(struct Iterator* i);
int64_t sum_of_squares(int64_t n, FUNCTION, void* state);

static char order[128];

static void note(const void* state) {
  if (state && strlen(order) < 126) strncat(order, state, 1);
}
static int64_t square(void* state, int64_t x, int64_t y) {
  (void)y;
  note(state);
  return x * x;
}
static int64_t odd(void* state, int64_t x, int64_t y) {
  (void)y;
  note(state);
  return x & 1;
}
static int64_t small(void* state, int64_t x, int64_t y) {
  note(state);
  return x < 20 && y < 100;
}
static int64_t digits(void* state, int64_t x, int64_t y) {
  note(state);
  return x * 10 + y;
}
static int64_t overwrite(void* state, int64_t x, int64_t y) {  // changes the array that is iterated over
  int32_t* numbers = state;
  if (y < 4) numbers[y + 1] += (int32_t)x;
  return x;
}
static int own_next(struct Iterator* self, int64_t* out) {  // an iterator from outside
  if (self->at == 3) return 0;
  *out = self->at++ * 1000;
  return 1;
}

static int is(struct Iterator i, size_t n, const int64_t* wanted) {
  int64_t out[40];
  for (int k = 0; k < 40; k++) out[k] = 0x5a5a;
  if (collect(&i, out, 39) != n) return 0;
  for (size_t k = 0; k < n; k++)
    if (out[k] != wanted[k]) return 0;
  return out[n] == 0x5a5a || n == 0;
}
static int was(const char* wanted) {
  int good = strcmp(order, wanted) == 0;
  if (!good) printf("%s, not %s\n", order, wanted);
  order[0] = 0;
  return good;
}

int main(void) {
  static char m[] = "m", f[] = "f", z[] = "z", w[] = "w";
#define LIST(...) (const int64_t[]){__VA_ARGS__}
  CHECK(is(range(0, 5, 1), 5, LIST(0, 1, 2, 3, 4)) && is(range(5, 5, 1), 0, NULL) && is(range(6, 5, 1), 0, NULL));
  CHECK(is(range(0, 10, 4), 3, LIST(0, 4, 8)) && is(range(3, -4, -3), 3, LIST(3, 0, -3)) && is(range(0, -1, -9), 1, LIST(0)));
  CHECK(is(range(INT64_MAX - 3, INT64_MAX, 2), 2, LIST(INT64_MAX - 3, INT64_MAX - 1)));
  CHECK(is(range(INT64_MIN + 3, INT64_MIN, -2), 2, LIST(INT64_MIN + 3, INT64_MIN + 1)));
  int32_t x[] = {3, -1, INT32_MIN, INT32_MAX, 5};
  CHECK(is(over(x, 5), 5, LIST(3, -1, INT32_MIN, INT32_MAX, 5)) && is(over(x, 0), 0, NULL) && is(over_reversed(x, 0), 0, NULL));
  CHECK(is(over_reversed(x, 3), 3, LIST(INT32_MIN, -1, 3)));

  // one at a time, from the inside out: nothing is asked for before it is wanted
  struct Iterator numbers = range(1, 100, 1), squares = map(&numbers, square, m), odds = filter(&squares, odd, f);
  struct Iterator lows = take_while(&odds, small, w), three = take(&odds, 3);
  CHECK(is(three, 3, LIST(1, 9, 25)) && was("mfmfmfmfmf"));
  int64_t item = 0;
  CHECK(next_item(&numbers, &item) && item == 6 && next_item(&odds, &item) && item == 49 && was("mf"));
  numbers = range(1, 100, 1);
  CHECK(collect(&lows, &item, 1) == 1 && item == 1 && was("mfw"));
  CHECK(count(&lows) == 1 && was("mfmfwmfmfw") && next_item(&lows, &item) == 0 && was(""));
  CHECK(next_item(&numbers, &item) && item == 6);

  struct Iterator a = range(1, 4, 1), b = range(7, 9, 1), pairs = zip(&a, &b, digits, z);
  CHECK(is(pairs, 2, LIST(17, 28)) && was("zz"));
  CHECK(next_item(&a, &item) == 0 && next_item(&b, &item) == 0);  // the third of a was taken in vain
  struct Iterator c = range(1, 3, 1), own = {own_next, NULL, NULL, NULL, NULL, 0, 0, 0}, d = over(x, 2);
  struct Iterator inner = chain(&own, &d), all = chain(&c, &inner);
  CHECK(is(all, 7, LIST(1, 2, 0, 1000, 2000, 3, -1)));
  struct Iterator e = range(1, 6, 1), same = zip(&e, &e, digits, z);  // both sides pull from one
  CHECK(is(same, 2, LIST(12, 34)) && was("zz"));
  struct Iterator g = range(1, 6, 1), scanned = scan(&g, 9, digits, NULL);
  CHECK(is(scanned, 5, LIST(91, 912, 9123, 91234, 912345)));
  struct Iterator none = range(0, 9, 1), zero = take(&none, 0);
  CHECK(is(zero, 0, NULL) && next_item(&none, &item) && item == 0);

  int32_t running[] = {1, 1, 1, 1, 1};
  struct Iterator h = over(running, 5), changing = map(&h, overwrite, running);
  CHECK(sum(&changing) == 15 && running[4] == 5 && running[1] == 2);
  struct Iterator most = over(x, 4);
  CHECK(fold(&most, 5, digits, z) == 53000 - 1 * 100 + INT64_C(10) * INT32_MIN + INT32_MAX && was("zzzz"));
  struct Iterator full = range(INT64_MAX - 2, INT64_MAX, 1);
  CHECK(sum(&full) == -5);
  CHECK(sum_of_squares(0, square, m) == 0 && was("") && sum_of_squares(3, square, m) == 1 + 5 + 14 && was("mmm"));
  CHECK(sum_of_squares(1000, square, NULL) == 83667083500);
  return failures != 0;
}
