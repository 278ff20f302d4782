// Callbacks that change what was just read: exported and hidden globals, the caller's memory, bounds, pointers and the table being walked.
#include <stddef.h>
#include <stdint.h>

typedef void (*Poke)(int where);

int64_t level = 5;
static int64_t hidden = 3;
static int32_t table[8] = {1, 2, 3, 4, 5, 6, 7, 8};
int32_t* window = table;
unsigned window_size = 8;

void set_hidden(int64_t value) { hidden = value; }
int64_t get_hidden(void) { return hidden; }
int32_t* table_at(unsigned i) { return &table[i & 7]; }

static int64_t look(Poke poke, int where) {
  int64_t before = level * 100 + hidden;
  poke(where);
  return before - (level * 100 + hidden);
}

int64_t differences(Poke poke, unsigned n) {
  int64_t sum = 0;
  for (unsigned i = 0; i < n; i++) sum = sum * 3 + look(poke, (int)i);
  return sum;
}

// The window, its size and its contents may all be others after each call.
int64_t sum_window(Poke poke) {
  int64_t sum = 0;
  for (unsigned i = 0; i < window_size; i++) {
    sum = sum * 10 + window[i];
    poke((int)i);
    sum += window[i] * INT64_C(1000000000000);
  }
  return sum;
}

// A store, a call, a load of the same place; then a store again of what may be there already.
unsigned stores(int32_t* x, size_t n, Poke poke) {
  unsigned kept = 0;
  for (size_t i = 0; i < n; i++) {
    x[i] = 7;
    poke((int)i);
    kept += x[i] == 7;
    x[i] = 7;
    if (i > 0) x[i - 1] = x[i] + (int32_t)i;
  }
  return kept;
}

static void raise_all(int32_t* x, size_t n, int32_t by) {
  for (size_t i = 0; i < n; i++) x[i] += by;
}

// A local that was not shown to anybody stays; one that was may change.
int64_t locals(int32_t start, void (*show)(int32_t* shown), Poke poke) {
  int32_t own[4] = {start, start + 1, start + 2, start + 3};
  int32_t shown[4] = {start, start + 1, start + 2, start + 3};
  show(shown);
  raise_all(own, 4, 1);
  raise_all(shown, 4, 1);
  poke(0);
  raise_all(own + 1, 3, 10);
  raise_all(shown + 1, 3, 10);
  poke(1);
  int64_t result = 0;
  for (int i = 0; i < 4; i++) result = result * 1000 + own[i] * INT64_C(1) - shown[i];
  return result;
}

// Reads through two pointers that may be one; the middle read is the only one that may change.
int aliased(const int32_t* a, int32_t* b, Poke poke) {
  int32_t first = *a;
  *b = first + 1;
  int32_t second = *a;
  poke(second - first);
  int32_t third = *a;
  *b = third;
  return (first * 100 + second * 10 + third) * (*b == *a ? 1 : -1);
}

// The function to call is read anew each time, and so is whether there is one.
Poke handler;
unsigned until_none(unsigned most) {
  unsigned calls = 0;
  while (handler != NULL && calls < most) {
    Poke now = handler;
    now((int)calls++);
    if (handler != now) calls += 100;
  }
  return calls;
}
