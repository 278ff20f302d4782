#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

unsigned while_less(double x, double limit, double step);
unsigned until_not_less(double x, double limit, double step);
unsigned do_until(double x, double limit, double step);
unsigned while_differs(float x, float goal, float by);
size_t rising(const double* v, size_t n);
size_t not_falling(const double* v, size_t n);
size_t sentinel(const float* v, float* copy);
double bisect(double (*f)(void*, double), void* state, double low, double high, unsigned* steps);
double square_root(double a, unsigned* steps);
unsigned escape(double re, double im, unsigned most);
uint32_t ticks(float from, float to, float step, float* last);

static int same(double a, double b) { return isnan(b) ? isnan(a) : memcmp(&a, &b, sizeof a) == 0; }

struct Asked {
  unsigned count;
  double nan_at, shift, sign;
};

static double line(void* state, double x) {
  struct Asked* a = state;
  a->count++;
  return x == a->nan_at ? (double)NAN : a->sign * (x - a->shift);
}

int main(void) {
  static const struct {
    double x, limit, step;
    unsigned less, until, down;
  } counts[] = {
      {0.0, 1.0, 0.1, 11, 11, 1},
      {0.0, 1.0, 0.125, 8, 8, 1},
      {0.0, 10.0, 0.3, 34, 34, 1},
      {5.0, 5.0, 1.0, 0, 0, 1},
      {6.0, 5.0, 1.0, 0, 0, 1},
      {NAN, 5.0, 1.0, 0, 1000, 1000},
      {0.0, NAN, 1.0, 0, 1000, 1000},
      {0.0, 5.0, NAN, 1, 1000, 1000},
      {-INFINITY, 0.0, 1.0, 1000, 1000, 1},
      {0.0, INFINITY, 1e+308, 2, 2, 1},
      {0.0, INFINITY, 1e+306, 180, 180, 1},
      {INFINITY, INFINITY, 1.0, 0, 0, 1},
      {0.0, 3.0, -1.0, 1000, 1000, 1},
      {INFINITY, 5.0, INFINITY, 0, 0, 1000},
      {-INFINITY, 5.0, INFINITY, 1, 1000, 1},
      {9007199254740992.0, 9007199254740994.0, 1.0, 1000, 1000, 1},
      {-0.0, 0.0, 1.0, 0, 0, 1},
      {1.0, 0.0, 0.1, 0, 0, 11},
      {1.0, 0.0, 0.0, 0, 0, 1000},
  };
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
    CHECK(while_less(counts[i].x, counts[i].limit, counts[i].step) == counts[i].less);
    CHECK(until_not_less(counts[i].x, counts[i].limit, counts[i].step) == counts[i].until);
    CHECK(do_until(counts[i].x, counts[i].limit, counts[i].step) == counts[i].down);
  }
  CHECK(while_differs(1, 0, 0.5f) == 150 && while_differs(1, INFINITY, 2) == 128 && while_differs(0, -0.0f, 3) == 0 &&
        while_differs(NAN, NAN, 1) == 1000);
  CHECK(while_differs(1, 1000, 10) == 3 && while_differs(3, 4, 1) == 1000 && while_differs(INFINITY, 5, 0) == 1000 &&
        while_differs(1, NAN, 0) == 1000);

  static const double v[] = {-INFINITY, -1, -0.0, 0.0, 2, NAN, 3, INFINITY, INFINITY, NAN, NAN, 1, 0.5};
  static const size_t rise[] = {3, 2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1}, level[] = {12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1};
  for (size_t from = 0; from < 13; from++) {
    CHECK(rising(v + from, 13 - from) == rise[from] && not_falling(v + from, 13 - from) == level[from]);
    CHECK(rising(v + from, 1) == 1 && not_falling(v + from, 1) == 1 && rising(v + from, 0) == 0 && not_falling(v + from, 0) == 0);
  }
  for (size_t n = 0; n < 40; n++) {
    float in[41], out[41];
    for (size_t i = 0; i < 41; i++) in[i] = i == n || i == 40 ? NAN : i % 5 == 0 ? INFINITY : i % 3 == 0 ? -0.0f : (float)i, out[i] = -9;
    CHECK(sentinel(in, out) == n && memcmp(in, out, n * 4) == 0 && out[n] == -9);
  }
  unsigned steps = 0;
  struct Asked a = {0, NAN, 0.5, 1};
  CHECK(bisect(line, &a, 0, 1, &steps) == 0.5 && steps == 0 && a.count == 3);
  a = (struct Asked){0, NAN, 0.1, 1};
  double r = bisect(line, &a, 0, 1, &steps);
  CHECK(r == 0.1 && a.count == steps + 3);
  a.sign = -1;
  CHECK(bisect(line, &a, 0, 1, &steps) == 0.1);
  a = (struct Asked){0, 0.25, 0.1, 1};
  CHECK(isnan(bisect(line, &a, 0, 1, &steps)) && steps == 1 && a.count == 4);
  a = (struct Asked){0, NAN, 0.1, 1};
  CHECK(bisect(line, &a, 1, 1, &steps) == 1 && steps == 0 && a.count == 2 && bisect(line, &a, 2, 1, &steps) == 2 && steps == 0);
  CHECK(isnan(bisect(line, &a, NAN, 1, &steps)) && steps == 0 && bisect(line, &a, 0, NAN, &steps) == 0 && steps == 0);
  CHECK(bisect(line, &a, 0, INFINITY, &steps) == 0 && steps == 0);
  a.shift = 3;
  CHECK(bisect(line, &a, 0, 1, &steps) == 0x1.fffffffffffffp-1 && steps == 53);

  static const struct {
    double a, root;
    unsigned steps;
  } roots[] = {
      {0x1.0000000000000p+0, 0x1.0000000000000p+0, 0},    {0x1.0000000000000p+2, 0x1.0000000000000p+1, 6},
      {0x1.0000000000000p+1, 0x1.6a09e667f3bccp+0, 5},    {0x1.0000000000000p-2, 0x1.0000000000000p-1, 6},
      {0x1.b7cdfd9d7bdbbp-34, 0x1.4f8b588e368f0p-17, 21}, {0x1.2a05f20000000p+33, 0x1.86a0000000000p+16, 21},
      {0x1.8000000000000p+1, 0x1.bb67ae8584caap+0, 5},    {0x1.7e43c8800759cp+996, 0x1.38d352e5096afp+498, 503},
      {0x1.d6f3454000000p+26, 0x1.5b38e373b76fep+13, 18},
  };
  for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
    CHECK(same(square_root(roots[i].a, &steps), roots[i].root) && steps == roots[i].steps);
  CHECK(isnan(square_root(NAN, &steps)) && steps == 0 && same(square_root(-0.0, &steps), -0.0) && isnan(square_root(INFINITY, &steps)) &&
        steps == 0);
  static const struct {
    double re, im;
    unsigned n;
  } points[] = {
      {0.0, 0.0, 500}, {1.0, 0.0, 3},  {-2.0, 0.0, 500}, {-2.0000001, 0.0, 1}, {0.25, 0.0, 500},    {0.26, 0.0, 30},
      {0.3, 0.5, 500}, {0.4, 0.4, 10}, {-0.75, 0.1, 33}, {2.0, 2.0, 2},        {1e+200, 1e+200, 1}, {-1e+308, 0.0, 1},
  };
  for (size_t i = 0; i < sizeof points / sizeof *points; i++)
    CHECK(escape(points[i].re, points[i].im, 500) == points[i].n && escape(points[i].re, -points[i].im, 500) == points[i].n);
  CHECK(escape(NAN, 0, 500) == 1 && escape(0, NAN, 500) == 1 && escape(INFINITY, 0, 500) == 1 && escape(5, 5, 0) == 0);
  static const struct {
    float from, to, step;
    uint32_t n;
    float last;
  } t[] = {
      {0x0.0p+0f, 0x1.0000000000000p+0f, 0x1.99999a0000000p-4f, 10, 0x1.ccccd00000000p-1f},
      {0x0.0p+0f, 0x1.0000000000000p+0f, 0x1.0000000000000p-2f, 5, 0x1.0000000000000p+0f},
      {0x1.0000000000000p+0f, 0x0.0p+0f, 0x1.99999a0000000p-4f, 0, -0x1.0000000000000p+0f},
      {0x0.0p+0f, 0x1.9000000000000p+6f, 0x1.99999a0000000p-4f, 1001, 0x1.8fff060000000p+6f},
      {0x1.fffffe0000000p+23f, 0x1.0000000000000p+24f, 0x1.0000000000000p+0f, 5000, 0x1.0000000000000p+24f},
      {0x0.0p+0f, 0x1.4000000000000p+3f, 0x0.0p+0f, 5000, 0x0.0p+0f},
      {-0x1.0000000000000p+0f, 0x1.0000000000000p+0f, 0x1.5555560000000p-2f, 6, 0x1.5555580000000p-1f},
      {0x1.fffff80000000p+23f, 0x1.0000040000000p+24f, 0x1.8000000000000p+0f, 5, 0x1.0000040000000p+24f},
  };
  for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
    float last = -1;
    CHECK(ticks(t[i].from, t[i].to, t[i].step, &last) == t[i].n && same(last, t[i].last));
  }
  float last = -1;
  CHECK(ticks(NAN, 1, 1, &last) == 0 && ticks(0, NAN, 1, &last) == 0 && last == -1 && ticks(0, 1, NAN, &last) == 1 && last == 0 &&
        ticks(0, INFINITY, INFINITY, &last) == 5000);
  return failures != 0;
}
