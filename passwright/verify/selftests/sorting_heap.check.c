#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

#define MOST 200

struct Heap {
  double keys[MOST];
  uint8_t items[MOST], place[MOST];
  uint32_t count;
};

void heap_sort(double* a, size_t n);
void heap_clear(struct Heap* h);
int heap_put(struct Heap* h, unsigned item, double key);
int heap_drop(struct Heap* h, unsigned item);
int heap_take(struct Heap* h, double* key);

static double of_bits(uint64_t bits) {
  double d;
  memcpy(&d, &bits, 8);
  return d;
}

// All in their order: the two kinds of NaN at the ends, subnormals and zeros of both signs in the middle.
static const uint64_t ordered[] = {0xfff8000000000001, 0xfff8000000000000, 0xfff0000000000000, 0xffefffffffffffff, 0xbff0000000000001,
                                   0xbff0000000000000, 0xbfefffffffffffff, 0x8010000000000000, 0x800fffffffffffff, 0x8000000000000001,
                                   0x8000000000000000, 0x0000000000000000, 0x0000000000000001, 0x000fffffffffffff, 0x0010000000000000,
                                   0x3fefffffffffffff, 0x3ff0000000000000, 0x3ff0000000000001, 0x7fefffffffffffff, 0x7ff0000000000000,
                                   0x7ff8000000000000, 0x7ff8000000000001};
enum { N = sizeof ordered / sizeof *ordered };

static void sorts(void) {
  double a[N * 3 + 2];
  unsigned steps[] = {1, 3, 5, 7, 9, 13, 15, 17, 19, 21};
  for (unsigned s = 0; s < 10; s++)
    for (unsigned n = 0; n <= N; n++) {
      // The first n values, each three times, in another order.
      for (unsigned i = 0; i < 3 * N + 2; i++) a[i] = -12.5;
      unsigned used = 0;
      for (unsigned i = 0; i < 3 * N; i++) {
        unsigned which = (i * steps[s] + s) % N;
        if (which < n) a[1 + used++] = of_bits(ordered[which]);
      }
      CHECK(used == 3 * n);
      heap_sort(a + 1, used);
      unsigned wrong = 0;
      for (unsigned i = 0; i < used; i++) wrong += memcmp(&a[1 + i], &ordered[i / 3], 8) != 0;
      CHECK(wrong == 0 && a[0] == -12.5 && a[1 + used] == -12.5);
    }
  double big[999];
  for (int i = 0; i < 999; i++) big[i] = (double)((i * 500) % 999) - 499;
  heap_sort(big, 999);
  for (int i = 0; i < 999; i++) CHECK(big[i] == i - 499);
  heap_sort(big, 998);
  CHECK(big[0] == -499 && big[998] == 499);
}

// A plain list, searched from one end to the other.
struct Model {
  double keys[MOST];
  int present[MOST];
};

static int smallest(const struct Model* m) {
  int best = -1;
  for (int i = 0; i < MOST; i++)
    if (m->present[i] && (best < 0 || m->keys[i] < m->keys[best])) best = i;
  return best;
}

int main(void) {
  sorts();
  static struct Heap h;
  static struct Model m;
  double key = 3.5;
  heap_clear(&h);
  CHECK(heap_take(&h, &key) == -1 && key == 3.5);
  CHECK(heap_put(&h, MOST, 1) == -1 && heap_put(&h, 0xffffffffu, 1) == -1 && heap_drop(&h, MOST) == 0 && heap_drop(&h, 3) == 0);
  CHECK(heap_put(&h, 9, 0.0) == 1 && heap_put(&h, 12, -0.0) == 1 && heap_put(&h, 5, 0.0) == 1 && heap_put(&h, 199, NAN) == 1);
  CHECK(heap_take(&h, &key) == 12 && key == 0 && signbit(key) && heap_take(&h, &key) == 5 && !signbit(key));
  CHECK(heap_put(&h, 199, -INFINITY) == 0 && heap_take(&h, &key) == 199 && key == -INFINITY && heap_take(&h, &key) == 9 && h.count == 0);
  uint32_t seed = 2463534242u;
  for (int i = 0; i < 6000; i++) {
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    unsigned item = (seed >> 8) % MOST;
    unsigned what = seed % 8;
    if (what < (i < 3000 ? 5u : 2u)) {
      double k = (double)(int32_t)(seed * 2654435761u >> (i % 24)) / 4 + 0.125;
      CHECK(heap_put(&h, item, k) == !m.present[item]);
      m.present[item] = 1;
      m.keys[item] = k;
    } else if (what < 6) {
      CHECK(heap_drop(&h, item) == m.present[item]);
      m.present[item] = 0;
    } else {
      int want = smallest(&m), got = heap_take(&h, &key);
      CHECK(got == want);
      if (want < 0 || got != want) continue;
      CHECK(key == m.keys[want]);
      m.present[want] = 0;
    }
  }
  for (int want; (want = smallest(&m)) >= 0; m.present[want] = 0) {
    int got = heap_take(&h, &key);
    CHECK(got == want && key == m.keys[want]);
    if (got < 0) break;
  }
  CHECK(h.count == 0 && heap_take(&h, &key) == -1);
  return failures != 0;
}
