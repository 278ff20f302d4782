// Flags that a signal handler sets while the program goes on: loops that wait for them, counts, and the state left behind.
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static volatile sig_atomic_t stop;
static volatile sig_atomic_t count;
static volatile sig_atomic_t order[4];
static volatile sig_atomic_t ordered;
static volatile sig_atomic_t step = 1;

static void on_signal(int number) {
  if (number == SIGUSR1) count = count + step;
  if (number == SIGUSR2) stop = 1;
  if (ordered < 4) {
    order[ordered] = number == SIGUSR1 ? 1 : 2;
    ordered = ordered + 1;
  }
}

static void clear(void) {
  stop = 0;
  count = 0;
  ordered = 0;
  for (int i = 0; i < 4; i++) order[i] = 0;
}

static int install(struct sigaction old[2], void (*handler)(int)) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  return sigaction(SIGUSR1, &action, &old[0]) | sigaction(SIGUSR2, &action, &old[1]);
}

static void restore(struct sigaction old[2]) {
  sigaction(SIGUSR1, &old[0], NULL);
  sigaction(SIGUSR2, &old[1], NULL);
}

// Goes on until the flag is set, from wherever that comes.
size_t work_until_stopped(int (*work)(void* state), void* state, size_t most, int64_t* sum) {
  struct sigaction old[2];
  size_t done = 0;
  clear();
  if (install(old, on_signal)) return 0;
  *sum = 0;
  while (!stop && done < most) {
    *sum += work(state);
    done++;
  }
  restore(old);
  return done;
}

// Raises them itself: the flag must be read before and after each.
unsigned self_raised(const unsigned char* which, unsigned n, int* counts) {
  struct sigaction old[2];
  unsigned changes = 0;
  clear();
  if (install(old, on_signal)) return 0;
  for (unsigned i = 0; i < n; i++) {
    int before = count;
    step = which[i] >> 1;
    if (which[i] & 1)
      raise(SIGUSR1);
    else if (which[i] == 0)
      raise(SIGUSR2);
    int after = count;
    counts[i] = after;
    changes += before != after;
    if (stop) break;
  }
  step = 1;
  restore(old);
  return changes;
}

int take_order(void) {
  int digits = 0;
  for (int i = 0; i < ordered; i++) digits = digits * 10 + order[i];
  clear();
  return digits;
}

// A critical section: signals that arrive within are seen only once it is over.
int held_back(int inside, int outside, int* during) {
  struct sigaction old[2];
  sigset_t block, before;
  clear();
  sigemptyset(&block);
  sigaddset(&block, SIGUSR1);
  if (install(old, on_signal)) return -1;
  sigprocmask(SIG_BLOCK, &block, &before);
  int start = count;
  while (inside-- > 0) raise(SIGUSR1);
  *during = count - start;
  sigprocmask(SIG_SETMASK, &before, NULL);
  int released = count;
  while (outside-- > 0) raise(SIGUSR1);
  int total = count;
  restore(old);
  return total * 10 + released;
}

void request_stop(void) { stop = 1; }

// No calls here: only reading the flag tells that a handler ran while the two places were read.
size_t watch_places(const volatile unsigned char* a, const volatile unsigned char* b, size_t most, unsigned* sum) {
  size_t rounds = 0;
  unsigned total = 0;
  stop = 0;
  while (!stop && rounds < most) {
    total += *a;
    total += *b;
    rounds++;
  }
  *sum = total;
  return rounds;
}
