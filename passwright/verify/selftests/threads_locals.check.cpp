#include <pthread.h>

#include <cstdint>
#include <cstring>

#include "check.h"

using Note = void (*)(int kind, std::int64_t value);
void LocalsStart(Note note);
void LocalsStop();
std::uint32_t LocalsDraw(unsigned count);
std::int64_t LocalsWalk(unsigned levels);
unsigned LocalsTrail(std::uint8_t* out);
std::int64_t LocalsLedger(std::int64_t add);
int LocalsVisits(int times);
std::uintptr_t LocalsKeyed(std::uintptr_t value);
std::int64_t* LocalsDepth();

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int counts[4];
static std::int64_t sums[4];
static pthread_barrier_t barrier;

static void Record(int kind, std::int64_t value) {
  pthread_mutex_lock(&lock);
  counts[kind]++;
  sums[kind] += value;
  pthread_mutex_unlock(&lock);
}

struct Work {
  unsigned id;
  bool ledger;
  int failed;
  std::int64_t* depth;
};

static Work works[3];

// What the generator gives after so many draws, and the walks with their trails, from a fresh thread.
static void* Run(void* argument) {
  Work* w = static_cast<Work*>(argument);
  std::uint8_t trail[32];
  std::memset(trail, 0xee, sizeof trail);
  auto need = [w](bool good) { w->failed += !good; };
  need(LocalsTrail(trail) == 0 && trail[0] == 0xee);
  pthread_barrier_wait(&barrier);
  need(LocalsDraw(0) == 0x2545f491u);
  need(LocalsDraw(w->id) == (w->id == 0 ? 0x2545f491u : w->id == 1 ? 0xe124b63au : 0x8b9a74abu));
  need(LocalsKeyed(w->id + 10) == 0);
  w->depth = LocalsDepth();
  pthread_barrier_wait(&barrier);
  need(*works[(w->id + 1) % 3].depth == 0 && w->depth != works[(w->id + 1) % 3].depth);
  pthread_barrier_wait(&barrier);
  *w->depth = 10 * w->id;
  need(LocalsWalk(2 + w->id) == (w->id == 0 ? 603 : w->id == 1 ? 1000 + 4000 + 6 : 100 * (21 + 22 + 23 + 24 + 25 + 22 + 23) + 10 + 1));
  if (w->ledger) {
    need(LocalsLedger(w->id) == 1000 + static_cast<int>(w->id));
    for (int i = 0; i < 50; i++) LocalsLedger(-5);
  }
  need(LocalsVisits(static_cast<int>(w->id) * 3 + 1) == 41 + static_cast<int>(w->id) * 3);
  pthread_barrier_wait(&barrier);
  need(*w->depth == 10 * static_cast<int>(w->id));
  need(LocalsDraw(2 - w->id) == 0x8b9a74abu);
  if (w->ledger) need(LocalsLedger(0) == 750 + static_cast<int>(w->id));
  need(LocalsVisits(1) == 42 + static_cast<int>(w->id) * 3);
  unsigned length = LocalsTrail(trail);
  need(length == (w->id == 0 ? 3u : w->id == 1 ? 4u : 7u));
  static const std::uint8_t last[] = {21, 22, 23, 24, 25, 22, 23, 0xee};
  if (w->id == 2) need(std::memcmp(trail, last, 8) == 0);
  if (w->id == 0) need(trail[0] == 1 && trail[1] == 2 && trail[2] == 3 && trail[3] == 0xee);
  if (w->id == 1) need(LocalsKeyed(0) == 11);
  return nullptr;
}

int main() {
  LocalsStart(Record);
  std::uint8_t trail[32];
  // The main thread changes all its own first; the others must not see it.
  CHECK(LocalsDraw(2) == 0x8b9a74abu && LocalsWalk(0) == 100 && LocalsLedger(1) == 1001 && LocalsVisits(9) == 49 && LocalsKeyed(5) == 0);
  CHECK(counts[1] == 1 && sums[1] == 1000);
  *LocalsDepth() = 77;
  CHECK(pthread_barrier_init(&barrier, nullptr, 3) == 0);
  pthread_t ids[3];
  for (unsigned i = 0; i < 3; i++) {
    works[i] = Work{i, i != 1, 0, nullptr};
    CHECK(pthread_create(&ids[i], nullptr, Run, &works[i]) == 0);
  }
  for (unsigned i = 0; i < 3; i++) {
    CHECK(pthread_join(ids[i], nullptr) == 0);
    CHECK(works[i].failed == 0);
  }
  pthread_barrier_destroy(&barrier);
  CHECK(*LocalsDepth() == 77 && LocalsLedger(0) == 1001 && LocalsVisits(1) == 50 && LocalsTrail(trail) == 1 && trail[0] == 1);
  CHECK(LocalsDraw(0) == 0x8b9a74abu);
  *LocalsDepth() = 0;
  CHECK(LocalsWalk(31) == 10931335 && LocalsTrail(trail) == 5167);
  // Destructors ran for the two threads that used a ledger, and for the keyed values that were not null.
  CHECK(counts[1] == 3 && counts[2] == 2 && sums[2] == 750 + 752);
  CHECK(counts[3] == 2 && sums[3] == 10 + 12);
  CHECK(LocalsKeyed(0) == 5);
  LocalsStop();
  return failures != 0;
}
