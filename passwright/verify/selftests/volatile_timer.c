// A counter in two halves that moves while it is read: high, low and high again until they agree, and waits and measures built on it.
#include <stdint.h>

struct Timer {
  const volatile uint32_t* high;
  const volatile uint32_t* low;
  volatile uint32_t* kick;
};

unsigned torn;  // how many readings had to be repeated

static uint64_t now(const struct Timer* t) {
  uint32_t high = *t->high;
  for (;;) {
    uint32_t low = *t->low;
    uint32_t again = *t->high;
    if (again == high) return (uint64_t)high << 32 | low;
    high = again;
    torn++;
  }
}

uint64_t read_timer(const struct Timer* t) { return now(t); }

static void kick(const struct Timer* t, uint32_t value) { *t->kick = value; }

// Polls; each time it is too early, the watchdog hears of it.
unsigned wait_until(const struct Timer* t, uint64_t when, unsigned patience) {
  unsigned polls = 0;
  while (polls < patience && now(t) < when) kick(t, ++polls);
  return polls;
}

uint64_t measure(const struct Timer* t, void (*work)(void* state), void* state, unsigned repeat, uint64_t* least) {
  uint64_t total = 0;
  *least = UINT64_MAX;
  while (repeat-- > 0) {
    uint64_t begin = now(t);
    kick(t, 0);
    work(state);
    uint64_t taken = now(t) - begin;
    kick(t, 0);
    total += taken;
    if (taken < *least) *least = taken;
  }
  return total;
}

// Reads that cannot be one: their difference is the time between them.
int64_t drift(const struct Timer* t) {
  uint32_t a = *t->low;
  *t->kick = 1;
  uint32_t b = *t->low;
  *t->kick = 1;
  uint32_t c = *t->low;
  return ((int64_t)c - b) - ((int64_t)b - a);
}

// A dummy read discards one step, even though nobody wants its value.
uint32_t skip(const struct Timer* t, unsigned count) {
  uint32_t unused = 0;
  for (unsigned i = 0; i < count; i++) {
    unused = *t->low;
    *t->kick = i;
  }
  unused = 0;
  return *t->low + unused;
}
