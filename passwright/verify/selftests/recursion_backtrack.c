// Backtracking with undo: queens on a board with holes, subsets of a sum with pruning, and a small filling puzzle.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef int (*Found)(void* state, const uint8_t* choice, unsigned count);

struct Queens {
  unsigned size;
  uint32_t columns, up, down;
  const uint32_t* holes;
  uint8_t placed[16];
  Found found;
  void* state;
};

static int place(struct Queens* q, unsigned row) {
  if (row == q->size) return q->found(q->state, q->placed, row);
  for (unsigned column = 0; column < q->size; column++) {
    uint32_t bit = 1u << column, rising = 1u << (row + column), falling = 1u << (row + q->size - 1 - column);
    if (((q->columns | q->holes[row]) & bit) || (q->up & rising) || (q->down & falling)) continue;
    q->columns |= bit;
    q->up |= rising;
    q->down |= falling;
    q->placed[row] = (uint8_t)column;
    int stop = place(q, row + 1);
    q->columns ^= bit;
    q->up ^= rising;
    q->down ^= falling;
    if (stop) return stop;
  }
  return 0;
}

int queens(unsigned size, const uint32_t* holes, Found found, void* state) {
  struct Queens q;
  if (size > 16) return -1;
  memset(&q, 0, sizeof q);
  q.size = size;
  q.holes = holes;
  q.found = found;
  q.state = state;
  int result = place(&q, 0);
  return q.columns || q.up || q.down ? -2 : result;
}

// The rest of the positive and of the negative numbers bounds what can still be reached.
static int choose(const int32_t* x, unsigned n, unsigned at, int64_t wanted, int64_t above, int64_t below, uint8_t* choice, unsigned count,
                  Found found, void* state, unsigned* visits) {
  ++*visits;
  if (wanted > above || wanted < below) return 0;
  if (at == n) return found(state, choice, count);
  if (x[at] > 0)
    above -= x[at];
  else
    below -= x[at];
  choice[count] = (uint8_t)at;
  int stop = choose(x, n, at + 1, wanted - x[at], above, below, choice, count + 1, found, state, visits);
  if (stop) return stop;
  return choose(x, n, at + 1, wanted, above, below, choice, count, found, state, visits);
}

int subsets(const int32_t* x, unsigned n, int64_t wanted, Found found, void* state, unsigned* visits) {
  uint8_t choice[64];
  int64_t above = 0, below = 0;
  if (n > 63) return -1;
  for (unsigned i = 0; i < n; i++) *(x[i] > 0 ? &above : &below) += x[i];
  *visits = 0;
  return choose(x, n, 0, wanted, above, below, choice, 0, found, state, visits);
}

static uint32_t used(const uint8_t* cells, unsigned cell) {
  uint32_t seen = 0;
  unsigned row = cell / 4, column = cell % 4, box = row / 2 * 8 + column / 2 * 2;
  for (unsigned i = 0; i < 4; i++) {
    seen |= 1u << cells[row * 4 + i];
    seen |= 1u << cells[i * 4 + column];
    seen |= 1u << cells[box + i / 2 * 4 + i % 2];
  }
  return seen;
}

// Counts the ways to fill, and leaves the last in `last`; `cells` is the caller's and must be as it was afterwards.
unsigned fill(uint8_t* cells, uint8_t* last) {
  for (unsigned cell = 0; cell < 16; cell++) {
    if (cells[cell] != 0) continue;
    unsigned ways = 0;
    uint32_t taken = used(cells, cell);
    for (unsigned digit = 1; digit <= 4; digit++) {
      if (taken >> digit & 1) continue;
      cells[cell] = (uint8_t)digit;
      ways += fill(cells, last);
      cells[cell] = 0;
    }
    return ways;
  }
  memcpy(last, cells, 16);
  return 1;
}
