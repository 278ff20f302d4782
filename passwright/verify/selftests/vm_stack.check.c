#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

enum Op {
  HALT,
  PUSH,
  POP,
  DUP,
  SWAP,
  OVER,
  ADD,
  SUB,
  MUL,
  DIV,
  REM,
  LESS,
  EQUAL,
  NOT,
  JUMP,
  BRANCH,
  CALL,
  RETURN,
  LOCAL,
  STORE,
  LOAD8,
  PUT8,
  OUT
};
enum Trap { RUNNING, HALTED, UNDERFLOW, OVERFLOWED, BAD_OP, BAD_JUMP, DIVISION, BAD_MEMORY, OUT_OF_CODE, TIRED, REFUSED, BAD_FRAME };

#define DEPTH 64
#define FRAMES 16

struct Frame {
  uint16_t back, base;
};

struct Machine {
  const uint8_t* code;
  size_t size;
  uint32_t pc;
  int64_t stack[DEPTH];
  uint32_t top;
  struct Frame frames[FRAMES];
  uint32_t frame_count;
  uint8_t memory[32];
  uint64_t steps;
  int (*out)(void* state, int64_t v);
  void* state;
};

void machine_start(struct Machine* m, const uint8_t* code, size_t size, int (*out)(void*, int64_t), void* state);
int machine_run(struct Machine* m, uint64_t most);

struct Tape {
  int64_t values[100];
  unsigned n, most;
};

static int write(void* state, int64_t v) {
  struct Tape* t = state;
  if (t->n == t->most) return 0;
  t->values[t->n++] = v;
  return 1;
}

static struct Machine m;
static struct Tape tape;

static int run(const uint8_t* code, size_t n, uint64_t most) {
  tape = (struct Tape){{0}, 0, 100};
  machine_start(&m, code, n, write, &tape);
  return machine_run(&m, most);
}

#define CODE(...) \
  (const uint8_t[]){__VA_ARGS__}, sizeof(uint8_t[]) { __VA_ARGS__ }
// A program that leaves one value.
#define LEAVES(value, ...) \
  CHECK(run(CODE(__VA_ARGS__), 1000) == OUT_OF_CODE && m.top == 1 && m.stack[0] == (value) && m.pc == m.size && m.frame_count == 0)
#define TRAPS(trap, at, height, ...) CHECK(run(CODE(__VA_ARGS__), 1000) == (trap) && m.pc == (at) && m.top == (height))

#define SMALLEST PUSH, 128, 128, 128, 128, 128, 128, 128, 128, 128, 127
#define GREATEST PUSH, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0

static void singles(void) {
  LEAVES(63, PUSH, 63);
  LEAVES(-64, PUSH, 64);
  LEAVES(-1, PUSH, 127);
  LEAVES(64, PUSH, 192, 0);
  LEAVES(-129, PUSH, 255, 126);
  LEAVES(INT64_MIN, SMALLEST);
  LEAVES(INT64_MAX, GREATEST);
  LEAVES(INT64_MIN, GREATEST, PUSH, 1, ADD);
  LEAVES(INT64_MAX, SMALLEST, PUSH, 1, SUB);
  LEAVES(INT64_MIN, SMALLEST, PUSH, 127, MUL);
  LEAVES(-3, PUSH, 121, PUSH, 2, DIV);
  LEAVES(-1, PUSH, 121, PUSH, 2, REM);
  LEAVES(1, PUSH, 7, PUSH, 126, REM);
  LEAVES(INT64_MIN, SMALLEST, PUSH, 1, DIV);
  LEAVES(1, SMALLEST, GREATEST, LESS);
  LEAVES(0, GREATEST, SMALLEST, LESS);
  LEAVES(0, PUSH, 5, PUSH, 5, LESS);
  LEAVES(1, PUSH, 5, DUP, EQUAL);
  LEAVES(1, PUSH, 0, NOT);
  LEAVES(0, SMALLEST, NOT);
  LEAVES(4, PUSH, 3, PUSH, 7, SWAP, SUB);
  LEAVES(2, PUSH, 9, PUSH, 7, OVER, SWAP, SUB, SWAP, POP);
  LEAVES(200, PUSH, 200, 1, PUSH, 31, PUT8, PUSH, 31, LOAD8);
  LEAVES(255, PUSH, 127, PUSH, 0, PUT8, PUSH, 0, LOAD8);
  LEAVES(6, PUSH, 6, JUMP, 5, POP, DUP, POP);
  LEAVES(9, PUSH, 0, BRANCH, 6, PUSH, 9);

  TRAPS(HALTED, 3, 1, PUSH, 1, HALT, PUSH, 2);
  TRAPS(OUT_OF_CODE, 1, 0, PUSH);
  TRAPS(OUT_OF_CODE, 2, 0, PUSH, 128);
  TRAPS(OUT_OF_CODE, 11, 0, PUSH, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 0);
  TRAPS(UNDERFLOW, 1, 0, POP);
  TRAPS(UNDERFLOW, 3, 1, PUSH, 1, ADD);
  TRAPS(UNDERFLOW, 5, 1, PUSH, 1, CALL, 4, POP);
  TRAPS(BAD_OP, 1, 0, 23);
  TRAPS(BAD_OP, 3, 1, PUSH, 1, 255);
  TRAPS(BAD_JUMP, 2, 0, JUMP, 2);
  TRAPS(BAD_JUMP, 2, 0, JUMP, 127);
  TRAPS(BAD_JUMP, 4, 0, PUSH, 1, BRANCH, 5, HALT);
  TRAPS(BAD_JUMP, 11, 0, JUMP, 128, 128, 128, 128, 128, 128, 128, 128, 128, 1, HALT);
  TRAPS(DIVISION, 5, 0, PUSH, 1, PUSH, 0, DIV);
  TRAPS(DIVISION, 5, 0, PUSH, 1, PUSH, 0, REM);
  TRAPS(DIVISION, 14, 0, SMALLEST, PUSH, 127, DIV);
  TRAPS(DIVISION, 14, 0, SMALLEST, PUSH, 127, REM);
  TRAPS(BAD_MEMORY, 3, 0, PUSH, 32, LOAD8);
  TRAPS(BAD_MEMORY, 3, 0, PUSH, 127, LOAD8);
  TRAPS(BAD_MEMORY, 14, 0, PUSH, 1, SMALLEST, PUT8);
  TRAPS(BAD_FRAME, 3, 0, PUSH, 1, RETURN);
  TRAPS(BAD_FRAME, 2, 0, LOCAL, 0);
  TRAPS(BAD_FRAME, 4, 1, PUSH, 1, LOCAL, 127);
  TRAPS(BAD_FRAME, 4, 0, PUSH, 1, STORE, 0);
}

int main(void) {
  singles();
  TRAPS(OVERFLOWED, 2, DEPTH, PUSH, 1, JUMP, 0);
  CHECK(m.steps == 129 && m.stack[63] == 1);
  // Calls itself until no frame is left.
  TRAPS(OVERFLOWED, 2, 0, CALL, 0);
  CHECK(m.frame_count == FRAMES && m.steps == 17);

  // Factorial by recursion: the argument lies under the frame, the result takes its place's neighbour.
  static const uint8_t factorial[] = {PUSH, 10,   CALL, 6,   OUT,  HALT, LOCAL, 127, PUSH, 2,      LESS, BRANCH, 24,    LOCAL,
                                      127,  PUSH, 1,    SUB, CALL, 6,    LOCAL, 127, MUL,  RETURN, PUSH, 1,      RETURN};
  CHECK(run(factorial, sizeof factorial, 1000) == HALTED);
  CHECK(tape.n == 1 && tape.values[0] == 3628800 && m.top == 1 && m.stack[0] == 10 && m.frame_count == 0);
  uint64_t steps = m.steps;
  CHECK(steps == 2 + 10 * 4 + 9 * 7 + 2 + 2);
  // In slices of any length it comes to the same.
  for (uint64_t slice = 1; slice < 40; slice++) {
    uint64_t turns = 1;
    int trap = run(factorial, sizeof factorial, slice);
    for (; trap == TIRED; turns++) trap = machine_run(&m, slice);
    CHECK(trap == HALTED && tape.n == 1 && tape.values[0] == 3628800 && m.steps == steps && turns == (steps + slice - 1) / slice);
  }
  CHECK(run(factorial, sizeof factorial, 0) == TIRED && m.steps == 0);
  uint8_t deep[sizeof factorial];
  memcpy(deep, factorial, sizeof deep);
  deep[1] = 16;
  CHECK(run(deep, sizeof deep, 1000) == HALTED && tape.values[0] == 20922789888000ll);
  deep[1] = 17;
  CHECK(run(deep, sizeof deep, 1000) == OVERFLOWED && tape.n == 0 && m.frame_count == FRAMES);

  // Counts down in a local variable, writing the powers of minus three.
  static const uint8_t powers[] = {PUSH, 45,    PUSH, 1,    LOCAL, 1,   OUT, LOCAL, 1, PUSH,   125, MUL, STORE,
                                   1,    LOCAL, 0,    PUSH, 1,     SUB, DUP, STORE, 0, BRANCH, 4,   HALT};
  CHECK(run(powers, sizeof powers, 10000) == HALTED && tape.n == 45);
  uint64_t power = 1;
  for (unsigned i = 0; i < 45; i++, power *= (uint64_t)-3) CHECK(tape.values[i] == (int64_t)power);
  CHECK(m.top == 2 && m.stack[0] == 0 && m.stack[1] == (int64_t)power);
  tape = (struct Tape){{0}, 0, 7};
  machine_start(&m, powers, sizeof powers, write, &tape);
  CHECK(machine_run(&m, 10000) == REFUSED && tape.n == 7 && m.pc == 7 && m.stack[0] == 38 && m.stack[1] == -2187);
  return failures != 0;
}
