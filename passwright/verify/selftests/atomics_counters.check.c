#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>

#include "check.h"

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

void* counters_work(void* argument);

enum { MOST = 3 };
static atomic_uint arrived;
static unsigned crowd;

// A spinning barrier, so that the threads leave it together.
static void meet(void) {
  unsigned goal = atomic_fetch_add(&arrived, 1) / crowd * crowd + crowd;
  for (unsigned spins = 0; (int)(atomic_load(&arrived) - goal) < 0; spins++)
    if (spins > 2000) sched_yield();
}

// Puts this thread on a processor of its own where there is one, so that the threads really run side by side.
static cpu_set_t all;
static void spread(unsigned index) {
  cpu_set_t one;
  if (CPU_COUNT(&all) < 2) return;
  index %= (unsigned)CPU_COUNT(&all);
  for (unsigned cpu = 0; cpu < CPU_SETSIZE; cpu++)
    if (CPU_ISSET(cpu, &all) && index-- == 0) {
      CPU_ZERO(&one);
      CPU_SET(cpu, &one);
      sched_setaffinity(0, sizeof one, &one);
    }
}

static void* start(void* argument) {
  struct Job* job = argument;
  spread(job->id);
  return counters_work(job);
}

static void check(unsigned threads, unsigned rounds) {
  struct Shared s = {.down = 1000000, .lowest = UINT64_MAX, .slot = 500, .flags = 0x7000};
  struct Job jobs[MOST];
  pthread_t ids[MOST];
  atomic_store(&arrived, 0);
  crowd = threads;
  for (unsigned i = 0; i < threads; i++) jobs[i] = (struct Job){&s, i, threads, rounds, meet, 0, 0, 0, 100 + i, 0};
  for (unsigned i = 1; i < threads; i++) CHECK(pthread_create(&ids[i], 0, start, &jobs[i]) == 0);
  CHECK(start(&jobs[0]) == &jobs[0]);
  for (unsigned i = 1; i < threads; i++) {
    void* result = 0;
    CHECK(pthread_join(ids[i], &result) == 0 && result == &jobs[i]);
  }
  uint64_t n = (uint64_t)threads * rounds, up = 0, down = 0, tries = 0, tokens = s.slot;
  unsigned seen = s.slot == 500 ? 1u << MOST : 1u << (s.slot - 100);
  for (unsigned i = 0; i < threads; i++) {
    CHECK(jobs[i].faults == 0);
    up += jobs[i].up_sum;
    down += jobs[i].down_sum;
    tries += jobs[i].cas_tries;
    tokens += jobs[i].token;
    seen |= jobs[i].token == 500 ? 1u << MOST : 1u << (jobs[i].token - 100);
  }
  CHECK(s.up == n && up == n * (n - 1) / 2);
  CHECK(s.down == 1000000 - 3 * n && down == 1000000 * n - 3 * (n * (n - 1) / 2));
  CHECK(s.flags == 0x7000);
  CHECK(tokens == 500 + 100 * threads + threads * (threads - 1) / 2);
  CHECK(seen == (1u << MOST | ((1u << threads) - 1)));
  CHECK(s.cas == 7 * n && tries >= n);
  uint64_t bits = 0;
  for (unsigned i = 0; i < threads; i++)
    if (rounds & 1) bits |= 1ull << (i * 17) | 1ull << (63 - i);
  CHECK(s.bits == bits);
  CHECK(s.highest == n - 1 && s.lowest == ~(n - 1));
  CHECK(s.byte == n % 256 && s.half == n * 257 % 65536);
  CHECK(s.balance == (int64_t)threads * ((int64_t)rounds * (rounds - 1) / 2 - 4 * (int64_t)rounds));
}

int main(void) {
  if (sched_getaffinity(0, sizeof all, &all) != 0) CPU_ZERO(&all);
  check(1, 1);
  check(1, 1001);
  check(2, 5001);
  check(3, 1501);
  return failures != 0;
}
