#include <stddef.h>
#include <stdint.h>

#include "check.h"

typedef struct Machine Machine;
typedef void (*Trap)(Machine* machine, int number);

struct Machine {
  int64_t registers[4];
  int64_t* window;
  size_t program_counter;
  Trap trap;
  int running;
};

enum { STOP, ADD, MULTIPLY, TRAP, LOAD, STORE, JUMP_POSITIVE };

struct Step {
  uint8_t operation, a, b, c;
};

extern int64_t executed;
extern int64_t* watched;
int64_t* borrow(void);
int64_t run(Machine* machine, const struct Step* program);
int64_t lend(void (*visit)(int64_t* value, int64_t round), int64_t rounds);
size_t each(int64_t* values, const size_t* n, int64_t (*change)(int64_t));

static int64_t other[2] = {100, 200};

static void trap(Machine* machine, int number) {
  switch (number) {
    case 0:
      machine->registers[0] = 42;
      break;
    case 1:
      *borrow() += 5;
      break;
    case 2:
      machine->window = other;
      break;
    case 3:
      machine->program_counter += 2;
      break;
    case 4:
      machine->running = 0;
      break;
    case 5:
      executed += 1000;
      break;
    default:
      watched = &machine->registers[3];
  }
}

static int64_t* saved;

static void visit(int64_t* value, int64_t round) {
  if (value) saved = value;
  if (round != 4) *saved += round;
}

static int64_t items[6];
static size_t limit;
static int calls;

static int64_t change(int64_t value) {
  calls++;
  if (value == 3) limit = 5;
  if (value == 4) items[3] = 9, items[4] = 70;
  if (value == 70) limit = 0;
  return value + 1;
}

int main(void) {
  int64_t window[2] = {7, -1};
  Machine machine = {{5, 1, 0, 0}, window, 0, trap, 0};
  // A product of 5, 4, ... in register 1, by a loop with the window's -1.
  static const struct Step factorial[] = {{MULTIPLY, 1, 1, 0}, {ADD, 0, 0, 5}, {JUMP_POSITIVE, 0, 0, 0}, {STORE, 1, 0, 0}, {STOP, 0, 0, 0}};
  CHECK(run(&machine, factorial) == 120);
  CHECK(machine.registers[0] == 0 && machine.registers[1] == 120 && machine.program_counter == 5 && executed == 17);
  CHECK(*borrow() == 120 && window[0] == 7 && window[1] == -1);

  static const struct Step traps[] = {
      {TRAP, 0, 0, 0},                                     // register 0 becomes 42
      {ADD, 2, 0, 0},                                      // 84
      {TRAP, 1, 0, 0},                                     // the hidden one grows by 5
      {LOAD, 3, 0, 0},                                     // 125
      {ADD, 4, 0, 4},                                      // 42 + 7 in the window
      {TRAP, 2, 0, 0},                                     // another window
      {ADD, 5, 4, 0},                                      // 142
      {TRAP, 3, 0, 0},                                     // skips two
      {ADD, 0, 0, 0},   {STOP, 0, 0, 0}, {TRAP, 5, 0, 0},  // counts by itself
      {TRAP, 6, 0, 0},                                     // from now register 3 counts too, this step included
      {ADD, 1, 3, 3},                                      // 252
      {STORE, 3, 0, 0}, {TRAP, 4, 0, 0},
  };
  executed = 0;
  machine.program_counter = 0;
  CHECK(run(&machine, traps) == 127);
  CHECK(executed == 1012);
  CHECK(machine.registers[0] == 42 && machine.registers[1] == 252 && machine.registers[2] == 84 && machine.registers[3] == 129);
  CHECK(window[0] == 49 && window[1] == -1 && other[0] == 100 && other[1] == 142);
  CHECK(machine.program_counter == 15 && machine.running == 0);

  // The counter itself as a register: the window lies over the two globals.
  machine.window = &executed;
  machine.program_counter = 0;
  watched = &executed;
  executed = 10;
  static const struct Step count[] = {{ADD, 0, 4, 4}, {ADD, 4, 4, 4}, {STORE, 4, 0, 0}, {STOP, 0, 0, 0}};
  CHECK(run(&machine, count) == 24);
  CHECK(machine.registers[0] == 20 && executed == 28);
  watched = borrow();
  executed = 0;
  machine.program_counter = 2;
  CHECK(run(&machine, count) == 2 && executed == 2);
  watched = NULL;

  CHECK(lend(visit, 0) == 1);
  // lent is seen as 1, 4, 8, 13, 15, 22; kept as 4, 13, 40, 121, 364, 1093.
  CHECK(lend(visit, 6) == (63 - 1635) * 1000 + 24);

  for (int i = 0; i < 6; i++) items[i] = i + 1;
  limit = 3;
  CHECK(each(items, &limit, change) == 5);
  // 3 makes room for two more; 4 is changed under way; 70 makes an end.
  CHECK(calls == 5 && limit == 0);
  CHECK(items[0] == 2 && items[1] == 3 && items[2] == 4 && items[3] == 95 && items[4] == 71 && items[5] == 6);
  CHECK(each(items, &limit, change) == 0);
  limit = 3;
  CHECK(each(items, &limit, change) == 5 && items[2] == 5 && items[3] == 10 && items[4] == 71 && limit == 0);
  return failures != 0;
}
