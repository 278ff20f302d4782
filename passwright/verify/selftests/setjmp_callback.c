// Leaves loops and recursions through callbacks that jump: searches, a stepped walk of a heap, and the state kept for afterwards.
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

typedef void (*Each)(void* state, int32_t* item, size_t index);

struct Exit {
  jmp_buf out;
  struct Exit* outer;
  intptr_t payload;
};

static struct Exit* exits;
size_t last_index;
unsigned open_exits;

__attribute__((noreturn)) void leave(unsigned levels, intptr_t payload) {
  struct Exit* exit = exits;
  while (levels-- > 0 && exit->outer) exit = exit->outer;
  exit->payload = payload;
  longjmp(exit->out, 1);
}

static void push(struct Exit* exit) {
  exit->outer = exits;
  exit->payload = 0;
  exits = exit;
  open_exits++;
}

static void pop(struct Exit* exit) {
  for (; exits != exit; exits = exits->outer) open_exits--;
  exits = exit->outer;
  open_exits--;
}

static void forwards(int32_t* items, size_t n, Each each, void* state) {
  for (size_t i = 0; i < n; i++) {
    last_index = i;
    items[i]++;
    each(state, &items[i], i);
    items[i] += 2;
  }
}

static void heap_order(int32_t* items, size_t n, size_t at, Each each, void* state) {
  if (at >= n) return;
  heap_order(items, n, at * 2 + 1, each, state);
  last_index = at;
  each(state, &items[at], at);
  heap_order(items, n, at * 2 + 2, each, state);
}

static void heap_from_top(int32_t* items, size_t n, Each each, void* state) { heap_order(items, n, 0, each, state); }

static intptr_t guard(void (*walk)(int32_t*, size_t, Each, void*), int32_t* items, size_t n, Each each, void* state, struct Exit* exit) {
  push(exit);
  if (setjmp(exit->out) == 0) walk(items, n, each, state);
  pop(exit);
  return exit->payload;
}

intptr_t walk(int32_t* items, size_t n, int heap, Each each, void* state) {
  struct Exit exit;
  intptr_t result = guard(heap ? heap_from_top : forwards, items, n, each, state, &exit);
  return result;
}

struct Search {
  int32_t wanted;
  size_t found;
  unsigned looked;
};

static void compare(void* state, int32_t* item, size_t index) {
  struct Search* search = state;
  search->looked++;
  if (*item != search->wanted) return;
  search->found = index;
  leave(0, 1);
}

// The rows' loop goes on after a jump out of the walk of one row.
size_t find_each(int32_t* rows, size_t height, size_t width, int32_t wanted, size_t* found, unsigned* looked) {
  size_t hits = 0;
  *looked = 0;
  for (size_t row = 0; row < height; row++) {
    struct Search search = {wanted, width, 0};
    struct Exit exit;
    found[row] = guard(heap_from_top, rows + row * width, width, compare, &search, &exit) ? search.found : SIZE_MAX;
    hits += search.found < width;
    *looked += search.looked;
  }
  return hits;
}

static void total(void* state, int32_t* item, size_t index) {
  int64_t* sum = state;
  *sum += *item;
  if (*item < 0) leave(1, (intptr_t)index - 1000);
}

static void nested(void* state, int32_t* item, size_t index) {
  int64_t* sums = state;
  struct Exit exit;
  sums[1] += guard(heap_from_top, item, index % 4 + 1, total, sums, &exit) + 1;
}

// The inner walk leaves the outer one too.
intptr_t totals(int32_t* items, size_t n, int64_t sums[2]) {
  struct Exit exit;
  sums[0] = sums[1] = 0;
  return guard(forwards, items, n, nested, sums, &exit);
}
