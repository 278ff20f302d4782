// Variable arguments far beyond the registers, after few and after many named ones, with integers and doubles in turn.
#include <stdarg.h>
#include <stdint.h>

long pick(unsigned index, ...) {
  va_list list;
  long value = 0;
  va_start(list, index);
  for (unsigned i = 0; i <= index; i++) value = va_arg(list, long);
  va_end(list);
  return value;
}

double pick_double(unsigned index, ...) {
  va_list list;
  va_start(list, index);
  while (index-- > 0) (void)va_arg(list, double);
  double value = va_arg(list, double);
  va_end(list);
  return value;
}

// Named arguments fill all registers of both kinds, so that everything after them is on the stack.
int64_t after_many(int a, long b, short c, unsigned char d, long e, int f, long g, int h, signed char i, double p, double q, float r,
                   double s, double t, float u, double v, double w, float x, int count, ...) {
  int64_t sum = a + b * 2 + c * 3 + d * 4 + e * 5 + f * 6 + g * 7 + h * 8 + i * 9;
  sum = sum * 1000 + (int64_t)(p + q * 2 + (double)r * 4 + s * 8 + t * 16 + (double)u * 32 + v * 64 + w * 128 + (double)x * 256);
  va_list list;
  va_start(list, count);
  for (int k = 0; k < count; k++) sum = sum * 3 + (k & 1 ? (int64_t)va_arg(list, double) : va_arg(list, int));
  va_end(list);
  return sum;
}

static uint64_t digest(uint64_t start, unsigned integers, unsigned doubles, ...) {
  va_list list;
  uint64_t hash = start;
  va_start(list, doubles);
  while (integers + doubles > 0) {
    if (integers > 0) {
      hash = hash * 31 + (uint64_t)va_arg(list, long);
      integers--;
    }
    if (doubles > 0) {
      hash = hash * 37 + (uint64_t)(int64_t)va_arg(list, double);
      doubles--;
    }
  }
  va_end(list);
  return hash;
}

uint64_t spread_longs(const long* x) {
  return digest(1, 20, 0, x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8], x[9], x[10], x[11], x[12], x[13], x[14], x[15], x[16],
                x[17], x[18], x[19]);
}

uint64_t spread_both(const long* x, const double* y) {
  uint64_t hash = digest(2, 12, 12, x[0], y[0], x[1], y[1], x[2], y[2], x[3], y[3], x[4], y[4], x[5], y[5], x[6], y[6], x[7], y[7], x[8],
                         y[8], x[9], y[9], x[10], y[10], x[11], y[11]);
  // Unread arguments, and fewer integers than doubles.
  return digest(hash, 1, 10, x[0], y[9], y[8], y[7], y[6], y[5], y[4], y[3], y[2], y[1], y[0], x[1], y[1]);
}

uint64_t spread_none(uint64_t start) { return digest(start, 0, 0) + digest(start, 0, 0, 5L, 6.0); }

// Each call hands all but the first of eleven on.
static long rotate(int depth, long a, ...) {
  long x[10];
  va_list list;
  va_start(list, a);
  for (int i = 0; i < 10; i++) x[i] = va_arg(list, long);
  va_end(list);
  if (depth == 0) return a * 2 - x[9];
  return rotate(depth - 1, x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8], x[9], a + depth) + (depth & 1);
}

long rotated(int depth, const long* x) { return rotate(depth, x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8], x[9], x[10]); }
