#include <limits.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

int class_bits(double v);
int class_library(double v);
int class_compare(double v);
int class_macros(float v);
double split(double v, int* exponent);
double scale(double v, int by);
void total_sort(double* v, size_t n);
uint64_t distance(double a, double b);
double up(double v);
int halvings(float v);
int differ(float a, float b);

static int same(double a, double b) { return memcmp(&a, &b, sizeof a) == 0; }

static double make(uint64_t b) {
  double v;
  memcpy(&v, &b, 8);
  return v;
}

int main(void) {
  // In total order.
  static const uint64_t order[] = {0xffffffffffffffff, 0xfff8000000000001, 0xfff8000000000000, 0xfff0000000000000, 0xffefffffffffffff,
                                   0xbff0000000000001, 0xbff0000000000000, 0x8010000000000000, 0x800fffffffffffff, 0x8000000000000001,
                                   0x8000000000000000, 0x0000000000000000, 0x0000000000000001, 0x000fffffffffffff, 0x0010000000000000,
                                   0x0010000000000001, 0x3fefffffffffffff, 0x3ff0000000000000, 0x4340000000000000, 0x7fefffffffffffff,
                                   0x7ff0000000000000, 0x7ff8000000000000, 0x7fffffffffffffff};
  static const int classes[] = {8, 8, 8, 9, 12, 12, 12, 12, 11, 11, 10, 2, 3, 3, 4, 4, 4, 4, 4, 4, 1, 0, 0};
  enum { N = 23 };
  for (int i = 0; i < N; i++) {
    double v = make(order[i]);
    CHECK(class_bits(v) == classes[i] && class_library(v) == classes[i] && class_compare(v) == ((classes[i] & 7) == 0 ? 0 : classes[i]));
    for (int j = 0; j < N; j++) {
      int64_t a = order[i] >> 63 ? -(int64_t)(order[i] & INT64_MAX) - 1 : (int64_t)order[i],
              b = order[j] >> 63 ? -(int64_t)(order[j] & INT64_MAX) - 1 : (int64_t)order[j];
      CHECK(distance(v, make(order[j])) == (uint64_t)(a < b ? (__int128)b - a : (__int128)a - b));
    }
    if (!isnan(v)) {
      CHECK(same(up(v), nextafter(v, INFINITY)));
      int e = 99, f = 0;
      double m = split(v, &e), n = frexp(v, &f);
      CHECK(same(m, n) && e == (isinf(v) ? 0 : f));
      static const int by[] = {0,     1,     -1,    52,    -52,   -53,   -54,   -55,   1022, 1023,  1024,    -1021,
                               -1022, -1023, -1073, -1074, -1075, -1076, 1074,  1075,  2045, 2046,  2047,    2097,
                               2098,  2099,  -2045, -2046, -2097, -2098, -2099, -2100, 3000, -3000, INT_MAX, INT_MIN};
      for (size_t k = 0; k < sizeof by / sizeof *by; k++) CHECK(same(scale(v, by[k]), ldexp(v, by[k])));
    } else {
      int e = 99;
      CHECK(isnan(up(v)) && isnan(split(v, &e)) && e == 0 && isnan(scale(v, 3)) && isnan(scale(v, -3000)));
    }
  }
  CHECK(same(up(-0.0), 0x1p-1074) && same(up(-0x1p-1074), -0.0) && same(up(0x1.fffffffffffffp1023), INFINITY) &&
        same(up(0x0.fffffffffffffp-1022), 0x1p-1022));
  CHECK(same(scale(0x1.8p-1022, -52), 0x1p-1073) && same(scale(0x1.8p-1022, -53), 0x1p-1074) && same(scale(0x1p-1022, -53), 0.0) &&
        same(scale(-0x1.8p0, -1075), -0x1p-1074));
  CHECK(same(scale(0x1.4p0, -1073), 0x1p-1073) && same(scale(0x1.cp0, -1073), 0x1p-1072) &&
        same(scale(0x1.0000000000001p0, -1075), 0x1p-1074));
  CHECK(same(scale(0x1.fffffffffffffp0, -1023), 0x1p-1022) && same(scale(0x1.ffffffffffffep0, -1023), 0x0.fffffffffffffp-1022));
  uint64_t x = 88172645463325252u;
  for (int i = 0; i < 400; i++) {
    x ^= x << 13, x ^= x >> 7, x ^= x << 17;
    double v = make(i % 2 ? x & 0x801fffffffffffff : x);
    int by = (int)(x >> 20 & 4095) - 2048;
    if (!isnan(v)) CHECK(same(scale(v, by), ldexp(v, by)));
  }
  for (size_t n = 0; n <= N; n++) {
    double v[N + 1];
    for (size_t i = 0; i <= N; i++) v[i] = 6;
    for (size_t i = 0; i < n; i++) memcpy(&v[i], &order[n == N ? i * 7 % N : n - 1 - i], 8);
    total_sort(v, n);
    CHECK(memcmp(v, order, n * 8) == 0 && v[n] == 6);
  }
  static const struct {
    float v;
    int macros, halvings;
  } f[] = {{0, 4, 0},
           {-0.0f, 20, 0},
           {1, 12, 150},
           {-1, 28, 150},
           {0x1p-149f, 4, 1},
           {-0x1p-149f, 20, 1},
           {0x1.8p-149f, 4, 2},
           {0x1p-126f, 12, 24},
           {0x0.fffffep-126f, 4, 24},
           {0x1.fffffep127f, 12, 278},
           {0x1.cp-148f, 4, 3},
           {INFINITY, 2, 400},
           {-INFINITY, 18, 400}};
  for (size_t i = 0; i < sizeof f / sizeof *f; i++) CHECK(class_macros(f[i].v) == f[i].macros && halvings(f[i].v) == f[i].halvings);
  CHECK((class_macros(NAN) & 15) == 1 && halvings(NAN) == 400);
  CHECK(differ(0x1.000002p-126f, 0x1p-126f) == 3 && differ(0x1p-126f, 0x0.fffffep-126f) == 3 && differ(0.0f, -0.0f) == 0 &&
        differ(0x1p-149f, 0) == 3);
  CHECK(differ(-0x1p-149f, 0x1p-149f) == 3 && differ(INFINITY, INFINITY) == 1 && differ(NAN, NAN) == 3 && differ(1, 1) == 0);
  return failures != 0;
}
