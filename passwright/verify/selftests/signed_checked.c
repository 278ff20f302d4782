// A stack calculator with checked arithmetic: __builtin_add/sub/mul_overflow at several widths and with mixed types.
#include <stddef.h>
#include <stdint.h>

enum Fault { FINE, OVERFLOW, DIVIDE, STACK, SYNTAX };

#define DEEPEST 16

struct Machine {
  int64_t stack[DEEPEST];
  unsigned depth;
};

static int pop(struct Machine* m, int64_t* v) {
  if (m->depth == 0) return 0;
  *v = m->stack[--m->depth];
  return 1;
}

static int push(struct Machine* m, int64_t v) {
  if (m->depth == DEEPEST) return 0;
  m->stack[m->depth++] = v;
  return 1;
}

// Digits with an optional minus; negative values are built downwards so that the smallest one can be read.
static const unsigned char* number(const unsigned char* s, int64_t* v, enum Fault* fault) {
  int minus = *s == '-';
  int64_t value = 0;
  for (s += minus; *s >= '0' && *s <= '9'; s++) {
    int digit = *s - '0';
    if (__builtin_mul_overflow(value, 10, &value) ||
        (minus ? __builtin_sub_overflow(value, digit, &value) : __builtin_add_overflow(value, digit, &value))) {
      *fault = OVERFLOW;
      return s;
    }
  }
  *v = value;
  return s;
}

static enum Fault apply(unsigned char op, int64_t a, int64_t b, int64_t* r) {
  switch (op) {
    case '+':
      return __builtin_add_overflow(a, b, r) ? OVERFLOW : FINE;
    case '~':
      return __builtin_sub_overflow(a, b, r) ? OVERFLOW : FINE;
    case '*':
      return __builtin_mul_overflow(a, b, r) ? OVERFLOW : FINE;
    case '/':
      if (b == 0) return DIVIDE;
      if (a == INT64_MIN && b == -1) return OVERFLOW;
      *r = a / b;
      return FINE;
    default:
      return SYNTAX;
  }
}

static enum Fault power(int64_t base, int64_t exponent, int64_t* r) {
  int64_t result = 1;
  if (exponent < 0) return DIVIDE;
  for (; exponent > 0; exponent >>= 1) {
    if ((exponent & 1) && __builtin_mul_overflow(result, base, &result)) return OVERFLOW;
    if (exponent > 1 && __builtin_mul_overflow(base, base, &base)) return OVERFLOW;
  }
  *r = result;
  return FINE;
}

// Postfix text: numbers, + ~ (minus) * / ^ between the two topmost, spaces between. At a fault, *at says where.
enum Fault calculate(const unsigned char* text, int64_t* result, size_t* at) {
  struct Machine m = {{0}, 0};
  const unsigned char* s = text;
  enum Fault fault = FINE;
  while (*s != 0 && fault == FINE) {
    int64_t a, b, r = 0;
    *at = (size_t)(s - text);
    if (*s == ' ') {
      s++;
    } else if ((*s >= '0' && *s <= '9') || *s == '-') {
      s = number(s, &r, &fault);
      if (fault == FINE && !push(&m, r)) fault = STACK;
    } else if (!pop(&m, &b) || !pop(&m, &a)) {
      fault = STACK;
    } else {
      fault = *s == '^' ? power(a, b, &r) : apply(*s, a, b, &r);
      if (fault == FINE) push(&m, r);
      s++;
    }
  }
  if (fault == FINE && !(m.depth == 1 && pop(&m, result))) fault = STACK;
  return fault;
}

// Wrapped results with a mask of what overflowed: mixed signs and widths.
unsigned mixed(int32_t a, uint32_t b, int64_t* out) {
  int8_t byte;
  int16_t half;
  uint16_t uhalf;
  int32_t word;
  uint32_t uword;
  int64_t wide;
  unsigned mask = 0;
  mask |= (unsigned)__builtin_add_overflow(a, b, &byte) << 0;
  mask |= (unsigned)__builtin_sub_overflow(a, b, &half) << 1;
  mask |= (unsigned)__builtin_sub_overflow(a, b, &uhalf) << 2;
  mask |= (unsigned)__builtin_add_overflow(a, b, &word) << 3;
  mask |= (unsigned)__builtin_sub_overflow(a, b, &uword) << 4;
  mask |= (unsigned)__builtin_mul_overflow(a, b, &wide) << 5;
  out[0] = byte, out[1] = half, out[2] = uhalf, out[3] = word, out[4] = uword, out[5] = wide;
  mask |= (unsigned)__builtin_mul_overflow(a, b, &word) << 6;
  mask |= (unsigned)__builtin_mul_overflow(a, (int8_t)b, &uword) << 7;
  out[6] = word, out[7] = uword;
  return mask;
}
