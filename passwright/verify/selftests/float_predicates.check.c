#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

uint32_t predicates(double a, double b);
uint32_t branches(float a, float b);
void selects(double a, double b, double out[6]);
void masks(const double* a, const double* b, size_t n, signed char* less, signed char* not_equal, int64_t* not_greater);
size_t count_in(const float* v, size_t n, float low, float high);
size_t count_out(const float* v, size_t n, float low, float high);
int sorted(const double* v, size_t n);
size_t find(const double* v, size_t n, double x);

#define NONE 99

// Rank of each value in the order of the numbers, so that the checks compare integers.
static const double values[] = {NAN, -INFINITY, -0x1.fffffep127, -1.5, -0x1p-149, -0.0, 0.0, 0x1p-149, 1.5, 0x1.fffffep127, INFINITY, -NAN};
static const int ranks[] = {NONE, 0, 1, 2, 3, 4, 4, 5, 6, 7, 8, NONE};
enum { N = 12 };

static uint64_t bits(double v) {
  uint64_t b;
  memcpy(&b, &v, 8);
  return b;
}

int main(void) {
  for (int i = 0; i < N; i++) {
    for (int j = 0; j < N; j++) {
      // unordered, less, equal, greater
      int u = ranks[i] == NONE || ranks[j] == NONE, l = !u && ranks[i] < ranks[j], e = !u && ranks[i] == ranks[j],
          g = !u && ranks[i] > ranks[j];
      uint32_t six = (uint32_t)(e | (u | l | g) << 1 | l << 2 | (l | e) << 3 | g << 4 | (g | e) << 5), m = six | (~six & 63) << 6;
      m |= (uint32_t)(l << 12 | (l | g) << 13 | u << 14 | (g | e) << 15 | !u << 16 | (l | g) << 17 | !u << 18 | (u | e) << 19 | e << 20 |
                      u << 21 | !u << 22);
      m |= (uint32_t)((ranks[i] != NONE) << 23 | (ranks[j] == NONE) << 24);
      CHECK(predicates(values[i], values[j]) == m);
      CHECK(branches((float)values[i], (float)values[j]) == (six | (uint32_t)(!(l | e)) << 9 | (uint32_t)u << 14));
      double o[7];
      o[6] = 33;
      selects(values[i], values[j], o);
      CHECK(o[0] == (l ? 1 : 2) && o[1] == (l ? 2 : 1) && o[6] == 33);
      CHECK(isnan(values[g ? i : j]) ? isnan(o[2]) : bits(o[2]) == bits(values[g ? i : j]));
      CHECK(isnan(values[l ? j : i]) ? isnan(o[3]) : bits(o[3]) == bits(values[l ? j : i]));
      CHECK(isnan(values[ranks[i] == NONE ? j : i]) ? isnan(o[4]) : bits(o[4]) == bits(values[ranks[i] == NONE ? j : i]));
      CHECK(o[5] == (ranks[i] == NONE ? 8 : ranks[i] == 4 ? 5 : ranks[i] > 4 ? 6 : 7));
    }
    CHECK(find(values, N, values[i]) == (ranks[i] == NONE ? N : i == 6 ? 5 : (size_t)i));
  }
  for (size_t shift = 0; shift < N; shift++) {
    double a[19], b[19];
    for (size_t n = 0; n <= 19; n++) {
      signed char less[20], unequal[20];
      int64_t wide[20];
      memset(less, 4, sizeof less);
      memset(unequal, 4, sizeof unequal);
      memset(wide, 4, sizeof wide);
      for (size_t i = 0; i < 19; i++) a[i] = values[i % N], b[i] = values[(i * 5 + shift) % N];
      masks(a, b, n, less, unequal, wide);
      for (size_t i = 0; i < n; i++) {
        int p = ranks[i % N], q = ranks[(i * 5 + shift) % N], u = p == NONE || q == NONE;
        CHECK(less[i] == (!u && p < q ? -1 : 0) && unequal[i] == (u || p != q) && wide[i] == (u || p <= q ? -1 : 0));
      }
      CHECK(less[n] == 4 && unequal[n] == 4 && wide[n] == 0x0404040404040404);
    }
  }
  float f[25];
  for (int i = 0; i < 25; i++) f[i] = (float)values[i % N];
  for (int i = 0; i < N; i++) {
    for (int j = 0; j < N; j++) {
      for (size_t n = 0; n <= 25; n += n < 4 ? 1 : 7) {
        size_t in = 0;
        for (size_t k = 0; k < n; k++)
          in += ranks[k % N] != NONE && ranks[i] != NONE && ranks[j] != NONE && ranks[i] <= ranks[k % N] && ranks[k % N] <= ranks[j];
        CHECK(count_in(f, n, (float)values[i], (float)values[j]) == in && count_out(f, n, (float)values[i], (float)values[j]) == n - in);
      }
    }
  }
  CHECK(sorted(values, 0) == 1 && sorted(values, 1) == 1 && sorted(values, 2) == -1 && sorted(values + 1, 10) == 1 &&
        sorted(values + 1, 11) == -1);
  static const double mixed[] = {1, 2, 0, NAN, 5};
  CHECK(sorted(mixed, 5) == 0 && sorted(mixed + 1, 4) == 0 && sorted(mixed + 2, 3) == -1 && sorted(mixed + 3, 2) == -1 &&
        sorted(mixed + 4, 1) == 1);
  static const double zeros[] = {0.0, -0.0, 0.0};
  CHECK(sorted(zeros, 3) == 1 && find(zeros, 3, -0.0) == 0 && find(zeros, 0, 0) == 0);
  return failures != 0;
}
