// Scanners with several exits that carry different live values: search with a guard, bracket matching, a limited compare, rows left by
// goto.
#include <stddef.h>
#include <stdint.h>

enum Why { CLEAN, UNOPENED, MISMATCHED, UNCLOSED, DEEP };

struct Verdict {
  enum Why why;
  size_t at;
  unsigned char expected;
  unsigned deepest;
};

static unsigned char closer(unsigned char c) { return c == '(' ? ')' : c == '[' ? ']' : c == '{' ? '}' : 0; }

struct Verdict match_brackets(const unsigned char* text, size_t n) {
  unsigned char stack[6];
  struct Verdict v = {CLEAN, n, 0, 0};
  unsigned depth = 0;
  size_t i;
  for (i = 0; i < n; i++) {
    unsigned char wanted = closer(text[i]);
    if (wanted) {
      if (depth == sizeof stack) {
        v.why = DEEP;
        v.at = i;
        return v;
      }
      stack[depth++] = wanted;
      if (depth > v.deepest) v.deepest = depth;
      continue;
    }
    if (text[i] != ')' && text[i] != ']' && text[i] != '}') continue;
    if (depth == 0) {
      v.why = UNOPENED;
      break;
    }
    if (stack[--depth] != text[i]) {
      v.why = MISMATCHED;
      v.expected = stack[depth];
      break;
    }
  }
  v.at = i;
  if (i == n && depth > 0) {
    v.why = UNCLOSED;
    v.expected = stack[depth - 1];
  }
  return v;
}

// where needle starts in hay (or n), reading never beyond what a match needs; *tried counts compared pairs
size_t find(const uint8_t* hay, size_t n, const uint8_t* needle, size_t m, size_t* tried) {
  size_t count = 0, at = 0;
  for (; m <= n - at; at++) {
    size_t k = 0;
    while (k < m) {
      count++;
      if (hay[at + k] != needle[k]) break;
      k++;
    }
    if (k == m) {
      *tried = count;
      return at;
    }
    if (at == n) break;
  }
  *tried = count;
  return n;
}

// compares like strncmp but reports the position as well; stops at the end of either, at a difference, at the limit
int compare(const unsigned char* a, const unsigned char* b, size_t limit, size_t* where) {
  for (size_t i = 0;; i++) {
    *where = i;
    if (i == limit) return 0;
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
    if (a[i] == 0) return 0;
  }
}

// the first row and column, in order, whose sum with what came before passes the limit; or that holds a stop value
int walk_rows(const int32_t* cells, size_t rows, size_t columns, int64_t limit, int32_t stop, size_t* row, size_t* column, int64_t* sum) {
  int64_t total = 0;
  size_t r, c = 0;
  int why = 0;
  for (r = 0; r < rows; r++) {
    int64_t row_sum = 0;
    for (c = 0; c < columns; c++) {
      int32_t cell = cells[r * columns + c];
      if (cell == stop) {
        why = 1;
        total += row_sum;
        goto out;
      }
      if (cell == 0) break;
      row_sum += cell;
      if (total + row_sum > limit) {
        why = 2;
        goto out;
      }
    }
    total += row_sum;
    if (row_sum < 0) {
      why = 3;
      break;
    }
  }
out:
  *row = r;
  *column = c;
  *sum = total;
  return why;
}
