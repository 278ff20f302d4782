// Heap sort of doubles in the total order of IEEE 754 and a four-way indexed heap whose entries can change their keys.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MOST 200

static int64_t order_of(double d) {
  int64_t bits;
  memcpy(&bits, &d, sizeof bits);
  // Negative numbers run backwards in their bits.
  return bits < 0 ? (int64_t)((uint64_t)bits ^ INT64_MAX) : bits;
}

static int before(double a, double b) { return order_of(a) < order_of(b); }

static void sink(double* a, size_t hole, size_t n, double value) {
  for (size_t child; (child = 2 * hole + 1) < n; hole = child) {
    if (child + 1 < n && before(a[child], a[child + 1])) child++;
    if (!before(value, a[child])) break;
    a[hole] = a[child];
  }
  a[hole] = value;
}

void heap_sort(double* a, size_t n) {
  for (size_t i = n / 2; i-- > 0;) sink(a, i, n, a[i]);
  while (n > 1) {
    double last = a[--n];
    a[n] = a[0];
    sink(a, 0, n, last);
  }
}

struct Heap {
  double keys[MOST];
  uint8_t items[MOST], place[MOST];
  uint32_t count;
};

#define ABSENT 255

void heap_clear(struct Heap* h) {
  memset(h->place, ABSENT, sizeof h->place);
  h->count = 0;
}

static void set(struct Heap* h, uint32_t at, uint8_t item) {
  h->items[at] = item;
  h->place[item] = (uint8_t)at;
}

// Smaller key first, then the smaller number.
static int first(const struct Heap* h, uint8_t a, uint8_t b) {
  if (before(h->keys[a], h->keys[b])) return 1;
  return !before(h->keys[b], h->keys[a]) && a < b;
}

static void rise(struct Heap* h, uint32_t at, uint8_t item) {
  for (; at > 0 && first(h, item, h->items[(at - 1) / 4]); at = (at - 1) / 4) set(h, at, h->items[(at - 1) / 4]);
  set(h, at, item);
}

static void fall(struct Heap* h, uint32_t at, uint8_t item) {
  for (;;) {
    uint32_t best = 4 * at + 1;
    if (best >= h->count) break;
    for (uint32_t c = best + 1; c < 4 * at + 5 && c < h->count; c++)
      if (first(h, h->items[c], h->items[best])) best = c;
    if (!first(h, h->items[best], item)) break;
    set(h, at, h->items[best]);
    at = best;
  }
  set(h, at, item);
}

int heap_put(struct Heap* h, unsigned item, double key) {
  if (item >= MOST) return -1;
  uint8_t i = (uint8_t)item;
  double old = h->keys[i];
  h->keys[i] = key;
  if (h->place[i] == ABSENT) {
    rise(h, h->count++, i);
    return 1;
  }
  if (before(key, old))
    rise(h, h->place[i], i);
  else
    fall(h, h->place[i], i);
  return 0;
}

int heap_drop(struct Heap* h, unsigned item) {
  if (item >= MOST || h->place[item] == ABSENT) return 0;
  uint32_t at = h->place[item];
  h->place[item] = ABSENT;
  uint8_t last = h->items[--h->count];
  if (last == item) return 1;
  if (at > 0 && first(h, last, h->items[(at - 1) / 4]))
    rise(h, at, last);
  else
    fall(h, at, last);
  return 1;
}

int heap_take(struct Heap* h, double* key) {
  if (h->count == 0) return -1;
  uint8_t item = h->items[0];
  *key = h->keys[item];
  heap_drop(h, item);
  return item;
}
