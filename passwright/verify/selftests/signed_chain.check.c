#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Span {
  int32_t first, last;
};

int classify(int32_t v);
int between(int32_t low, int32_t v, int32_t high);
int order_pairs(const int32_t a[2], const int32_t b[2]);
size_t merge(struct Span* spans, size_t n);
unsigned walk(int32_t first, int32_t low, int32_t high, int32_t step, unsigned most, void (*visit)(int32_t));
uint32_t sum_inclusive(int32_t from, int32_t to);
size_t lower(const int32_t* sorted, size_t n, int32_t v);

static int32_t seen[64];
static unsigned count;

static void visit(int32_t v) {
  if (count < 64) seen[count] = v;
  count++;
}

static void expect_walk(int32_t first, int32_t low, int32_t high, int32_t step, unsigned most, unsigned n, const int32_t* values) {
  count = 0;
  CHECK(walk(first, low, high, step, most, visit) == n && count == n && memcmp(seen, values, n * sizeof *values) == 0);
}

#define WALK(first, low, high, step, most, ...)                                                            \
  do {                                                                                                     \
    static const int32_t values[] = {__VA_ARGS__};                                                         \
    expect_walk(first, low, high, step, most, (unsigned)(sizeof values / sizeof *values - 1), values + 1); \
  } while (0)

int main(void) {
  static const struct {
    int32_t v;
    int is;
  } classes[] = {{INT32_MIN, -9},
                 {INT32_MIN + 1, -8},
                 {INT32_MIN + 2, -7},
                 {-1002, -7},
                 {-1001, -7},
                 {-1000, -6},
                 {-999, -7},
                 {-998, -6},
                 {-2, -6},
                 {-1, -1},
                 {0, 0},
                 {1, 1},
                 {9, 1},
                 {10, 2},
                 {14, 2},
                 {15, 3},
                 {16, 2},
                 {19, 2},
                 {20, 4},
                 {30, 4},
                 {31, 3},
                 {32, 4},
                 {46, 4},
                 {47, 3},
                 {48, 4},
                 {62, 4},
                 {63, 3},
                 {64, 4},
                 {79, 4},
                 {INT32_MAX - 21, 4},
                 {INT32_MAX - 20, 6},
                 {INT32_MAX - 6, 6},
                 {INT32_MAX - 5, 6},
                 {INT32_MAX - 4, 5},
                 {INT32_MAX - 1, 5},
                 {INT32_MAX, 5}};
  for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) CHECK(classify(classes[i].v) == classes[i].is);

  static const int32_t e[] = {INT32_MIN, INT32_MIN + 1, -2, -1, 0, 1, 2, INT32_MAX - 1, INT32_MAX};
  for (int i = 0; i < 9; i++) {
    for (int j = 0; j < 9; j++) {
      for (int k = 0; k < 9; k++) {
        CHECK(between(e[i], e[j], e[k]) == (i <= j && j <= k));
        int32_t a[2] = {e[i], e[j]}, b[2] = {e[k], e[i]};
        CHECK(order_pairs(a, b) == (i != k ? (i < k ? -1 : 1) : i < j ? -1 : i > j ? 1 : 0));
      }
    }
    for (size_t n = 0; n <= 9; n++) CHECK(lower(e, n, e[i]) == ((size_t)i < n ? (size_t)i : n));
  }
  CHECK(lower(e, 9, 100) == 7 && lower(e, 9, -100) == 2 && lower(e, 4, 0) == 4);

  struct Span s[] = {{5, 9},   {INT32_MAX, INT32_MAX},
                     {10, 12}, {INT32_MIN, INT32_MIN},
                     {20, 19}, {INT32_MIN + 1, -50},
                     {14, 14}, {30, INT32_MAX - 1},
                     {0, 3},   {31, 40}};
  CHECK(merge(s, 10) == 5);
  CHECK(s[0].first == INT32_MIN && s[0].last == -50 && s[1].first == 0 && s[1].last == 3 && s[2].first == 5 && s[2].last == 12);
  CHECK(s[3].first == 14 && s[3].last == 14 && s[4].first == 30 && s[4].last == INT32_MAX);
  struct Span t[] = {{INT32_MIN, INT32_MAX}, {INT32_MAX, INT32_MAX}, {3, 4}, {INT32_MIN, INT32_MIN}};
  CHECK(merge(t, 4) == 1 && t[0].first == INT32_MIN && t[0].last == INT32_MAX);
  struct Span u[] = {{1, 0}, {INT32_MAX, INT32_MIN}};
  CHECK(merge(u, 2) == 0 && merge(u, 0) == 0);
  struct Span w[] = {{7, 8}, {5, 5}};
  CHECK(merge(w, 2) == 2 && w[0].first == 5 && w[0].last == 5 && w[1].first == 7 && w[1].last == 8);

  WALK(INT32_MAX - 3, INT32_MIN, INT32_MAX, 1, 50, 0, INT32_MAX - 3, INT32_MAX - 2, INT32_MAX - 1, INT32_MAX);
  WALK(INT32_MAX - 3, INT32_MIN, INT32_MAX, 2, 50, 0, INT32_MAX - 3, INT32_MAX - 1);
  WALK(INT32_MIN + 2, INT32_MIN, INT32_MAX, -1, 50, 0, INT32_MIN + 2, INT32_MIN + 1, INT32_MIN);
  WALK(INT32_MIN, INT32_MIN, INT32_MAX, INT32_MAX, 50, 0, INT32_MIN, -1, INT32_MAX - 1);
  WALK(INT32_MAX, INT32_MIN, INT32_MAX, INT32_MIN, 50, 0, INT32_MAX, -1);
  WALK(-1, INT32_MIN, INT32_MAX, INT32_MIN, 50, 0, -1);
  WALK(0, INT32_MIN, INT32_MAX, INT32_MIN, 50, 0, 0, INT32_MIN);
  WALK(5, 6, 10, 1, 50, 0);
  WALK(11, 6, 10, -1, 50, 0);
  WALK(10, 6, 10, -3, 50, 0, 10, 7);
  WALK(6, 6, 6, 1, 50, 0, 6);
  WALK(6, 6, 6, 0, 3, 0, 6, 6, 6);
  WALK(6, 6, 7, 0, 0, 0);

  CHECK(sum_inclusive(5, 4) == 1 && sum_inclusive(INT32_MAX, INT32_MIN) == 1 && sum_inclusive(0, 0) == 0 && sum_inclusive(-3, 3) == 0);
  CHECK(sum_inclusive(INT32_MAX, INT32_MAX) == 0x7ffffffdu && sum_inclusive(INT32_MIN, INT32_MIN) == 0x80000000u);
  CHECK(sum_inclusive(INT32_MAX - 1, INT32_MAX) == 0xfffffff7u && sum_inclusive(INT32_MIN, INT32_MIN + 2) == 0x80000009u &&
        sum_inclusive(1, 1000) == 1501500u);
  return failures != 0;
}
