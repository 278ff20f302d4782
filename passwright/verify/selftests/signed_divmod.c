// Calendar and bucket arithmetic on negative numbers: truncating, flooring, Euclidean and ceiling division by constants and variables.
#include <stddef.h>
#include <stdint.h>

static int64_t floor_div(int64_t a, int64_t b) {
  int64_t q = a / b;
  return q - ((a % b != 0) & ((a < 0) != (b < 0)));
}

static int64_t floor_mod(int64_t a, int64_t b) {
  int64_t r = a % b;
  if (r != 0 && (r ^ b) < 0) r += b;
  return r;
}

static int32_t ceil_div(int32_t a, int32_t b) {
  int32_t q = a / b, r = a % b;
  return r != 0 && (r < 0) == (b < 0) ? q + 1 : q;
}

static void euclid(int32_t a, int32_t b, int32_t* q, int32_t* r) {
  *q = a / b;
  *r = a % b;
  if (*r < 0) {
    if (b > 0) {
      *q -= 1;
      *r += b;
    } else {
      *q += 1;
      *r -= b;
    }
  }
}

#define PAIR(d)       \
  out[n++] = a / (d); \
  out[n++] = a % (d);

// a must not be INT32_MIN where the divisor is -1; the caller's a is widened for that one.
size_t by_constants(int32_t a, int64_t* out) {
  size_t n = 0;
  PAIR(1)
  PAIR((int64_t)-1)
  PAIR(2)
  PAIR(-2)
  PAIR(3)
  PAIR(-3)
  PAIR(7)
  PAIR(-7)
  PAIR(10)
  PAIR(16)
  PAIR(-16)
  PAIR(1000)
  PAIR(65536)
  PAIR(-641)
  PAIR(INT32_MAX)
  PAIR(-INT32_MAX)
  PAIR(INT32_MIN)
  return n;
}

size_t by_constants_long(int64_t a, int64_t* out) {
  size_t n = 0;
  PAIR(1)
  PAIR(2)
  PAIR(-4)
  PAIR(5)
  PAIR(-9)
  PAIR((int64_t)1 << 32)
  PAIR(-((int64_t)1 << 40))
  PAIR(1000000007)
  PAIR(INT64_MAX)
  PAIR(INT64_MIN)
  return n;
}

size_t by_constants_byte(signed char a, int64_t* out) {
  size_t n = 0;
  PAIR(3)
  PAIR(-5)
  PAIR(8)
  PAIR(-128)
  PAIR(-1)
  return n;
}

void variable_div(int32_t a, int32_t b, int32_t out[5]) {
  out[0] = (int32_t)floor_div(a, b);
  out[1] = (int32_t)floor_mod(a, b);
  out[2] = ceil_div(a, b);
  euclid(a, b, &out[3], &out[4]);
}

int64_t long_floor(int64_t a, int64_t b, int64_t* rest) {
  *rest = floor_mod(a, b);
  return floor_div(a, b);
}

struct Date {
  int64_t year;
  int month, day, weekday;
};

// Days since 1970-01-01 to the proleptic Gregorian date; years start in March so that the leap day comes last.
struct Date date_of(int64_t days) {
  struct Date d;
  int64_t z = days + 719468, era = floor_div(z, 146097);
  int64_t doe = floor_mod(z, 146097);
  int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  int64_t mp = (5 * doy + 2) / 153;
  d.day = (int)(doy - (153 * mp + 2) / 5 + 1);
  d.month = (int)(mp < 10 ? mp + 3 : mp - 9);
  d.year = yoe + era * 400 + (d.month <= 2);
  d.weekday = (int)floor_mod(days + 4, 7);
  return d;
}

// Counts values per bucket of eight; the first bucket starts at -16, others outside are dropped.
void bucket(const int32_t* values, size_t n, int32_t counts[4]) {
  for (size_t i = 0; i < n; i++) {
    int64_t b = floor_div(values[i], 8) + 2;
    if (b >= 0 && b < 4) counts[b]++;
  }
}
