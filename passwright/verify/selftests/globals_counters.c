// File statics and static locals that change between calls and under callbacks which call back in: an event bus, a generator, a nesting
// guard.
#include <stddef.h>
#include <stdint.h>

typedef void (*Handler)(int event, unsigned serial);

static Handler handlers[4];
static unsigned used, serial, depth, deepest;
static int last_event = -1;
static uint32_t state = 12345;

int subscribe(Handler handler) {
  if (used == sizeof handlers / sizeof *handlers) return -1;
  handlers[used] = handler;
  return (int)used++;
}

void unsubscribe(Handler handler) {
  unsigned kept = 0;
  for (unsigned i = 0; i < used; i++)
    if (handlers[i] != handler) handlers[kept++] = handlers[i];
  while (used > kept) handlers[--used] = NULL;
}

// handlers may publish, subscribe and unsubscribe; what they do counts at once
unsigned publish(int event) {
  static unsigned published;
  unsigned told = 0;
  if (depth >= 3) return 0;
  if (++depth > deepest) deepest = depth;
  last_event = event;
  for (unsigned i = 0; i < used; i++) {
    unsigned before = used;
    handlers[i](event, ++serial);
    told++;
    if (used < before) i -= before - used > i + 1 ? i + 1 : before - used;
    if (last_event != event) event = last_event;
  }
  depth--;
  published++;
  return published * 100 + told;
}

static uint32_t step(void) {
  state ^= state << 13;
  state ^= state >> 17;
  return state ^= state << 5;
}

uint32_t next_random(void) { return step(); }

uint32_t next_below(uint32_t bound) {
  static uint32_t kept, left;
  if (left == 0) {
    kept = step();
    left = 4;
  }
  left--;
  uint32_t byte = kept & 255;
  kept >>= 8;
  return bound == 0 ? left : byte * bound / 256;
}

void seed(uint32_t value) { state = value ? value : 1; }

// each of two callers has the same counter, since it is one function
static unsigned tick(unsigned by) {
  static unsigned long ticks = 10;
  ticks += by;
  return (unsigned)ticks;
}

unsigned tick_one(void) { return tick(1); }
unsigned tick_many(unsigned n) {
  unsigned last = 0;
  for (unsigned i = 0; i < n; i++) last = tick(i);
  return last;
}

struct Numbers {
  unsigned used, serial, depth, deepest;
  int last_event;
};

struct Numbers numbers(void) { return (struct Numbers){used, serial, depth, deepest, last_event}; }
