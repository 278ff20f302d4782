#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>

#include "check.h"

#define NODES 64
#define NONE 0xffffffffu

struct Pool {
  _Atomic uint64_t heads[4];
  _Atomic uint32_t next[NODES];
};

void pool_start(struct Pool* pool, uint32_t nodes);
void pool_put(struct Pool* pool, unsigned stack, uint32_t node);
uint32_t pool_take(struct Pool* pool, unsigned stack);
unsigned pool_shuffle(struct Pool* pool, uint32_t seed, unsigned moves, uint64_t* owners, uint64_t owner);
int gate_enter(_Atomic int32_t* room);
int32_t saturating_add(_Atomic int32_t* cell, int32_t step);

static struct Pool pool;
static uint64_t owners[NODES + 1];
static _Atomic int32_t room, level;
static atomic_uint arrived;

static void single(void) {
  pool_start(&pool, 5);
  CHECK(pool.heads[0] == (5ull << 32 | 4) && pool.heads[1] == NONE);
  CHECK(pool.next[4] == 3 && pool.next[0] == NONE && pool.next[5] == NONE);
  CHECK(pool_take(&pool, 1) == NONE && pool.heads[1] == NONE);
  CHECK(pool_take(&pool, 0) == 4 && pool_take(&pool, 0) == 3);
  pool_put(&pool, 3, 3);
  pool_put(&pool, 7, 4);
  CHECK(pool.heads[3] == (2ull << 32 | 4) && pool.next[4] == 3 && pool.next[3] == NONE);
  CHECK(pool_take(&pool, 3) == 4 && pool_take(&pool, 3) == 3 && pool_take(&pool, 3) == NONE);
  CHECK(pool.heads[3] == (4ull << 32 | NONE));
  atomic_store(&pool.heads[2], 0xffffffffull << 32 | NONE);
  pool_put(&pool, 2, 9);
  CHECK(pool.heads[2] == 9);
  CHECK(pool_take(&pool, 0) == 2 && pool_take(&pool, 0) == 1 && pool_take(&pool, 0) == 0 && pool_take(&pool, 0) == NONE);
}

static void edges(void) {
  static const struct {
    int32_t old, step, want;
  } cases[] = {{0, 0, 0},
               {INT32_MAX, 1, INT32_MAX},
               {INT32_MAX - 1, 1, INT32_MAX},
               {INT32_MIN, -1, INT32_MIN},
               {INT32_MIN, INT32_MAX, -1},
               {INT32_MIN, INT32_MIN, INT32_MIN},
               {INT32_MAX, INT32_MAX, INT32_MAX},
               {-5, 3, -2},
               {1, INT32_MIN, INT32_MIN + 1}};
  for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
    level = cases[i].old;
    CHECK(saturating_add(&level, cases[i].step) == cases[i].want && level == cases[i].want);
  }
  room = 1;
  CHECK(gate_enter(&room) == 1 && room == 0 && gate_enter(&room) == 0 && room == 0);
  room = -4;
  CHECK(gate_enter(&room) == 0 && room == -4);
}

struct Work {
  uint32_t seed;
  uint64_t owner;
  unsigned found;
  int entered;
};

enum { ROUNDS = 6, STEPS = 900 };

// Both threads leave together, so that many rounds overlap even on a busy machine.
static void meet(void) {
  unsigned goal = (atomic_fetch_add(&arrived, 1) | 1) + 1;
  for (unsigned spins = 0; (int)(atomic_load(&arrived) - goal) < 0; spins++)
    if (spins > 4000) sched_yield();
}

// Puts this thread on a processor of its own where there is one, so that the threads really run side by side.
static void spread(unsigned index) {
  cpu_set_t all, one;
  if (sched_getaffinity(0, sizeof all, &all) != 0 || CPU_COUNT(&all) < 2) return;
  index %= (unsigned)CPU_COUNT(&all);
  for (unsigned cpu = 0; cpu < CPU_SETSIZE; cpu++)
    if (CPU_ISSET(cpu, &all) && index-- == 0) {
      CPU_ZERO(&one);
      CPU_SET(cpu, &one);
      sched_setaffinity(0, sizeof one, &one);
    }
}

static void* work(void* argument) {
  struct Work* w = argument;
  spread(w->owner == 1);
  for (unsigned round = 0; round < ROUNDS; round++) {
    meet();
    for (int i = 0; i < STEPS; i++) {
      w->entered += gate_enter(&room);
      saturating_add(&level, 3);
    }
    meet();
    w->found += pool_shuffle(&pool, w->seed + round, STEPS, owners, w->owner);
  }
  return 0;
}

int main(void) {
  single();
  edges();
  pool_start(&pool, 40);
  room = 2 * ROUNDS * STEPS - 1000;
  level = -100000;
  struct Work w[2] = {{12345, 1, 0, 0}, {987654321, 1ull << 32, 0, 0}};
  pthread_t id;
  CHECK(pthread_create(&id, 0, work, &w[1]) == 0);
  work(&w[0]);
  CHECK(pthread_join(id, 0) == 0);
  int entered = w[0].entered + w[1].entered;
  CHECK(room == 0 && entered == 2 * ROUNDS * STEPS - 1000);
  CHECK(level == -100000 + 3 * 2 * ROUNDS * STEPS);
  uint64_t held[2] = {0, 0};
  for (unsigned i = 0; i < NODES; i++) {
    held[0] += owners[i] & 0xffffffff;
    held[1] += owners[i] >> 32;
    if (i >= 40) CHECK(owners[i] == 0);
  }
  CHECK(held[0] == w[0].found && held[1] == w[1].found && w[0].found > 0);
  uint64_t seen = 0;
  for (unsigned s = 0; s < 4; s++)
    for (uint32_t node; (node = pool_take(&pool, s)) != NONE;) {
      CHECK(node < 40 && !(seen >> node & 1));
      if (node >= 40 || (seen >> node & 1)) return 1;
      seen |= 1ull << node;
    }
  CHECK(seen == (1ull << 40) - 1);
  return failures != 0;
}
