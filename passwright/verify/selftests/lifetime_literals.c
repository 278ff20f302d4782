// Compound literals by scope: chosen among, kept to the end of their block, changed, made anew each round, shared at file scope.
#include <stddef.h>
#include <stdint.h>

struct Step {
  int32_t size;
  const struct Step* next;
  int32_t tally[3];
};

typedef int32_t (*Use)(struct Step* step);

// These live as long as the program, so what is left in them is found again. The pointers are not const, for clang takes what
// a const one points to for constant as well (llvm issue 54014).
static struct Step* shared = &(struct Step){.size = 1, .tally = {10}};
static int32_t* counts = (int32_t[]){0, 0, 0, 0};

int32_t remember(int32_t by) {
  shared->tally[1] += by;
  counts[by & 3] += shared->size;
  shared->size = -shared->size;
  return shared->tally[0] * 1000 + shared->tally[1] * 10 + counts[by & 3];
}

int32_t pick(int32_t which, Use use) {
  struct Step* step = which == 0   ? &(struct Step){5, NULL, {1, 2, 3}}
                      : which == 1 ? &(struct Step){.size = which, .tally = {[2] = 7}}
                                   : shared;
  struct Step* other = &(struct Step){.size = 100, .next = step};
  int32_t first = use(step);
  int32_t second = use(other);
  return first * 10000 + second * 100 + step->tally[0] + other->next->size;
}

static int32_t total(const struct Step* step) {
  int32_t sum = 0;
  for (; step; step = step->next) sum = sum * 2 + step->size + step->tally[0] - step->tally[2];
  return sum;
}

// The literal in the outer block outlives the inner ones; those go with each round.
int32_t nest(const int32_t* sizes, size_t n, Use use) {
  struct Step* outer = &(struct Step){.size = 1};
  int32_t sum = 0;
  for (size_t i = 0; i < n; i++) {
    struct Step* inner = &(struct Step){sizes[i], outer, {0}};
    if (sizes[i] & 1) {
      struct Step* deep = &(struct Step){-sizes[i], inner, {sizes[i]}};
      use(deep);
      sum += total(deep);
      outer->tally[2] = deep->tally[1];
    } else {
      inner->next = &(struct Step){sizes[i] * 3, outer, {0, 0, 1}};
      sum -= total(inner);
    }
    use(inner);
    outer->size += inner->size;
    sum += total(outer);
  }
  return sum * 100 + outer->size;
}

// Jumping back does not leave the block: the same object, set up again, and the old pointer sees it.
int32_t jump(int32_t n) {
  struct Step *before = NULL, *now = NULL;
  int32_t sum = 0, i = 0;
again:
  before = now;
  now = &(struct Step){.size = i * i, .tally = {i}};
  if (before) sum = sum * 4 + (before == now) + before->size + before->tally[1];
  now->tally[1] = 50;
  now->size = -1;
  if (i++ < n) goto again;
  return sum + now->tally[1] + now->tally[0];
}

static int32_t weigh(const int32_t* list, size_t n) {
  int32_t sum = 0;
  for (size_t i = 0; i < n; i++) sum += list[i] * (int32_t)(i + 1);
  return sum;
}

// Two of the same shape in one expression are two objects; one in a loop's head lives for the whole loop.
int32_t both(int32_t a, int32_t b) {
  int32_t *x = (int32_t[]){a, b}, *y = (int32_t[]){a, b};
  x[0] += 1;
  int32_t sum = x != y ? y[0] * 10 + x[0] : -1;
  for (int32_t* left = (int32_t[]){a, b, 3}; left[2] > 0; left[2]--)
    sum = sum * 2 + weigh(left, 3) - weigh((int32_t[]){left[2], sum & 1}, 2);
  return sum + weigh((int32_t[4]){[1] = a, [3] = b}, 4);
}
