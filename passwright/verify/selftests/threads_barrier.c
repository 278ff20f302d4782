// Threads in step: a reusable barrier of mutex and condition, bands of a cellular automaton, and a prefix sum in doubling strides.
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct Gate {
  pthread_mutex_t lock;
  pthread_cond_t opened;
  unsigned members, inside, turn;
};

struct World {
  struct Gate gate;
  uint8_t* grid[2];
  uint64_t* sums[2];
  size_t width, height, length;
  unsigned threads, steps;
  uint64_t last_turns;
};

struct Band {
  struct World* world;
  unsigned index;
};

// Exactly one member of each turn gets 1, the last to come.
static int gate_pass(struct Gate* g) {
  pthread_mutex_lock(&g->lock);
  unsigned turn = g->turn;
  int last = ++g->inside == g->members;
  if (last) {
    g->inside = 0;
    g->turn++;
    pthread_cond_broadcast(&g->opened);
  } else {
    while (g->turn == turn) pthread_cond_wait(&g->opened, &g->lock);
  }
  pthread_mutex_unlock(&g->lock);
  return last;
}

static size_t wrap(size_t i, int step, size_t n) { return step < 0 ? (i == 0 ? n - 1 : i - 1) : step > 0 ? (i + 1 == n ? 0 : i + 1) : i; }

static unsigned neighbours(const uint8_t* g, const struct World* w, size_t x, size_t y) {
  unsigned n = 0;
  for (int dy = -1; dy <= 1; dy++)
    for (int dx = -1; dx <= 1; dx++)
      if (dx != 0 || dy != 0) n += g[wrap(y, dy, w->height) * w->width + wrap(x, dx, w->width)];
  return n;
}

static size_t edge(size_t total, unsigned index, unsigned parts) { return total * index / parts; }

static void live(struct Band* b) {
  struct World* w = b->world;
  size_t from = edge(w->height, b->index, w->threads), to = edge(w->height, b->index + 1, w->threads);
  for (unsigned s = 0; s < w->steps; s++) {
    const uint8_t* old = w->grid[s & 1];
    uint8_t* new = w->grid[~s & 1];
    for (size_t y = from; y < to; y++)
      for (size_t x = 0; x < w->width; x++) {
        unsigned n = neighbours(old, w, x, y);
        new[y * w->width + x] = n == 3 || (n == 2 && old[y * w->width + x]);
      }
    if (gate_pass(&w->gate)) w->last_turns++;
  }
}

static void scan(struct Band* b) {
  struct World* w = b->world;
  size_t from = edge(w->length, b->index, w->threads), to = edge(w->length, b->index + 1, w->threads);
  unsigned round = 0;
  for (size_t stride = 1; stride < w->length; stride *= 2, round++) {
    const uint64_t* old = w->sums[round & 1];
    uint64_t* new = w->sums[~round & 1];
    for (size_t i = from; i < to; i++) new[i] = i < stride ? old[i] : old[i] + old[i - stride];
    gate_pass(&w->gate);
  }
}

static void* work(void* argument) {
  live(argument);
  scan(argument);
  return NULL;
}

// Runs both with the threads given; returns how many turns of the gate there were, or 0 if a thread did not start.
unsigned world_run(uint8_t* grid, uint8_t* spare, size_t width, size_t height, unsigned steps, uint64_t* sums, uint64_t* other,
                   size_t length, unsigned threads, uint64_t* lasts) {
  struct World w = {.grid = {grid, spare}, .sums = {sums, other}, .width = width, .height = height, .length = length};
  struct Band bands[8];
  pthread_t ids[8];
  w.threads = threads > 8 ? 8 : threads;
  w.steps = steps;
  w.gate.members = w.threads;
  if (pthread_mutex_init(&w.gate.lock, NULL) != 0 || pthread_cond_init(&w.gate.opened, NULL) != 0) return 0;
  for (unsigned i = 0; i < w.threads; i++) bands[i] = (struct Band){&w, i};
  for (unsigned i = 1; i < w.threads; i++)
    if (pthread_create(&ids[i], NULL, work, &bands[i]) != 0) return 0;
  work(&bands[0]);
  for (unsigned i = 1; i < w.threads; i++) pthread_join(ids[i], NULL);
  pthread_cond_destroy(&w.gate.opened);
  pthread_mutex_destroy(&w.gate.lock);
  *lasts = w.last_turns;
  return w.gate.turn;
}
