// Locals of loops and calls whose addresses are out in the world while they live: each round's is new, each caller's is kept.
#include <stddef.h>
#include <stdint.h>

struct Frame {
  const struct Frame* outer;
  const char* name;
  int64_t value;
  int64_t marks[3];
};

typedef int64_t (*Look)(int64_t* cell, int64_t round);

const struct Frame* current;

static int64_t depth_sum(void) {
  int64_t sum = 0;
  for (const struct Frame* frame = current; frame; frame = frame->outer) sum = sum * 2 + frame->value;
  return sum;
}

// A fresh array in each round, lent out, partly filled by whoever looks.
int64_t rounds(int64_t n, Look look) {
  int64_t total = 0;
  for (int64_t round = 0; round < n; round++) {
    int64_t cells[4] = {round, 0, -round};
    int64_t extra = 5;
    total += look(cells, round);
    total = total * 3 + cells[0] + cells[1] * 10 + cells[2] * 100 + cells[3] * 1000;
    if (round % 3 == 1) {
      int64_t* choice = total & 1 ? &extra : &cells[3];
      total += look(choice, -round);
      total += extra + cells[3];
    }
    cells[1] = extra = 99;
  }
  return total;
}

// A chain of frames on the stack: found by a global, changed from further in, gone at the end of its own round.
int64_t descend(const char* path, void (*visit)(struct Frame* frame)) {
  int64_t total = 0;
  for (int64_t turn = 0; turn < 2; turn++) {
    struct Frame frame = {current, path, (*path - '0') * (turn + 1), {0}};
    current = &frame;
    visit(&frame);
    total += depth_sum();
    if (path[1]) total += descend(path + 1, visit) * (turn ? 1 : 2);
    total += frame.value * 1000 + frame.marks[turn] + frame.marks[2];
    current = frame.outer;
  }
  return total;
}

struct Item {
  int32_t key;
  struct Item* next;
};

static struct Item* insert(struct Item* list, struct Item* item) {
  struct Item** place = &list;
  while (*place && (*place)->key < item->key) place = &(*place)->next;
  item->next = *place;
  *place = item;
  return list;
}

// Sorts with no memory but the locals of the calls that are still open.
static void sorted(const int32_t* keys, size_t n, struct Item* list, int32_t* to) {
  if (n > 0) {
    struct Item item = {*keys, NULL};
    sorted(keys + 1, n - 1, insert(list, &item), to);
  } else {
    for (; list; list = list->next) *to++ = list->key;
  }
}

void sort(const int32_t* keys, size_t n, int32_t* to) { sorted(keys, n, NULL, to); }

// The pointer of the round before is compared by value saved in time, never followed later.
int64_t relay(const int64_t* values, size_t n) {
  int64_t carried = 0, best = INT64_MIN;
  int64_t* at = &carried;
  for (size_t i = 0; i < n; i++) {
    int64_t fresh = *at + values[i];
    at = values[i] < 0 ? &carried : &fresh;
    if (*at > best) best = *at;
    carried = *at;
    at = &carried;
  }
  return n ? best : 0;
}
