#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

enum Fault { OK, SYNTAX, OVERFLOWED, ZERO, UNKNOWN, DEEP, UNCLOSED, SHIFT };
int64_t evaluate(const unsigned char* text, int64_t (*lookup)(void*, const unsigned char*, size_t, int*), void* state, int* fault,
                 size_t* where);

// The names asked for, in order: their first letters.
struct Seen {
  unsigned char names[16];
  size_t n;
};

static int64_t lookup(void* state, const unsigned char* name, size_t n, int* found) {
  struct Seen* seen = state;
  if (seen->n < 16) seen->names[seen->n++] = name[0];
  *found = 1;
  if (n == 3 && memcmp(name, "min", 3) == 0) return INT64_MIN;
  if (n == 3 && memcmp(name, "max", 3) == 0) return INT64_MAX;
  if (n == 1 && name[0] >= 'a' && name[0] <= 'f') return name[0] - 'a';
  if (n == 2 && memcmp(name, "X9", 2) == 0) return -1000;
  *found = 0;
  return 5;
}

struct Case {
  const char* text;
  int64_t value;
  int fault;
  size_t where;
  const char* names;
};

static const struct Case cases[] = {
    {"1", 1, OK, 1, ""},
    {" 1 + 2*3 ", 7, OK, 9, ""},
    {"(1+2)*3", 9, OK, 7, ""},
    {"10-4-3", 3, OK, 6, ""},
    {"100/7/2", 7, OK, 7, ""},
    {"2**3**2", 512, OK, 7, ""},
    {"-2**2", -4, OK, 5, ""},
    {"(-2)**3", -8, OK, 7, ""},
    {"2**-1", 0, SHIFT, 1, ""},
    {"--5", 5, OK, 3, ""},
    {"!0+!7", 1, OK, 5, ""},
    {"!!9", 1, OK, 3, ""},
    {"-7/2", -3, OK, 4, ""},
    {"-7%2", -1, OK, 4, ""},
    {"7%-2", 1, OK, 4, ""},
    {"-9>>1", -5, OK, 5, ""},
    {"1<<63", INT64_MIN, OK, 5, ""},
    {"1<<64", 0, SHIFT, 1, ""},
    {"1<2==2>1", 1, OK, 8, ""},
    {"3<=3 && 4>=5", 0, OK, 12, ""},
    {"1+1<<2", 8, OK, 6, ""},
    {"1 != 1 == 0", 1, OK, 11, ""},
    {"9223372036854775807", INT64_MAX, OK, 19, ""},
    {"9223372036854775808", 0, OVERFLOWED, 0, ""},
    {"1+99999999999999999999", 0, OVERFLOWED, 2, ""},
    {"-9223372036854775807-1", INT64_MIN, OK, 22, ""},
    {"-9223372036854775807-2", 0, OVERFLOWED, 20, ""},
    {"max+1", 0, OVERFLOWED, 3, "m"},
    {"max + b", 0, OVERFLOWED, 4, "mb"},
    {"-min", 0, OVERFLOWED, 0, "m"},
    {"min/-1", 0, OVERFLOWED, 3, "m"},
    {"min%-1", 0, OK, 6, "m"},
    {"min/1", INT64_MIN, OK, 5, "m"},
    {"max*max", 0, OVERFLOWED, 3, "mm"},
    {"min*1", INT64_MIN, OK, 5, "m"},
    {"2**62", 1ll << 62, OK, 5, ""},
    {"2**63", 0, OVERFLOWED, 1, ""},
    {"(-2)**63", INT64_MIN, OK, 8, ""},
    {"(-1)**max", -1, OK, 9, "m"},
    {"3**39", 4052555153018976267ll, OK, 5, ""},
    {"3**40", 0, OVERFLOWED, 1, ""},
    {"0**0", 1, OK, 4, ""},
    {"3/0", 0, ZERO, 1, ""},
    {"3 % (b-1)", 0, ZERO, 2, "b"},
    {"f*e+d", 23, OK, 5, "fed"},
    {"X9/b", -1000, OK, 4, "Xb"},
    {"X9a", 0, UNKNOWN, 0, "X"},
    {"b+zz*c", 0, UNKNOWN, 2, "bz"},
    {"a&&zz", 0, OK, 5, "a"},
    {"b||zz/a", 1, OK, 7, "b"},
    {"a&&(3/0)||c", 1, OK, 11, "ac"},
    {"b&&c||d&&e", 1, OK, 10, "bc"},
    {"a||a&&d||c", 1, OK, 10, "aac"},
    {"a&&(", 0, SYNTAX, 4, "a"},
    {"a&&99999999999999999999", 0, OVERFLOWED, 3, "a"},
    {"7&&7", 1, OK, 4, ""},
    {"0||7", 1, OK, 4, ""},
    {"", 0, SYNTAX, 0, ""},
    {"  ", 0, SYNTAX, 2, ""},
    {"1 2", 0, SYNTAX, 2, ""},
    {"1+", 0, SYNTAX, 2, ""},
    {"1+*2", 0, SYNTAX, 2, ""},
    {"(1", 0, UNCLOSED, 0, ""},
    {"2*(3+(4)", 0, UNCLOSED, 2, ""},
    {"(1 $", 0, SYNTAX, 3, ""},
    {"1)", 0, SYNTAX, 1, ""},
    {"()", 0, SYNTAX, 1, ""},
    {"1&2", 0, SYNTAX, 1, ""},
    {"1=2", 0, SYNTAX, 1, ""},
    {"\x80", 0, SYNTAX, 0, ""},
    {"1+1/0+zz", 0, ZERO, 3, ""},
};

int main(void) {
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const struct Case* c = &cases[i];
    struct Seen seen = {{0}, 0};
    int fault = 99;
    size_t where = 99;
    int64_t v = evaluate((const unsigned char*)c->text, lookup, &seen, &fault, &where);
    int good =
        v == c->value && fault == c->fault && where == c->where && seen.n == strlen(c->names) && memcmp(seen.names, c->names, seen.n) == 0;
    CHECK(good);
    if (!good) printf("%s: %lld, fault %d at %zu, %zu names\n", c->text, (long long)v, fault, where, seen.n);
  }
  unsigned char text[120];
  for (size_t n = 0; n < 55; n++) {
    struct Seen seen = {{0}, 0};
    int fault = 99;
    size_t where = 99;
    memset(text, '(', n);
    text[n] = '8';
    memset(text + n + 1, ')', n);
    text[2 * n + 1] = 0;
    int64_t v = evaluate(text, lookup, &seen, &fault, &where);
    CHECK(n <= 50 ? v == 8 && fault == OK && where == 2 * n + 1 : v == 0 && fault == DEEP && where == 50);
    memset(text, '-', n);
    text[n + 1] = 0;
    v = evaluate(text, lookup, &seen, &fault, &where);
    CHECK(n <= 50 ? v == (n % 2 ? -8 : 8) && fault == OK : v == 0 && fault == DEEP && where == 50);
  }
  return failures != 0;
}
