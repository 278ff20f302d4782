// Polynomials and quotients with exact expected bits: Horner, Estrin, derivatives, division against reciprocals, Newton.
#pragma STDC FP_CONTRACT OFF
#include <stddef.h>
#include <stdint.h>

static double horner(const double* c, size_t n, double x) {
  double r = 0;
  while (n > 0) r = r * x + c[--n];
  return r;
}

double evaluate(const double* c, size_t n, double x) { return horner(c, n, x); }

float evaluate_float(const float* c, size_t n, float x) {
  float r = 0;
  for (size_t i = 0; i < n; i++) r = r * x + c[i];
  return r;
}

double estrin(const double c[8], double x) {
  double x2 = x * x, x4 = x2 * x2;
  double a = c[0] + c[1] * x, b = c[2] + c[3] * x, d = c[4] + c[5] * x, e = c[6] + c[7] * x;
  return (a + b * x2) + (d + e * x2) * x4;
}

double powers(const double* c, size_t n, double x) {
  double sum = 0, p = 1;
  for (size_t i = 0; i < n; i++) {
    sum += c[i] * p;
    p *= x;
  }
  return sum;
}

void with_slope(const double* c, size_t n, double x, double* value, double* slope) {
  double v = 0, s = 0;
  for (size_t i = n; i-- > 0;) {
    s = s * x + v;
    v = v * x + c[i];
  }
  *value = v;
  *slope = s;
}

static double newton(const double* c, size_t n, double x, int* steps) {
  for (*steps = 0; *steps < 50; ++*steps) {
    double v, s, next;
    with_slope(c, n, x, &v, &s);
    next = x - v / s;
    if (next == x || s == 0) break;
    x = next;
  }
  return x;
}

double root(const double* c, size_t n, double x, int* steps) { return newton(c, n, x, steps); }

// Only some of these divisions may become products.
void quotients(double x, double y, double out[9]) {
  out[0] = x / 3.0;
  out[1] = x * (1.0 / 3.0);
  out[2] = x / 8.0;
  out[3] = x / 0.1;
  out[4] = x * 10.0;
  out[5] = x / y;
  out[6] = x * (1.0 / y);
  out[7] = 1.0 / (1.0 / x);
  out[8] = (x / y) * y;
}

void divide_all(float* v, size_t n, float by) {
  for (size_t i = 0; i < n; i++) v[i] /= by;
}

void divide_seven(const float* v, size_t n, float* out) {
  for (size_t i = 0; i < n; i++) out[i] = v[i] / 7.0f;
}

float reciprocal(float d) {
  float x = 48.0f / 17.0f - 32.0f / 17.0f * d;
  for (int i = 0; i < 3; i++) {
    float error = 1.0f - d * x;
    x = x + x * error;
  }
  return x;
}

// The associative law does not hold.
void groups(double a, double b, double c, double out[6]) {
  out[0] = (a + b) + c;
  out[1] = a + (b + c);
  out[2] = (a * b) * c;
  out[3] = a * (b * c);
  out[4] = a * b + a * c;
  out[5] = a * (b + c);
}
