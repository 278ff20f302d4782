// Trees of nodes that hold their own evaluation function, with closures and loops, and recursions that receive themselves as a pointer.
#include <stddef.h>
#include <stdint.h>

struct Node;
struct Scope {
  const struct Scope* up;
  int64_t value;
};
typedef int64_t (*Evaluate)(const struct Node* node, const struct Scope* scope);
struct Node {
  Evaluate evaluate;
  const struct Node* a;
  const struct Node* b;
  const struct Node* c;
  int64_t number;
};

unsigned evaluations;

static int64_t eval(const struct Node* node, const struct Scope* scope) {
  evaluations++;
  return node->evaluate(node, scope);
}

static int64_t eval_number(const struct Node* node, const struct Scope* scope) {
  (void)scope;
  return node->number;
}

static int64_t eval_variable(const struct Node* node, const struct Scope* scope) {
  for (int64_t up = node->number; up > 0; up--) scope = scope->up;
  return scope->value;
}

static int64_t eval_add(const struct Node* node, const struct Scope* scope) {
  uint64_t left = (uint64_t)eval(node->a, scope);
  return (int64_t)(left + (uint64_t)eval(node->b, scope));
}

static int64_t eval_subtract(const struct Node* node, const struct Scope* scope) {
  uint64_t left = (uint64_t)eval(node->a, scope);
  return (int64_t)(left - (uint64_t)eval(node->b, scope));
}

static int64_t eval_multiply(const struct Node* node, const struct Scope* scope) {
  uint64_t left = (uint64_t)eval(node->a, scope);
  return left == 0 ? 0 : (int64_t)(left * (uint64_t)eval(node->b, scope));
}

static int64_t eval_less(const struct Node* node, const struct Scope* scope) {
  int64_t left = eval(node->a, scope);
  return left < eval(node->b, scope);
}

static int64_t eval_if(const struct Node* node, const struct Scope* scope) { return eval(eval(node->a, scope) ? node->b : node->c, scope); }

// The scope's address goes into a tail call, so the local must live until that returns.
static int64_t eval_let(const struct Node* node, const struct Scope* scope) {
  struct Scope inner = {scope, eval(node->a, scope)};
  return eval(node->b, &inner);
}

// Feeds c the last value for as long as b holds for it.
static int64_t eval_while(const struct Node* node, const struct Scope* scope) {
  struct Scope inner = {scope, eval(node->a, scope)};
  while (eval(node->b, &inner)) inner.value = eval(node->c, &inner);
  return inner.value;
}

const Evaluate evaluators[] = {eval_number, eval_variable, eval_add, eval_subtract, eval_multiply,
                               eval_less,   eval_if,       eval_let, eval_while};

int64_t run(const struct Node* node, int64_t input) {
  struct Scope outer = {NULL, input};
  evaluations = 0;
  return eval(node, &outer);
}

// Functions that get the way to recurse from outside.
struct Self;
typedef uint64_t (*Step)(const struct Self* self, uint64_t a, uint64_t b);
struct Self {
  Step step;
  Step other;
  void* state;
};

static uint64_t ackermann(const struct Self* self, uint64_t a, uint64_t b) {
  if (a == 0) return b + 1;
  return self->step(self, a - 1, b == 0 ? 1 : self->step(self, a, b - 1));
}

static uint64_t choose(const struct Self* self, uint64_t a, uint64_t b) {
  if (b == 0 || b == a) return 1;
  uint64_t left = self->step(self, a - 1, b - 1);
  return left + self->other(self, a - 1, b);
}

static uint64_t apply(Step step, Step other, void* state, uint64_t a, uint64_t b) {
  struct Self self = {step, other ? other : step, state};
  return self.step(&self, a, b);
}

uint64_t call_ackermann(uint64_t a, uint64_t b) { return apply(ackermann, NULL, NULL, a, b); }
uint64_t call_choose(uint64_t a, uint64_t b, Step other, void* state) { return apply(choose, other, state, a, b); }
uint64_t call_any(Step step, void* state, uint64_t a, uint64_t b) { return apply(step, choose, state, a, b); }
