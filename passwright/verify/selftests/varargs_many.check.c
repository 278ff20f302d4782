#include <limits.h>
#include <stdint.h>

#include "check.h"

long pick(unsigned index, ...);
double pick_double(unsigned index, ...);
int64_t after_many(int a, long b, short c, unsigned char d, long e, int f, long g, int h, signed char i, double p, double q, float r,
                   double s, double t, float u, double v, double w, float x, int count, ...);
uint64_t spread_longs(const long* x);
uint64_t spread_both(const long* x, const double* y);
uint64_t spread_none(uint64_t start);
long rotated(int depth, const long* x);

int main(void) {
  for (unsigned i = 0; i < 18; i++) {
    long got = pick(i, 0l, -1l, LONG_MIN, LONG_MAX, 4l, 5l, 6l, 7l, 8l, 9l, 10l, 11l, 12l, 13l, 14l, 15l, 16l, 17l);
    CHECK(got == (i == 1 ? -1 : i == 2 ? LONG_MIN : i == 3 ? LONG_MAX : (long)i));
    double d = pick_double(i, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5, 12.5, 13.5, 14.5, 15.5, 16.5, 17.5);
    CHECK(d == i + 0.5);
  }
#define NAMED -1, 1000000007L, -3, 255, -5L, 6, 7L, -8, -9, 1.0, 2.0, 3.0f, 4.0, -5.0, 6.0f, 7.0, 8.0, -9.0f
  CHECK(after_many(NAMED, 0) == 2000000938329);
  CHECK(after_many(NAMED, 1, -77) == 6000002814910);
  CHECK(after_many(NAMED, 6, INT_MAX, -2.0, INT_MIN, 4.0, 5, -6.75) == 1458464540509449);
  CHECK(after_many(NAMED, 13, 1, 2.0, 3, 4.0, 5, 6.0, 7, 8.0, 9, 10.0, 11, 12.0, 13) == 3188647496000702002);

  long x[20];
  double y[12];
  for (int i = 0; i < 20; i++) x[i] = (i % 2 ? -1 : 1) * (i + 1L) * 1234567890123L;
  for (int i = 0; i < 12; i++) y[i] = (i % 3 ? 1 : -1) * (i * 1e6 + 0.5);
  CHECK(spread_longs(x) == 2038144000919318459u);
  CHECK(spread_both(x, y) == 18321836115886202859u);
  x[19]++;
  CHECK(spread_longs(x) == 2038144000919318459u + 1);
  x[0]++;
  CHECK(spread_longs(x) != 2038144000919318459u + 1);
  CHECK(spread_none(0) == 0 && spread_none(21) == 42 && spread_none(UINT64_MAX) == UINT64_MAX - 1);

  static const long turn[] = {3, -1, 4, -1, 5, -9, 2, -6, 5, -3, 50};
  static const long rotations[] = {-44, -5, 9,  -5, 12, -21, 15,  -11, 19, -7, 107, -17, 10, 25, 10,
                                   28,  -6, 31, 4,  35, 8,   123, 20,  37, 51, 37,  54,  21, 57, 31};
  for (int depth = 0; depth < 30; depth++) CHECK(rotated(depth, turn) == rotations[depth]);
  return failures != 0;
}
