// Chains of selects: clamps and medians of several types, saturating and averaging arithmetic, three-way orders of floats with NaN and both
// zeros.
#include <limits.h>
#include <stddef.h>
#include <stdint.h>

static int32_t low(int32_t a, int32_t b) { return a < b ? a : b; }
static int32_t high(int32_t a, int32_t b) { return a < b ? b : a; }

int32_t clamp(int32_t x, int32_t from, int32_t to) { return x < from ? from : x > to ? to : x; }
uint8_t to_byte(int32_t x) { return (uint8_t)clamp(x, 0, 255); }
int8_t to_signed_byte(int64_t x) { return x < -128 ? -128 : x > 127 ? 127 : (int8_t)x; }
int32_t median(int32_t a, int32_t b, int32_t c) { return high(low(a, b), low(high(a, b), c)); }

int32_t add_saturated(int32_t a, int32_t b) {
  if (b > 0 && a > INT32_MAX - b) return INT32_MAX;
  if (b < 0 && a < INT32_MIN - b) return INT32_MIN;
  return a + b;
}

uint32_t subtract_saturated(uint32_t a, uint32_t b) { return a > b ? a - b : 0; }
uint32_t gap(int32_t a, int32_t b) { return a > b ? (uint32_t)a - (uint32_t)b : (uint32_t)b - (uint32_t)a; }
uint32_t magnitude(int32_t a) { return a < 0 ? 0u - (uint32_t)a : (uint32_t)a; }
int sign(int64_t a) { return a > 0 ? 1 : a == 0 ? 0 : -1; }

// signed against unsigned as numbers, not as C compares them
int order_mixed(int32_t a, uint32_t b) { return a < 0 || (uint32_t)a < b ? -1 : (uint32_t)a > b; }

double least(double a, double b) { return a < b ? a : b; }
double not_more(double a, double b) { return !(a > b) ? a : b; }
double most(double a, double b) { return a >= b ? a : b; }
double absolute(double a) { return a < 0 ? -a : a; }
double without_zero_sign(double a) { return a == 0 ? 0 : a; }

int order(double a, double b) {
  if (a < b) return -1;
  if (a > b) return 1;
  return a == b ? 0 : 2;
}

static void swap_if(int32_t* a, int32_t* b) {
  int32_t x = *a, y = *b;
  *a = x < y ? x : y;
  *b = x < y ? y : x;
}

void sort5(int32_t v[5]) {
  static const unsigned char pairs[9][2] = {{0, 1}, {3, 4}, {2, 4}, {2, 3}, {0, 3}, {0, 2}, {1, 4}, {1, 3}, {1, 2}};
  for (int i = 0; i < 9; i++) swap_if(v + pairs[i][0], v + pairs[i][1]);
}

// which bonus applies: each later rule overrides the one before if it holds
int grade(int points, unsigned late, _Bool excused) {
  int result = points >= 90 ? 1 : points >= 75 ? 2 : points >= 50 ? 3 : 5;
  result = late > 3 && !excused ? result + 1 : result;
  result = result > 5 ? 5 : result;
  result = points < 0 ? 6 : result;
  return excused && result == 5 ? 4 : result;
}

size_t argument_of_least(const double* p, size_t n) {
  size_t best = 0;
  for (size_t i = 1; i < n; i++) best = p[i] < p[best] ? i : best;
  return best;
}
