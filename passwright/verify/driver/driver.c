// Runs the functions of a library on generated inputs, in children that can do nothing but compute, and writes what each did.
//
//   driver LIBRARY LAYOUT SEED MILLISECONDS COUNT < MASK > RECORDS
//
// LAYOUT: an even one puts buffers against the page behind them, an odd one against the page before them; each of 0 … 4 has other
// garbage in stack and heap. What depends on either is no result. MASK has COUNT bytes for each function of the table: inputs to be tried
// are those that are not 0.
#define _GNU_SOURCE
#include "driver.h"

#include <dlfcn.h>
#include <errno.h>
#include <fenv.h>
#include <link.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "inputs.h"

enum { RETURNED, ENDED, SIGNAL, STOPPED };  // how a call went
enum {
  LOG = 1 << 28,
  EXACT = 1 << 14,
  WORDS = 1 << 13,
  RANGES = 256,
  SEGMENTS = 8,
  STACK = 1 << 15,
  STEPS = 1 << 16,
  MOST_INPUTS = 1 << 16,
  MOST_HUNG = 6
};
enum { INIT_ARRAY = 0x60000f19, INIT_ARRAYSZ = 0x60000f1b };  // where constructors are kept from the loader: they run in a child

typedef struct {
  uint32_t function, input, status, invalid, exact_size, word_count;
} Record;

typedef struct {
  uint64_t used;
  uint32_t input;  // the one that is running
  char bytes[];
} Log;

typedef struct {
  uint64_t start, end;
} Range;

const Table* table;
int layout;
int testing;  // whether code under test runs: it has the heap of inputs.c, and its output is recorded
static uint64_t seed;
static long milliseconds;
static Log* shared;
static Range ranges[RANGES], segments[SEGMENTS];
static char* saved[SEGMENTS];
static int hung;  // how often one function did not end
static int range_count, segment_count;
static uint64_t stack_top;
static char exact[EXACT];
static uint32_t exact_size, stream, steps;
static uint64_t words[2 * WORDS];
static uint32_t word_count;
static jmp_buf back;
static char mask[MOST_INPUTS];

void fail(const char* what) {
  fprintf(stderr, "driver: %s\n", what);
  _exit(3);
}

// Ends a call whose effect cannot be told.
void stop(const char* reason) {
  if (!testing) fail(reason);
  testing = 0;
  exact_size = (uint32_t)strlen(reason);
  memcpy(exact, reason, exact_size);
  longjmp(back, 1 + STOPPED);
}

static void put(const void* bytes, size_t size) {
  if (size > EXACT - exact_size) stop("more output than is recorded");
  for (size_t i = 0; i < size; i++) exact[exact_size++] = ((const char*)bytes)[i];
}

static void put_word(uint64_t word) { put(&word, sizeof word); }

// Bytes to a stream of C: what is written matters, not by which functions and how many calls.
void output(uint32_t to, const char* bytes, size_t size) {
  if (!size) return;
  if (stream != to) put(to == 1 ? "\x01>" : "\x02>", 2);
  stream = to;
  put(bytes, size);
}

// The code under test ends the program.
void end(const char* how, uint64_t value) {
  if (!testing) fail(how);
  stream = 0;
  put(how, strlen(how));
  put_word(value);
  testing = 0;
  longjmp(back, 1 + ENDED);
}

// A word of memory without the addresses that differ from build to build.
static uint64_t canonical(uint64_t word) {
  uint64_t place;
  if (place_in_buffers(word, &place) || place_in_heap(word, &place)) return place;
  // What is on the stack, in a variable or in a constant is LLVM's to decide.
  if (word <= stack_top && word > stack_top - (64 << 20)) return 0xd0ull << 56;
  for (int i = 0; i < range_count; i++)
    if (word >= ranges[i].start && word <= ranges[i].end) return 0xd0ull << 56;
  return word;
}

static uint64_t canonical_scalar(const Scalar* scalar, const uint64_t* slot) {
  uint64_t word = *slot;
  if (scalar->kind == POINTER) return canonical(word);
  if (scalar->bits < 64) word &= (1ull << scalar->bits) - 1;
  if (scalar->kind == REAL) {
    float single;
    double number;
    memcpy(&single, &word, sizeof single);
    memcpy(&number, &word, sizeof number);
    if (scalar->bits == 32 ? single != single : number != number) return 0x7ff8ull << 48;  // the bits of a NaN are nobody's promise
    return word;
  }
  return canonical(word);
}

static void put_scalars(const Scalar* scalars, uint32_t count, const uint64_t* slots) {
  for (uint32_t i = 0; i < count; i++) {
    put_word(canonical_scalar(&scalars[i], &slots[2 * i]));
    if (scalars[i].bits > 64) put_word(slots[2 * i + 1] & (scalars[i].bits == 128 ? ~0ull : (1ull << (scalars[i].bits - 64)) - 1));
  }
}

// A function that the module calls and does not define.
void passwright_stub(uint32_t number, const uint64_t* arguments, uint64_t* results) {
  const Function* stub = &table->stubs[number];
  if (stub->flags & UNKNOWN) stop(stub->name);
  if (++steps > STEPS) stop("too many calls");
  uint64_t draw = mix(seed ^ name_hash(stub->name));
  if (stub->flags & SILENT) {  // may be called more or less often: the same for the same arguments
    for (uint32_t i = 0; i < stub->argument_count; i++) draw = mix(draw ^ canonical_scalar(&stub->arguments[i], &arguments[2 * i]));
  } else {
    stream = 0;
    put("call", 4);
    put_word(number);
    put_scalars(stub->arguments, stub->argument_count, arguments);
    draw = mix(draw ^ steps);
  }
  if (stub->flags & ENDS) end("does not return", 0);
  draw_results(stub, draw, results);
}

// A function that code under test finds by a pointer in its input: of no type that would be known here.
__attribute__((used)) uint64_t passwright_called_back(uint64_t number) {
  if (++steps > STEPS) stop("too many calls");
  stream = 0;
  put("back", 4);
  put_word(number);
  return mix(seed ^ steps) & 1;
}

// What `-fsanitize=undefined` would stop at: instrument.py puts calls to it into the filter build.
void passwright_undefined(_Bool is) {
  if (is) stop("undefined behaviour");
}

static int note_object(struct dl_phdr_info* info, size_t size, void* library) {
  (void)size;
  int mine = info->dlpi_addr == ((struct link_map*)library)->l_addr;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr)* header = &info->dlpi_phdr[i];
    if (header->p_type != PT_LOAD) continue;
    Range range = {info->dlpi_addr + header->p_vaddr, info->dlpi_addr + header->p_vaddr + header->p_memsz};
    if (range_count < RANGES) ranges[range_count++] = range;
    if (mine && header->p_flags & PF_W) {
      if (segment_count == SEGMENTS) fail("too many segments");
      segments[segment_count++] = range;
    }
  }
  return 0;
}

static void* reserve(size_t size) {
  void* place = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (place == MAP_FAILED) fail("no memory");
  return place;
}

static void construct(struct link_map* library) {
  void (**functions)(int, char**, char**) = NULL;
  size_t size = 0;
  for (const ElfW(Dyn)* entry = library->l_ld; entry->d_tag != DT_NULL; entry++) {
    if (entry->d_tag == INIT_ARRAY) functions = (void*)(library->l_addr + entry->d_un.d_ptr);
    if (entry->d_tag == INIT_ARRAYSZ) size = entry->d_un.d_val;
  }
  char* none = NULL;
  for (size_t i = 0; i < size / sizeof *functions; i++) functions[i](0, &none, &none);
}

static void start_clock(long ms) {
  struct itimerval timer = {{0, 0}, {ms / 1000, ms % 1000 * 1000}};
  setitimer(ITIMER_PROF, &timer, NULL);
}

__attribute__((noinline)) static void paint(void) {
  volatile uint64_t area[STACK];
  for (size_t i = 0; i < STACK; i++) area[i] = garbage(i);
}

static void note_words(uint64_t key, uint64_t word) {
  if (word_count == WORDS) stop("more memory than is recorded");
  words[2 * word_count] = key;
  words[2 * word_count++ + 1] = word;
}

// Compares an area with what it was: words that changed get the key `space`, number, offset.
static void note_changes(uint64_t space, uint64_t number, const char* now, const char* before, size_t size) {
  uint64_t first = (uint64_t)now & 7;
  for (uint64_t at = 0; at < first + size; at += 8) {
    uint64_t old = 0, new = 0;
    for (uint64_t i = 0; i < 8; i++)
      if (at + i >= first && at + i < first + size) {
        new |= (uint64_t)(unsigned char)now[at + i - first] << 8 * i;
        if (before) old |= (uint64_t)(unsigned char)before[at + i - first] << 8 * i;
      }
    if (!before || new != old) note_words(space << 56 | number << 32 | at, canonical(new));
  }
}

static const char* saved_bytes(uint64_t address) {
  for (int i = 0; i < segment_count; i++)
    if (address >= segments[i].start && address < segments[i].end) return saved[i] + (address - segments[i].start);
  return NULL;
}

static void append(const Record* record) {
  uint64_t size = sizeof *record + record->exact_size + 16ull * record->word_count;
  if (shared->used + size > LOG - sizeof *shared) _exit(2);
  memcpy(shared->bytes + shared->used, record, sizeof *record);
  memcpy(shared->bytes + shared->used + sizeof *record, exact, record->exact_size);
  memcpy(shared->bytes + shared->used + sizeof *record + record->exact_size, words, 16ull * record->word_count);
  shared->used += size;
}

static void try(uint32_t number, uint32_t input) {
  static uint64_t arguments[2 * SLOTS], results[2 * SLOTS];
  const Function* function = &table->functions[number];
  for (int i = 0; i < segment_count; i++) memcpy((void*)segments[i].start, saved[i], segments[i].end - segments[i].start);
  memset(results, 0, sizeof results);
  exact_size = stream = steps = word_count = 0;
  volatile int status = setjmp(back);
  if (!status) {
    testing = 1;
    draw_input(function, mix(seed ^ name_hash(function->name)) ^ input, input, arguments);
    errno = 0;
    feclearexcept(FE_ALL_EXCEPT);
    // Addresses on the stack are others in each layout too.
    static const size_t shifts[] = {16, 16 * 6, 16 * 11, 16 * 8, 16 * 13};
    *(volatile char*)__builtin_alloca(shifts[layout]) = 0;
    paint();
    start_clock(milliseconds);
    function->thunk(arguments, results);
    stream = 0;
    put("result", 6);
    put_scalars(function->results, function->result_count, results);
  }
  testing = 0;
  status = status ? status - 1 : RETURNED;
  if (status == RETURNED || status == ENDED) {
    // A second jump: what is recorded may be too much.
    volatile int now = status;
    int again = setjmp(back);
    if (!again) {
      testing = 1;
      for (uint32_t i = 0; i < buffer_count; i++)
        if (!buffers[i].released) note_changes(0xb0, i, buffers[i].start, buffers[i].copy, buffers[i].size);
      for (uint32_t v = 0; v < table->variable_count; v++) {
        const Variable* variable = &table->variables[v];
        if (!variable->address) continue;
        const char* before = saved_bytes((uint64_t)variable->address);
        if (before) note_changes(0xe1, v, variable->address, before, variable->size);
      }
      if (function->result_count) note_block(results[0], note_changes);
      testing = 0;
    } else {
      now = again - 1;
    }
    status = now;
  }
  start_clock(0);
  Record record = {
      number, input, (uint32_t)status, !!fetestexcept(FE_INVALID), exact_size, status == RETURNED || status == ENDED ? word_count : 0};
  append(&record);
}

// Memory is put back for the next input, so that a crash needs no new process; what it may have spoilt besides shows when inputs
// that differ are tried again, each in a process of its own.
static void on_signal(int number) {
  if (!testing) _exit(64 + number);
  testing = 0;
  exact[0] = (char)number;
  exact_size = 1;
  hung += number == SIGPROF;
  longjmp(back, 1 + SIGNAL);
}

static void child(struct link_map* library, uint32_t number, uint32_t from, uint32_t to) {
  static char alternate[1 << 16];
  stack_t other = {.ss_sp = alternate, .ss_size = sizeof alternate};
  sigaltstack(&other, NULL);
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_ONSTACK | SA_NODEFER};
  int caught[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS, SIGPROF, SIGXCPU};
  for (size_t i = 0; i < sizeof caught / sizeof *caught; i++) sigaction(caught[i], &action, NULL);
  stack_top = (uint64_t)__builtin_frame_address(0) + 4096;
  lock(20);
  shared->input = from;
  start_clock(1000);
  testing = 1;
  int stopped = setjmp(back);
  if (!stopped) construct(library);
  testing = 0;
  start_clock(0);
  keep_heap();
  for (int i = 0; i < segment_count; i++) {
    saved[i] = reserve(segments[i].end - segments[i].start);
    memcpy(saved[i], (void*)segments[i].start, segments[i].end - segments[i].start);
  }
  for (uint32_t input = from; input < to; input++) {
    if (!mask[input]) continue;
    shared->input = input;
    if (!stopped && hung == MOST_HUNG) {
      static const char reason[] = "does not end on other inputs";
      stopped = 1 + STOPPED;
      exact_size = sizeof reason - 1;
      memcpy(exact, reason, exact_size);
    }
    if (stopped) {
      Record record = {number, input, (uint32_t)stopped - 1, 0, exact_size, 0};
      append(&record);
      continue;
    }
    try(number, input);
  }
  _exit(0);
}

static void run(struct link_map* library, uint32_t number, uint32_t to) {
  uint32_t from = 0;
  for (;;) {
    while (from < to && !mask[from]) from++;
    if (from == to) return;
    pid_t pid = fork();
    if (pid < 0) fail("no process");
    if (!pid) child(library, number, from, to);
    int status;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status) && !WEXITSTATUS(status)) return;
    if (WIFEXITED(status) && (WEXITSTATUS(status) == 2 || WEXITSTATUS(status) == 3)) fail("a child cannot go on");
    char how = (char)(WIFEXITED(status) ? WEXITSTATUS(status) - 64 : WTERMSIG(status));
    exact[0] = how;
    Record record = {number, shared->input, SIGNAL, 0, 1, 0};
    append(&record);
    from = shared->input + 1;
  }
}

int main(int count, char** words_given) {
  // The same addresses each time: the second start of this program has them.
  if (!(personality(0xffffffff) & ADDR_NO_RANDOMIZE)) {
    personality(ADDR_NO_RANDOMIZE);
    execv("/proc/self/exe", words_given);
    fail("cannot start again");
  }
  if (count != 6) fail("LIBRARY LAYOUT SEED MILLISECONDS COUNT");
  layout = atoi(words_given[2]);
  if (layout < 0 || layout > 4) fail("no such layout");
  seed = strtoull(words_given[3], NULL, 10);
  milliseconds = atol(words_given[4]);
  uint32_t inputs = (uint32_t)atoi(words_given[5]);
  if (inputs > MOST_INPUTS) fail("too many inputs");
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  struct link_map* library = dlopen(words_given[1], RTLD_NOW | RTLD_LOCAL);
  if (!library) fail(dlerror());
  void (*streams)(void*) = dlsym(RTLD_DEFAULT, "_ZNSt8ios_base4InitC1Ev");
  static char counted[64];
  if (streams) streams(counted);  // it asks the system for what standard output is
  table = dlsym(library, "passwright_table");
  if (!table) fail("no table");
  dl_iterate_phdr(note_object, library);
  reserve_inputs();
  shared = mmap(NULL, LOG, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (shared == MAP_FAILED) fail("no memory");
  for (uint32_t number = 0; number < table->function_count; number++) {
    for (uint32_t at = 0; at < inputs;) {
      ssize_t done = read(0, mask + at, inputs - at);
      if (done <= 0) fail("no mask");
      at += (uint32_t)done;
    }
    if (table->functions[number].address) run(library, number, inputs);
  }
  for (uint64_t at = 0; at < shared->used;) {
    ssize_t done = write(1, shared->bytes + at, shared->used - at);
    if (done <= 0) fail("cannot write");
    at += (uint64_t)done;
  }
  return 0;
}
