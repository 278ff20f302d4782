// Calls at the end of functions with more arguments than registers, which turn around, change kind and number on the way.
#include <stdint.h>

static int64_t weigh(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g, int64_t h, int64_t i, int64_t j,
                     int64_t k, int64_t l) {
  return a + b * 2 + c * 3 + d * 5 + e * 7 + f * 11 + g * 13 + h * 17 + i * 19 + j * 23 + k * 29 + l * 31;
}

static int64_t rotate(unsigned n, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g, int64_t h, int64_t i,
                      int64_t j, int64_t k) {
  if (n == 0) return weigh(a, b, c, d, e, f, g, h, i, j, k, 1);
  return rotate(n - 1, k, a, b, c, d, e, f, g, h, i, j + n);
}

int64_t rotated(unsigned n, const int64_t* x) { return rotate(n, x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8], x[9], x[10]); }

// The arguments in reverse: all on the stack move against those in registers.
static int64_t flip(unsigned n, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g, int64_t h, int64_t i,
                    int64_t j, int64_t k, int64_t l) {
  if (n == 0) return weigh(a, b, c, d, e, f, g, h, i, j, k, l);
  if (n & 1) return flip(n - 1, l, k, j, i, h, g, f, e, d, c, b, a);
  return flip(n - 1, b, a, d, c, f, e, h, g, j, i, l, k);
}

int64_t flipped(unsigned n, const int64_t* x) { return flip(n, x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8], x[9], x[10], x[11]); }

static double weigh_both(double a, int b, double c, short d, double e, signed char f, float g, unsigned char h, double i, int j, double k,
                         long l, double m, int n, float o, unsigned short p, double q, int r) {
  double sum = a + c * 2;
  sum = sum + e * 4 + (double)g * 8;
  sum = sum + i * 16 + k * 32;
  sum = sum + m * 64 + (double)o * 128;
  sum = sum + q * 256;
  return sum * 1000 + (double)(b + d * 2 + f * 3 + h * 5 + j * 7 + l * 11 + n * 13 + p * 17 + r * 19);
}

static double narrow(int n, double a, int b, double c, int d, double e, int f, float g, int h, double i, int j, double k, long l, double m,
                     int r) {
  if (n < 0) return a - c;
  if (n == 0)
    return weigh_both(a, b, c, (short)d, e, (signed char)f, g, (unsigned char)h, i, j, k, l, m, r, (float)a, (unsigned short)b, c, -d);
  return narrow(n - 1, m, r, a, b, c, d, (float)e, f, (double)g, h, i, j, k, (int)l);
}

double narrowed(int n, const double* x, const int* y) {
  return narrow(n, x[0], y[0], x[1], y[1], x[2], y[2], (float)x[3], y[3], x[4], y[4], x[5], y[5], x[6], y[6]);
}

// Few arguments call many and many few: the room for the arguments differs.
static uint64_t many(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f, uint64_t g, uint64_t h, uint64_t i,
                     uint64_t j);

static uint64_t few(uint64_t a, uint64_t b) {
  if (a == 0) return b;
  return many(a - 1, b, b + 1, b ^ a, b << 1, b >> 1, a, ~b, a * b, b % (a + 1));
}

static uint64_t many(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f, uint64_t g, uint64_t h, uint64_t i,
                     uint64_t j) {
  if (g & 1) return few(a, (b ^ c) + (d ^ e) * 3 + (f ^ g) * 5 + (h ^ i) * 7 + j);
  if (a & 2) return many(a - 1, j, i, h, g, f, e | 1, d, c, b);
  return few(a, j - b);
}

uint64_t bounce(uint64_t rounds, uint64_t start) { return few(rounds, start); }
