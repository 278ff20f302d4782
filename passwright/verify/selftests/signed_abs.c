// Rational numbers with small terms: absolute values, signs, greatest common divisors of negatives, comparisons and rounding by sign.
#include <stddef.h>
#include <stdint.h>

static uint64_t magnitude(int64_t v) { return v < 0 ? 0 - (uint64_t)v : (uint64_t)v; }

static int sign(int64_t v) { return (v > 0) - (v < 0); }

static uint64_t gcd(uint64_t a, uint64_t b) {
  while (b != 0) {
    uint64_t r = a % b;
    a = b;
    b = r;
  }
  return a;
}

uint64_t common(int64_t a, int64_t b) { return gcd(magnitude(a), magnitude(b)); }

struct Ratio {
  int32_t over, under;
};

// False where the denominator is zero or the result does not fit; the result is in lowest terms with a positive denominator.
int normalise(int64_t over, int64_t under, struct Ratio* r) {
  if (under == 0) return 0;
  uint64_t g = common(over, under), a = magnitude(over) / g, b = magnitude(under) / g;
  int s = sign(over) * sign(under);
  if (b > INT32_MAX || a > (uint64_t)INT32_MAX + (s < 0)) return 0;
  r->over = (int32_t)(s < 0 ? -(int64_t)a : (int64_t)a);
  r->under = (int32_t)b;
  return 1;
}

int compare(struct Ratio a, struct Ratio b) { return sign((int64_t)a.over * b.under - (int64_t)b.over * a.under); }

int add(struct Ratio a, struct Ratio b, struct Ratio* sum) {
  return normalise((int64_t)a.over * b.under + (int64_t)b.over * a.under, (int64_t)a.under * b.under, sum);
}

// Halves are rounded away from zero.
int32_t nearest(struct Ratio a) {
  int64_t twice = (int64_t)(2 * magnitude(a.over)) + a.under;
  return (int32_t)(sign(a.over) * (twice / (2 * (int64_t)a.under)));
}

int32_t distance_sum(const int32_t* v, size_t n, int32_t to) {
  uint32_t sum = 0;
  for (size_t i = 0; i < n; i++) {
    int64_t d = (int64_t)v[i] - to;
    sum += (uint32_t)(d < 0 ? -d : d);
  }
  return (int32_t)(sum & 0x7fffffff);
}

// The largest magnitude among bytes, and where; -128 counts as 128, the first of equals wins.
int loudest(const signed char* v, size_t n, size_t* where) {
  int best = -1;
  for (size_t i = 0; i < n; i++) {
    int a = v[i] < 0 ? -v[i] : v[i];
    if (a > best) {
      best = a;
      *where = i;
    }
  }
  return best;
}

// Number of sign changes between neighbours, where zeros are passed over.
unsigned changes(const int16_t* v, size_t n) {
  int last = 0;
  unsigned count = 0;
  for (size_t i = 0; i < n; i++) {
    int s = sign(v[i]);
    if (s == 0) continue;
    count += s == -last;
    last = s;
  }
  return count;
}

void signs(const int64_t* v, size_t n, signed char* out) {
  for (size_t i = 0; i < n; i++) out[i] = (signed char)(3 * sign(v[i]) + (magnitude(v[i]) >> 63 != 0));
}
