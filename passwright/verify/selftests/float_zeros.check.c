#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Complex {
  float re, im;
};

size_t identities(double x, double* out);
struct Complex power(struct Complex base, unsigned exponent);
struct Complex times_i(struct Complex a);
struct Complex conjugate(struct Complex a);
double sum_from(double start, const double* v, size_t n);
double dot(const double* a, const double* b, size_t n);
double multiply_all(const double* v, size_t n);
void scale(float* v, size_t n, float by);
void negate(float* v, size_t n, int how);
double slope(double x0, double y0, double x1, double y1);

static int same(double a, double b) { return isnan(b) ? isnan(a) : memcmp(&a, &b, sizeof a) == 0; }

static int same_complex(struct Complex a, float re, float im) { return same(a.re, re) && same(a.im, im); }

#define I INFINITY

int main(void) {
  static const double x[] = {0.0, -0.0, I, -I, 2.0, -2.0, 1.0, 0x1p-1074, -0x1p-1074, 0x1.fffffffffffffp1023};
  static const double expected[][24] = {
      {0, 0, 0, -0.0, 0, -0.0, 0, -0.0, 0, 0, 0, NAN, 1, I, 0, 0, 0, 2.5, 0, 0, 0, 0, 0, 0},
      {0, -0.0, 0, 0, -0.0, 0, -0.0, 0, -0.0, 0, -0.0, NAN, 1, -I, -0.0, -0.0, 0, -2.5, 0, -0.0, 0, -0.0, 0, -0.0},
      {I, I, -I, -I, I, -I, I, -I, NAN, NAN, I, NAN, -I, 0, I, NAN, I, 2.5, I, I, -I, 1, I, I},
      {-I, -I, I, I, -I, I, -I, I, NAN, NAN, -I, NAN, I, -0.0, -I, NAN, I, -2.5, 0, 0, I, 1, -I, I},
      {2, 2, -2, -2, 2, -2, 2, -2, 0, 0, 4, 1, -1, 0.5, 2, 0, 2, 2.5, 2, 2, -2, 1, 2, 2},
      {-2, -2, 2, 2, -2, 2, -2, 2, -0.0, 0, -4, 1, 3, -0.5, -2, -0.0, 2, -2.5, 0, 0, 2, 1, -2, 2},
      {1, 1, -1, -1, 1, -1, 1, -1, 0, 0, 2, 1, -0.0, 1, 1, 0, 1, 2.5, 1, 1, -1, 1, 1, 1},
      {0x1p-1074, 0x1p-1074, -0x1p-1074, -0x1p-1074, 0x1p-1074, -0x1p-1074, 0x1p-1074, -0x1p-1074, 0,          0, 0x1p-1073, 1,
       1,         I,         0,          0,          0x1p-1074, 2.5,        0x1p-1074, 0x1p-1074,  -0x1p-1074, 1, 0x1p-1074, 0x1p-1074},
      {-0x1p-1074, -0x1p-1074, 0x1p-1074, 0x1p-1074, -0x1p-1074, 0x1p-1074, -0x1p-1074, 0x1p-1074, -0.0,      0, -0x1p-1073, 1,
       1,          -I,         -0.0,      -0.0,      0x1p-1074,  -2.5,      0,          0,         0x1p-1074, 1, -0x1p-1074, 0x1p-1074},
      {0x1.fffffffffffffp1023,
       0x1.fffffffffffffp1023,
       -0x1.fffffffffffffp1023,
       -0x1.fffffffffffffp1023,
       0x1.fffffffffffffp1023,
       -0x1.fffffffffffffp1023,
       0x1.fffffffffffffp1023,
       -0x1.fffffffffffffp1023,
       0,
       0,
       I,
       1,
       -0x1.fffffffffffffp1023,
       0x1p-1024,
       I,
       0,
       0x1.fffffffffffffp1023,
       2.5,
       0x1.fffffffffffffp1023,
       0x1.fffffffffffffp1023,
       -0x1.fffffffffffffp1023,
       1,
       0x1.fffffffffffffp1023,
       0x1.fffffffffffffp1023}};
  double out[25];
  for (int i = 0; i < 10; i++) {
    out[24] = 17;
    CHECK(identities(x[i], out) == 24 && out[24] == 17);
    for (int k = 0; k < 24; k++) CHECK(same(out[k], expected[i][k]));
  }
  identities(NAN, out);
  for (int k = 0; k < 24; k++) CHECK(isnan(out[k]) || k == 17 || k == 18 || k == 21);
  CHECK(fabs(out[17]) == 2.5 && same(out[18], 0.0) && out[21] == 1);

  struct Complex p = {0, 0}, q = {-0.0f, 1}, r = {0, -1}, s = {INFINITY, 0}, t = {-1, -0.0f};
  CHECK(same_complex(times_i(p), 0, 0) && same_complex(times_i(q), -1, 0) && same_complex(times_i(r), 1, 0) &&
        same_complex(times_i(t), 0, -1));
  CHECK(same_complex(times_i(s), NAN, I) && same_complex(conjugate(p), 0, -0.0f) && same_complex(conjugate(t), -1, 0));
  CHECK(same_complex(power(r, 0), 1, 0) && same_complex(power(r, 1), 0, -1) && same_complex(power(r, 2), -1, -0.0f) &&
        same_complex(power(r, 3), -0.0f, 1));
  CHECK(same_complex(power(r, 4), 1, 0) && same_complex(power(t, 2), 1, 0) && same_complex(power(t, 1), -1, -0.0f));

  static const double zeros[] = {-0.0, -0.0, -0.0, 0.0, -0.0, 1.0, -1.0};
  static const double products[] = {1, -0.0, 0, -0.0, -0.0, 0, 0, -0.0};
  for (size_t n = 0; n <= 7; n++) {
    CHECK(same(sum_from(0.0, zeros, n), n == 6 ? 1.0 : 0.0) && same(sum_from(-0.0, zeros, n), n <= 3 ? -0.0 : n == 6 ? 1.0 : 0.0));
    CHECK(same(dot(zeros, zeros, n), n == 0 ? -0.0 : n == 6 ? 1 : n == 7 ? 2 : 0.0));
    CHECK(same(dot(zeros, zeros + 5, n > 2 ? 2 : n), n == 0 || n == 1 ? -0.0 : 0.0));
    CHECK(same(multiply_all(zeros, n), products[n]));
  }
  static const double big[] = {0x1p600, 0x1p600, 0x1p-700, -0x1p-600, 0x1p-200, -0x1p-1000};
  CHECK(same(multiply_all(big, 2), I) && same(multiply_all(big, 3), I) && same(multiply_all(big, 4), -I) &&
        same(multiply_all(big + 2, 4), 0));
  CHECK(same(multiply_all(big + 2, 3), -0.0) && same(sum_from(-I, x, 3), NAN) && same(sum_from(I, x, 3), I));

  static const float f[] = {0, -0.0f, INFINITY, -INFINITY, 3, -3, 0x1p-149f, -0x1p-149f, 0x1.fffffep127f};
  static const float by[] = {0, -0.0f, 1, -1, INFINITY, 0.5f};
  static const float scaled[6][9] = {{0, 0, NAN, NAN, 0, 0, 0, 0, 0},
                                     {0, 0, NAN, NAN, 0, 0, 0, 0, 0},
                                     {0, 0, INFINITY, -INFINITY, 3, -3, 0x1p-149f, -0x1p-149f, 0x1.fffffep127f},
                                     {0, 0, -INFINITY, INFINITY, -3, 3, -0x1p-149f, 0x1p-149f, -0x1.fffffep127f},
                                     {NAN, NAN, INFINITY, -INFINITY, INFINITY, -INFINITY, INFINITY, -INFINITY, INFINITY},
                                     {0, 0, INFINITY, -INFINITY, 1.5f, -1.5f, 0, 0, 0x1.fffffep126f}};
  for (int b = 0; b < 6; b++) {
    for (size_t n = 0; n <= 9; n++) {
      float v[9];
      memcpy(v, f, sizeof v);
      scale(v, n, by[b]);
      for (size_t i = 0; i < 9; i++) CHECK(same(v[i], i < n ? scaled[b][i] : f[i]));
      if (b > 2) continue;
      memcpy(v, f, sizeof v);
      negate(v, n, b);
      for (size_t i = 0; i < 9; i++) {
        uint32_t got, from;
        memcpy(&got, &v[i], 4);
        memcpy(&from, &f[i], 4);
        CHECK(got == (i >= n ? from : b == 1 && f[i] == 0 ? 0 : from ^ 0x80000000u));
      }
    }
  }
  CHECK(same(slope(0, 0, 1, 0), 0) && same(slope(1, 0, 0, 0), -0.0) && same(slope(0, 0, 0, 1), I) && same(slope(0, 1, 0, 0), -I) &&
        same(slope(1, 1, 1, 1), NAN));
  CHECK(same(slope(0, 0, -I, 5), -0.0) && same(slope(0, 5, I, 0), -0.0) && same(slope(0, 0, I, I), NAN) &&
        same(slope(0.0, 0, -0.0, 1), -I));
  return failures != 0;
}
