// Evaluates integer expressions by precedence climbing, with variables, short-circuit, checked arithmetic, and the place of each error.
#include <limits.h>
#include <stddef.h>
#include <stdint.h>

enum Fault { OK, SYNTAX, OVERFLOWED, ZERO, UNKNOWN, DEEP, UNCLOSED, SHIFT };

struct Parser {
  const unsigned char *text, *at;
  int64_t (*lookup)(void* state, const unsigned char* name, size_t n, int* found);
  void* state;
  enum Fault fault;
  size_t where;
  unsigned depth;
  unsigned skip;
};

struct Operator {
  unsigned char text[3];
  unsigned char length, level, code;
};

// The longer ones first.
static const struct Operator operators[] = {{"||", 2, 1, 'o'}, {"&&", 2, 2, 'a'}, {"==", 2, 3, '='}, {"!=", 2, 3, '!'},
                                            {"<=", 2, 4, 'l'}, {">=", 2, 4, 'g'}, {"<<", 2, 5, 'L'}, {">>", 2, 5, 'R'},
                                            {"**", 2, 8, 'p'}, {"<", 1, 4, '<'},  {">", 1, 4, '>'},  {"+", 1, 6, '+'},
                                            {"-", 1, 6, '-'},  {"*", 1, 7, '*'},  {"/", 1, 7, '/'},  {"%", 1, 7, '%'}};

static int64_t climb(struct Parser* p, unsigned least);

static int64_t fail(struct Parser* p, enum Fault fault, const unsigned char* where) {
  if (p->fault == OK) {
    p->fault = fault;
    p->where = (size_t)(where - p->text);
  }
  return 0;
}

static void blanks(struct Parser* p) {
  while (*p->at == ' ' || *p->at == '\t') p->at++;
}

static int is_letter(unsigned char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
static int is_digit(unsigned char c) { return c >= '0' && c <= '9'; }

static int64_t number(struct Parser* p) {
  const unsigned char* start = p->at;
  int64_t v = 0;
  int bad = 0;
  for (; is_digit(*p->at); p->at++) bad |= __builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, *p->at - '0', &v);
  return bad ? fail(p, OVERFLOWED, start) : v;
}

static int64_t primary(struct Parser* p) {
  blanks(p);
  const unsigned char* start = p->at;
  if (is_digit(*start)) return number(p);
  if (is_letter(*start)) {
    int found = 0;
    while (is_letter(*p->at) || is_digit(*p->at)) p->at++;
    if (p->skip) return 0;
    int64_t v = p->lookup(p->state, start, (size_t)(p->at - start), &found);
    return found ? v : fail(p, UNKNOWN, start);
  }
  if (*start != '(' && *start != '-' && *start != '!') return fail(p, SYNTAX, start);
  if (++p->depth > 50) return fail(p, DEEP, start);
  p->at++;
  int64_t v;
  if (*start == '(') {
    v = climb(p, 1);
    blanks(p);
    if (p->fault == OK && *p->at != ')') return fail(p, *p->at ? SYNTAX : UNCLOSED, *p->at ? p->at : start);
    p->at++;
  } else {
    // A sign binds less than a power: -2 ** 2 is -4.
    v = climb(p, 8);
    if (*start == '!')
      v = !v;
    else if (__builtin_sub_overflow(0, v, &v))
      fail(p, OVERFLOWED, start);
  }
  p->depth--;
  return p->fault == OK ? v : 0;
}

static int64_t power(struct Parser* p, int64_t base, int64_t e, const unsigned char* where) {
  int64_t v = 1;
  if (e < 0) return fail(p, SHIFT, where);
  for (int bad = 0; e > 0; e >>= 1) {
    if ((e & 1) && (bad || __builtin_mul_overflow(v, base, &v))) return fail(p, OVERFLOWED, where);
    if (e > 1) bad |= __builtin_mul_overflow(base, base, &base);
  }
  return v;
}

static int64_t apply(struct Parser* p, unsigned char code, int64_t a, int64_t b, const unsigned char* where) {
  int64_t v = 0;
  int bad = 0;
  switch (code) {
    case '+':
      bad = __builtin_add_overflow(a, b, &v);
      break;
    case '-':
      bad = __builtin_sub_overflow(a, b, &v);
      break;
    case '*':
      bad = __builtin_mul_overflow(a, b, &v);
      break;
    case '/':
    case '%':
      if (b == 0) return fail(p, ZERO, where);
      if (b == -1) {
        bad = code == '/' && a == INT64_MIN;
        v = code == '/' && !bad ? -a : 0;
      } else {
        v = code == '/' ? a / b : a % b;
      }
      break;
    case 'L':
    case 'R':
      if (b < 0 || b > 63) return fail(p, SHIFT, where);
      v = code == 'R' ? a >> b : (int64_t)((uint64_t)a << b);
      break;
    case 'p':
      return power(p, a, b, where);
    case '=':
      v = a == b;
      break;
    case '!':
      v = a != b;
      break;
    case '<':
      v = a < b;
      break;
    case '>':
      v = a > b;
      break;
    case 'l':
      v = a <= b;
      break;
    default:
      v = a >= b;
      break;
  }
  return bad ? fail(p, OVERFLOWED, where) : v;
}

static const struct Operator* next_operator(struct Parser* p) {
  blanks(p);
  for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
    if (p->at[0] == operators[i].text[0] && (operators[i].length == 1 || p->at[1] == operators[i].text[1])) return &operators[i];
  return NULL;
}

static int64_t climb(struct Parser* p, unsigned least) {
  int64_t left = primary(p);
  const struct Operator* o;
  while (p->fault == OK && (o = next_operator(p)) != NULL && o->level >= least) {
    const unsigned char* where = p->at;
    int idle = (o->code == 'o' && left != 0) || (o->code == 'a' && left == 0);
    p->at += o->length;
    p->skip += (unsigned)idle;
    int64_t right = climb(p, o->level == 8 ? 8 : o->level + 1u);
    p->skip -= (unsigned)idle;
    if (p->fault != OK) return 0;
    if (o->code == 'o' || o->code == 'a')
      left = idle ? o->code == 'o' : right != 0;
    else
      left = p->skip ? 1 : apply(p, o->code, left, right, where);
  }
  return left;
}

int64_t evaluate(const unsigned char* text, int64_t (*lookup)(void*, const unsigned char*, size_t, int*), void* state, int* fault,
                 size_t* where) {
  struct Parser p = {text, text, lookup, state, OK, 0, 0, 0};
  int64_t v = climb(&p, 1);
  blanks(&p);
  if (p.fault == OK && *p.at) fail(&p, SYNTAX, p.at);
  *fault = p.fault;
  *where = p.fault == OK ? (size_t)(p.at - text) : p.where;
  return p.fault == OK ? v : 0;
}
