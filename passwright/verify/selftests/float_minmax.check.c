#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Box {
  float low[3], high[3];
};

size_t both(double a, double b, double* out);
float smallest_sticky(const float* v, size_t n);
float smallest_number(const float* v, size_t n);
double largest_checked(const double* v, size_t n);
double largest_library(const double* v, size_t n);
size_t arg_min(const double* v, size_t n);
void clamp_all(const double* v, size_t n, double low, double high, double* out);
void grow(struct Box* box, const float (*points)[3], size_t n);

static int same(double a, double b) { return isnan(b) ? isnan(a) : memcmp(&a, &b, sizeof a) == 0; }

static const double values[] = {NAN, -INFINITY, -2, -0x1p-140, -0.0, 0.0, 0x1p-140, 1, 2.5, INFINITY};
static const int ranks[] = {99, 0, 1, 2, 3, 3, 4, 5, 6, 7};
enum { N = 10 };

int main(void) {
  for (int i = 0; i < N; i++) {
    for (int j = 0; j < N; j++) {
      double a = values[i], b = values[j], o[15];
      int u = i == 0 || j == 0, l = !u && ranks[i] < ranks[j], e = !u && ranks[i] == ranks[j], g = !u && ranks[i] > ranks[j];
      o[14] = 21;
      CHECK(both(a, b, o) == 14 && o[14] == 21);
      CHECK(same(o[0], l ? a : b) && same(o[1], g ? b : a) && same(o[2], l || e || u ? a : b) && same(o[3], l || e ? a : b));
      CHECK(same(o[4], g ? a : b) && same(o[5], l || e ? b : a) && same(o[6], g ? b : a) && same(o[7], l ? b : a));
      double low = i == 0 ? b : j == 0 ? a : l ? a : b, high = i == 0 ? b : j == 0 ? a : g ? a : b;
      CHECK(same(o[8], low == 0 ? 0.0 : low) && same(o[9], high == 0 ? 0.0 : high));
      CHECK(same(o[10], i != 0 && ranks[i] < 5 ? a : 1) && same(o[11], i == 0 || ranks[i] <= 5 ? a : 1));
      CHECK(same(o[12], i != 0 && ranks[i] > 3 ? a : 0.0) && same(o[13], i != 0 && ranks[i] < 3 ? 0.0 : a));
    }
  }
  // Every order of few, with one NaN at each place in arrays of each length.
  for (size_t n = 0; n <= 21; n++) {
    for (size_t nan = 0; nan <= n; nan++) {
      for (size_t turn = 0; turn < 5; turn++) {
        float f[21];
        double d[21], low_after = INFINITY, low = INFINITY, high = -INFINITY;
        size_t at = 0;
        int found = 0;
        for (size_t i = 0; i < n; i++) {
          d[i] = i == nan ? (double)NAN : (double)((int)((i * 7 + turn * 5) % 23) - 11);
          f[i] = (float)d[i];
          if (i == nan) continue;
          if (i > nan && d[i] < low_after) low_after = d[i];
          if (d[i] < low) low = d[i], at = i, found = 1;
          if (d[i] > high) high = d[i];
        }
        CHECK(same(smallest_number(f, n), (float)low));
        CHECK(same(smallest_sticky(f, n), nan == n ? low : nan + 1 == n ? (double)NAN : low_after));
        CHECK(same(largest_checked(d, n), nan < n ? (double)NAN : high));
        CHECK(same(largest_library(d, n) + 0.0, n == 0 || (n == 1 && nan == 0) ? (double)NAN : high + 0.0));
        CHECK(arg_min(d, n) == (found ? at : 0));
      }
    }
  }
  static const double nans[] = {NAN, NAN, NAN, 7, NAN, -INFINITY, -INFINITY};
  CHECK(arg_min(nans, 3) == 0 && arg_min(nans, 4) == 3 && arg_min(nans, 5) == 3 && arg_min(nans, 7) == 5 &&
        isnan(largest_library(nans, 3)) && largest_library(nans, 4) == 7);
  static const float zeros[] = {0, -0.0f, 0, -0.0f};
  CHECK(same(smallest_sticky(zeros, 4), -0.0) && same(smallest_sticky(zeros, 3), 0.0) && same(smallest_number(zeros, 4), 0.0) &&
        same(smallest_number(zeros + 1, 3), -0.0));
  CHECK(same(largest_checked(values + 4, 2), -0.0) && same(largest_checked(values + 5, 1), 0.0));

  static const double lows[] = {-1, 0.0, -0.0, NAN, 1, -INFINITY}, highs[] = {1, 0.0, 2, 1, NAN, INFINITY};
  for (int c = 0; c < 6; c++) {
    double out[3 * N + 1], low = lows[c], high = highs[c];
    for (size_t n = 0; n <= N; n++) {
      for (int i = 0; i < 3 * N + 1; i++) out[i] = 55;
      clamp_all(values, n, low, high, out);
      for (size_t i = 0; i < n; i++) {
        double v = values[i], first = v, second, third;
        if (isless(v, low))
          first = low;
        else if (isgreater(v, high))
          first = high;
        second = isgreater(v, low) ? v : low;
        second = isless(second, high) ? second : high;
        third = isless(v, high) ? v : high;
        third = isgreater(third, low) ? third : low;
        CHECK(same(out[3 * i], first) && same(out[3 * i + 1], second) && same(out[3 * i + 2], third));
      }
      CHECK(out[3 * n] == 55);
    }
  }
  double out[3];
  clamp_all(values, 1, -1, 1, out);
  CHECK(isnan(out[0]) && out[1] == -1 && out[2] == 1);

  static const float points[][3] = {{1, 2, 3}, {-1, NAN, 5}, {NAN, 1, 4}, {0, NAN, NAN}, {0, -3, NAN}};
  struct Box box = {{INFINITY, INFINITY, INFINITY}, {-INFINITY, -INFINITY, -INFINITY}};
  grow(&box, points, 0);
  CHECK(box.low[0] == INFINITY && box.high[2] == -INFINITY);
  grow(&box, points, 1);
  CHECK(box.low[0] == 1 && box.low[1] == 2 && box.low[2] == 3 && box.high[0] == 1 && box.high[1] == 2 && box.high[2] == 3);
  grow(&box, points + 1, 1);
  CHECK(box.low[0] == -1 && box.low[1] == 2 && box.low[2] == 3 && box.high[0] == 1 && isnan(box.high[1]) && box.high[2] == 5);
  grow(&box, points + 2, 3);
  CHECK(box.low[0] == -1 && box.low[1] == -3 && box.low[2] == 3 && box.high[0] == 0 && box.high[1] == -3 && isnan(box.high[2]));
  return failures != 0;
}
