// Minimum and maximum with NaN and zeros: ways of writing each, reductions in both directions, clamping, fmin and fmax, arg-min.
#include <math.h>
#include <stddef.h>

static double less_first(double a, double b) { return a < b ? a : b; }

static double less_second(double a, double b) { return b < a ? b : a; }

static double not_greater(double a, double b) { return !(a > b) ? a : b; }

static double less_equal(double a, double b) { return a <= b ? a : b; }

static double more_first(double a, double b) { return a > b ? a : b; }

static double more_equal(double a, double b) { return b >= a ? b : a; }

size_t both(double a, double b, double* out) {
  size_t n = 0;
  out[n++] = less_first(a, b);
  out[n++] = less_second(a, b);
  out[n++] = not_greater(a, b);
  out[n++] = less_equal(a, b);
  out[n++] = more_first(a, b);
  out[n++] = more_equal(a, b);
  out[n++] = less_first(b, a);
  out[n++] = more_first(b, a);
  out[n++] = fmin(a, b) + 0.0;
  out[n++] = fmax(a, b) + 0.0;
  out[n++] = less_first(a, 1.0);
  out[n++] = less_first(1.0, a);
  out[n++] = more_first(a, 0.0);
  out[n++] = more_first(0.0, a);
  return n;
}

// Any NaN becomes the result until a number comes after it.
float smallest_sticky(const float* v, size_t n) {
  float m = INFINITY;
  for (size_t i = 0; i < n; i++) m = m < v[i] ? m : v[i];
  return m;
}

// NaNs never win.
float smallest_number(const float* v, size_t n) {
  float m = INFINITY;
  for (size_t i = 0; i < n; i++) m = v[i] < m ? v[i] : m;
  return m;
}

double largest_checked(const double* v, size_t n) {
  double m = -INFINITY;
  for (size_t i = 0; i < n; i++) {
    if (v[i] != v[i]) return v[i];
    if (v[i] > m) m = v[i];
  }
  return m;
}

double largest_library(const double* v, size_t n) {
  double m = NAN;
  for (size_t i = n; i-- > 0;) m = fmax(m, v[i]);
  return m;
}

size_t arg_min(const double* v, size_t n) {
  size_t at = 0;
  for (size_t i = 1; i < n; i++)
    if (v[i] < v[at] || (v[at] != v[at] && v[i] == v[i])) at = i;
  return at;
}

// NaN goes through the first, becomes low in the second and high in the third.
void clamp_all(const double* v, size_t n, double low, double high, double* out) {
  for (size_t i = 0; i < n; i++) out[3 * i] = v[i] < low ? low : v[i] > high ? high : v[i];
  for (size_t i = 0; i < n; i++) out[3 * i + 1] = less_first(more_first(v[i], low), high);
  for (size_t i = 0; i < n; i++) out[3 * i + 2] = more_first(less_first(v[i], high), low);
}

struct Box {
  float low[3], high[3];
};

void grow(struct Box* box, const float (*points)[3], size_t n) {
  for (size_t i = 0; i < n; i++) {
    for (int k = 0; k < 3; k++) {
      if (points[i][k] < box->low[k]) box->low[k] = points[i][k];
      if (!(points[i][k] <= box->high[k])) box->high[k] = points[i][k];
    }
  }
}
