#include <stdint.h>
#include <string.h>

#include "check.h"

struct Result {
  int64_t value;
  int error;
  unsigned position;
};
typedef int (*Lookup)(void* state, char name, const int64_t* arguments, unsigned count, int64_t* out);
struct Result evaluate(const char* text, Lookup lookup, void* state);

struct Seen {
  char names[64];
  unsigned count;
};

static int lookup(void* state, char name, const int64_t* arguments, unsigned count, int64_t* out) {
  struct Seen* seen = state;
  if (seen->count < 63) seen->names[seen->count++] = name;
  switch (name) {
    case 'm':
      if (count != 0) return 0;
      *out = INT64_MIN;
      return 1;
    case 'x':
      *out = (int64_t)seen->count;
      return 1;
    case 'f':  // the digits of the arguments, so that their order shows
      *out = 0;
      for (unsigned i = 0; i < count; i++) *out = *out * 10 + arguments[i];
      return 1;
    case 'r': {
      struct Result inner = evaluate("x+f(1,x)", lookup, state);
      *out = inner.value * 1000 + inner.position;
      return inner.error == 0;
    }
    default:
      return 0;
  }
}

static const struct {
  const char* text;
  int64_t value;
  int error;
  unsigned position;
  const char* names;
} cases[] = {
    {"1", 1, 0, 1, ""},
    {" 7 ", 7, 0, 3, ""},
    {"1+2*3", 7, 0, 5, ""},
    {"(1+2)*3", 9, 0, 7, ""},
    {"10-4-3", 3, 0, 6, ""},
    {"100/7/2", 7, 0, 7, ""},
    {"-7/2", -3, 0, 4, ""},
    {"-7%3", -1, 0, 4, ""},
    {"7%-3", 1, 0, 4, ""},
    {"2^3^2", 512, 0, 5, ""},
    {"-2^2", 4, 0, 4, ""},
    {"2^-1", 0, 0, 4, ""},
    {"0^0", 1, 0, 3, ""},
    {"3^41", -420491770248316829, 0, 4, ""},
    {"--5", 5, 0, 3, ""},
    {"!0+!5+!!7", 2, 0, 9, ""},
    {"9223372036854775807+1", INT64_MIN, 0, 21, ""},
    {"m/-1", INT64_MIN, 0, 4, "m"},
    {"m%-1", 0, 0, 4, "m"},
    {"-m", INT64_MIN, 0, 2, "m"},
    {"m-1", INT64_MAX, 0, 3, "m"},
    {"m*3", INT64_MIN, 0, 3, "m"},
    {"m/2", -4611686018427387904, 0, 3, "m"},
    {"x*100+x*10+x", 123, 0, 12, "xxx"},
    {"f()", 0, 0, 3, "f"},
    {"f(1, 2,3 ,4)", 1234, 0, 12, "f"},
    {"f(x,f(x,x),x)-f(4)", 331, 0, 18, "xxxfxff"},
    {"r+1", 15009, 0, 3, "rxxf"},
    {"", 0, 1, 0, ""},
    {"1+", 0, 1, 2, ""},
    {"1 2", 0, 1, 2, ""},
    {"(1", 0, 1, 2, ""},
    {")", 0, 1, 0, ""},
    {"1/0", 0, 2, 1, ""},
    {"5*(3-3/(2-2))+q", 0, 2, 6, ""},
    {"4%(x-1)", 0, 2, 1, "x"},
    {"q", 0, 4, 0, "q"},
    {"x+q+x", 0, 4, 2, "xq"},
    {"f(1,2,3,4,5)", 0, 1, 10, ""},
    {"f(1,2", 0, 1, 5, ""},
    {"m(1)", 0, 4, 0, "m"},
};

int main(void) {
  for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct Seen seen = {"", 0};
    struct Result result = evaluate(cases[i].text, lookup, &seen);
    int good = result.value == cases[i].value && result.error == cases[i].error && result.position == cases[i].position &&
               strcmp(seen.names, cases[i].names) == 0;
    if (!good) printf("%s: %lld %d %u %s\n", cases[i].text, (long long)result.value, result.error, result.position, seen.names);
    CHECK(good);
  }
  static char nested[300];
  for (unsigned depth = 99; depth <= 102; depth++) {
    memset(nested, '(', depth);
    nested[depth] = '8';
    memset(nested + depth + 1, ')', depth);
    nested[2 * depth + 1] = 0;
    struct Seen seen = {"", 0};
    struct Result result = evaluate(nested, lookup, &seen);
    CHECK(result.error == (depth > 100 ? 3 : 0));
    CHECK(result.value == (depth > 100 ? 0 : 8));
    CHECK(result.position == (depth > 100 ? 100 : 2 * depth + 1));
  }
  return failures != 0;
}
