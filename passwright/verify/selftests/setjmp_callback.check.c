#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

typedef void (*Each)(void* state, int32_t* item, size_t index);
extern size_t last_index;
extern unsigned open_exits;
void leave(unsigned levels, intptr_t payload) __attribute__((noreturn));
intptr_t walk(int32_t* items, size_t n, int heap, Each each, void* state);
size_t find_each(int32_t* rows, size_t height, size_t width, int32_t wanted, size_t* found, unsigned* looked);
intptr_t totals(int32_t* items, size_t n, int64_t sums[2]);

static int order[64];
static unsigned calls;

static void stop_at(void* state, int32_t* item, size_t index) {
  order[calls++] = (int)index;
  *item += 100;
  if (state && index == *(size_t*)state) leave(0, (intptr_t)(index + 1) * -3);
}

// Walks again from within: two or three levels deep, and leaves some of them at once.
static void within(void* state, int32_t* item, size_t index) {
  unsigned* levels = state;
  calls++;
  CHECK(open_exits == levels[0] + 1);
  if (levels[0] < 3) {
    levels[0]++;
    intptr_t got = walk(item, 1, 0, within, state);
    levels[0]--;
    order[calls++] = (int)got;
  } else {
    leave(levels[1], 500 + (intptr_t)index);
  }
}

int main(void) {
  static const int heap[] = {7, 3, 8, 1, 9, 4, 0, 5, 2, 6};
  int32_t items[11];
  for (size_t stop = 0; stop <= 10; stop++) {
    for (int i = 0; i < 11; i++) items[i] = i;
    calls = 0;
    CHECK(walk(items, 10, 0, stop_at, &stop) == (stop < 10 ? ((intptr_t)stop + 1) * -3 : 0));
    CHECK(calls == (stop < 10 ? stop + 1 : 10) && last_index == calls - 1 && open_exits == 0);
    for (int i = 0; i < 11; i++) CHECK(items[i] == i + (i == 10 || i > (int)stop ? 0 : i == (int)stop ? 101 : 103));
    calls = 0;
    CHECK(walk(items, 10, 1, stop_at, &stop) == (stop < 10 ? ((intptr_t)stop + 1) * -3 : 0));
    CHECK(calls > 0 && (stop == 10 ? calls == 10 : (size_t)heap[calls - 1] == stop) && last_index == (size_t)heap[calls - 1]);
    for (unsigned i = 0; i < calls; i++) CHECK(order[i] == heap[i]);
  }
  calls = 0;
  CHECK(walk(items, 0, 0, stop_at, NULL) == 0 && walk(NULL, 0, 1, stop_at, NULL) == 0 && calls == 0);

  static const int after[4][3] = {{500, 0, 0}, {500, 0, -1}, {500, -1, -1}, {-1, -1, -1}};
  for (unsigned down = 0; down < 5; down++) {
    unsigned levels[2] = {0, down};
    int32_t one = 0;
    calls = 0;
    memset(order, 0xff, sizeof order);
    intptr_t got = walk(&one, 1, 0, within, levels);
    CHECK(open_exits == 0);
    // the innermost walk's result goes up as far as it was not jumped over
    CHECK(got == (down >= 3 ? 500 : 0));
    CHECK(calls == 4 + (down >= 3 ? 0 : 3 - down));
    if (down < 3) CHECK(order[4] == after[down > 3 ? 3 : 0][0] && (down > 1 || order[5] == 0) && (down > 0 || order[6] == 0));
    CHECK(one == (down == 0 ? 4 + 6 : down == 1 ? 4 + 4 : down == 2 ? 4 + 2 : 4));
  }

  static int32_t rows[4][5] = {{1, 2, 3, 4, 5}, {5, 5, 5, 5, 5}, {9, 9, 9, 9, 5}, {5, 0, 0, 0, 0}};
  size_t found[5] = {7, 7, 7, 7, 7};
  unsigned looked = 0;
  CHECK(find_each(rows[0], 4, 5, 5, found, &looked) == 4 && looked == 3 + 1 + 3 + 4);
  CHECK(found[0] == 4 && found[1] == 3 && found[2] == 4 && found[3] == 0 && found[4] == 7);
  CHECK(find_each(rows[0], 4, 5, 0, found, &looked) == 1 && looked == 5 + 5 + 5 + 1);
  CHECK(found[0] == SIZE_MAX && found[2] == SIZE_MAX && found[3] == 3);
  CHECK(find_each(rows[0], 0, 5, 0, found, &looked) == 0 && looked == 0 && found[3] == 3);

  int32_t numbers[12] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  int64_t sums[3] = {0, 0, 42};
  CHECK(totals(numbers, 8, sums) == 0 && sums[0] == 128 && sums[1] == 8 && sums[2] == 42 && open_exits == 0);
  int32_t signs[12] = {10, 20, 30, -40, 50, 60, 70, 80, 90, 100, 110, 120};
  CHECK(totals(signs, 8, sums) == -999 && open_exits == 0);
  CHECK(sums[0] == 22 && sums[1] == 2);
  CHECK(signs[0] == 13 && signs[1] == 23 && signs[2] == 31 && signs[3] == -40 && signs[4] == 50);
  return failures != 0;
}
