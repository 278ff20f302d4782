// Sums whose order of operations shows: forwards, backwards, in pairs, by stride, Kahan, Neumaier, exact two-sums; float and double.
#pragma STDC FP_CONTRACT OFF
#include <math.h>
#include <stddef.h>

float sum_forward(const float* v, size_t n) {
  float s = 0;
  for (size_t i = 0; i < n; i++) s += v[i];
  return s;
}

float sum_backward(const float* v, size_t n) {
  float s = 0;
  while (n > 0) s += v[--n];
  return s;
}

static float halves(const float* v, size_t n) {
  if (n == 0) return 0;
  if (n == 1) return v[0];
  return halves(v, n / 2) + halves(v + n / 2, n - n / 2);
}

float sum_pairs(const float* v, size_t n) { return halves(v, n); }

float sum_four(const float* v, size_t n) {
  float s[4] = {0, 0, 0, 0};
  for (size_t i = 0; i < n; i++) s[i % 4] += v[i];
  return (s[0] + s[1]) + (s[2] + s[3]);
}

float kahan(const float* v, size_t n) {
  float s = 0, lost = 0;
  for (size_t i = 0; i < n; i++) {
    float y = v[i] - lost, t = s + y;
    lost = (t - s) - y;
    s = t;
  }
  return s;
}

double neumaier(const double* v, size_t n) {
  double s = 0, lost = 0;
  for (size_t i = 0; i < n; i++) {
    double t = s + v[i];
    if (fabs(s) >= fabs(v[i]))
      lost += (s - t) + v[i];
    else
      lost += (v[i] - t) + s;
    s = t;
  }
  return s + lost;
}

static double two_sum(double a, double b, double* error) {
  double s = a + b, bb = s - a;
  *error = (a - (s - bb)) + (b - bb);
  return s;
}

// Adds v to an expansion of parts whose sum is exact; parts that become zero go. Returns the new count.
static size_t expand(double* parts, size_t count, double v) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    double error;
    v = two_sum(v, parts[i], &error);
    if (error != 0) parts[kept++] = error;
  }
  parts[kept++] = v;
  return kept;
}

// The parts need room for n values.
size_t exact_parts(const double* v, size_t n, double* parts) {
  size_t count = 0;
  for (size_t i = 0; i < n; i++) count = expand(parts, count, v[i]);
  return count;
}

void running(const float* v, size_t n, float* out) {
  float s = 0;
  for (size_t i = 0; i < n; i++) out[i] = s += v[i];
}

double mean_of_squares(const float* v, size_t n) {
  double s = 0;
  for (size_t i = 0; i < n; i++) s += (double)v[i] * v[i];
  return s / (double)n;
}

float float_squares(const float* v, size_t n) {
  float s = 0;
  for (size_t i = 0; i < n; i++) {
    float square = v[i] * v[i];
    s = s + square;
  }
  return s;
}
