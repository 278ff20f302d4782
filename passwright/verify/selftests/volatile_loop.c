// Loops over and by volatile objects: bytes moved one by one however they overlap, bounds and pointers that change on the way.
#include <stddef.h>
#include <stdint.h>

typedef void (*Tick)(void* state);

// One by one from the first: overlapping bytes are copied as they have become.
void smear(volatile unsigned char* to, const volatile unsigned char* from, size_t n) {
  for (size_t i = 0; i < n; i++) to[i] = from[i];
}

static void shift_by(volatile uint16_t* x, size_t n, size_t distance) {
  for (size_t i = distance; i < n; i++) x[i] = (uint16_t)(x[i - distance] + 1);
}

void shift(volatile uint16_t* x, size_t n, size_t distance) {
  if (distance == 1)
    shift_by(x, n, 1);
  else
    shift_by(x, n, distance);
}

// The bound is read anew for each element, and the tick may move it either way.
size_t count_to(const volatile unsigned* bound, Tick tick, void* state) {
  size_t rounds = 0;
  for (unsigned i = 0; i < *bound; i++) {
    rounds++;
    if (i % 3 == 2) tick(state);
  }
  return rounds;
}

// The pointer is volatile here, not what it points to: each use may find another target.
int64_t follow(const int32_t* volatile* where, unsigned n, Tick tick, void* state) {
  int64_t sum = 0;
  for (unsigned i = 0; i < n; i++) {
    sum = sum * 10 + **where;
    tick(state);
    sum = sum * 10 + **where;
  }
  return sum;
}

static void bump(volatile int* counter, int by) { *counter = *counter + by; }

// A local counter that a helper changes through its address.
unsigned stepped(int from, int to, int by) {
  volatile int at = from;
  unsigned rounds = 0;
  while (at < to && rounds < 1000) {
    bump(&at, by);
    if (at % 5 == 0) bump(&at, 1);
    rounds++;
  }
  return rounds * 10000 + (unsigned)(at - from);
}

// Neither the clearing nor the adding may be skipped, although the next pass overwrites what this one leaves.
uint32_t passes(volatile uint32_t* cells, size_t n, unsigned count, Tick tick, void* state) {
  uint32_t sum = 0;
  for (unsigned pass = 0; pass < count; pass++) {
    for (size_t i = 0; i < n; i++) cells[i] = 0;
    tick(state);
    for (size_t i = 0; i < n; i++) cells[i] += (uint32_t)(i + pass);
    tick(state);
    for (size_t i = n; i-- > 0;) sum = sum * 3 + cells[i];
  }
  return sum;
}

// Floats kept to their width by a volatile in between, and a zero that nobody may know.
float narrowed(const float* x, size_t n) {
  volatile float sum = 0;
  for (size_t i = 0; i < n; i++) {
    volatile float product = x[i] * x[i];
    sum = sum + product;
  }
  return sum;
}

int opaque_zero(const volatile int* zero, int value) {
  int result = value;
  while (*zero != 0) result = -1;
  int again = *zero;
  if (again == *zero) result += *zero + 1;
  for (int i = *zero; i < 3 + *zero; i++) result += i * (*zero + 2);
  return result;
}
