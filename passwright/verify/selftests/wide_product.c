// Products of 64-bit words through __int128: high halves signed and unsigned, modular powers, Montgomery form, primes, scaling.
#include <stddef.h>
#include <stdint.h>

typedef unsigned __int128 u128;
typedef __int128 i128;

static uint64_t high(uint64_t a, uint64_t b) { return (uint64_t)((u128)a * b >> 64); }

static int64_t signed_high(int64_t a, int64_t b) { return (int64_t)((i128)a * b >> 64); }

// Unsigned times signed.
static int64_t mixed_high(uint64_t a, int64_t b) { return (int64_t)((i128)a * b >> 64); }

void highs(uint64_t a, uint64_t b, uint64_t out[5]) {
  out[0] = high(a, b);
  out[1] = (uint64_t)signed_high((int64_t)a, (int64_t)b);
  out[2] = (uint64_t)mixed_high(a, (int64_t)b);
  out[3] = a * b;
  out[4] = (uint64_t)((u128)a * 10 >> 64) + (uint64_t)((u128)(uint32_t)a * (uint32_t)b);
}

static uint64_t mul_mod(uint64_t a, uint64_t b, uint64_t m) { return (uint64_t)((u128)a * b % m); }

uint64_t power_mod(uint64_t base, uint64_t exponent, uint64_t m) {
  uint64_t r = 1 % m;
  for (base %= m; exponent != 0; exponent >>= 1) {
    if (exponent & 1) r = mul_mod(r, base, m);
    base = mul_mod(base, base, m);
  }
  return r;
}

int is_prime(uint64_t n) {
  static const unsigned char bases[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};
  if (n < 2) return 0;
  for (size_t i = 0; i < sizeof bases; i++)
    if (n % bases[i] == 0) return n == bases[i];
  unsigned twos = (unsigned)__builtin_ctzll(n - 1);
  for (size_t i = 0; i < sizeof bases; i++) {
    uint64_t x = power_mod(bases[i], (n - 1) >> twos, n);
    if (x == 1 || x == n - 1) continue;
    unsigned k = 1;
    for (; k < twos && x != n - 1; k++) x = mul_mod(x, x, n);
    if (x != n - 1) return 0;
  }
  return 1;
}

static uint64_t reduce(u128 t, uint64_t m, uint64_t minus_inverse) {
  uint64_t q = (uint64_t)t * minus_inverse;
  u128 sum = (u128)q * m, low = (u128)(uint64_t)t + (uint64_t)sum;
  u128 r = (t >> 64) + (sum >> 64) + (low >> 64);
  return (uint64_t)(r >= m ? r - m : r);
}

// The modulus must be odd.
uint64_t montgomery_power(uint64_t base, uint64_t exponent, uint64_t m) {
  uint64_t inverse = m;
  for (int i = 0; i < 5; i++) inverse *= 2 - m * inverse;
  uint64_t one = (uint64_t)(((u128)1 << 64) % m), square = mul_mod(one, one, m);
  uint64_t b = reduce((u128)(base % m) * square, m, 0 - inverse), r = one;
  for (; exponent != 0; exponent >>= 1) {
    if (exponent & 1) r = reduce((u128)r * b, m, 0 - inverse);
    b = reduce((u128)b * b, m, 0 - inverse);
  }
  return reduce(r, m, 0 - inverse);
}

// a * times / by, rounded to nearest and away from zero at halves.
int64_t scale(int64_t a, int64_t times, int64_t by) {
  i128 p = (i128)a * times, q = p / by, r = p % by;
  if (r < 0) r = -r;
  u128 size = by < 0 ? (u128) - (i128)by : (u128)by;
  if (2 * (u128)r >= size) q += (p < 0) == (by < 0) ? 1 : -1;
  return (int64_t)q;
}

void dot(const int64_t* a, const int64_t* b, size_t n, uint64_t out[2]) {
  i128 sum = 0;
  for (size_t i = 0; i < n; i++) sum += (i128)(int32_t)a[i] * b[i];
  out[0] = (uint64_t)sum;
  out[1] = (uint64_t)(sum >> 64);
}
