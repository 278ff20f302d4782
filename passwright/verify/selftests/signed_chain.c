// Comparison chains and loops at the edges of the signed range: classes, three-way order, merging of closed intervals, steps.
#include <stddef.h>
#include <stdint.h>

// Closed ranges whose tests touch or overlap, so that a folded chain can go wrong by one.
int classify(int32_t v) {
  if (v <= INT32_MIN + 1) return v == INT32_MIN ? -9 : -8;
  if (v < -1000 || v == -999) return -7;
  if (v <= -1) return v != -1 ? -6 : -1;
  if (v == 0) return 0;
  if (v > 0 && v < 10) return 1;
  if (v >= 10 && v < 20 && v != 15) return 2;
  if (v - 15 > INT32_MAX - 20) return 5;
  if (v == 15 || v == 31 || v == 47 || v == 63) return 3;
  return v >= INT32_MAX - 20 ? 6 : 4;
}

int between(int32_t low, int32_t v, int32_t high) { return low <= v && v <= high; }

static int order(int32_t a, int32_t b) { return a < b ? -1 : a > b ? 1 : 0; }

int order_pairs(const int32_t a[2], const int32_t b[2]) {
  int first = order(a[0], b[0]);
  return first != 0 ? first : order(b[1], a[1]);
}

struct Span {
  int32_t first, last;
};

static void insert_sorted(struct Span* spans, size_t n) {
  for (size_t i = 1; i < n; i++) {
    struct Span s = spans[i];
    size_t k = i;
    for (; k > 0 && order(spans[k - 1].first, s.first) > 0; k--) spans[k] = spans[k - 1];
    spans[k] = s;
  }
}

// Merges spans that overlap or touch; those with first > last are dropped. Returns how many are left.
size_t merge(struct Span* spans, size_t n) {
  size_t kept = 0, m = 0;
  for (size_t i = 0; i < n; i++)
    if (spans[i].first <= spans[i].last) spans[m++] = spans[i];
  insert_sorted(spans, m);
  for (size_t i = 0; i < m; i++) {
    struct Span* top = kept > 0 ? &spans[kept - 1] : NULL;
    if (top != NULL && (top->last == INT32_MAX || spans[i].first <= top->last + 1)) {
      if (spans[i].last > top->last) top->last = spans[i].last;
    } else {
      spans[kept++] = spans[i];
    }
  }
  return kept;
}

// Visits first, first + step, ... within [low, high]; the next value must not be formed where it would overflow.
unsigned walk(int32_t first, int32_t low, int32_t high, int32_t step, unsigned most, void (*visit)(int32_t)) {
  unsigned count = 0;
  for (int32_t v = first; between(low, v, high) && count < most; v += step) {
    visit(v);
    count++;
    if (step > 0 ? v > INT32_MAX - step : v < INT32_MIN - step) break;
  }
  return count;
}

uint32_t sum_inclusive(int32_t from, int32_t to) {
  uint32_t sum = 0;
  if (from > to) return 1;
  for (int32_t v = from;; v++) {
    sum += (uint32_t)v * 3u;
    if (v == to) break;
  }
  return sum;
}

// Index of the first element not less than v.
size_t lower(const int32_t* sorted, size_t n, int32_t v) {
  ptrdiff_t low = -1, high = (ptrdiff_t)n;
  while (high - low > 1) {
    ptrdiff_t middle = low + (high - low) / 2;
    if (sorted[middle] < v)
      low = middle;
    else
      high = middle;
  }
  return (size_t)high;
}
