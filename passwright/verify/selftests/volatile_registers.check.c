#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"

struct Device {
  volatile uint32_t* status;
  volatile uint32_t* control;
  volatile uint32_t* data;
  volatile uint64_t* address;
};
void reset(const struct Device* d);
size_t receive(const struct Device* d, uint32_t* out, size_t room);
void fill(const struct Device* d, uint32_t value, size_t count);
int transfer(const struct Device* d, uint64_t from, uint64_t to, unsigned patience);
uint64_t sample(const struct Device* d, int both);

// One page is open at a time, for reading first: a fault tells of an access to another page, one on the open page of a write to it.
static unsigned char* pages;
static size_t page_size;
static int open_page, writable;
static char seen[512];
static size_t length;
static const uint64_t* values[4];  // what the next accesses to a register find there

static uint64_t* reg(int page) { return (uint64_t*)(void*)(pages + (size_t)page * page_size); }

static void note(char c) {
  if (length < sizeof seen - 1) seen[length++] = c;
}

static void close_page(void) {
  if (open_page < 0) return;
  if (writable) {  // what was written, as one digit
    uint64_t v = *reg(open_page);
    note((char)('0' + (v ^ v >> 31) % 10));
  }
  mprotect(reg(open_page), page_size, PROT_NONE);
  open_page = -1;
}

static void fault(int signal, siginfo_t* info, void* context) {
  (void)context;
  ptrdiff_t at = (unsigned char*)info->si_addr - pages;
  if (at < 0 || at >= (ptrdiff_t)(4 * page_size)) _exit(signal + 64);
  int page = (int)((size_t)at / page_size);
  if (page == open_page && !writable) {
    seen[length - 1] = (char)(seen[length - 1] - 'a' + 'A');
    mprotect(reg(page), page_size, PROT_READ | PROT_WRITE);
    writable = 1;
    return;
  }
  close_page();
  mprotect(reg(page), page_size, PROT_READ | PROT_WRITE);
  if (values[page]) *reg(page) = *values[page]++;
  mprotect(reg(page), page_size, PROT_READ);
  open_page = page;
  writable = 0;
  note("scda"[page]);
}

static void begin(const uint64_t* status, const uint64_t* data, const uint64_t* address) {
  close_page();
  length = 0;
  memset(seen, 0, sizeof seen);
  values[0] = status;
  values[2] = data;
  values[3] = address;
}

static int was(const char* wanted) {
  close_page();
  if (strcmp(seen, wanted) == 0) return 1;
  printf("%s, not %s\n", seen, wanted);
  return 0;
}

int main(void) {
  page_size = (size_t)sysconf(_SC_PAGESIZE);
  pages = mmap(NULL, 4 * page_size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) return 2;
  open_page = -1;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = fault;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGSEGV, &action, NULL);
  sigaction(SIGBUS, &action, NULL);
  struct Device d = {(volatile uint32_t*)reg(0), (volatile uint32_t*)reg(1), (volatile uint32_t*)reg(2), (volatile uint64_t*)reg(3)};

  static const uint64_t zeros[64], ones[] = {1, 1, 1, 1};
  begin(zeros, zeros, zeros);
  reset(&d);
  CHECK(was("C0sC1sC0d"));

  static const uint64_t more[] = {2, 3, 2, 0, 2}, data[] = {11, 22, 33, 44, 55};
  uint32_t out[5] = {9, 9, 9, 9, 9};
  begin(more, data, zeros);
  CHECK(receive(&d, out, 5) == 3 && was("sdsdsds"));
  CHECK(out[0] == 11 && out[1] == 22 && out[2] == 33 && out[3] == 9);
  begin(more, data + 2, zeros);
  CHECK(receive(&d, out, 2) == 2 && was("sdsd") && out[0] == 33 && out[1] == 44);
  begin(more + 3, data, zeros);
  CHECK(receive(&d, out, 4) == 0 && was("s"));
  begin(more, data, zeros);
  CHECK(receive(&d, out, 0) == 0 && was(""));

  begin(zeros, zeros, zeros);
  fill(&d, 7, 5);
  CHECK(was("D7C5D7C5D7C5D7C5D7C5"));
  begin(zeros, zeros, zeros);
  fill(&d, 7, 0);
  fill(&d, 3, 1);
  CHECK(was("D3C5"));

  static const uint64_t later[] = {0, 0, 2, 1, 1, 4}, faulty[] = {0, 4, 1}, odd[] = {1, 0, 1}, answer[] = {0x12345};
  // a command's second code has the top bit set as well, so its digit is another
  begin(ones, answer, zeros);
  CHECK(transfer(&d, 4, 6, 3) == 0x2345 && was("A4C2A0C1sA6C3A0C0sd"));
  begin(later, answer, zeros);
  CHECK(transfer(&d, 4, 6, 9) == 0x2345 && was("A4C2A0C1sC8sC7sC6sA6C3A0C0sd"));
  begin(later, answer, zeros);
  CHECK(transfer(&d, 5, 6, 2) == 0 && was("A5C2A0C1sC1sC0A0C0A0C9"));
  begin(faulty, answer, zeros);
  CHECK(transfer(&d, 5, 6, 2) == -1 && was("A5C2A0C1sC1sA0C0A0C9"));
  begin(odd, answer, zeros);
  CHECK(transfer(&d, 5, 7, 2) == -2 && was("A5C2A0C1sA7C3A0C0sC0"));
  begin(ones, answer, zeros);
  CHECK(transfer(&d, 5, 7, 0) == 0 && was("A5C2A0C1A0C0A0C9"));

  static const uint64_t samples[] = {8, 5, 6}, addresses[] = {100, 300};
  begin(zeros, samples, addresses);
  CHECK(sample(&d, 1) == 8205 && was("dadaC3"));
  begin(zeros, samples + 1, addresses);
  CHECK(sample(&d, 0) == 0 && was("dada"));
  close_page();
  munmap(pages, 4 * page_size);
  return failures != 0;
}
