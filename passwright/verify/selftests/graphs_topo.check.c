#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

#define MOST 130
#define WORDS ((MOST + 63) / 64)

typedef uint64_t Bits[WORDS];

struct Graph {
  Bits out[MOST];
  unsigned n;
};

void graph_start(struct Graph* g, unsigned n);
int graph_link(struct Graph* g, unsigned from, unsigned to);
unsigned graph_order(const struct Graph* g, uint8_t* order);
unsigned graph_parts(const struct Graph* g, uint8_t* part);
unsigned graph_close(struct Graph* g);

static struct Graph g;
static uint8_t links[MOST][MOST];

static void random_graph(unsigned n, unsigned count, int forward, uint32_t x) {
  memset(links, 0, sizeof links);
  graph_start(&g, n);
  for (unsigned i = 0; i < count; i++) {
    x = x * 1664525 + 1013904223;
    unsigned a = (x >> 8) % n, b = (x >> 20) % n;
    if (forward && a == b) continue;
    // Along a shuffled line, so that it has no cycle.
    if (forward && a * 77 % 131 > b * 77 % 131) {
      unsigned t = a;
      a = b;
      b = t;
    }
    CHECK(graph_link(&g, a, b) == !links[a][b]);
    links[a][b] = 1;
  }
}

static void check(unsigned n, unsigned count, int forward, uint32_t seed) {
  static uint8_t reach[MOST][MOST];
  uint8_t order[MOST + 1], part[MOST + 1], placed[MOST] = {0};
  random_graph(n, count, forward, seed);
  memset(order, 0xee, sizeof order);
  memset(part, 0xee, sizeof part);
  unsigned got = graph_order(&g, order), parts = graph_parts(&g, part), wrong = 0;
  CHECK(order[got] == 0xee && part[n] == 0xee && (!forward || got == n));
  // At each step the smallest whose predecessors have all been placed.
  for (unsigned step = 0; step <= got; step++) {
    unsigned best = n;
    for (unsigned v = n; v-- > 0;) {
      int free = !placed[v];
      for (unsigned u = 0; u < n && free; u++) free = !links[u][v] || placed[u];
      if (free) best = v;
    }
    wrong += step < got ? order[step] != best : best != n;
    if (best < n) placed[best] = 1;
  }
  CHECK(wrong == 0);
  memcpy(reach, links, sizeof reach);
  for (unsigned k = 0; k < n; k++)
    for (unsigned i = 0; i < n; i++)
      if (reach[i][k])
        for (unsigned j = 0; j < n; j++) reach[i][j] |= reach[k][j];
  unsigned pairs = 0, most = 0;
  for (unsigned i = 0; i < n; i++)
    for (unsigned j = 0; j < n; j++) {
      pairs += reach[i][j];
      int together = i == j || (reach[i][j] && reach[j][i]);
      wrong += (part[i] == part[j]) != together;
      // What reaches another component comes after it.
      wrong += reach[i][j] && part[i] < part[j];
      if (part[i] >= most) most = part[i] + 1u;
    }
  CHECK(wrong == 0 && most == parts);
  CHECK(graph_close(&g) == pairs);
  for (unsigned i = 0; i < n; i++)
    for (unsigned j = 0; j < WORDS * 64; j++) wrong += (g.out[i][j / 64] >> (j % 64) & 1) != (j < n && reach[i][j]);
  CHECK(wrong == 0 && graph_close(&g) == pairs);
}

int main(void) {
  uint8_t order[MOST], part[MOST];
  graph_start(&g, 0);
  CHECK(graph_order(&g, order) == 0 && graph_parts(&g, part) == 0 && graph_close(&g) == 0 && graph_link(&g, 0, 0) == 0);
  graph_start(&g, MOST);
  CHECK(graph_link(&g, 129, 0) && graph_link(&g, 63, 64) && graph_link(&g, 64, 129) && graph_link(&g, 127, 128) && !graph_link(&g, 63, 64));
  CHECK(!graph_link(&g, 130, 0) && !graph_link(&g, 0, 130));
  CHECK(graph_order(&g, order) == 130 && order[0] == 1 && order[62] == 63 && order[63] == 64 && order[64] == 65 && order[128] == 129 &&
        order[129] == 0);
  CHECK(graph_parts(&g, part) == 130 && graph_close(&g) == 4 + 3 && g.out[63][0] == 1 && g.out[63][1] == 1 && g.out[63][2] == 2);
  graph_start(&g, MOST);
  for (unsigned i = 0; i < MOST; i++) graph_link(&g, i, (i + 1) % MOST);
  CHECK(graph_order(&g, order) == 0 && graph_parts(&g, part) == 1 && part[0] == 0 && part[129] == 0 && graph_close(&g) == 16900);
  static const unsigned sizes[] = {1, 2, 5, 63, 64, 65, 100};
  for (unsigned s = 0; s < 7; s++)
    for (unsigned density = 0; density < 4; density++) {
      check(sizes[s], sizes[s] * density, 1, s + 1);
      check(sizes[s], sizes[s] * density * 2 / 3, 0, s + 1);
    }
  check(MOST, 300, 1, 99);
  check(MOST, 150, 0, 98);
  return failures != 0;
}
