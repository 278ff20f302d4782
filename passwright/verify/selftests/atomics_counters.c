// Contended counters: several threads hit one cell with every read-modify-write operation and note each result that shows a lost update.
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

struct Shared {
  _Atomic uint64_t up, down, bits, flags, cas, highest, lowest;
  _Atomic uint32_t slot;
  _Atomic uint8_t byte;
  _Atomic uint16_t half;
  _Atomic int64_t balance;
};

struct Job {
  struct Shared* shared;
  unsigned id, threads, rounds;
  void (*meet)(void);
  uint64_t up_sum, down_sum, cas_tries;
  uint32_t token;
  unsigned faults;
};

// Each round must really go to memory, else two threads would hardly ever meet.
#define ROUNDS(body)                           \
  job->meet();                                 \
  for (unsigned i = 0; i < job->rounds; i++) { \
    body;                                      \
    __asm__ volatile("" ::: "memory");         \
  }

static void note(struct Job* job, int bad) {
  if (bad) job->faults++;
}

static uint64_t cas_add(_Atomic uint64_t* cell, uint64_t step, memory_order order) {
  uint64_t seen = atomic_load_explicit(cell, memory_order_relaxed), tries = 1;
  while (!atomic_compare_exchange_weak_explicit(cell, &seen, seen + step, order, memory_order_relaxed)) tries++;
  return tries;
}

static void toggles(struct Job* job, uint64_t mine) {
  uint64_t state = 0;
  ROUNDS({
    uint64_t old = atomic_fetch_xor(&job->shared->bits, mine);
    note(job, (old & mine) != state);
    state ^= mine;
  })
}

static void sets(struct Job* job, uint64_t mine) {
  ROUNDS({
    note(job, atomic_fetch_or_explicit(&job->shared->flags, mine, memory_order_acq_rel) & mine);
    note(job, (atomic_fetch_and_explicit(&job->shared->flags, ~mine, memory_order_relaxed) & mine) != mine);
  })
}

static void extremes(struct Job* job) {
  uint64_t high = 0, low = UINT64_MAX;
  ROUNDS({
    uint64_t x = (uint64_t)i * job->threads + job->id;
    uint64_t h = __c11_atomic_fetch_max(&job->shared->highest, x, __ATOMIC_SEQ_CST);
    uint64_t l = __c11_atomic_fetch_min(&job->shared->lowest, ~x, __ATOMIC_RELAXED);
    note(job, h < high);
    note(job, l > low);
    high = h > x ? h : x;
    low = l < ~x ? l : ~x;
  })
}

void* counters_work(void* argument) {
  struct Job* job = argument;
  struct Shared* s = job->shared;
  uint64_t before = 0;
  ROUNDS({
    uint64_t old = atomic_fetch_add(&s->up, 1);
    note(job, i > 0 && old <= before);
    before = old;
    job->up_sum += old;
  })
  ROUNDS(job->down_sum += atomic_fetch_sub_explicit(&s->down, 3, memory_order_relaxed))
  toggles(job, 1ull << (job->id * 17 % 64) | 1ull << (63 - job->id));
  sets(job, 0x100000001ull << job->id);
  ROUNDS(job->token = atomic_exchange(&s->slot, job->token))
  ROUNDS(job->cas_tries += cas_add(&s->cas, 7, memory_order_acq_rel))
  extremes(job);
  ROUNDS({
    atomic_fetch_add_explicit(&s->byte, 1, memory_order_relaxed);
    s->half += 257;
  })
  ROUNDS({
    s->balance -= 5;
    atomic_fetch_add(&s->balance, (int64_t)i);
    s->balance++;
  })
  return job;
}
