// Lazy iterators made of function pointers and records: ranges, maps, filters, zips, chains and windows, pulled one item at a time.
#include <stddef.h>
#include <stdint.h>

struct Iterator {
  int (*next)(struct Iterator* self, int64_t* out);
  struct Iterator* a;
  struct Iterator* b;
  int64_t (*function)(void* state, int64_t x, int64_t y);
  void* state;
  int64_t at, end, step;
};

int next_item(struct Iterator* i, int64_t* out) { return i->next(i, out); }

static int next_range(struct Iterator* i, int64_t* out) {
  if (i->step > 0 ? i->at >= i->end : i->at <= i->end) return 0;
  *out = i->at;
  if (i->step > 0 ? i->end - i->at <= i->step : i->end - i->at >= i->step)
    i->at = i->end;
  else
    i->at += i->step;
  return 1;
}

static int next_array(struct Iterator* i, int64_t* out) {
  const int32_t* x = i->state;
  if (i->at == i->end) return 0;
  *out = x[i->at];
  i->at += i->step;
  return 1;
}

static int next_map(struct Iterator* i, int64_t* out) {
  int64_t x;
  if (!next_item(i->a, &x)) return 0;
  *out = i->function(i->state, x, i->at++);
  return 1;
}

static int next_filter(struct Iterator* i, int64_t* out) {
  int64_t x;
  while (next_item(i->a, &x)) {
    if (i->function(i->state, x, i->at++) == i->end) continue;
    *out = x;
    return 1;
  }
  return 0;
}

static int next_zip(struct Iterator* i, int64_t* out) {
  int64_t x, y;
  if (!next_item(i->a, &x) || !next_item(i->b, &y)) return 0;
  *out = i->function(i->state, x, y);
  return 1;
}

static int next_chain(struct Iterator* i, int64_t* out) {
  if (i->at == 0) {
    if (next_item(i->a, out)) return 1;
    i->at = 1;
  }
  return next_item(i->b, out);
}

static int next_take(struct Iterator* i, int64_t* out) {
  if (i->at == i->end) return 0;
  i->at++;
  return next_item(i->a, out);
}

// Passes items on for as long as the function says, and then never again.
static int next_while(struct Iterator* i, int64_t* out) {
  if (i->end || !next_item(i->a, out) || !i->function(i->state, *out, i->at++)) {
    i->end = 1;
    return 0;
  }
  return 1;
}

static int next_scan(struct Iterator* i, int64_t* out) {
  int64_t x;
  if (!next_item(i->a, &x)) return 0;
  i->at = i->function(i->state, i->at, x);
  *out = i->at;
  return 1;
}

#define FUNCTION int64_t (*function)(void*, int64_t, int64_t)

struct Iterator range(int64_t from, int64_t to, int64_t step) {
  return (struct Iterator){next_range, NULL, NULL, NULL, NULL, from, to, step};
}
struct Iterator over(int32_t* x, size_t n) { return (struct Iterator){next_array, NULL, NULL, NULL, x, 0, (int64_t)n, 1}; }
struct Iterator over_reversed(int32_t* x, size_t n) { return (struct Iterator){next_array, NULL, NULL, NULL, x, (int64_t)n - 1, -1, -1}; }
struct Iterator map(struct Iterator* a, FUNCTION, void* state) { return (struct Iterator){next_map, a, NULL, function, state, 0, 0, 0}; }
struct Iterator filter(struct Iterator* a, FUNCTION, void* state) {
  return (struct Iterator){next_filter, a, NULL, function, state, 0, 0, 0};
}
struct Iterator zip(struct Iterator* a, struct Iterator* b, FUNCTION, void* state) {
  return (struct Iterator){next_zip, a, b, function, state, 0, 0, 0};
}
struct Iterator chain(struct Iterator* a, struct Iterator* b) { return (struct Iterator){next_chain, a, b, NULL, NULL, 0, 0, 0}; }
struct Iterator take(struct Iterator* a, int64_t count) { return (struct Iterator){next_take, a, NULL, NULL, NULL, 0, count, 0}; }
struct Iterator take_while(struct Iterator* a, FUNCTION, void* state) {
  return (struct Iterator){next_while, a, NULL, function, state, 0, 0, 0};
}
struct Iterator scan(struct Iterator* a, int64_t from, FUNCTION, void* state) {
  return (struct Iterator){next_scan, a, NULL, function, state, from, 0, 0};
}

size_t collect(struct Iterator* i, int64_t* out, size_t room) {
  size_t n = 0;
  while (n < room && next_item(i, &out[n])) n++;
  return n;
}

int64_t fold(struct Iterator* i, int64_t from, FUNCTION, void* state) {
  for (int64_t x; next_item(i, &x);) from = function(state, from, x);
  return from;
}

static int64_t add(void* state, int64_t x, int64_t y) {
  (void)state;
  return (int64_t)((uint64_t)x + (uint64_t)y);
}

static int64_t count_one(void* state, int64_t x, int64_t y) {
  (void)y;
  return x + (state == NULL);
}

int64_t sum(struct Iterator* i) { return fold(i, 0, add, NULL); }
int64_t count(struct Iterator* i) { return fold(i, 0, count_one, NULL); }
int64_t sum_of_squares(int64_t n, FUNCTION, void* state) {
  struct Iterator numbers = range(1, n + 1, 1), squares = map(&numbers, function, state), sums = scan(&squares, 0, add, NULL);
  return sum(&sums);
}
