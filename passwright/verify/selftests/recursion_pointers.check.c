#include <stddef.h>
#include <stdint.h>

#include "check.h"

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
extern unsigned evaluations;
extern const Evaluate evaluators[9];
int64_t run(const struct Node* node, int64_t input);

struct Self;
typedef uint64_t (*Step)(const struct Self* self, uint64_t a, uint64_t b);
struct Self {
  Step step;
  Step other;
  void* state;
};
uint64_t call_ackermann(uint64_t a, uint64_t b);
uint64_t call_choose(uint64_t a, uint64_t b, Step other, void* state);
uint64_t call_any(Step step, void* state, uint64_t a, uint64_t b);

enum { NUMBER, VARIABLE, ADD, SUBTRACT, MULTIPLY, LESS, IF, LET, WHILE };

static struct Node nodes[64];
static unsigned count;

static const struct Node* make(int kind, const struct Node* a, const struct Node* b, const struct Node* c) {
  nodes[count] = (struct Node){evaluators[kind], a, b, c, 0};
  return &nodes[count++];
}

static const struct Node* leaf(int kind, int64_t number) {
  nodes[count] = (struct Node){evaluators[kind], NULL, NULL, NULL, number};
  return &nodes[count++];
}

static int64_t probed[8];
static unsigned probes;

static int64_t probe(const struct Node* node, const struct Scope* scope) {  // a kind of node from outside
  unsigned depth = 0;
  for (const struct Scope* s = scope; s; s = s->up) depth++;
  if (probes < 8) probed[probes++] = scope->value * 10 + depth;
  return node->a ? node->a->evaluate(node->a, scope) : -1;
}

static unsigned steps;

static uint64_t counted(const struct Self* self, uint64_t a, uint64_t b) {
  steps += *(unsigned*)self->state;
  return self->step(self, a, b);
}

static uint64_t halves(const struct Self* self, uint64_t a, uint64_t b) {
  if (a < 2) return b;
  steps++;
  return self->other(self, a % 2 + 2, 2) + self->step(self, a / 2, b + 1) * 10;
}

int main(void) {
  // n + (n - 1) + ... + 1: the pair is two scopes of a loop within a let
  const struct Node *zero = leaf(NUMBER, 0), *one = leaf(NUMBER, 1), *x = leaf(VARIABLE, 0), *outer = leaf(VARIABLE, 1);
  const struct Node* doubled = make(WHILE, one, make(LESS, x, outer, NULL), make(ADD, x, x, NULL));
  CHECK(run(doubled, 1) == 1 && evaluations == 1 + 1 + 3);
  CHECK(run(doubled, 5) == 8 && evaluations == 1 + 1 + 4 * 3 + 3 * 3);
  CHECK(run(doubled, 1000000007) == 1073741824);
  CHECK(run(doubled, -3) == 1 && run(doubled, INT64_MIN) == 1);
  const struct Node* absolute = make(IF, make(LESS, x, zero, NULL), make(SUBTRACT, zero, x, NULL), x);
  CHECK(run(absolute, 5) == 5 && evaluations == 5 && run(absolute, -5) == 5 && evaluations == 7);
  CHECK(run(absolute, INT64_MIN) == INT64_MIN && run(absolute, 0) == 0 && run(absolute, INT64_MAX) == INT64_MAX);
  const struct Node* square = make(LET, make(ADD, x, one, NULL), make(MULTIPLY, x, outer, NULL), NULL);  // (x + 1) * x
  CHECK(run(square, 6) == 42 && run(square, -1) == 0 && evaluations == 6 && run(square, 0) == 0 && evaluations == 7);
  CHECK(run(square, 4294967296) == 4294967296 && run(square, INT64_MAX) == INT64_MIN);
  const struct Node* deep = x;
  for (int i = 0; i < 10; i++) deep = make(LET, make(ADD, x, x, NULL), deep, NULL);
  CHECK(run(deep, 3) == 3072 && evaluations == 10 * 4 + 1);

  nodes[count] = (struct Node){probe, x, NULL, NULL, 0};
  const struct Node* probing = &nodes[count++];
  const struct Node* loop =
      make(WHILE, x, make(LESS, probing, make(ADD, outer, leaf(NUMBER, 3), NULL), NULL), make(ADD, probing, one, NULL));
  CHECK(run(loop, 4) == 7 && probes == 7);
  static const int64_t seen[] = {42, 42, 52, 52, 62, 62, 72};
  for (unsigned i = 0; i < 7; i++) CHECK(probed[i] == seen[i]);
  probes = 0;
  CHECK(run(make(LET, probing, make(LET, probing, probing, NULL), NULL), 9) == 9);
  CHECK(probes == 3 && probed[0] == 91 && probed[1] == 92 && probed[2] == 93);

  for (unsigned i = 0; i < 9; i++)
    for (unsigned j = 0; j < i; j++) CHECK(evaluators[i] != evaluators[j]);

  static const uint64_t ackermanns[4][5] = {{1, 2, 3, 4, 5}, {2, 3, 4, 5, 6}, {3, 5, 7, 9, 11}, {5, 13, 29, 61, 125}};
  for (unsigned a = 0; a < 4; a++)
    for (unsigned b = 0; b < 5; b++) CHECK(call_ackermann(a, b) == ackermanns[a][b]);
  unsigned weight = 3;
  CHECK(call_choose(10, 3, NULL, NULL) == 120 && call_choose(5, 0, NULL, NULL) == 1 && call_choose(16, 8, NULL, NULL) == 12870);
  CHECK(call_choose(6, 3, counted, &weight) == 20 && steps == 3 * 19);
  steps = 0;
  CHECK(call_any(halves, NULL, 1, 42) == 42 && steps == 0);
  // halves and choose reach each other: `other` is choose, which goes on through step for its left part
  steps = 0;
  CHECK(call_any(halves, NULL, 2, 0) == 11u && steps == 1);
  steps = 0;
  CHECK(call_any(halves, NULL, 7, 1) == 542u && steps == 4);
  steps = 0;
  CHECK(call_any(halves, NULL, 100, 9) == 17213211u && steps == 8);
  steps = 0;
  CHECK(call_any(halves, NULL, 255, 0) == 94444442u && steps == 14);
  return failures != 0;
}
