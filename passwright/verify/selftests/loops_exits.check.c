#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

enum Why { CLEAN, UNOPENED, MISMATCHED, UNCLOSED, DEEP };
struct Verdict {
  enum Why why;
  size_t at;
  unsigned char expected;
  unsigned deepest;
};
struct Verdict match_brackets(const unsigned char* text, size_t n);
size_t find(const uint8_t* hay, size_t n, const uint8_t* needle, size_t m, size_t* tried);
int compare(const unsigned char* a, const unsigned char* b, size_t limit, size_t* where);
int walk_rows(const int32_t* cells, size_t rows, size_t columns, int64_t limit, int32_t stop, size_t* row, size_t* column, int64_t* sum);

static int brackets(const char* text, enum Why why, size_t at, char expected, unsigned deepest) {
  size_t n = strlen(text);
  unsigned char* copy = malloc(n + 1);  // exact, so that a sanitizer sees a read too far
  memcpy(copy, text, n);
  struct Verdict v = match_brackets(copy, n);
  free(copy);
  return v.why == why && v.at == at && v.expected == (unsigned char)expected && v.deepest == deepest;
}

static int finds(const char* hay, const char* needle, size_t at, size_t tried) {
  size_t count = 999;
  return find((const uint8_t*)hay, strlen(hay), (const uint8_t*)needle, strlen(needle), &count) == at && count == tried;
}

static int compares(const char* a, const char* b, size_t limit, int sign, size_t at) {
  size_t where = 999;
  return compare((const unsigned char*)a, (const unsigned char*)b, limit, &where) == sign && where == at;
}

static int walks(const int32_t* cells, size_t rows, size_t columns, int64_t limit, int32_t stop, int why, size_t row, size_t column,
                 int64_t sum) {
  size_t r = 99, c = 99;
  int64_t s = 99;
  return walk_rows(cells, rows, columns, limit, stop, &r, &c, &s) == why && r == row && c == column && s == sum;
}

int main(void) {
  CHECK(brackets("", CLEAN, 0, 0, 0) && brackets("a", CLEAN, 1, 0, 0) && brackets("()", CLEAN, 2, 0, 1));
  CHECK(brackets("a(b[c]{d}e)f", CLEAN, 12, 0, 2) && brackets("([{}])()", CLEAN, 8, 0, 3));
  CHECK(brackets(")", UNOPENED, 0, 0, 0) && brackets("()]x", UNOPENED, 2, 0, 1) && brackets("(", UNCLOSED, 1, ')', 1));
  CHECK(brackets("([)]", MISMATCHED, 2, ']', 2) && brackets("{)", MISMATCHED, 1, '}', 1) && brackets("{[x", UNCLOSED, 3, ']', 2));
  CHECK(brackets("((((((", UNCLOSED, 6, ')', 6) && brackets("(((((((", DEEP, 6, 0, 6) && brackets("([{([{}])}])", CLEAN, 12, 0, 6));
  CHECK(brackets("([{([{([", DEEP, 6, 0, 6) && brackets("(((((()[", UNCLOSED, 8, ']', 6) && brackets("()()()()()()()()", CLEAN, 16, 0, 1));
  CHECK(brackets("}{", UNOPENED, 0, 0, 0));

  CHECK(finds("", "", 0, 0) && finds("abc", "", 0, 0) && finds("", "a", 0, 0) && finds("ab", "abc", 2, 0) && finds("abc", "abc", 0, 3));
  CHECK(finds("aaab", "ab", 2, 6) && finds("aaaa", "ab", 4, 6) && finds("xyz", "z", 2, 3) && finds("xyz", "w", 3, 3) &&
        finds("ababac", "abac", 2, 9));
  CHECK(finds("aab", "b", 2, 3) && finds("mississippi", "issip", 4, 13) && finds("mississippi", "ppix", 11, 8));
  for (size_t n = 1; n < 30; n++)
    for (size_t at = 0; at < n; at++) {
      uint8_t hay[30], needle[2] = {1, 2};
      size_t tried = 0;
      memset(hay, 1, sizeof hay);
      hay[at] = 2;
      CHECK(find(hay, n, needle, 2, &tried) == (at ? at - 1 : n));
      CHECK(tried == (at ? 2 * at : n < 2 ? 0 : 2 * (n - 1) - 1));
    }

  CHECK(compares("", "", 5, 0, 0) && compares("a", "", 5, 1, 0) && compares("", "a", 5, -1, 0) && compares("a", "", 0, 0, 0));
  CHECK(compares("abc", "abd", 3, -1, 2) && compares("abc", "abd", 2, 0, 2) && compares("abc", "abc", 99, 0, 3) &&
        compares("abc", "ab", 99, 1, 2));
  CHECK(compares("\xff", "\x01", 1, 1, 0) && compares("\x7f", "\x80", 9, -1, 0) &&
        compares("abcdefghijklmnopq", "abcdefghijklmnopQ", 99, 1, 16));

  static const int32_t grid[] = {5, 6, 7, 8, 1, 0, 9, 9, 2, -1, -3, 4, 3, 3, 3, 3};
  CHECK(walks(grid, 0, 4, 0, 99, 0, 0, 0, 0) && walks(grid, 4, 0, 0, 99, 0, 4, 0, 0) && walks(NULL, 0, 0, -5, 99, 0, 0, 0, 0));
  CHECK(walks(grid, 4, 4, 1000, 99, 0, 4, 4, 41) && walks(grid, 2, 4, 1000, 99, 0, 2, 1, 27) && walks(grid, 4, 4, 41, 99, 0, 4, 4, 41));
  CHECK(walks(grid, 4, 4, 40, 99, 2, 3, 3, 29) && walks(grid, 4, 4, 4, 99, 2, 0, 0, 0) && walks(grid, 4, 4, 26, 99, 2, 1, 0, 26));
  CHECK(walks(grid, 4, 4, 1000, 5, 1, 0, 0, 0) && walks(grid, 4, 4, 1000, 0, 1, 1, 1, 27) && walks(grid, 4, 4, 1000, -3, 1, 2, 2, 28));
  CHECK(walks(grid, 4, 4, 1000, 9, 0, 4, 4, 41) && walks(grid, 4, 4, 28, 4, 2, 2, 0, 27) && walks(grid, 4, 4, 29, 3, 1, 3, 0, 29));
  CHECK(walks(grid + 9, 3, 2, 1000, 99, 3, 0, 2, -4) && walks(grid + 8, 2, 3, 1000, 99, 3, 0, 3, -2) &&
        walks(grid + 10, 6, 1, 0, 99, 3, 0, 1, -3));
  static const int32_t large[] = {INT32_MAX, INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN, 1};
  CHECK(walks(large, 1, 3, INT64_MAX, 0, 0, 1, 3, 6442450941) && walks(large, 2, 3, 6442450940, 0, 2, 0, 2, 0) &&
        walks(large, 2, 3, 6442450941, 0, 3, 1, 3, 2147483646));
  return failures != 0;
}
