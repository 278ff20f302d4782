// Loops that change what ends them: a work list that grows, a bound reached through a pointer that the stores hit, lists spliced while
// walked, callbacks.
#include <stddef.h>
#include <stdint.h>

struct Queue {
  uint32_t items[64];
  uint32_t count;
  uint32_t seen[8];
};

static int mark(struct Queue* q, uint32_t item) {
  uint32_t* word = &q->seen[item / 32 % 8];
  uint32_t bit = (uint32_t)1 << item % 32;
  if (*word & bit) return 0;
  *word |= bit;
  return 1;
}

static void push(struct Queue* q, uint32_t item) {
  if (item < 256 && q->count < 64 && mark(q, item)) q->items[q->count++] = item;
}

// all that follow from the first items by doubling, and by less a third; the list grows as it is walked
uint32_t close_over(struct Queue* q) {
  uint32_t turns = 0;
  for (uint32_t i = 0; i < q->count; i++) mark(q, q->items[i]);
  for (uint32_t i = 0; i < q->count; i++) {
    uint32_t item = q->items[i];
    push(q, item * 2);
    if (item % 3 == 0) push(q, item - item / 3);
    turns++;
  }
  return turns;
}

// one array: [0] is how many follow, and cells say what to do with the one at their index
int interpret(int* cells, int most) {
  int turns = 0;
  for (int i = 1; i <= cells[0] && turns < most; i++, turns++) {
    int value = cells[i];
    if (value > 0 && value <= 7)
      cells[value]--;
    else if (value == 0)
      cells[0]--;
    else if (value == -1)
      i = 0;
    else if (value < -1)
      cells[i]++;
  }
  return turns;
}

struct Node {
  int value;
  struct Node* next;
};

// takes out what is divisible, keeping the order; what is taken out is put before *removed
size_t take_out(struct Node** list, int divisor, struct Node** removed) {
  size_t count = 0;
  while (*list) {
    struct Node* node = *list;
    if (node->value % divisor != 0) {
      list = &node->next;
      continue;
    }
    *list = node->next;
    node->next = *removed;
    *removed = node;
    count++;
  }
  return count;
}

typedef int (*Step)(int value, size_t* low, size_t* high);

// both ends are given to the callback, which may move them either way
long narrow(const int* values, size_t n, Step step) {
  size_t low = 0, high = n;
  long hash = 1;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int way = step(values[middle], &low, &high);
    hash = (hash * 10 + way) % 1000003;
    if (way == 0) break;
    if (way < 0 && high > middle) high = middle;
    if (way > 0 && low <= middle) low = middle + 1;
  }
  return hash * 1000 + (long)(low * 30 + high);
}

// a step that shrinks, a bound that falls, and both end the loop
unsigned collapse(unsigned step, unsigned bound, unsigned* last) {
  unsigned turns = 0;
  for (unsigned i = 0; i < bound; i += step, turns++) {
    *last = i;
    if (i % 2) bound -= bound / 16;
    if (step > 1 && turns % 3 == 2) step--;
    if (i > bound) return turns + 1000;
  }
  return turns;
}
