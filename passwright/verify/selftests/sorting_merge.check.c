#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Record {
  int16_t group;
  uint8_t rank;
  uint32_t serial;
  double weight;
};

struct Node {
  struct Node* next;
  struct Record record;
};

enum { BY_GROUP = 1, BY_RANK = 2, BY_WEIGHT = 4, DOWN = 8, MOST = 300 };
unsigned merge_sort(struct Record* a, size_t n, struct Record* buffer, unsigned how);
struct Node* list_sort(struct Node* list, unsigned how);

static struct Record original[MOST], sorted[MOST + 2], buffer[MOST / 2 + 1];
static struct Node nodes[MOST];

// An integer that grows as the order asks; the serial number last makes it the one stable order.
static int is_after(const struct Record* a, const struct Record* b, unsigned how) {
  double x[3] = {how & BY_GROUP ? a->group : 0, how & BY_RANK ? a->rank : 0, how & BY_WEIGHT ? a->weight : 0};
  double y[3] = {how & BY_GROUP ? b->group : 0, how & BY_RANK ? b->rank : 0, how & BY_WEIGHT ? b->weight : 0};
  for (int i = 0; i < 3; i++)
    if (x[i] != y[i]) return how & DOWN ? x[i] > y[i] : x[i] < y[i];
  return a->serial < b->serial;
}

static int same(const struct Record* a, const struct Record* b) {
  return a->group == b->group && a->rank == b->rank && a->serial == b->serial && a->weight == b->weight;
}

static unsigned check(size_t n, unsigned how) {
  sorted[0] = sorted[n + 1] = (struct Record){99, 99, 99, 99};
  buffer[n / 2] = (struct Record){55, 55, 55, 55};
  for (size_t i = 0; i < n; i++) {
    original[i].serial = (uint32_t)i;
    sorted[i + 1] = original[i];
    nodes[i].record = original[i];
    nodes[i].next = i + 1 < n ? &nodes[i + 1] : 0;
  }
  unsigned passes = merge_sort(sorted + 1, n, buffer, how);
  const struct Node* node = list_sort(n ? nodes : 0, how);
  unsigned wrong = 0;
  for (size_t i = 1; i <= n; i++, node = node->next) {
    if (!node) {
      wrong++;
      break;
    }
    if (i > 1) wrong += !is_after(&sorted[i - 1], &sorted[i], how);
    wrong += !same(&node->record, &sorted[i]) || sorted[i].serial >= n || !same(&sorted[i], &original[sorted[i].serial]);
  }
  CHECK(wrong == 0 && node == 0);
  CHECK(sorted[0].serial == 99 && sorted[n + 1].serial == 99 && buffer[n / 2].serial == 55);
  return passes;
}

int main(void) {
  static const unsigned hows[] = {
      0, DOWN, BY_GROUP, BY_RANK | DOWN, BY_WEIGHT, BY_GROUP | BY_WEIGHT | DOWN, BY_GROUP | BY_RANK | BY_WEIGHT};
  static const size_t counts[] = {0, 1, 2, 3, 4, 5, 17, 64, 100, 255, MOST};
  static const int16_t edges[] = {INT16_MIN, INT16_MAX, -1, 0, 1};
  static const double weights[] = {0.0, -0.0, 1e300, -1e300, 5e-324, -0.5};
  for (int shape = 0; shape < 6; shape++)
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
      for (size_t h = 0; h < sizeof hows / sizeof *hows; h++) {
        uint32_t x = (uint32_t)(c + 99);
        for (int i = 0; i < (int)counts[c]; i++) {
          x = x * 1664525 + 1013904223;
          int v = shape == 0 ? i : shape == 1 ? -i : shape == 2 ? (i & 1 ? i : -i) : shape == 3 ? i / 7 : (int)(x >> 20);
          original[i].group = shape == 5 ? edges[(x >> 16) % 5] : (int16_t)v;
          original[i].rank = (uint8_t)(shape == 4 ? x >> 24 : (unsigned)v * 85);
          original[i].weight = weights[(x >> 12) % 6];
        }
        unsigned passes = check(counts[c], hows[h]);
        if (shape == 0 && (hows[h] & BY_GROUP) && !(hows[h] & DOWN)) CHECK(passes == 0);
        if (shape == 1 && hows[h] == BY_GROUP) CHECK(passes == 0);
        if (hows[h] == 0 || hows[h] == DOWN) CHECK(passes == 0);
        CHECK(passes <= 9);
      }
  // Saw teeth of four: 25 runs, 13 after the first pass, then 7, 4, 2, 1.
  for (int i = 0; i < 100; i++) original[i].group = (int16_t)(i % 4 * 100 - i);
  CHECK(check(100, BY_GROUP) == 4);
  return failures != 0;
}
