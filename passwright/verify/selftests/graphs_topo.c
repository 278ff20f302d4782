// Dependencies: topological order with the smallest number first, strong components, and reachability in bitsets of 64-bit words.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MOST 130
#define WORDS ((MOST + 63) / 64)

typedef uint64_t Bits[WORDS];

struct Graph {
  Bits out[MOST];
  unsigned n;
};

static void set(uint64_t* b, unsigned i) { b[i / 64] |= (uint64_t)1 << (i % 64); }
static void clear(uint64_t* b, unsigned i) { b[i / 64] &= ~((uint64_t)1 << (i % 64)); }
static int has(const uint64_t* b, unsigned i) { return (int)(b[i / 64] >> (i % 64) & 1); }

// The first member at or after a place, or MOST.
static unsigned next(const uint64_t* b, unsigned from) {
  if (from >= MOST) return MOST;
  unsigned w = from / 64;
  uint64_t word = b[w] & (~(uint64_t)0 << (from % 64));
  while (word == 0) {
    if (++w == WORDS) return MOST;
    word = b[w];
  }
  return w * 64 + (unsigned)__builtin_ctzll(word);
}

static int merge(uint64_t* into, const uint64_t* from) {
  uint64_t news = 0;
  for (unsigned w = 0; w < WORDS; w++) {
    news |= from[w] & ~into[w];
    into[w] |= from[w];
  }
  return news != 0;
}

void graph_start(struct Graph* g, unsigned n) {
  memset(g, 0, sizeof *g);
  g->n = n;
}

int graph_link(struct Graph* g, unsigned from, unsigned to) {
  if (from >= g->n || to >= g->n || has(g->out[from], to)) return 0;
  set(g->out[from], to);
  return 1;
}

// Writes the order; returns how many could be placed, which is less than all if there is a cycle.
unsigned graph_order(const struct Graph* g, uint8_t* order) {
  uint16_t before[MOST] = {0};
  Bits ready;
  unsigned placed = 0;
  memset(ready, 0, sizeof ready);
  for (unsigned i = 0; i < g->n; i++)
    for (unsigned j = next(g->out[i], 0); j < MOST; j = next(g->out[i], j + 1)) before[j]++;
  for (unsigned i = 0; i < g->n; i++)
    if (before[i] == 0) set(ready, i);
  for (unsigned i; (i = next(ready, 0)) < MOST;) {
    clear(ready, i);
    order[placed++] = (uint8_t)i;
    for (unsigned j = next(g->out[i], 0); j < MOST; j = next(g->out[i], j + 1))
      if (--before[j] == 0) set(ready, j);
  }
  return placed;
}

struct Search {
  const struct Graph* g;
  uint8_t seen[MOST], low[MOST], stack[MOST], *part;
  Bits open;
  unsigned time, depth, parts;
};

static unsigned descend(struct Search* s, unsigned v) {
  s->seen[v] = s->low[v] = (uint8_t)++s->time;
  s->stack[s->depth++] = (uint8_t)v;
  set(s->open, v);
  for (unsigned w = next(s->g->out[v], 0); w < MOST; w = next(s->g->out[v], w + 1)) {
    unsigned low = s->seen[w] == 0 ? descend(s, w) : has(s->open, w) ? s->seen[w] : 255;
    if (low < s->low[v]) s->low[v] = (uint8_t)low;
  }
  if (s->low[v] == s->seen[v]) {
    unsigned w;
    do {
      w = s->stack[--s->depth];
      clear(s->open, w);
      s->part[w] = (uint8_t)s->parts;
    } while (w != v);
    s->parts++;
  }
  return s->low[v];
}

// Numbers the strong components, sinks first; returns how many.
unsigned graph_parts(const struct Graph* g, uint8_t* part) {
  struct Search s;
  memset(&s, 0, sizeof s);
  s.g = g;
  s.part = part;
  for (unsigned i = 0; i < g->n; i++)
    if (s.seen[i] == 0) descend(&s, i);
  return s.parts;
}

// Adds to each row what its members reach, until nothing is new. Returns the number of pairs.
unsigned graph_close(struct Graph* g) {
  unsigned pairs = 0;
  for (unsigned changed = 1; changed;) {
    changed = 0;
    for (unsigned i = 0; i < g->n; i++)
      for (unsigned j = next(g->out[i], 0); j < MOST; j = next(g->out[i], j + 1))
        if (j != i) changed |= (unsigned)merge(g->out[i], g->out[j]);
  }
  for (unsigned i = 0; i < g->n; i++)
    for (unsigned w = 0; w < WORDS; w++) pairs += (unsigned)__builtin_popcountll(g->out[i][w]);
  return pairs;
}
