// An expression evaluator by recursive descent: eight functions that call each other, with calls out and exact error positions.
#include <stddef.h>
#include <stdint.h>

enum { FINE, SYNTAX, DIVISION, NESTING, UNKNOWN };

struct Result {
  int64_t value;
  int error;
  unsigned position;
};

typedef int (*Lookup)(void* state, char name, const int64_t* arguments, unsigned count, int64_t* out);

struct Parser {
  const char* text;
  unsigned at;
  unsigned depth;
  int error;
  unsigned where;
  Lookup lookup;
  void* state;
};

static int64_t sum(struct Parser* p);

static int64_t fail(struct Parser* p, int error, unsigned where) {
  if (p->error == FINE) {
    p->error = error;
    p->where = where;
  }
  return 0;
}

static char peek(struct Parser* p) {
  while (p->text[p->at] == ' ') p->at++;
  return p->text[p->at];
}

static int accept(struct Parser* p, char wanted) {
  if (p->error != FINE || peek(p) != wanted) return 0;
  p->at++;
  return 1;
}

static int64_t named(struct Parser* p, char name) {
  int64_t arguments[4] = {0, 0, 0, 0}, out = 0;
  unsigned count = 0, where = p->at - 1;
  if (accept(p, '(') && !accept(p, ')')) {
    do {
      if (count == 4) return fail(p, SYNTAX, p->at);
      arguments[count++] = sum(p);
    } while (accept(p, ','));
    if (!accept(p, ')')) return fail(p, SYNTAX, p->at);
  }
  if (p->error != FINE) return 0;
  return p->lookup(p->state, name, arguments, count, &out) ? out : fail(p, UNKNOWN, where);
}

static int64_t atom(struct Parser* p) {
  char c = peek(p);
  if (c >= '0' && c <= '9') {
    uint64_t number = 0;
    while (p->text[p->at] >= '0' && p->text[p->at] <= '9') number = number * 10 + (uint64_t)(p->text[p->at++] - '0');
    return (int64_t)number;
  }
  if (c >= 'a' && c <= 'z') {
    p->at++;
    return named(p, c);
  }
  if (!accept(p, '(')) return fail(p, SYNTAX, p->at);
  if (++p->depth > 100) return fail(p, NESTING, p->at - 1);
  int64_t inner = sum(p);
  p->depth--;
  return accept(p, ')') ? inner : fail(p, SYNTAX, p->at);
}

static int64_t unary(struct Parser* p) {
  if (accept(p, '-')) return (int64_t)(0 - (uint64_t)unary(p));
  if (accept(p, '!')) return unary(p) == 0;
  return atom(p);
}

static int64_t raise(int64_t base, int64_t exponent) {
  if (exponent <= 0) return exponent == 0;
  uint64_t half = (uint64_t)raise(base, exponent / 2);
  return (int64_t)(exponent % 2 ? half * half * (uint64_t)base : half * half);
}

static int64_t power(struct Parser* p) {
  int64_t base = unary(p);
  return accept(p, '^') ? raise(base, power(p)) : base;
}

static int64_t product_rest(struct Parser* p, int64_t left) {
  if (accept(p, '*')) {
    uint64_t right = (uint64_t)power(p);
    return product_rest(p, (int64_t)((uint64_t)left * right));
  }
  unsigned where = p->at;
  int divide = accept(p, '/');
  if (!divide && !accept(p, '%')) return left;
  int64_t right = power(p);
  if (right == 0) return fail(p, DIVISION, where);
  if (right == -1) return product_rest(p, divide ? (int64_t)(0 - (uint64_t)left) : 0);
  return product_rest(p, divide ? left / right : left % right);
}

static int64_t sum_rest(struct Parser* p, int64_t left) {
  int add = accept(p, '+');
  if (!add && !accept(p, '-')) return left;
  uint64_t right = (uint64_t)product_rest(p, power(p));
  return sum_rest(p, (int64_t)(add ? (uint64_t)left + right : (uint64_t)left - right));
}

static int64_t sum(struct Parser* p) { return sum_rest(p, product_rest(p, power(p))); }

struct Result evaluate(const char* text, Lookup lookup, void* state) {
  struct Parser p = {text, 0, 0, FINE, 0, lookup, state};
  struct Result result = {sum(&p), FINE, 0};
  if (peek(&p) != 0) fail(&p, SYNTAX, p.at);
  if (p.error != FINE) result.value = 0;
  result.error = p.error;
  result.position = p.error == FINE ? p.at : p.where;
  return result;
}
