#include <stddef.h>
#include <stdint.h>

#include "check.h"

struct Date {
  int64_t year;
  int month, day, weekday;
};

size_t by_constants(int32_t a, int64_t* out);
size_t by_constants_long(int64_t a, int64_t* out);
size_t by_constants_byte(signed char a, int64_t* out);
void variable_div(int32_t a, int32_t b, int32_t out[5]);
int64_t long_floor(int64_t a, int64_t b, int64_t* rest);
struct Date date_of(int64_t days);
void bucket(const int32_t* values, size_t n, int32_t counts[4]);

// Long division by subtraction of shifted magnitudes, so that no division instruction takes part.
static int64_t slow_div(int64_t a, int64_t b, int64_t* rest) {
  uint64_t x = a < 0 ? 0 - (uint64_t)a : (uint64_t)a, y = b < 0 ? 0 - (uint64_t)b : (uint64_t)b, q = 0, r = 0;
  for (int i = 63; i >= 0; i--) {
    int carry = (int)(r >> 63);
    r = r << 1 | (x >> i & 1);
    if (carry || r >= y) r -= y, q |= (uint64_t)1 << i;
  }
  *rest = (int64_t)(a < 0 ? 0 - r : r);
  return (int64_t)((a < 0) != (b < 0) ? 0 - q : q);
}

static void compare(int64_t a, const int64_t* divisors, size_t n, const int64_t* out) {
  for (size_t i = 0; i < n; i++) {
    int64_t r, q = slow_div(a, divisors[i], &r);
    CHECK(out[2 * i] == q && out[2 * i + 1] == r);
  }
}

static const int32_t edges[] = {0,
                                1,
                                -1,
                                2,
                                -2,
                                3,
                                -3,
                                4,
                                5,
                                6,
                                -6,
                                7,
                                -7,
                                8,
                                -8,
                                9,
                                -9,
                                10,
                                -10,
                                15,
                                -15,
                                16,
                                -16,
                                17,
                                -17,
                                640,
                                -641,
                                -642,
                                999,
                                -1000,
                                1001,
                                65535,
                                -65535,
                                65536,
                                -65536,
                                -65537,
                                INT32_MAX,
                                INT32_MAX - 1,
                                -INT32_MAX,
                                INT32_MIN,
                                INT32_MIN + 2,
                                1 << 30,
                                -(1 << 30)};
enum { EDGES = sizeof edges / sizeof *edges };

int main(void) {
  static const int64_t d32[] = {1, -1, 2, -2, 3, -3, 7, -7, 10, 16, -16, 1000, 65536, -641, INT32_MAX, -INT32_MAX, INT32_MIN};
  static const int64_t d64[] = {1, 2, -4, 5, -9, (int64_t)1 << 32, -((int64_t)1 << 40), 1000000007, INT64_MAX, INT64_MIN};
  static const int64_t d8[] = {3, -5, 8, -128, -1};
  int64_t out[40];
  for (size_t i = 0; i < EDGES; i++) {
    CHECK(by_constants(edges[i], out) == 34);
    compare(edges[i], d32, 17, out);
    for (int s = 0; s < 3; s++) {
      int64_t a = s == 0   ? edges[i]
                  : s == 1 ? (int64_t)((uint64_t)edges[i] << 32) + edges[i]
                           : (int64_t)((uint64_t)INT64_MAX + (uint64_t)edges[i]);
      CHECK(by_constants_long(a, out) == 20);
      compare(a, d64, 10, out);
    }
    for (size_t j = 0; j < EDGES; j++) {
      int32_t a = edges[i], b = edges[j], v[5];
      if (b == 0 || (a == INT32_MIN && b == -1)) continue;
      variable_div(a, b, v);
      int64_t r, q = slow_div(a, b, &r), down = q, up = q, positive = r;
      if (r != 0 && ((a < 0) != (b < 0))) down--;
      if (r != 0 && ((a < 0) == (b < 0))) up++;
      if (r < 0) positive = b < 0 ? r - b : r + b;
      CHECK(v[0] == down && v[1] == a - down * b && v[2] == up);
      CHECK(v[4] == positive && (int64_t)v[3] * b + v[4] == a && v[4] >= 0);
    }
  }
  for (int a = -128; a < 128; a++) {
    CHECK(by_constants_byte((signed char)a, out) == 10);
    compare(a, d8, 5, out);
  }
  int64_t rest;
  CHECK(long_floor(INT64_MIN, 3, &rest) == -3074457345618258603 && rest == 1);
  CHECK(long_floor(INT64_MIN, INT64_MAX, &rest) == -2 && rest == INT64_MAX - 1);
  CHECK(long_floor(INT64_MAX, INT64_MIN, &rest) == -1 && rest == -1);
  CHECK(long_floor(INT64_MIN, INT64_MIN, &rest) == 1 && rest == 0);
  CHECK(long_floor(-1, INT64_MIN, &rest) == 0 && rest == -1);

  static const struct {
    int64_t days;
    struct Date date;
  } dates[] = {{0, {1970, 1, 1, 4}},        {-1, {1969, 12, 31, 3}},    {59, {1970, 3, 1, 0}},      {-719468, {0, 3, 1, 3}},
               {-719469, {0, 2, 29, 2}},    {-719528, {0, 1, 1, 6}},    {-719529, {-1, 12, 31, 5}}, {11016, {2000, 2, 29, 2}},
               {11017, {2000, 3, 1, 3}},    {47540, {2100, 2, 28, 0}},  {47541, {2100, 3, 1, 1}},   {-865565, {-400, 3, 1, 3}},
               {-865566, {-400, 2, 29, 2}}, {-25509, {1900, 2, 28, 3}}, {-25508, {1900, 3, 1, 4}}};
  for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
    struct Date d = date_of(dates[i].days), e = dates[i].date;
    CHECK(d.year == e.year && d.month == e.month && d.day == e.day && d.weekday == e.weekday);
  }
  int32_t counts[6] = {77, 0, 0, 0, 0, 77};
  bucket(edges, EDGES, counts + 1);
  CHECK(counts[0] == 77 && counts[1] == 4 && counts[2] == 6 && counts[3] == 8 && counts[4] == 4 && counts[5] == 77);
  bucket(edges, 0, counts + 1);
  CHECK(counts[1] == 4 && counts[4] == 4);
  return failures != 0;
}
