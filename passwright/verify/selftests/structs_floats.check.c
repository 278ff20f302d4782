#include <math.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Two {
  float x, y;
};

struct Three {
  float x, y, z;
};

struct Four {
  double w, x, y, z;
};

struct Mixed {
  int32_t count;
  float scale;
  double offset;
};

struct Odd {
  double value;
  int8_t shift;
};

struct Wrapped {
  struct Two inner[2];
};

struct Two two_add(struct Two a, struct Two b);
struct Two two_turn(struct Two a);
struct Three cross(struct Three a, struct Three b);
float volume(const struct Three* corners);
struct Four product(struct Four a, struct Four b);
struct Four sandwich(struct Four by, struct Four a);
struct Mixed mixed_step(struct Mixed m);
struct Odd odd_scale(struct Odd odd);
struct Wrapped exchange(struct Wrapped w);
double many(struct Two a, struct Mixed b, struct Four c, struct Odd d, struct Three e, struct Two f, struct Mixed g, int64_t h,
            struct Four i);
double relay(struct Two a, struct Odd d, int64_t h);

#define SAME(a, ...) (memcmp(&a, &(__typeof__(a))__VA_ARGS__, sizeof a) == 0)

int main(void) {
  struct Two a = {1.5f, -0.0f}, b = {-1.5f, -0.0f}, r = two_add(a, b);
  CHECK(SAME(r, {0.0f, -0.0f}));
  r = two_turn(a);
  CHECK(SAME(r, {0.0f, 1.5f}) && SAME(a, {1.5f, -0.0f}));
  r = two_turn(two_turn(two_turn(two_turn(b))));
  CHECK(SAME(r, {-1.5f, -0.0f}));
  r = two_add((struct Two){16777216.0f, 3e38f}, (struct Two){1.0f, 3e38f});
  CHECK(r.x == 16777216.0f && isinf(r.y));

  struct Three corners[3] = {{1, 2, 3}, {4, 5, 6}, {7, 8, 10}};
  struct Three c = cross(corners[0], corners[1]);
  CHECK(c.x == -3 && c.y == 6 && c.z == -3 && volume(corners) == -3);
  c = cross(c, c);
  CHECK(c.x == 0 && c.y == 0 && c.z == 0);
  corners[2].z = NAN;
  CHECK(isnan(volume(corners)));

  const struct Four i = {0, 1, 0, 0}, j = {0, 0, 1, 0}, k = {0, 0, 0, 1}, q = {1, 2, 3, 4};
  struct Four p = product(i, j);
  CHECK(p.w == 0 && p.x == 0 && p.y == 0 && p.z == 1);
  p = product(j, i);
  CHECK(p.z == -1);
  p = product(product(i, j), k);
  CHECK(p.w == -1 && p.x == 0 && p.y == 0 && p.z == 0);
  p = sandwich(q, i);
  CHECK(p.w == 0 && p.x == -20 && p.y == 20 && p.z == 10);
  p = sandwich(q, q);
  CHECK(p.w == 30 && p.x == 60 && p.y == 90 && p.z == 120 && q.w == 1 && q.x == 2);

  struct Mixed m = {7, 0.5f, 100};
  m = mixed_step(m);
  CHECK(SAME(m, {-7, -0.5f, 96.5}));
  m = mixed_step(mixed_step(m));
  CHECK(SAME(m, {-7, -0.5f, 89.5}));

  struct Odd odd = {1.25, 10}, scaled = odd_scale(odd);
  CHECK(scaled.value == 1280 && scaled.shift == 0 && odd.value == 1.25 && odd.shift == 10);
  scaled = odd_scale((struct Odd){1, -128});
  CHECK(scaled.value == 0x1p-128 && scaled.shift == 0);
  scaled = odd_scale((struct Odd){-3, 127});
  CHECK(scaled.value == -3 * 0x1p127);

  struct Wrapped w = {{{1, 2}, {3, 4}}}, v = exchange(w);
  CHECK(SAME(v, {{{3, 4}, {1, 2}}}) && SAME(w, {{{1, 2}, {3, 4}}}));
  v = exchange(exchange(v));
  CHECK(SAME(v, {{{3, 4}, {1, 2}}}));

  CHECK(many((struct Two){1, 2}, (struct Mixed){3, 4, 5}, (struct Four){6, 0, 0, 7}, (struct Odd){8, 9}, (struct Three){1, 0, 2},
             (struct Two){0, 3}, (struct Mixed){4, 0, 0}, 5, (struct Four){0, 6, 0, 0}) == 654321987654321.0);
  CHECK(many((struct Two){-1, 0}, (struct Mixed){0, 0, 0}, (struct Four){0, 9, 9, 0}, (struct Odd){0, -1}, (struct Three){0, 9, 0},
             (struct Two){9, 0}, (struct Mixed){0, 9, 9}, -1, (struct Four){9, 0, 9, 9}) == -10000100000001.0);
  // Of the sums only f.y, g.count and i.x differ: x for y, the count negated, x negated.
  CHECK(relay((struct Two){2, 5}, (struct Odd){0.5, 3}, 4) == 1e11 * (2 - 5) + 1e12 * (-3 - 3) + 1e14 * (-2 - 2));
  return failures != 0;
}
