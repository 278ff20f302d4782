#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

enum { HALT, PUSH, WIDE, DUP, SWAP, OVER, DROP, ADD, SUB, MUL, LESS, JUMP, JZERO, LOAD, STORE, EMIT };
enum { FINE, TOO_FEW, TOO_MANY, BAD_OP, RAN_OFF, TIRED };

struct Machine {
  const uint8_t* code;
  size_t size;
  uint32_t cells[4];
  void (*emit)(void* state, uint32_t value);
  void* state;
  unsigned budget;
  unsigned depth;
  size_t at;
};
size_t instructions(const uint8_t* code, size_t size);
int run_machine(struct Machine* m);

static uint32_t out[64];
static size_t outs;

static void emit(void* state, uint32_t value) {
  CHECK(state == out);
  if (outs < 64) out[outs] = value;
  outs++;
}

static struct Machine m;

static int run(const uint8_t* code, size_t size, uint32_t a, uint32_t b) {
  memset(&m, 0, sizeof m);
  m.code = code;
  m.size = size;
  m.cells[0] = a;
  m.cells[1] = b;
  m.emit = emit;
  m.state = out;
  m.budget = 5000;
  outs = 0;
  return run_machine(&m);
}
#define RUN(a, b, ...) \
  (memcpy(code, (const uint8_t[]){__VA_ARGS__}, sizeof(uint8_t[]){__VA_ARGS__}), run(code, sizeof(uint8_t[]){__VA_ARGS__}, a, b))

int main(void) {
  uint8_t code[64];
  // factorial of cell 0 into cell 1
  static const uint8_t factorial[] = {PUSH, 1,   STORE, 1,  LOAD, 0, JZERO, 21,   LOAD, 1,    LOAD, 0,   MUL,   STORE, 1,    LOAD, 0,
                                      PUSH, 255, JUMP,  25, LOAD, 1, EMIT,  HALT, DROP, PUSH, 1,    SUB, STORE, 0,     JUMP, 4};
  static const uint32_t products[] = {1, 1, 2, 6, 24, 120, 720, 5040, 40320, 362880, 3628800, 39916800, 479001600, 1932053504};
  for (uint32_t n = 0; n < 14; n++) {
    CHECK(run(factorial, sizeof factorial, n, 77) == FINE);
    CHECK(outs == 1 && out[0] == products[n]);
    CHECK(m.cells[0] == 0 && m.cells[1] == products[n] && m.depth == 0 && m.at == 24);
  }
  CHECK(instructions(factorial, sizeof factorial) == 19);
  CHECK(instructions(factorial, 1) == 0 && instructions(factorial, 2) == 1 && instructions(factorial, 0) == 0);
  CHECK(instructions((const uint8_t[]){WIDE, 1, 2, 3}, 4) == 0);
  CHECK(instructions((const uint8_t[]){WIDE, 1, 2, 3, 4, HALT, EMIT, 16, HALT}, 9) == 3);

  CHECK(RUN(0, 0, WIDE, 0x78, 0x56, 0x34, 0xf2, EMIT, HALT) == FINE && outs == 1 && out[0] == 0xf2345678u);
  CHECK(RUN(0xfffffff0u, 40, LOAD, 0, LOAD, 1, ADD, EMIT, HALT) == FINE && outs == 1 && out[0] == 24);
  CHECK(RUN(0, 0, PUSH, 3, PUSH, 5, SUB, EMIT, HALT) == FINE && outs == 1 && out[0] == 0xfffffffeu);
  CHECK(RUN(0, 0, PUSH, 3, PUSH, 5, SWAP, SUB, EMIT, HALT) == FINE && outs == 1 && out[0] == 2);
  CHECK(RUN(0, 0, PUSH, 3, PUSH, 5, OVER, EMIT, EMIT, EMIT, HALT) == FINE && outs == 3 && out[0] == 3 && out[1] == 5 && out[2] == 3);
  CHECK(RUN(0xffffffffu, 1, LOAD, 0, LOAD, 1, LESS, EMIT, LOAD, 5, LOAD, 4, LESS, EMIT, HALT) == FINE && outs == 2 && out[0] == 0 &&
        out[1] == 1);
  CHECK(RUN(7, 7, LOAD, 0, LOAD, 1, LESS, STORE, 6, HALT) == FINE && m.cells[2] == 0 && m.cells[3] == 0);
  CHECK(RUN(9, 0, LOAD, 0, DUP, MUL, STORE, 3, HALT) == FINE && m.cells[3] == 81 && m.cells[0] == 9);
  CHECK(RUN(0, 0, PUSH, 0, JZERO, 6, EMIT, EMIT, HALT) == FINE && outs == 0 && m.at == 6);
  CHECK(RUN(0, 0, PUSH, 1, JZERO, 5, HALT) == FINE && m.at == 4);

  CHECK(RUN(0, 0, PUSH, 1, JUMP, 0) == TOO_MANY && m.at == 0 && m.depth == 7 && m.budget == 5000 - 14);
  CHECK(RUN(0, 0, PUSH, 1, DUP, JUMP, 2) == TOO_MANY && m.depth == 7);
  CHECK(RUN(0, 0, JUMP, 0) == TIRED && m.budget == 0 && m.at == 0);
  CHECK(RUN(0, 0, JUMP, 2) == RAN_OFF && m.at == 2 && m.budget == 4999);
  CHECK(RUN(0, 0, JUMP, 200) == RAN_OFF && m.at == 200);
  CHECK(RUN(0, 0, DUP, PUSH) == TOO_FEW && m.at == 0);
  CHECK(RUN(0, 0, PUSH, 4, WIDE, 1, 2, 3) == RAN_OFF && m.at == 2 && m.depth == 1);
  for (unsigned op = 0; op < 256; op++) {
    static const uint8_t needs[16] = {0, 0, 0, 1, 2, 2, 1, 2, 2, 2, 2, 0, 1, 0, 1, 1};
    uint8_t lone[] = {(uint8_t)op, 5, 0, 0, 0, HALT};
    int got = run(lone, sizeof lone, 0, 0);
    if (op > EMIT)
      CHECK(got == BAD_OP && m.at == 0 && m.budget == 5000);
    else if (needs[op] > 0)
      CHECK(got == TOO_FEW && m.at == 0 && m.budget == 5000 && outs == 0);
    else if (op == LOAD || op == PUSH)
      CHECK(got == FINE && m.depth == 1 && m.at == 2);
    else
      CHECK(got == FINE && m.depth == (op == WIDE) && m.at == (op == HALT ? 0 : 5));
    if (op <= EMIT && needs[op] == 2) {
      uint8_t short_by_one[] = {PUSH, 1, (uint8_t)op, HALT};
      CHECK(run(short_by_one, 4, 0, 0) == TOO_FEW && m.at == 2 && m.depth == 1);
    }
  }
  return failures != 0;
}
