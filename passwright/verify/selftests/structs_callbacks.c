// A simulation that hands its states by value through callbacks and several levels of calls; nobody's change may leak to another.
#include <stddef.h>
#include <stdint.h>

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

static struct State third(struct State state, struct Tick tick, Rule rule) {
  state.lap += 100;  // the rule sees this, the caller does not unless it takes the result
  return rule(state, tick);
}

static struct State second(struct State state, struct Tick tick, Rule rule) {
  tick.size++;
  struct State changed = third(state, tick, rule);
  changed.lap = changed.lap > 100 ? state.lap : -1;
  return changed;
}

static struct State first(struct State state, struct Tick tick, Rule rule) {
  struct State changed = second(state, tick, rule);
  changed.position += tick.size;
  return changed;
}

static struct Pack everyone(struct Pack pack, struct Tick tick, Rule rule) {
  for (int i = 0; i < 3; i++) {
    if (tick.kind == 0 || tick.kind == i + 1) pack.riders[i] = first(pack.riders[i], tick, rule);
  }
  pack.last = tick;
  return pack;
}

struct Pack race(struct Pack pack, const struct Tick* ticks, size_t n, Rule rule, Watch watch, void* context) {
  for (size_t i = 0; i < n; i++) {
    struct Pack next = everyone(pack, ticks[i], rule);
    if (watch && !watch(context, next)) return pack;
    pack = next;
  }
  return pack;
}

struct Pack through(struct Pack pack, const Filter* filters, size_t n, void* context) {
  if (n == 0) return pack;
  struct Pack rest = through(filters[0](context, pack), filters + 1, n - 1, context);
  rest.riders[0].lap += pack.riders[0].lap;
  return rest;
}

// Every order of the riders, each on a pack of its own.
size_t orders(struct Pack pack, size_t from, Watch watch, void* context) {
  if (from == 3) return (size_t)watch(context, pack);
  size_t count = 0;
  for (size_t i = from; i < 3; i++) {
    struct Pack other = pack;
    other.riders[from] = pack.riders[i];
    other.riders[i] = pack.riders[from];
    count += orders(other, from + 1, watch, context);
  }
  return count;
}

Rule compose_first(Rule a, Rule b, struct State state, struct Tick tick) {
  return a(state, tick).position >= b(state, tick).position ? a : b;
}
