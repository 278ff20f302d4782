#include <stdint.h>
#include <string.h>

#include "check.h"

struct Cell {
  int64_t value;
  uint32_t version;
};
int64_t get(unsigned cell);
void set(unsigned cell, int64_t value);
void give_up(void);
int atomically(struct Cell* cells, void (*body)(void*), void* state, unsigned budget, uint64_t* waited);
int move(struct Cell* cells, unsigned from, unsigned to, int64_t amount, uint64_t* waited);

static struct Cell cells[8];

struct Plan {
  unsigned disturb;  // how many attempts see a cell change under them
  unsigned calls;
  unsigned how;
  int64_t sum;
};

static void body(void* state) {
  struct Plan* plan = state;
  plan->calls++;
  int64_t first = get(0);
  set(1, first * 2);
  plan->sum += get(1);
  if (plan->disturb > 0) {
    plan->disturb--;
    if (plan->how == 0) {  // noticed at the next look
      cells[0].value += 10;
      cells[0].version++;
      plan->sum += 1000000 * (get(0) + 1);  // never comes back
    } else if (plan->how == 1) {            // noticed at the end only
      cells[1].version++;
    } else {
      give_up();
    }
  }
  set(2, get(2) + get(0) + get(1));
}

static void outer(void* state) {  // a transaction within one, on other cells
  static struct Cell others[8];
  uint64_t waited = 0;
  struct Plan* plan = state;
  others[0].value = get(0) + 1;
  int inner = atomically(others, body, plan, 5, &waited);
  set(3, others[1].value * 1000 + inner);
  if (plan->calls < 6) give_up();
}

static void reset(void) {
  for (unsigned i = 0; i < 8; i++) cells[i] = (struct Cell){(int64_t)i + 1, 100 * i};
}

int main(void) {
  for (unsigned how = 0; how < 3; how++) {
    for (unsigned disturb = 0; disturb < 14; disturb++) {
      struct Plan plan = {disturb, 0, how, 0};
      uint64_t waited = 7;
      reset();
      int got = atomically(cells, body, &plan, 12, &waited);
      int first = how == 0 ? 1 + 10 * (int)disturb : 1;
      static const uint64_t steps[] = {0, 2, 6, 14, 30, 62, 126, 254, 510, 1022, 2046, 3070, 4094, 4094};
      CHECK(waited == 7 + steps[disturb]);
      CHECK(got == (disturb > 12 ? -1 : (int)disturb));
      CHECK(plan.calls == (disturb > 12 ? 13 : disturb + 1));
      CHECK(cells[0].value == first && cells[1].value == (disturb > 12 ? 2 : first * 2));
      CHECK(cells[2].value == (disturb > 12 ? 3 : 3 + first * 3));
      CHECK(cells[1].version == 100 + (how == 1 ? disturb : 0) + (disturb < 13) && cells[2].version == 200u + (disturb < 13));
      int64_t sum = 0;
      for (unsigned i = 0; i < plan.calls; i++) sum += how == 0 ? 2 + 20 * (int64_t)i : 2;
      CHECK(plan.sum == sum);
      for (int i = 3; i < 8; i++) CHECK(cells[i].value == i + 1 && cells[i].version == 100u * (unsigned)i);
    }
  }
  reset();
  struct Plan plan = {2, 0, 2, 0};
  uint64_t waited = 0;
  CHECK(atomically(cells, outer, &plan, 3, &waited) == 3 && waited == 14);  // 3 calls, then 1, 1 and 1
  CHECK(plan.calls == 6 && cells[3].value == 4000 && cells[3].version == 301 && cells[0].version == 0 && plan.sum == 24);
  reset();
  waited = 0;
  CHECK(move(cells, 4, 5, 5, &waited) == 0 && cells[4].value == 0 && cells[5].value == 11 && waited == 0);
  CHECK(move(cells, 4, 5, 1, &waited) == -1 && cells[4].value == 0 && cells[5].value == 11 && waited == 6);
  CHECK(move(cells, 6, 6, 7, &waited) == 0 && cells[6].value == 7 && cells[6].version == 601);
  CHECK(move(cells, 4, 5, -1, &waited) == 0 && cells[4].value == 1 && cells[5].value == 10 && waited == 6);
  return failures != 0;
}
