#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Ratio {
  int32_t over, under;
};

uint64_t common(int64_t a, int64_t b);
int normalise(int64_t over, int64_t under, struct Ratio* r);
int compare(struct Ratio a, struct Ratio b);
int add(struct Ratio a, struct Ratio b, struct Ratio* sum);
int32_t nearest(struct Ratio a);
int32_t distance_sum(const int32_t* v, size_t n, int32_t to);
int loudest(const signed char* v, size_t n, size_t* where);
unsigned changes(const int16_t* v, size_t n);
void signs(const int64_t* v, size_t n, signed char* out);

int main(void) {
  CHECK(common(0, 0) == 0 && common(0, -5) == 5 && common(-12, 18) == 6 && common(-12, -18) == 6 && common(7, -13) == 1);
  CHECK(common(INT64_MIN, INT64_MIN) == (uint64_t)1 << 63 && common(INT64_MIN, 96) == 32 && common(0, INT64_MIN) == (uint64_t)1 << 63);
  CHECK(common(INT64_MAX, 49) == 49 && common(INT64_MIN, INT64_MAX) == 1 && common(-1, INT64_MIN) == 1);

  static const struct {
    int64_t over, under;
    int fits;
    struct Ratio r;
  } cases[] = {{6, 4, 1, {3, 2}},
               {-6, 4, 1, {-3, 2}},
               {6, -4, 1, {-3, 2}},
               {-6, -4, 1, {3, 2}},
               {0, -9, 1, {0, 1}},
               {5, 0, 0, {9, 9}},
               {0, 0, 0, {9, 9}},
               {INT64_MIN, INT64_MIN, 1, {1, 1}},
               {INT64_MIN, 1LL << 32, 1, {INT32_MIN, 1}},
               {INT64_MIN, -(1LL << 32), 0, {9, 9}},
               {1LL << 31, 1, 0, {9, 9}},
               {-(1LL << 31), 1, 1, {INT32_MIN, 1}},
               {-(1LL << 31) - 1, 1, 0, {9, 9}},
               {1LL << 31, -1, 1, {INT32_MIN, 1}},
               {1, INT64_MIN, 0, {9, 9}},
               {1, INT32_MIN, 0, {9, 9}},
               {2, INT32_MIN, 1, {-1, 1 << 30}},
               {INT64_MAX, -INT64_MAX, 1, {-1, 1}},
               {INT32_MAX, INT32_MIN, 0, {9, 9}},
               {INT32_MIN, INT32_MAX, 1, {INT32_MIN, INT32_MAX}}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct Ratio r = {9, 9};
    CHECK(normalise(cases[i].over, cases[i].under, &r) == cases[i].fits);
    CHECK(r.over == cases[i].r.over && r.under == cases[i].r.under);
  }

  // In rising order; each against each.
  static const struct Ratio order[] = {{INT32_MIN, 1},
                                       {INT32_MIN + 1, 1},
                                       {INT32_MIN, INT32_MAX},
                                       {-1, 1},
                                       {-1, 2},
                                       {-1, INT32_MAX},
                                       {0, 1},
                                       {1, INT32_MAX},
                                       {1, INT32_MAX - 1},
                                       {INT32_MAX - 1, INT32_MAX},
                                       {1, 1},
                                       {INT32_MAX, INT32_MAX - 1},
                                       {INT32_MAX, 1}};
  for (int i = 0; i < 13; i++)
    for (int j = 0; j < 13; j++) CHECK(compare(order[i], order[j]) == (i > j) - (i < j));
  struct Ratio sum = {9, 9};
  CHECK(add((struct Ratio){-1, 6}, (struct Ratio){1, 10}, &sum) && sum.over == -1 && sum.under == 15);
  CHECK(add((struct Ratio){-1, 6}, (struct Ratio){1, 6}, &sum) && sum.over == 0 && sum.under == 1);
  CHECK(!add((struct Ratio){INT32_MIN, 1}, (struct Ratio){-1, 1}, &sum) && sum.over == 0);
  CHECK(!add((struct Ratio){1, INT32_MAX}, (struct Ratio){1, INT32_MAX - 1}, &sum) && sum.under == 1);

  static const struct {
    struct Ratio r;
    int32_t near;
  } near[] = {{{0, 5}, 0},
              {{1, 2}, 1},
              {{-1, 2}, -1},
              {{1, 3}, 0},
              {{-1, 3}, 0},
              {{-2, 3}, -1},
              {{5, 2}, 3},
              {{-5, 2}, -3},
              {{-7, 1}, -7},
              {{INT32_MIN, 1}, INT32_MIN},
              {{INT32_MIN, 2}, -(1 << 30)},
              {{INT32_MIN, INT32_MAX}, -1},
              {{INT32_MAX, 1}, INT32_MAX},
              {{-1073741823, INT32_MAX}, 0},
              {{-1073741824, INT32_MAX}, -1},
              {{INT32_MIN, 3}, -715827883}};
  for (size_t i = 0; i < sizeof near / sizeof *near; i++) CHECK(nearest(near[i].r) == near[i].near);

  static const int32_t d[] = {0, -1, 1, INT32_MIN, INT32_MAX, 100, -100};
  CHECK(distance_sum(d, 0, 5) == 0 && distance_sum(d, 3, 0) == 2 && distance_sum(d, 7, 0) == 201);
  CHECK(distance_sum(d + 3, 1, INT32_MAX) == 0x7fffffff && distance_sum(d + 4, 1, INT32_MIN) == 0x7fffffff &&
        distance_sum(d + 3, 1, 0) == 0);
  CHECK(distance_sum(d + 5, 2, -100) == 200 && distance_sum(d + 4, 3, -1) == 200);

  signed char bytes[67];
  for (int n = 1; n <= 67; n++) {
    for (int at = 0; at < n; at++) {
      size_t where = 1000;
      memset(bytes, at & 1 ? -5 : 5, sizeof bytes);
      bytes[at] = at % 3 == 0 ? -128 : at % 3 == 1 ? 127 : -6;
      CHECK(loudest(bytes, (size_t)n, &where) == (at % 3 == 0 ? 128 : at % 3 == 1 ? 127 : 6) && where == (size_t)at);
    }
  }
  size_t where = 1000;
  CHECK(loudest(bytes, 0, &where) == -1 && where == 1000);
  static const signed char ties[] = {0, 127, -127, -128, -128, 127};
  CHECK(loudest(ties, 3, &where) == 127 && where == 1 && loudest(ties, 6, &where) == 128 && where == 3 && loudest(ties, 1, &where) == 0 &&
        where == 0);

  static const int16_t waves[] = {0, 0, 5, 0, -3, -4, 0, 0, INT16_MAX, INT16_MIN, 0, INT16_MIN, 1, 0};
  static const unsigned expected[] = {0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 3, 3, 3, 4, 4};
  for (size_t n = 0; n <= 14; n++) CHECK(changes(waves, n) == expected[n]);

  static const int64_t v[] = {0, 1, -1, INT64_MAX, INT64_MIN, INT64_MIN + 1, INT32_MIN, 0x80000000, -0x100000000};
  static const signed char s[] = {0, 3, -3, 3, -2, -3, -3, 3, -3, 77};
  signed char out[10];
  memset(out, 77, sizeof out);
  signs(v, 9, out);
  CHECK(memcmp(out, s, 10) == 0);
  return failures != 0;
}
