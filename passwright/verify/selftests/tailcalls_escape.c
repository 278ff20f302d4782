// Calls at the end of functions whose locals are still needed: by address as an argument, within a record, or left in a global.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct Span {
  const int32_t* first;
  size_t n;
  const struct Span* rest;
};

static const int32_t* current;
static const struct Span* spans;

static int64_t sum_spans(const struct Span* span, int64_t sum) {
  if (span == NULL) return sum;
  for (size_t i = 0; i < span->n; i++) sum += span->first[i];
  return sum_spans(span->rest, sum * 3);
}

// Every level's local array is on the list that the last call reads.
static int64_t build(const struct Span* list, const int32_t* x, size_t n) {
  int32_t local[3] = {0, 0, 0};
  if (n == 0) return sum_spans(list, 0);
  size_t part = n < 3 ? n : 3;
  for (size_t i = 0; i < part; i++) local[i] = x[i] * (int32_t)(i + 1);
  struct Span here = {local, part, list};
  return build(&here, x + part, n - part);
}

int64_t sum_of_parts(const int32_t* x, size_t n) { return build(NULL, x, n); }

static int64_t from_global(unsigned n) {
  int64_t sum = 0;
  for (unsigned i = 0; i < n; i++) sum = sum * 7 + current[i];
  return sum;
}

// The callee has no argument that tells of the local.
int64_t through_global(int32_t a, int32_t b, unsigned n) {
  int32_t local[4] = {a, b, (int32_t)((uint32_t)a ^ (uint32_t)b), 1};
  current = local;
  return from_global(n > 4 ? 4 : n);
}

int64_t through_callback(const int32_t* x, int64_t (*call)(const int32_t* copy, void* state), void* state) {
  int32_t local[8];
  memcpy(local, x, sizeof local);
  for (int i = 0; i < 8; i++) local[i] ^= i;
  return call(local, state);
}

// Either a local's address or the caller's is passed on.
static int64_t choose(int64_t* best, const int32_t* x, size_t n) {
  int64_t mine = *best;
  if (n == 0) return mine;
  if (x[0] < 0) {
    *best += 1;
    return choose(best, x + 1, n - 1);
  }
  mine = mine * 2 + x[0];
  return choose(&mine, x + 1, n - 1);
}

int64_t choices(const int32_t* x, size_t n, int64_t* start) { return choose(start, x, n); }

// Links its own record to the callers' before the call at its end, whose callee takes them all off.
static int64_t unwind(size_t n) {
  int64_t sum = 0;
  for (; n > 0 && spans; n--, spans = spans->rest) sum = sum * 5 + *spans->first;
  return sum;
}

static int64_t chain(const int32_t* x, size_t n, size_t count) {
  int32_t copy = *x;
  struct Span here = {&copy, 1, spans};
  spans = &here;
  copy += (int32_t)n;
  if (n == 0) return unwind(count);
  return chain(x + 1, n - 1, count);
}

int64_t chained(const int32_t* x, size_t n, size_t count) {
  spans = NULL;
  int64_t result = chain(x, n, count);
  spans = NULL;
  return result;
}

// A swap through addresses at every step, of locals that are arguments as well.
static uint64_t fibonacci(uint64_t a, uint64_t b, unsigned n, uint64_t* out) {
  if (n == 0) {
    *out = a;
    return b;
  }
  if (n != 5) return fibonacci(b, a + b, n - 1, out);
  uint64_t rest = fibonacci(b, a + b, n - 1, &a);
  return rest + a;
}

uint64_t fibonaccis(unsigned n, uint64_t* out) { return fibonacci(0, 1, n, out); }
