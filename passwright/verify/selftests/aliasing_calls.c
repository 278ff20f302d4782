// A register machine whose calls go out to the caller: what a callback stores through its own pointers must be seen after it.
#include <stddef.h>
#include <stdint.h>

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

int64_t executed;
int64_t* watched;
static int64_t hidden;

// Handing this out makes the static variable something that any callback can write.
int64_t* borrow(void) { return &hidden; }

static int64_t* slot(Machine* machine, unsigned index) { return index < 4 ? &machine->registers[index] : &machine->window[index - 4]; }

static void count(int64_t by) {
  executed += by;
  if (watched) *watched += by;
}

int64_t run(Machine* machine, const struct Step* program) {
  machine->running = 1;
  while (machine->running) {
    const struct Step* step = &program[machine->program_counter++];
    int64_t before = executed;
    switch (step->operation) {
      case ADD:
        *slot(machine, step->a) = *slot(machine, step->b) + *slot(machine, step->c);
        break;
      case MULTIPLY:
        *slot(machine, step->a) = *slot(machine, step->b) * *slot(machine, step->c);
        break;
      case TRAP:
        machine->trap(machine, step->a);
        break;
      case LOAD:
        *slot(machine, step->a) = hidden;
        break;
      case STORE:
        hidden = *slot(machine, step->a);
        break;
      case JUMP_POSITIVE:
        if (*slot(machine, step->a) > 0) machine->program_counter = step->b;
        break;
      default:
        machine->running = 0;
    }
    if (executed == before) count(1);
  }
  return hidden;
}

// A local whose address is lent during one call, and one whose address never is.
int64_t lend(void (*visit)(int64_t* value, int64_t round), int64_t rounds) {
  int64_t lent = 1, kept = 1, sum = 0;
  for (int64_t round = 0; round < rounds; round++) {
    visit(round % 3 == 2 ? NULL : &lent, round);
    kept = kept * 3 + 1;
    sum += lent - kept;
    lent += 2;
  }
  return sum * 1000 + lent;
}

// The limit and the elements are read again after each call.
size_t each(int64_t* values, const size_t* n, int64_t (*change)(int64_t)) {
  size_t i = 0;
  for (; i < *n; i++) {
    int64_t old = values[i];
    int64_t changed = change(old);
    values[i] = values[i] == old ? changed : values[i] * 10 + changed;
  }
  return i;
}
