#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"

size_t work_until_stopped(int (*work)(void* state), void* state, size_t most, int64_t* sum);
unsigned self_raised(const unsigned char* which, unsigned n, int* counts);
int take_order(void);
int held_back(int inside, int outside, int* during);

void request_stop(void);
size_t watch_places(const volatile unsigned char* a, const volatile unsigned char* b, size_t most, unsigned* sum);

struct Work {
  int at, stop_at, noise_at;
};

static int work(void* state) {
  struct Work* w = state;
  if (w->at == w->noise_at) raise(SIGUSR1);
  if (w->at == w->stop_at) raise(SIGUSR2);
  return ++w->at;
}

static volatile sig_atomic_t mine;
static void own_handler(int number) { mine = mine * 10 + (number == SIGUSR1 ? 1 : 2); }

// Of two pages one is open at a time, so that each access in turn comes here.
static unsigned char* pages;
static size_t page_size;
static unsigned faults, stop_at;

static void fault(int number, siginfo_t* info, void* context) {
  (void)context;
  unsigned char* at = info->si_addr;
  if (at != pages && at != pages + page_size) _exit(number + 64);
  mprotect(pages, 2 * page_size, PROT_NONE);
  mprotect(at, page_size, PROT_READ);
  if (++faults == stop_at) request_stop();
}

static void test_places(void) {
  page_size = (size_t)sysconf(_SC_PAGESIZE);
  pages = mmap(NULL, 2 * page_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) return;
  pages[0] = 200;
  pages[page_size] = 3;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = fault;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGSEGV, &action, NULL);
  sigaction(SIGBUS, &action, NULL);
  for (stop_at = 1; stop_at < 24; stop_at++) {
    unsigned sum = 0;
    size_t rounds = (stop_at + 1) / 2 < 10 ? (stop_at + 1) / 2 : 10;
    mprotect(pages, 2 * page_size, PROT_NONE);
    faults = 0;
    CHECK(watch_places(pages, pages + page_size, 10, &sum) == rounds);
    CHECK(faults == 2 * rounds && sum == 203 * rounds);
  }
  unsigned sum = 9;
  CHECK(watch_places(pages, pages + page_size, 0, &sum) == 0 && sum == 0);
  munmap(pages, 2 * page_size);
}

int main(void) {
  test_places();
  signal(SIGUSR1, own_handler);
  signal(SIGUSR2, own_handler);
  for (int stop = 0; stop < 20; stop++) {
    struct Work w = {0, stop, 4};
    int64_t sum = -1;
    size_t done = work_until_stopped(work, &w, 15, &sum);
    int64_t calls = stop < 15 ? stop + 1 : 15;
    CHECK((int64_t)done == calls && w.at == calls && sum == calls * (calls + 1) / 2);
    CHECK(take_order() == (stop < 4 ? 2 : stop < 15 ? 12 : 1));
    CHECK(take_order() == 0);
  }
  struct Work idle = {0, 0, 0};
  int64_t sum = 5;
  CHECK(work_until_stopped(work, &idle, 0, &sum) == 0 && sum == 0 && idle.at == 0 && mine == 0);

  static const unsigned char plan[] = {3, 2, 5, 7, 1, 4, 201, 0, 3, 3};
  static const int expected[] = {1, 1, 3, 6, 6, 6, 106, 106, -1, -1};
  int counts[11];
  for (unsigned n = 0; n <= 10; n++) {
    for (int i = 0; i < 11; i++) counts[i] = -1;
    static const unsigned changes[] = {0, 1, 1, 2, 3, 3, 3, 4, 4, 4, 4};
    CHECK(self_raised(plan, n, counts) == changes[n]);
    for (unsigned i = 0; i < 11; i++) CHECK(counts[i] == (i < n && i < 10 ? expected[i] : -1));
    static const int orders[] = {0, 1, 1, 11, 111, 1111, 1111, 1111, 1111, 1111, 1111};
    CHECK(take_order() == orders[n]);
  }
  int during = -1;
  CHECK(held_back(0, 0, &during) == 0 && during == 0);
  CHECK(held_back(1, 0, &during) == 11 && during == 0);
  CHECK(held_back(5, 0, &during) == 11 && during == 0 && take_order() == 1);  // one at most waits
  CHECK(held_back(2, 3, &during) == 41 && during == 0 && take_order() == 1111);
  CHECK(held_back(0, 6, &during) == 60 && during == 0);
  CHECK(mine == 0);
  raise(SIGUSR1);
  raise(SIGUSR2);
  CHECK(mine == 12);
  return failures != 0;
}
