// Prefix expressions given as arguments: one list is consumed by functions that call each other and go on where the last stopped.
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct Arguments {
  va_list list;  // in a struct, so that its address means the same on every target
  unsigned taken;
};

struct Value {
  int64_t whole;
  double real;
  int is_real;
};

typedef long (*Function)(long argument);

static struct Value expression(struct Arguments* a);

static int take_int(struct Arguments* a) {
  a->taken++;
  return va_arg(a->list, int);
}

static struct Value whole(int64_t value) { return (struct Value){value, 0, 0}; }
static struct Value real(double value) { return (struct Value){0, value, 1}; }
static double as_real(struct Value v) { return v.is_real ? v.real : (double)v.whole; }
static int64_t as_whole(struct Value v) { return v.is_real ? (int64_t)v.real : v.whole; }

static struct Value arithmetic(int operation, struct Value a, struct Value b) {
  if (a.is_real || b.is_real) {
    double x = as_real(a), y = as_real(b);
    return real(operation == '+' ? x + y : operation == '-' ? x - y : x * y);
  }
  uint64_t x = (uint64_t)a.whole, y = (uint64_t)b.whole;
  return whole((int64_t)(operation == '+' ? x + y : operation == '-' ? x - y : x * y));
}

static struct Value fold(struct Arguments* a, int operation) {
  int count = take_int(a);
  struct Value result = whole(operation == '*');
  for (int i = 0; i < count; i++) {
    struct Value next = expression(a);
    result = i == 0 ? next : arithmetic(operation, result, next);
  }
  return result;
}

static struct Value call(struct Arguments* a) {
  a->taken++;
  Function function = va_arg(a->list, Function);
  return whole(function(as_whole(expression(a))));
}

static struct Value choose(struct Arguments* a) {
  int64_t condition = as_whole(expression(a));
  struct Value yes = expression(a), no = expression(a);
  return condition ? yes : no;
}

static struct Value expression(struct Arguments* a) {
  int kind = take_int(a);
  switch (kind) {
    case 'i':
      return whole(take_int(a));
    case 'l':
      a->taken++;
      return whole(va_arg(a->list, long));
    case 'd':
      a->taken++;
      return real(va_arg(a->list, double));
    case 'c':
      return call(a);
    case '?':
      return choose(a);
    default:
      return fold(a, kind);
  }
}

int64_t evaluate(unsigned* taken, ...) {
  struct Arguments a;
  va_start(a.list, taken);
  a.taken = 0;
  int64_t result = as_whole(expression(&a));
  *taken = a.taken;
  va_end(a.list);
  return result;
}

// Several expressions in turn from the same list, each read by the list's owner through the helper.
unsigned evaluate_all(double* out, unsigned count, ...) {
  struct Arguments a;
  a.taken = 0;
  va_start(a.list, count);
  for (unsigned i = 0; i < count; i++) {
    out[i] = as_real(expression(&a));
    if (va_arg(a.list, int) != ';') break;
  }
  va_end(a.list);
  return a.taken;
}

int64_t square_sum(int a, long b, double c, Function f) {
  unsigned taken;
  int64_t sum = evaluate(&taken, '+', 3, '*', 2, 'i', a, 'i', a, '*', 2, 'l', b, 'l', b, '*', 2, 'd', c, 'd', c);
  return sum * 1000 + evaluate(&taken, 'c', f, 'i', a) + taken;
}
