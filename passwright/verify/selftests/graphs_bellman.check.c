#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

#define MOST 40
#define FAR INT64_MAX

struct Edge {
  uint16_t from, to;
  int64_t weight;
};

struct Paths {
  int64_t distance[MOST];
  int16_t via[MOST];
  uint16_t cycle[MOST];
  unsigned cycle_length;
};

int paths_from(struct Paths* p, const struct Edge* edges, size_t count, unsigned n, unsigned source);
unsigned path_to(const struct Paths* p, const struct Edge* edges, unsigned target, uint16_t* out);
int all_pairs(int64_t (*d)[MOST], const struct Edge* edges, size_t count, unsigned n);

static struct Paths p;
static int64_t pairs[MOST][MOST];

static int path_is(const struct Edge* edges, unsigned target, unsigned n, const uint16_t* want) {
  uint16_t out[MOST + 1];
  memset(out, 0x5a, sizeof out);
  return path_to(&p, edges, target, out) == n && (n == 0 || memcmp(out, want, n * sizeof *want) == 0) && out[n] == 0x5a5a;
}

static void small(void) {
  static const struct Edge edges[] = {{0, 1, 6}, {0, 2, 7},  {1, 2, 8}, {1, 3, 5}, {1, 4, -4},  {2, 3, -3},
                                      {2, 4, 9}, {3, 1, -2}, {4, 0, 2}, {4, 3, 7}, {5, 0, -100}};
  CHECK(paths_from(&p, edges, 11, 6, 0) == 1);
  static const int64_t want[] = {0, 2, 7, 4, -2, FAR, FAR};
  CHECK(memcmp(p.distance, want, sizeof want) == 0 && p.cycle_length == 0);
  CHECK(path_is(edges, 4, 5, (uint16_t[]){0, 2, 3, 1, 4}) && path_is(edges, 0, 1, (uint16_t[]){0}) && path_is(edges, 5, 0, 0));
  CHECK(paths_from(&p, edges, 11, 6, 5) == 1 && p.distance[4] == -102 && path_is(edges, 1, 5, (uint16_t[]){5, 0, 2, 3, 1}));
  CHECK(all_pairs(pairs, edges, 11, 6) == 1 && pairs[0][4] == -2 && pairs[4][1] == 4 && pairs[3][2] == 3 && pairs[0][5] == FAR &&
        pairs[5][5] == 0);

  static const struct Edge bad[] = {{0, 7, 1}, {7, 3, 5}, {3, 9, -4}, {9, 7, -2}, {1, 2, -1}, {2, 1, 0}, {9, 8, 1}};
  CHECK(paths_from(&p, bad, 7, 10, 0) == 0);
  CHECK(p.cycle_length == 3 && p.cycle[0] == 3 && p.cycle[1] == 9 && p.cycle[2] == 7);
  CHECK(paths_from(&p, bad, 7, 10, 2) == 0 && p.cycle_length == 2 && p.cycle[0] == 1 && p.cycle[1] == 2);
  CHECK(paths_from(&p, bad, 7, 10, 8) == 1 && p.distance[7] == FAR);
  CHECK(all_pairs(pairs, bad, 7, 10) == 0);
  // A cycle that costs nothing is none.
  static const struct Edge nothing[] = {{0, 1, 5}, {1, 2, -9}, {2, 0, 4}, {2, 1, 9}};
  CHECK(paths_from(&p, nothing, 4, 3, 1) == 1 && p.distance[0] == -5 && p.distance[1] == 0 && p.distance[2] == -9);
  CHECK(all_pairs(pairs, nothing, 4, 3) == 1 && pairs[0][2] == -4);
  static const struct Edge loops[] = {{0, 0, 0},           {0, 1, 3}, {0, 1, 2}, {1, 1, -1}, {0, 2, 1ll << 62}, {2, 3, -(1ll << 62)},
                                      {3, 4, -(1ll << 62)}};
  CHECK(paths_from(&p, loops, 3, 2, 0) == 1 && p.distance[1] == 2 && p.via[1] == 2);
  CHECK(paths_from(&p, loops, 4, 2, 0) == 0 && p.cycle_length == 1 && p.cycle[0] == 1);
  CHECK(all_pairs(pairs, loops, 3, 2) == 1 && all_pairs(pairs, loops, 4, 2) == 0);
  CHECK(paths_from(&p, loops + 4, 3, 5, 0) == 1 && p.distance[2] == 1ll << 62 && p.distance[3] == 0 && p.distance[4] == -(1ll << 62));
  CHECK(paths_from(&p, loops, 0, 1, 0) == 1 && p.distance[0] == 0 && path_is(loops, 0, 1, (uint16_t[]){0}));
}

// Random graphs without negative cycles: each weight is what was not negative, plus a height lost or won.
static void large(uint32_t seed, unsigned n, size_t count) {
  struct Edge edges[300];
  int64_t height[MOST];
  for (unsigned i = 0; i < n; i++) height[i] = (int64_t)(i * 37 % 101) * 1000003 - 50000000;
  for (size_t i = 0; i < count; i++) {
    seed = seed * 1664525 + 1013904223;
    edges[i].from = (uint16_t)((seed >> 8) % n);
    edges[i].to = (uint16_t)((seed >> 20) % n);
    edges[i].weight = (int64_t)(seed % 1000) + height[edges[i].to] - height[edges[i].from];
  }
  CHECK(all_pairs(pairs, edges, count, n) == 1);
  for (unsigned s = 0; s < n; s++) {
    CHECK(paths_from(&p, edges, count, n, s) == 1);
    CHECK(memcmp(p.distance, pairs[s], n * sizeof **pairs) == 0);
    // No edge is left that would shorten; each path adds up.
    for (size_t i = 0; i < count; i++)
      if (p.distance[edges[i].from] != FAR) CHECK(p.distance[edges[i].from] + edges[i].weight >= p.distance[edges[i].to]);
    for (unsigned t = 0; t < n; t++) {
      uint16_t path[MOST];
      unsigned length = path_to(&p, edges, t, path);
      CHECK((length == 0) == (p.distance[t] == FAR));
      if (length == 0) continue;
      int64_t sum = 0;
      for (unsigned i = 1; i < length; i++) {
        const struct Edge* e = &edges[p.via[path[i]]];
        CHECK(e->from == path[i - 1] && e->to == path[i]);
        sum += e->weight;
      }
      CHECK(path[0] == s && path[length - 1] == t && sum == p.distance[t]);
    }
  }
}

int main(void) {
  small();
  large(1, 1, 5);
  large(2, 12, 30);
  large(3, 25, 60);
  large(4, MOST, 300);
  large(5, 39, 80);
  return failures != 0;
}
