// A threaded interpreter: each instruction's function ends by calling the next one through the program, with the state in arguments.
#include <stddef.h>
#include <stdint.h>

struct Code;
struct Context {
  const struct Code* program;
  int64_t* bottom;
  int64_t (*outside)(void* state, int64_t* top, int64_t argument);
  void* state;
  uint64_t fuel;
  unsigned calls;
};
typedef int64_t (*Handler)(const struct Code* pc, int64_t* top, int64_t a, struct Context* context);
struct Code {
  Handler handler;
  int64_t operand;
};

enum { STOPPED = -1000001, EXHAUSTED, UNDERFLOW };

static int64_t next(const struct Code* pc, int64_t* top, int64_t a, struct Context* c) {
  if (c->fuel == 0) return EXHAUSTED;
  c->fuel--;
  return pc->handler(pc, top, a, c);
}

static int64_t do_load(const struct Code* pc, int64_t* top, int64_t a, struct Context* c) {
  (void)a;
  return next(pc + 1, top, pc->operand, c);
}

static int64_t do_push(const struct Code* pc, int64_t* top, int64_t a, struct Context* c) {
  *top = a;
  return next(pc + 1, top + 1, a, c);
}

static int64_t do_pop(const struct Code* pc, int64_t* top, int64_t a, struct Context* c) {
  (void)a;
  if (top == c->bottom) return UNDERFLOW;
  return next(pc + 1, top - 1, top[-1], c);
}

static int64_t do_add(const struct Code* pc, int64_t* top, int64_t a, struct Context* c) {
  if (top == c->bottom) return UNDERFLOW;
  return next(pc + 1, top - 1, (int64_t)((uint64_t)top[-1] + (uint64_t)a), c);
}

static int64_t do_multiply(const struct Code* pc, int64_t* top, int64_t a, struct Context* c) {
  if (top == c->bottom) return UNDERFLOW;
  return next(pc + 1, top - 1, (int64_t)((uint64_t)top[-1] * (uint64_t)a), c);
}

static int64_t do_swap(const struct Code* pc, int64_t* top, int64_t a, struct Context* c) {
  if (top == c->bottom) return UNDERFLOW;
  int64_t old = top[-1];
  top[-1] = a;
  return next(pc + 1, top, old, c);
}

static int64_t do_pick(const struct Code* pc, int64_t* top, int64_t a, struct Context* c) {
  (void)a;
  if (top - c->bottom <= pc->operand) return UNDERFLOW;
  return next(pc + 1, top, top[-1 - pc->operand], c);
}

static int64_t do_jump(const struct Code* pc, int64_t* top, int64_t a, struct Context* c) {
  return next(c->program + pc->operand, top, a, c);
}

static int64_t do_branch(const struct Code* pc, int64_t* top, int64_t a, struct Context* c) {
  return a != 0 ? next(c->program + pc->operand, top, a, c) : next(pc + 1, top, a, c);
}

static int64_t do_subroutine(const struct Code* pc, int64_t* top, int64_t a, struct Context* c) {
  // Not at the end: the handlers that this starts come back here.
  int64_t result = next(c->program + pc->operand, top, a, c);
  c->calls++;
  if (result >= STOPPED && result <= UNDERFLOW) return result;
  return next(pc + 1, top, result, c);
}

static int64_t do_outside(const struct Code* pc, int64_t* top, int64_t a, struct Context* c) {
  int64_t got = c->outside(c->state, top, a);
  return next(pc + 1, top, got, c);
}

static int64_t do_return(const struct Code* pc, int64_t* top, int64_t a, struct Context* c) {
  (void)pc;
  (void)top;
  (void)c;
  return a;
}

static const Handler handlers[] = {do_load, do_push, do_pop,    do_add,        do_multiply, do_swap,
                                   do_pick, do_jump, do_branch, do_subroutine, do_outside,  do_return};

Handler handler_of(unsigned kind) { return handlers[kind]; }

int64_t interpret(const struct Code* program, int64_t* stack, int64_t a, int64_t (*outside)(void*, int64_t*, int64_t), void* state,
                  uint64_t* fuel, unsigned* calls) {
  struct Context context = {program, stack, outside, state, *fuel, 0};
  int64_t result = next(program, stack, a, &context);
  *fuel = context.fuel;
  *calls = context.calls;
  return result;
}
