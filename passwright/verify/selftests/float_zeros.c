// Signed zeros and infinities: identities that do not hold, complex products, sums of empty and zero arrays, quotients, signs.
#pragma STDC FP_CONTRACT OFF
#include <math.h>
#include <stddef.h>
#include <stdint.h>

// Each of these looks like x or 0 and is not for some x.
size_t identities(double x, double* out) {
  double zero = x == x ? 0.0 : x;
  size_t n = 0;
  out[n++] = x + 0.0;
  out[n++] = x - 0.0;
  out[n++] = 0.0 - x;
  out[n++] = -0.0 - x;
  out[n++] = x + -0.0;
  out[n++] = -x;
  out[n++] = x * 1.0;
  out[n++] = x / -1.0;
  out[n++] = x * 0.0;
  out[n++] = x - x;
  out[n++] = x + x;
  out[n++] = x / x;
  out[n++] = -(x - 1.0);
  out[n++] = 1.0 / x;
  out[n++] = 1.0 / (1.0 / x);
  out[n++] = zero * x;
  out[n++] = fabs(x);
  out[n++] = copysign(2.5, x);
  out[n++] = x > 0 ? x : 0.0;
  out[n++] = x < 0 ? 0.0 : x;
  out[n++] = (x + 0.0) * -1.0 + 0.0;
  out[n++] = x == 0 ? x : 1.0;
  out[n++] = x == 0 ? 0.0 : x;
  out[n++] = x >= 0 ? x : -x;
  return n;
}

struct Complex {
  float re, im;
};

static struct Complex product(struct Complex a, struct Complex b) {
  struct Complex p = {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
  return p;
}

struct Complex power(struct Complex base, unsigned exponent) {
  struct Complex r = {1, 0};
  for (; exponent > 0; exponent--) r = product(r, base);
  return r;
}

struct Complex times_i(struct Complex a) {
  static const struct Complex i = {0, 1};
  return product(a, i);
}

struct Complex conjugate(struct Complex a) {
  struct Complex c = {a.re, -a.im};
  return c;
}

double sum_from(double start, const double* v, size_t n) {
  double sum = start;
  for (size_t i = 0; i < n; i++) sum += v[i];
  return sum;
}

double dot(const double* a, const double* b, size_t n) {
  double sum = -0.0;
  for (size_t i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

double multiply_all(const double* v, size_t n) {
  double p = 1;
  for (size_t i = 0; i < n; i++) p *= v[i];
  return p;
}

void scale(float* v, size_t n, float by) {
  for (size_t i = 0; i < n; i++) v[i] = v[i] * by + 0.0f;
}

void negate(float* v, size_t n, int how) {
  for (size_t i = 0; i < n; i++) v[i] = how == 0 ? -v[i] : how == 1 ? 0.0f - v[i] : v[i] * -1.0f;
}

// The sign of a slope, where a level one keeps the sign of its zero.
double slope(double x0, double y0, double x1, double y1) { return (y1 - y0) / (x1 - x0); }
