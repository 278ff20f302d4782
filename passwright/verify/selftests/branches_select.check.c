#include <limits.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

int32_t clamp(int32_t x, int32_t from, int32_t to);
uint8_t to_byte(int32_t x);
int8_t to_signed_byte(int64_t x);
int32_t median(int32_t a, int32_t b, int32_t c);
int32_t add_saturated(int32_t a, int32_t b);
uint32_t subtract_saturated(uint32_t a, uint32_t b);
uint32_t gap(int32_t a, int32_t b);
uint32_t magnitude(int32_t a);
int sign(int64_t a);
int order_mixed(int32_t a, uint32_t b);
double least(double a, double b);
double not_more(double a, double b);
double most(double a, double b);
double absolute(double a);
double without_zero_sign(double a);
int order(double a, double b);
void sort5(int32_t v[5]);
int grade(int points, unsigned late, _Bool excused);
size_t argument_of_least(const double* p, size_t n);

static uint64_t bits(double d) {
  uint64_t u;
  memcpy(&u, &d, sizeof u);
  return u;
}

int main(void) {
  static const int32_t edges[] = {INT32_MIN, INT32_MIN + 1, -1000, -129, -128,          -1,       0, 1, 127, 128,
                                  254,       255,           256,   1000, INT32_MAX - 1, INT32_MAX};
  enum { E = sizeof edges / sizeof *edges };  // in order, so positions say what must come
  for (int i = 0; i < E; i++) {
    int32_t a = edges[i];
    CHECK(to_byte(a) == (i <= 6 ? 0 : i >= 11 ? 255 : a) && to_signed_byte(a) == (i <= 4 ? -128 : i >= 8 ? 127 : a));
    CHECK(magnitude(a) == (uint32_t)llabs((long long)a) && sign(a) == (i > 6) - (i < 6) &&
          sign((int64_t)a << 32 >> 1) == (i > 6) - (i < 6));
    for (int j = 0; j < E; j++) {
      int32_t b = edges[j];
      int64_t sum = (int64_t)a + b, wide = (int64_t)b - a;
      if (sum > INT32_MAX) sum = INT32_MAX;
      if (sum < INT32_MIN) sum = INT32_MIN;
      CHECK(add_saturated(a, b) == sum && gap(a, b) == (uint64_t)(i < j ? wide : -wide));
      wide = (int64_t)a - (uint32_t)b;
      CHECK(order_mixed(a, (uint32_t)b) == (wide > 0) - (wide < 0));
      wide = (int64_t)(uint32_t)a - (uint32_t)b;
      CHECK(subtract_saturated((uint32_t)a, (uint32_t)b) == (wide > 0 ? wide : 0));
      for (int k = 0; k < E; k++) {
        int middle = i + j + k - (i > j ? i > k ? i : k : j > k ? j : k) - (i < j ? i < k ? i : k : j < k ? j : k);
        CHECK(median(a, b, edges[k]) == edges[middle]);
        if (i <= j) CHECK(clamp(edges[k], a, b) == edges[k < i ? i : k > j ? j : k]);
      }
    }
  }
  CHECK(clamp(5, 10, 0) == 10 && clamp(20, 10, 0) == 0 && clamp(10, 10, 0) == 0);
  CHECK(to_signed_byte(INT64_MAX) == 127 && to_signed_byte(INT64_MIN) == -128 && to_signed_byte(0x100000000) == 127 &&
        to_signed_byte(-0x100000000) == -128);
  CHECK(sign(0x100000000) == 1 && sign(INT64_MIN) == -1 && sign(0x80000000) == 1);

  static const double d[] = {-INFINITY, -1.5, -0.0, 0.0, 4.9e-324, 1.5, INFINITY, NAN};
  for (int i = 0; i < 8; i++) {
    for (int j = 0; j < 8; j++) {
      int nan = i == 7 || j == 7, equal = !nan && (i == j || (i + j == 5 && (i == 2 || i == 3))), less = !nan && !equal && i < j;
      CHECK(order(d[i], d[j]) == (nan ? 2 : equal ? 0 : less ? -1 : 1));
      CHECK(bits(least(d[i], d[j])) == bits(less ? d[i] : d[j]));
      CHECK(bits(not_more(d[i], d[j])) == bits(less || equal || nan ? d[i] : d[j]));
      CHECK(bits(most(d[i], d[j])) == bits(!nan && !less ? d[i] : d[j]));
    }
    static const double plain[] = {INFINITY, 1.5, -0.0, 0.0, 4.9e-324, 1.5, INFINITY};
    if (i < 7) CHECK(bits(absolute(d[i])) == bits(plain[i]) && bits(without_zero_sign(d[i])) == bits(i == 2 ? 0.0 : d[i]));
  }
  CHECK(isnan(absolute(NAN)) && isnan(without_zero_sign(NAN)));

  for (int code = 0; code < 3125; code++) {
    int32_t v[7] = {77, 0, 0, 0, 0, 0, 88};
    int counts[5] = {0}, at = 1;
    for (int i = 0, rest = code; i < 5; i++, rest /= 5) v[i + 1] = edges[rest % 5 * 3 + 1], counts[rest % 5]++;
    sort5(v + 1);
    for (int k = 0; k < 5; k++)
      for (; counts[k] > 0; counts[k]--) CHECK(v[at++] == edges[k * 3 + 1]);
    CHECK(v[0] == 77 && v[6] == 88);
  }

  static const int points[] = {INT_MIN, -1, 0, 49, 50, 74, 75, 89, 90, INT_MAX};
  static const char grades[3][11] = {"6655332211", "6655443322", "6644332211"};
  for (int i = 0; i < 10; i++) {
    for (unsigned late = 0; late < 7; late++) {
      CHECK(grade(points[i], late, 0) == grades[late > 3][i] - '0');
      CHECK(grade(points[i], late, 1) == grades[2][i] - '0');
    }
    CHECK(grade(points[i], UINT_MAX, 0) == grades[1][i] - '0');
  }

  double p[20];
  for (size_t n = 1; n < 20; n++)
    for (size_t at = 0; at < n; at++) {
      for (size_t i = 0; i < n; i++) p[i] = i % 3 ? 7 : 0.0;
      p[at] = -3;
      CHECK(argument_of_least(p, n) == at);
      p[n - 1] = -3;
      CHECK(argument_of_least(p, n) == at);
      p[at] = NAN;
      if (at == 0) CHECK(argument_of_least(p, n) == 0);
      p[n - 1] = NAN;
      if (at > 0 && n > 1) CHECK(argument_of_least(p, n) == 0);
      p[at] = at % 3 ? -0.0 : 0.0;
      if (n > 1 && at < n - 1) CHECK(argument_of_least(p, n) == 0);
    }
  return failures != 0;
}
