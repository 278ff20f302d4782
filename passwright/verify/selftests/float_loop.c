// Loops whose exits depend on comparisons with NaN, as a condition and as its negation: bisection, fixed points, counting with steps.
#pragma STDC FP_CONTRACT OFF
#include <math.h>
#include <stddef.h>
#include <stdint.h>

static unsigned guard(unsigned n) { return n < 1000; }

unsigned while_less(double x, double limit, double step) {
  unsigned n = 0;
  for (; x < limit && guard(n); x += step) n++;
  return n;
}

unsigned until_not_less(double x, double limit, double step) {
  unsigned n = 0;
  while (guard(n)) {
    if (x >= limit) break;
    x += step;
    n++;
  }
  return n;
}

unsigned do_until(double x, double limit, double step) {
  unsigned n = 0;
  do {
    x -= step;
    n++;
  } while (!(x <= limit) && guard(n));
  return n;
}

unsigned while_differs(float x, float goal, float by) {
  unsigned n = 0;
  while (x != goal && guard(n)) {
    x *= by;
    n++;
  }
  return n;
}

// Reads numbers up to the first that is not above the last, NaN included.
size_t rising(const double* v, size_t n) {
  size_t i = 1;
  while (i < n && v[i] > v[i - 1]) i++;
  return n == 0 ? 0 : i;
}

// The same but only a smaller number ends it.
size_t not_falling(const double* v, size_t n) {
  size_t i = 1;
  while (i < n && !(v[i] < v[i - 1])) i++;
  return n == 0 ? 0 : i;
}

size_t sentinel(const float* v, float* copy) {
  size_t n = 0;
  for (; v[n] == v[n]; n++) copy[n] = v[n];
  return n;
}

double bisect(double (*f)(void*, double), void* state, double low, double high, unsigned* steps) {
  int rises = f(state, low) < f(state, high);
  for (*steps = 0; *steps < 100; ++*steps) {
    double middle = low + (high - low) / 2;
    if (!(low < middle && middle < high)) break;
    double y = f(state, middle);
    if (y == 0) return middle;
    if (y != y) return y;
    if ((y < 0) == rises)
      low = middle;
    else
      high = middle;
  }
  return low;
}

double square_root(double a, unsigned* steps) {
  double x = a > 1 ? a : 1;
  *steps = 0;
  if (a == 0) return a;
  for (;;) {
    double next = (x + a / x) / 2;
    if (!(next < x)) return a < 0 ? NAN : *steps == 0 && a != 1 ? next : x;
    x = next;
    ++*steps;
  }
}

// How long z = z*z + c stays within a radius; NaN counts as outside.
unsigned escape(double re, double im, unsigned most) {
  double x = 0, y = 0;
  unsigned n = 0;
  for (; n < most; n++) {
    if (!(x * x <= 4 && y * y <= 4)) break;
    double t = x * x;
    t -= y * y;
    y *= 2 * x;
    y += im;
    x = t + re;
  }
  return n;
}

uint32_t ticks(float from, float to, float step, float* last) {
  uint32_t n = 0;
  for (float t = from; t <= to && n < 5000; t += step) {
    *last = t;
    n++;
  }
  return n;
}
