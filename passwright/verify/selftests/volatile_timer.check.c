#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"

struct Timer {
  const volatile uint32_t* high;
  const volatile uint32_t* low;
  volatile uint32_t* kick;
};
extern unsigned torn;
uint64_t read_timer(const struct Timer* t);
unsigned wait_until(const struct Timer* t, uint64_t when, unsigned patience);
uint64_t measure(const struct Timer* t, void (*work)(void* state), void* state, unsigned repeat, uint64_t* least);
int64_t drift(const struct Timer* t);
uint32_t skip(const struct Timer* t, unsigned count);

static unsigned char* pages;
static size_t page_size;
static int open_page = -1;
static uint64_t clock_now, clock_step;
static unsigned accesses, kicks;

static uint32_t* reg(int page) { return (uint32_t*)(void*)(pages + (size_t)page * page_size); }

// The clock moves by one step with each access to another register than the last.
static void fault(int signal, siginfo_t* info, void* context) {
  (void)context;
  ptrdiff_t at = (unsigned char*)info->si_addr - pages;
  if (at < 0 || at >= (ptrdiff_t)(3 * page_size)) _exit(signal + 64);
  int page = (int)((size_t)at / page_size);
  if (open_page >= 0) mprotect(reg(open_page), page_size, PROT_NONE);
  mprotect(reg(page), page_size, PROT_READ | PROT_WRITE);
  if (page == 2) {
    kicks++;
  } else {
    *reg(page) = (uint32_t)(page == 0 ? clock_now >> 32 : clock_now);
    mprotect(reg(page), page_size, PROT_READ);
    clock_now += clock_step;
  }
  accesses++;
  open_page = page;
}

static void begin(uint64_t now, uint64_t step) {
  if (open_page >= 0) mprotect(reg(open_page), page_size, PROT_NONE);
  open_page = -1;
  clock_now = now;
  clock_step = step;
  accesses = kicks = torn = 0;
}

static void work(void* state) { clock_now += *(uint64_t*)state += 1000; }

int main(void) {
  page_size = (size_t)sysconf(_SC_PAGESIZE);
  pages = mmap(NULL, 3 * page_size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) return 2;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = fault;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGSEGV, &action, NULL);
  sigaction(SIGBUS, &action, NULL);
  struct Timer t = {reg(0), reg(1), reg(2)};

  begin(5, 1);
  CHECK(read_timer(&t) == 6 && accesses == 3 && torn == 0);
  begin(0xfffffffeu, 1);  // the low half is the last before it turns
  CHECK(read_timer(&t) == 0x100000001u && accesses == 5 && torn == 1);
  begin(0xffffffffu, 1);
  CHECK(read_timer(&t) == 0x100000002u && accesses == 5 && torn == 1);
  begin(0x100000000u, 1);
  CHECK(read_timer(&t) == 0x100000001u && accesses == 3 && torn == 0);
  begin(UINT64_MAX - 1, 1);
  CHECK(read_timer(&t) == 1 && accesses == 5 && torn == 1);
  begin(UINT64_MAX, 0);
  CHECK(read_timer(&t) == UINT64_MAX && accesses == 3 && torn == 0);
  begin(0x7ffffff0u, 0x50000000u);  // high: 0, 1; 1: low in between is of the second
  CHECK(read_timer(&t) == 0x16ffffff0u && accesses == 5 && torn == 1);

  // each poll is high, low, high (which is still open from the last unless the watchdog was kicked), so three steps
  begin(100, 10);
  CHECK(wait_until(&t, 0, 9) == 0 && accesses == 3 && kicks == 0);
  begin(100, 10);
  CHECK(wait_until(&t, 111, 9) == 1 && accesses == 7 && kicks == 1 && *reg(0) == 0);
  begin(100, 10);
  CHECK(wait_until(&t, 200, 9) == 3 && kicks == 3 && accesses == 15);
  begin(100, 10);
  CHECK(wait_until(&t, 201, 2) == 2 && kicks == 2 && accesses == 8);
  begin(100, 0);
  CHECK(wait_until(&t, 201, 20) == 20 && kicks == 20 && accesses == 80);
  CHECK(*reg(2) == 20);
  CHECK(wait_until(&t, 201, 0) == 0 && accesses == 80);

  uint64_t state = 0, least = 5;
  begin(0, 1);
  // from one low to the next: high, then work, then high and low
  CHECK(measure(&t, work, &state, 3, &least) == 6000 + 9 && least == 1003 && kicks == 6 && accesses == 24);
  CHECK(measure(&t, work, &state, 0, &least) == 0 && least == UINT64_MAX && kicks == 6);
  begin(1, 7);
  CHECK(drift(&t) == 0 && accesses == 5 && kicks == 2);
  begin(0xffffffff, 1);
  CHECK(drift(&t) == 4294967296 && accesses == 5);
  begin(0xfffffffe, 1);
  CHECK(drift(&t) == -4294967296 && accesses == 5);
  begin(50, 3);
  CHECK(skip(&t, 0) == 50 && accesses == 1);
  begin(50, 3);
  CHECK(skip(&t, 5) == 65 && accesses == 11 && kicks == 5 && open_page == 1);
  munmap(pages, 3 * page_size);
  return failures != 0;
}
