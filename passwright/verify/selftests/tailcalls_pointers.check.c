#include <stddef.h>
#include <stdint.h>

#include "check.h"

struct Code;
struct Context;
typedef int64_t (*Handler)(const struct Code* pc, int64_t* top, int64_t a, struct Context* context);
struct Code {
  Handler handler;
  int64_t operand;
};
Handler handler_of(unsigned kind);
int64_t interpret(const struct Code* program, int64_t* stack, int64_t a, int64_t (*outside)(void*, int64_t*, int64_t), void* state,
                  uint64_t* fuel, unsigned* calls);

enum { LOAD, PUSH, POP, ADD, MULTIPLY, SWAP, PICK, JUMP, BRANCH, SUBROUTINE, OUTSIDE, RETURN };

static struct Code program[64];
static int64_t stack[64];
static uint64_t fuel;
static unsigned calls;

static int64_t trace(void* state, int64_t* top, int64_t argument) {
  int64_t* seen = state;
  *seen = *seen * 100 + (top - stack) * 10 + argument % 10;
  if (top > stack) top[-1] += 1000;  // what the next instruction reads
  return argument + 1;
}

static int64_t run(const signed char (*code)[2], unsigned n, int64_t a, uint64_t with, void* state) {
  for (unsigned i = 0; i < n; i++) program[i] = (struct Code){handler_of((unsigned)code[i][0]), code[i][1]};
  for (int i = 0; i < 64; i++) stack[i] = -7;
  fuel = with;
  return interpret(program, stack, a, trace, state, &fuel, &calls);
}

#define RUN(code, ...) run(code, sizeof code / sizeof *code, __VA_ARGS__)

int main(void) {
  for (unsigned i = 0; i < 12; i++)
    for (unsigned j = 0; j < i; j++) CHECK(handler_of(i) != handler_of(j));
  int64_t seen = 0;
  static const signed char identity[][2] = {{RETURN, 0}};
  CHECK(RUN(identity, INT64_MIN, 1, &seen) == INT64_MIN && fuel == 0);
  CHECK(RUN(identity, 5, 0, &seen) == -1000000 && fuel == 0);
  static const signed char sums[][2] = {{PUSH, 0}, {ADD, 0}, {PUSH, 0}, {LOAD, 3}, {MULTIPLY, 0}, {RETURN, 0}};
  CHECK(RUN(sums, 7, 99, &seen) == 42 && fuel == 93 && stack[0] == 14 && stack[1] == -7);
  CHECK(RUN(sums, INT64_MAX, 6, &seen) == -6 && fuel == 0);
  CHECK(RUN(sums, 7, 5, &seen) == -1000000);

  static const signed char countdown[][2] = {{PUSH, 0}, {LOAD, -1}, {ADD, 0}, {BRANCH, 0}, {LOAD, 77}, {RETURN, 0}};
  CHECK(RUN(countdown, 1, 100, &seen) == 77 && fuel == 94);
  CHECK(RUN(countdown, 500, 2002, &seen) == 77 && fuel == 0 && stack[0] == 1 && stack[1] == -7);
  CHECK(RUN(countdown, 500, 2001, &seen) == -1000000 && RUN(countdown, 0, 2000, &seen) == -1000000);

  static const signed char under1[][2] = {{POP, 0}}, under2[][2] = {{PUSH, 0}, {ADD, 0}, {SWAP, 0}}, under3[][2] = {{PUSH, 0}, {PICK, 1}};
  CHECK(RUN(under1, 1, 9, &seen) == -999999 && RUN(under2, 1, 9, &seen) == -999999 && RUN(under3, 1, 9, &seen) == -999999 && fuel == 7);

  // fibonacci(a) = a < 2 ? a : ...: by subroutine calls that come back
  static const signed char fibonacci[][2] = {{BRANCH, 2},     {RETURN, 0},                                                        // 0
                                             {PUSH, 0},       {LOAD, -1},      {ADD, 0},   {BRANCH, 8}, {LOAD, 1},  {RETURN, 0},  // 1
                                             {PUSH, 0},       {SUBROUTINE, 0}, {SWAP, 0},  {PUSH, 0},   {LOAD, -1}, {ADD, 0},
                                             {SUBROUTINE, 0}, {ADD, 0},        {RETURN, 0}};
  static const int values[] = {0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55};
  static const unsigned called[] = {0, 0, 2, 4, 8, 14, 24, 40, 66, 108, 176};
  for (int i = 0; i <= 10; i++) CHECK(RUN(fibonacci, i, 100000, &seen) == values[i] && calls == called[i]);
  CHECK(RUN(fibonacci, 10, 300, &seen) == -1000000 && fuel == 0 && calls > 0);

  static const signed char outside[][2] = {{OUTSIDE, 0}, {PUSH, 0}, {OUTSIDE, 0}, {PUSH, 0}, {OUTSIDE, 0}, {ADD, 0}, {ADD, 0}, {RETURN, 0}};
  CHECK(RUN(outside, 4, 8, &seen) == 5 + 1000 + 6 + 1000 + 7 && seen == 41526 && stack[1] == 1006);
  return failures != 0;
}
