// NaN in every comparison: as values, negated, as branches, selects, masks over arrays and as an order for searching; float and double.
#include <math.h>
#include <stddef.h>
#include <stdint.h>

// Bits: == != < <= > >= and the quiet macros, then each negated by hand.
uint32_t predicates(double a, double b) {
  uint32_t m = 0;
  m |= (uint32_t)(a == b) << 0 | (uint32_t)(a != b) << 1 | (uint32_t)(a < b) << 2 | (uint32_t)(a <= b) << 3 | (uint32_t)(a > b) << 4 |
       (uint32_t)(a >= b) << 5;
  m |= (uint32_t)!(a == b) << 6 | (uint32_t)!(a != b) << 7 | (uint32_t)!(a < b) << 8 | (uint32_t)!(a <= b) << 9 | (uint32_t)!(a > b) << 10 |
       (uint32_t)!(a >= b) << 11;
  m |= (uint32_t)(isless(a, b) != 0) << 12 | (uint32_t)(islessgreater(a, b) != 0) << 13 | (uint32_t)(isunordered(a, b) != 0) << 14;
  m |= (uint32_t)(isgreaterequal(a, b) != 0) << 15 | (uint32_t)(!isunordered(a, b)) << 16;
  m |= (uint32_t)(a < b || a > b) << 17 | (uint32_t)(a < b || a >= b) << 18 | (uint32_t)(!(a < b) && !(a > b)) << 19 |
       (uint32_t)(a <= b && a >= b) << 20;
  m |= (uint32_t)(a != a || b != b) << 21 | (uint32_t)(a == a && b == b) << 22 | (uint32_t)(a == a) << 23 | (uint32_t)!(b == b) << 24;
  return m;
}

// The same with branches around stores.
uint32_t branches(float a, float b) {
  uint32_t m = 0;
  if (a == b) m += 1;
  if (a != b) m += 1 << 1;
  if (a < b)
    m += 1 << 2;
  else if (!(a >= b))
    m += 1 << 14;
  if (a <= b) m += 1 << 3;
  if (!(a <= b)) {
    m += 1 << 9;
    if (a > b) m += 1 << 4;
  }
  if (a >= b) m += 1 << 5;
  return m;
}

static double pick_less(double a, double b, double yes, double no) { return a < b ? yes : no; }

static double pick_not_less(double a, double b, double yes, double no) { return !(a < b) ? yes : no; }

void selects(double a, double b, double out[6]) {
  out[0] = pick_less(a, b, 1, 2);
  out[1] = pick_not_less(a, b, 1, 2);
  out[2] = pick_less(b, a, a, b);
  out[3] = pick_not_less(a, b, a, b);
  out[4] = a != a ? b : a;
  out[5] = a == 0 ? 5 : a > 0 ? 6 : a < 0 ? 7 : 8;
}

void masks(const double* a, const double* b, size_t n, signed char* less, signed char* not_equal, int64_t* not_greater) {
  for (size_t i = 0; i < n; i++) less[i] = (signed char)-(a[i] < b[i]);
  for (size_t i = 0; i < n; i++) not_equal[i] = (signed char)(a[i] != b[i]);
  for (size_t i = 0; i < n; i++) not_greater[i] = !(a[i] > b[i]) ? -1 : 0;
}

size_t count_in(const float* v, size_t n, float low, float high) {
  size_t count = 0;
  for (size_t i = 0; i < n; i++) count += low <= v[i] && v[i] <= high;
  return count;
}

size_t count_out(const float* v, size_t n, float low, float high) {
  size_t count = 0;
  for (size_t i = 0; i < n; i++) count += !(low <= v[i]) || !(v[i] <= high);
  return count;
}

// 1 sorted, 0 not sorted by a pair in the wrong order, -1 where a pair has no order first.
int sorted(const double* v, size_t n) {
  for (size_t i = 1; i < n; i++) {
    if (v[i - 1] <= v[i]) continue;
    return v[i - 1] > v[i] ? 0 : -1;
  }
  return 1;
}

size_t find(const double* v, size_t n, double x) {
  for (size_t i = 0; i < n; i++)
    if (v[i] == x) return i;
  return n;
}
