// Shortest paths with negative edges: Bellman and Ford by a queue, the negative cycle found and walked, and all pairs by Floyd and
// Warshall.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

static int64_t join(int64_t a, int64_t b) { return a == FAR || b == FAR ? FAR : a + b; }

static int relax(struct Paths* p, const struct Edge* edges, size_t i) {
  int64_t d = join(p->distance[edges[i].from], edges[i].weight);
  if (d >= p->distance[edges[i].to]) return 0;
  p->distance[edges[i].to] = d;
  p->via[edges[i].to] = (int16_t)i;
  return 1;
}

// Writes the cycle that the marks lead back to, in the direction of its edges, smallest number first.
static void walk_cycle(struct Paths* p, const struct Edge* edges, unsigned n, unsigned at) {
  uint16_t back[MOST];
  unsigned length = 0, least = 0;
  for (unsigned i = 0; i < n; i++) at = edges[p->via[at]].from;
  unsigned start = at;
  do {
    back[length++] = (uint16_t)at;
    at = edges[p->via[at]].from;
  } while (at != start);
  for (unsigned i = 1; i < length; i++)
    if (back[i] < back[least]) least = i;
  for (unsigned i = 0; i < length; i++) p->cycle[i] = back[(least + length - i) % length];
  p->cycle_length = length;
}

// Returns 1, or 0 for a negative cycle that the source reaches.
int paths_from(struct Paths* p, const struct Edge* edges, size_t count, unsigned n, unsigned source) {
  uint16_t queue[MOST], entered[MOST] = {0};
  uint8_t waiting[MOST] = {0};
  unsigned head = 0, size = 0;
  for (unsigned i = 0; i < MOST; i++) {
    p->distance[i] = FAR;
    p->via[i] = -1;
  }
  p->cycle_length = 0;
  p->distance[source] = 0;
  queue[size++] = (uint16_t)source;
  while (size > 0) {
    unsigned at = queue[head];
    head = (head + 1) % MOST;
    size--;
    waiting[at] = 0;
    for (size_t i = 0; i < count; i++) {
      if (edges[i].from != at || !relax(p, edges, i)) continue;
      unsigned to = edges[i].to;
      if (waiting[to]) continue;
      if (++entered[to] > n) {
        walk_cycle(p, edges, n, to);
        return 0;
      }
      waiting[to] = 1;
      queue[(head + size++) % MOST] = (uint16_t)to;
    }
  }
  return 1;
}

// The nodes of the path with its source first; returns how many, 0 if there is none.
unsigned path_to(const struct Paths* p, const struct Edge* edges, unsigned target, uint16_t* out) {
  unsigned length = 0;
  if (p->distance[target] == FAR) return 0;
  for (int at = (int)target;; at = edges[p->via[at]].from) {
    out[length++] = (uint16_t)at;
    if (p->via[at] < 0) break;
  }
  for (unsigned i = 0; i < length / 2; i++) {
    uint16_t t = out[i];
    out[i] = out[length - 1 - i];
    out[length - 1 - i] = t;
  }
  return length;
}

// Returns 0 if any node reaches itself at less than nothing.
int all_pairs(int64_t (*d)[MOST], const struct Edge* edges, size_t count, unsigned n) {
  for (unsigned i = 0; i < n; i++)
    for (unsigned j = 0; j < n; j++) d[i][j] = i == j ? 0 : FAR;
  for (size_t i = 0; i < count; i++)
    if (edges[i].weight < d[edges[i].from][edges[i].to]) d[edges[i].from][edges[i].to] = edges[i].weight;
  for (unsigned k = 0; k < n; k++)
    for (unsigned i = 0; i < n; i++)
      for (unsigned j = 0; j < n; j++) {
        int64_t through = join(d[i][k], d[k][j]);
        if (through < d[i][j]) d[i][j] = through;
      }
  for (unsigned i = 0; i < n; i++)
    if (d[i][i] < 0) return 0;
  return 1;
}
