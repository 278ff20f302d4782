// Compare-and-swap loops: a lock-free stack of numbered nodes with a version tag, a bounded semaphore and a saturating counter.
#include <stdatomic.h>
#include <stdint.h>

#define NODES 64
#define NONE 0xffffffffu

struct Pool {
  _Atomic uint64_t heads[4];
  _Atomic uint32_t next[NODES];
};

static uint64_t pack(uint32_t node, uint32_t tag) { return (uint64_t)tag << 32 | node; }
static uint32_t node_of(uint64_t word) { return (uint32_t)word; }
static uint32_t tag_of(uint64_t word) { return (uint32_t)(word >> 32); }

static void put(struct Pool* pool, unsigned stack, uint32_t node) {
  uint64_t seen = atomic_load_explicit(&pool->heads[stack], memory_order_relaxed), wanted;
  do {
    atomic_store_explicit(&pool->next[node], node_of(seen), memory_order_relaxed);
    wanted = pack(node, tag_of(seen) + 1);
  } while (!atomic_compare_exchange_weak_explicit(&pool->heads[stack], &seen, wanted, memory_order_release, memory_order_relaxed));
}

static uint32_t take(struct Pool* pool, unsigned stack) {
  uint64_t seen = atomic_load_explicit(&pool->heads[stack], memory_order_acquire), wanted;
  do {
    if (node_of(seen) == NONE) return NONE;
    uint32_t below = atomic_load_explicit(&pool->next[node_of(seen)], memory_order_relaxed);
    wanted = pack(below, tag_of(seen) + 1);
  } while (!atomic_compare_exchange_strong_explicit(&pool->heads[stack], &seen, wanted, memory_order_acquire, memory_order_acquire));
  return node_of(seen);
}

void pool_start(struct Pool* pool, uint32_t nodes) {
  for (unsigned s = 0; s < 4; s++) atomic_init(&pool->heads[s], pack(NONE, 0));
  for (uint32_t i = 0; i < NODES; i++) atomic_init(&pool->next[i], NONE);
  for (uint32_t i = 0; i < nodes && i < NODES; i++) put(pool, 0, i);
}

void pool_put(struct Pool* pool, unsigned stack, uint32_t node) { put(pool, stack & 3, node); }
uint32_t pool_take(struct Pool* pool, unsigned stack) { return take(pool, stack & 3); }

// Moves nodes between stacks as a random sequence says; returns how many moves found a node.
unsigned pool_shuffle(struct Pool* pool, uint32_t seed, unsigned moves, uint64_t* owners, uint64_t owner) {
  unsigned found = 0;
  for (unsigned i = 0; i < moves; i++) {
    seed = seed * 1664525 + 1013904223;
    uint32_t node = take(pool, seed >> 30);
    if (node == NONE) continue;
    // Whoever holds a node owns its word without further locking.
    owners[node] += owner;
    found++;
    put(pool, seed >> 28 & 3, node);
  }
  return found;
}

int gate_enter(_Atomic int32_t* room) {
  int32_t seen = atomic_load(room);
  while (seen > 0)
    if (atomic_compare_exchange_weak(room, &seen, seen - 1)) return 1;
  return 0;
}

int32_t saturating_add(_Atomic int32_t* cell, int32_t step) {
  int32_t seen = atomic_load_explicit(cell, memory_order_relaxed), wanted;
  do {
    int64_t sum = (int64_t)seen + step;
    wanted = sum > INT32_MAX ? INT32_MAX : sum < INT32_MIN ? INT32_MIN : (int32_t)sum;
  } while (!atomic_compare_exchange_weak(cell, &seen, wanted));
  return wanted;
}
