// 32-bit and 8-bit counters that wrap: a ring whose indexes never get reset, serial number order, a receive window, timers, wrapping loops.
#include <stddef.h>
#include <stdint.h>

struct Ring {
  uint32_t head, tail;
  uint32_t mask;
  unsigned char* bytes;
};

static uint32_t used(const struct Ring* r) { return r->head - r->tail; }

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

uint32_t ring_put(struct Ring* r, const unsigned char* from, uint32_t n) {
  uint32_t room = r->mask + 1 - used(r), take = least(n, room);
  for (uint32_t i = 0; i < take; i++) r->bytes[r->head++ & r->mask] = from[i];
  return take;
}

uint32_t ring_get(struct Ring* r, unsigned char* to, uint32_t n) {
  uint32_t take = least(n, used(r));
  for (uint32_t i = 0; i < take; i++) to[i] = r->bytes[(r->tail + i) & r->mask];
  r->tail += take;
  return take;
}

// True where a lies before b on the circle; opposite points are unordered.
static int before32(uint32_t a, uint32_t b) { return a != b && b - a < 0x80000000u; }

static int before8(uint8_t a, uint8_t b) { return a != b && (uint8_t)(b - a) < 128; }

int before(uint32_t a, uint32_t b, unsigned bits) { return bits == 8 ? before8((uint8_t)a, (uint8_t)b) : before32(a, b); }

struct Window {
  uint32_t next;
  uint64_t seen;
};

// Accepts a number once: ahead of the window moves it, inside is checked by a bit, too old is refused.
int window_accept(struct Window* w, uint32_t number) {
  if (!before32(number, w->next)) {
    uint32_t ahead = number - w->next;
    if (ahead == 0x80000000u) return 0;
    w->seen = ahead < 63 ? w->seen << (ahead + 1) : 0;
    w->seen |= 1;
    w->next = number + 1;
    return 1;
  }
  uint32_t behind = w->next - 1 - number;
  if (behind > 63 || (w->seen >> behind & 1)) return 0;
  w->seen |= (uint64_t)1 << behind;
  return 1;
}

uint32_t next_timer(uint32_t now, const uint32_t* due, size_t n, size_t* which) {
  uint32_t best = UINT32_MAX;
  *which = n;
  for (size_t i = 0; i < n; i++) {
    uint32_t wait = before32(due[i], now) ? 0 : due[i] - now;
    if (wait < best) {
      best = wait;
      *which = i;
    }
  }
  return best;
}

// Loops that run through the end of the range.
uint64_t through(uint32_t from, uint32_t to, uint32_t step) {
  uint64_t hash = 0;
  for (uint32_t i = from; i != to; i += step) hash = hash * 31 + i;
  return hash;
}

unsigned count_bytes(uint8_t from, uint8_t to) {
  unsigned count = 0;
  for (uint8_t i = from; i != to; i++) count++;
  return count;
}

unsigned down_to_zero(uint32_t from, uint32_t step, uint32_t* last) {
  unsigned count = 0;
  for (uint32_t i = from; i <= from; i -= step) {
    *last = i;
    if (++count == 1000) break;
  }
  return count;
}

void store_backwards(unsigned char* base, uint32_t start, uint32_t n) {
  for (uint32_t i = n - 1; i + 1 != 0; i--) base[(uint32_t)(start + i)] = (unsigned char)i;
}
