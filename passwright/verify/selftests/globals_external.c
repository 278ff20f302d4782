// Globals read around calls that may change them: exported ones the checker writes, statics whose address got out, const ones and ones
// nobody can reach.
#include <stddef.h>
#include <stdint.h>

typedef int (*Outside)(int);

int limit = 10;
int* current = &limit;
long totals[4] = {1, 2, 3};
Outside outside;
volatile unsigned reads;
const int fixed = 77;
_Bool enabled;
int external(int);

static int hidden = 5;
static int escaped = 6;
static int maybe = 7;
static int never_written = 8;

void publish_address(int** slot, int which) { *slot = which == 0 ? &escaped : which == 1 ? &maybe : NULL; }

// each read after the call sees what the call did
int reread(int argument) {
  int before = limit;
  int result = external(argument);
  int after = limit;
  return before * 10000 + after * 100 + result + *current;
}

int keeps(int argument) {
  hidden += argument;
  escaped += argument;
  maybe += argument;
  int sum = hidden * 1000000 + escaped * 10000 + maybe * 100 + never_written;
  external(argument);
  if (hidden * 1000000 + escaped * 10000 + maybe * 100 + never_written != sum)
    return -(hidden * 1000000 + escaped * 10000 + maybe * 100 + never_written);
  return sum;
}

int while_enabled(int most) {
  int turns = 0;
  while (enabled && turns < most) {
    turns++;
    totals[turns & 3] += limit;
    external(turns);
  }
  return turns;
}

int through_pointer(void) {
  Outside kept = outside;
  int sum = 0;
  for (int i = 0; outside && i < limit; i++) {
    int* where = current;
    *where += i;
    sum = sum * 3 + outside(i);
    *where += 1;
    if (outside != kept) sum += 1000;
    kept = outside;
  }
  return sum;
}

long sum_totals(void) {
  long sum = 0;
  reads++;
  for (size_t i = 0; i < sizeof totals / sizeof *totals; i++) {
    sum += totals[i] * fixed;
    if (external((int)i) < 0) break;
  }
  reads += 2;
  return sum;
}

// a store before a call that may not return to see it, a store after it that overwrites
void stamp(int value) {
  limit = value;
  external(-1);
  limit = value + 1;
  limit = value + 2;
  external(-2);
  totals[0] = value;
  limit = value + 3;
}

static int remembered;
int remember(int value) {
  int old = remembered;
  remembered = value;
  if (value != 0) external(value);
  int now = remembered;
  remembered = old + value;
  return now;
}
