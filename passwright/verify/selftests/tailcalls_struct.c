// Structures returned by calls at the end of functions: large ones through the caller's room, small ones in registers, and by-value copies.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct Matrix {
  uint64_t m[2][2];
};
struct Small {
  int64_t a;
  double d;
};
struct Text {
  char data[40];
  uint32_t length;
};

static struct Matrix multiply(const struct Matrix* a, const struct Matrix* b) {
  struct Matrix r;
  for (int i = 0; i < 2; i++)
    for (int j = 0; j < 2; j++) r.m[i][j] = a->m[i][0] * b->m[0][j] + a->m[i][1] * b->m[1][j];
  return r;
}

// By value: each level changes its own copies, and hands on their addresses or values.
static struct Matrix raise(struct Matrix base, struct Matrix done, uint64_t exponent) {
  if (exponent == 0) return done;
  if (exponent & 1) done = multiply(&done, &base);
  base = multiply(&base, &base);
  return raise(base, done, exponent >> 1);
}

struct Matrix matrix_power(const struct Matrix* base, uint64_t exponent) {
  static const struct Matrix one = {{{1, 0}, {0, 1}}};
  return raise(*base, one, exponent);
}

// The result goes where one of the operands is.
void square_in_place(struct Matrix* x) { *x = multiply(x, x); }
void replace(struct Matrix* x, const struct Matrix* y, int order) { *x = order ? multiply(x, y) : multiply(y, x); }

static struct Small collect(struct Small so_far, const int32_t* x, size_t n);

static struct Small collect_odd(const int32_t* x, size_t n, struct Small so_far) {
  so_far.d -= x[0];
  return collect(so_far, x + 1, n - 1);
}

static struct Small collect(struct Small so_far, const int32_t* x, size_t n) {
  if (n == 0) return so_far;
  if (x[0] & 1) return collect_odd(x, n, so_far);
  so_far.a += x[0];
  return collect(so_far, x + 1, n - 1);
}

struct Small collected(const int32_t* x, size_t n, double start) {
  struct Small begin = {0, start};
  return collect(begin, x, n);
}

static struct Text append(struct Text text, const char* more) {
  while (*more && text.length + 1 < sizeof text.data) text.data[text.length++] = *more++;
  return text;
}

static struct Text number(struct Text text, unsigned value) {
  char digit[2] = {(char)('0' + value % 10), 0};
  if (value >= 10) return append(number(text, value / 10), digit);
  return append(text, digit);
}

struct Text describe(unsigned a, unsigned b, const char* unit) {
  struct Text text;
  memset(&text, 0, sizeof text);
  if (a == b) return append(number(text, a), unit);
  struct Text first = number(text, a);
  first = append(first, unit);
  if (a > b) return append(append(first, " down to "), describe(b, b, unit).data);
  return append(number(append(first, " to "), b), unit);
}

static struct Text apply(struct Text (*function)(struct Text text, void* state), struct Text text, void* state, unsigned times) {
  if (times == 0) return function(text, state);
  text.data[text.length++] = (char)('a' + times);
  return apply(function, function(text, state), state, times - 1);
}

struct Text applied(struct Text (*function)(struct Text text, void* state), const struct Text* text, void* state, unsigned times) {
  return apply(function, *text, state, times);
}
