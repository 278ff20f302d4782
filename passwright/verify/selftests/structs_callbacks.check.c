#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct State {
  int64_t position, speed;
  int32_t lap;
};

struct Tick {
  uint8_t kind;
  uint16_t size;
};

struct Pack {
  struct State riders[3];
  struct Tick last;
};

typedef struct State (*Rule)(struct State state, struct Tick tick);
typedef int (*Watch)(void* context, struct Pack pack);
typedef struct Pack (*Filter)(void* context, struct Pack pack);

struct Pack race(struct Pack pack, const struct Tick* ticks, size_t n, Rule rule, Watch watch, void* context);
struct Pack through(struct Pack pack, const Filter* filters, size_t n, void* context);
size_t orders(struct Pack pack, size_t from, Watch watch, void* context);
Rule compose_first(Rule a, Rule b, struct State state, struct Tick tick);

static int rules;

static struct State ride(struct State state, struct Tick tick) {
  rules++;
  state.position += state.speed * tick.size;
  state.speed += state.lap - 100;
  state.lap = state.speed < 0 ? 0 : 500;
  tick.size = 9999;
  return state;
}

static struct State rest(struct State state, struct Tick tick) {
  state.position += tick.size / 4;
  return state;
}

static int watch(void* context, struct Pack pack) {
  int* left = context;
  for (int i = 0; i < 3; i++) pack.riders[i] = (struct State){-1, -1, -1};
  pack.last.size = 0;
  memset(&pack, 0xff, sizeof pack);
  return (*left)-- > 0;
}

static char seen[64];

static int note(void* context, struct Pack pack) {
  size_t length = strlen(seen);
  for (int i = 0; i < 3; i++) seen[length++] = (char)('a' + pack.riders[i].position);
  seen[length] = '|';
  pack.riders[0] = pack.riders[1] = pack.riders[2];
  return pack.riders[0].position != *(int64_t*)context;
}

static struct Pack faster(void* context, struct Pack pack) {
  pack.riders[0].speed = pack.riders[0].speed * 10 + ++*(int*)context;
  return pack;
}

static struct Pack swapped(void* context, struct Pack pack) {
  ++*(int*)context;
  struct State old = pack.riders[0];
  pack.riders[0] = pack.riders[2];
  pack.riders[2] = old;
  return pack;
}

static int is(struct State state, int64_t position, int64_t speed, int32_t lap) {
  return state.position == position && state.speed == speed && state.lap == lap;
}

int main(void) {
  const struct Pack start = {{{0, 3, 1}, {10, 5, 2}, {-7, -2, 0}}, {9, 9}};
  struct Pack pack = start;
  static const struct Tick ticks[] = {{0, 4}, {2, 1}, {3, 65535}, {7, 5}};

  // position += speed * (size + 1) + size, speed += lap; the lap stays, but becomes -1 with a speed below 0.
  struct Pack end = race(pack, ticks, 1, ride, NULL, NULL);
  CHECK(is(end.riders[0], 19, 4, 1) && is(end.riders[1], 39, 7, 2) && is(end.riders[2], -13, -2, -1) && end.last.size == 4 &&
        end.last.kind == 0);
  CHECK(is(pack.riders[0], 0, 3, 1) && is(pack.riders[1], 10, 5, 2) && is(pack.riders[2], -7, -2, 0) && pack.last.size == 9 && rules == 3);
  end = race(pack, ticks, 4, ride, NULL, NULL);
  // The largest size wraps to 0 for the rule.
  CHECK(is(end.riders[0], 19, 4, 1) && is(end.riders[1], 54, 9, 2) && is(end.riders[2], 65522, -3, -1) && end.last.kind == 7 && rules == 8);

  for (int left = 0; left <= 4; left++) {
    int rest_left = left;
    struct Pack stopped = race(pack, ticks, 4, ride, watch, &rest_left);
    struct Pack plain = race(pack, ticks, (size_t)left, ride, NULL, NULL);
    for (int i = 0; i < 3; i++) CHECK(is(stopped.riders[i], plain.riders[i].position, plain.riders[i].speed, plain.riders[i].lap));
    CHECK(stopped.last.kind == plain.last.kind && stopped.last.size == plain.last.size);
    CHECK(rest_left == (left < 4 ? -1 : 0));
  }
  pack = race(pack, ticks, 2, ride, NULL, NULL);
  CHECK(is(pack.riders[1], 54, 9, 2) && is(pack.riders[0], 19, 4, 1));

  int calls = 0;
  const Filter filters[] = {faster, swapped, faster, swapped};
  end = through(start, filters, 0, &calls);
  CHECK(is(end.riders[0], 0, 3, 1) && calls == 0);
  end = through(start, filters, 4, &calls);
  // Rider 0 gets 3 -> 31, goes to 2; rider 2 becomes 0 with -2 -> -17; then back. Laps: 1, and 1 + 1 + 0 + 0 more.
  CHECK(calls == 4 && is(end.riders[0], 0, 31, 3) && is(end.riders[1], 10, 5, 2) && is(end.riders[2], -7, -17, 0));
  end = through(start, filters + 1, 2, &calls);
  CHECK(calls == 6 && is(end.riders[0], -7, -14, 1) && is(end.riders[2], 0, 3, 1));

  struct Pack letters = {{{0, 0, 0}, {1, 0, 0}, {2, 0, 0}}, {0, 0}};
  int64_t last = 2;
  CHECK(orders(letters, 0, note, &last) == 4 && strcmp(seen, "abc|acb|bac|bca|cba|cab|") == 0);
  CHECK(letters.riders[0].position == 0 && letters.riders[2].position == 2);
  memset(seen, 0, sizeof seen);
  CHECK(orders(letters, 1, note, &last) == 1 && strcmp(seen, "abc|acb|") == 0);

  CHECK(compose_first(ride, rest, (struct State){0, 1, 0}, (struct Tick){0, 8}) == ride);
  CHECK(compose_first(ride, rest, (struct State){0, 0, 0}, (struct Tick){0, 8}) == rest);
  CHECK(compose_first(ride, rest, (struct State){5, 0, 0}, (struct Tick){0, 3}) == ride);
  return failures != 0;
}
