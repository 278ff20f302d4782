// Memoised recursions: edit distance with costs asked of the caller just once each, and the best order of a chain of products.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define LONGEST 24
#define UNKNOWN UINT32_MAX

typedef uint32_t (*Cost)(void* state, int from, int to);  // -1 stands for nothing: an insertion or a deletion

struct Task {
  const unsigned char* a;
  const unsigned char* b;
  size_t n, m;
  Cost cost;
  void* state;
  uint32_t price[3][LONGEST + 1][LONGEST + 1];
  uint32_t best[LONGEST + 1][LONGEST + 1];
};

static uint32_t ask(struct Task* t, int kind, size_t i, size_t j) {
  uint32_t* slot = &t->price[kind][kind == 1 ? 0 : i][kind == 0 ? 0 : j];
  if (*slot == UNKNOWN) *slot = t->cost(t->state, kind == 1 ? -1 : t->a[i], kind == 0 ? -1 : t->b[j]);
  return *slot;
}

static uint32_t distance(struct Task* t, size_t i, size_t j) {
  uint32_t* slot = &t->best[i][j];
  if (*slot != UNKNOWN) return *slot;
  if (i == t->n && j == t->m) return *slot = 0;
  uint32_t least = UNKNOWN, tried;
  if (i < t->n && (tried = distance(t, i + 1, j) + ask(t, 0, i, 0)) < least) least = tried;
  if (j < t->m && (tried = distance(t, i, j + 1) + ask(t, 1, 0, j)) < least) least = tried;
  if (i < t->n && j < t->m) {
    uint32_t same = t->a[i] == t->b[j] ? 0 : ask(t, 2, i, j);
    if ((tried = distance(t, i + 1, j + 1) + same) < least) least = tried;
  }
  return *slot = least;
}

static char* script(struct Task* t, size_t i, size_t j, char* out) {
  if (i == t->n && j == t->m) {
    *out = 0;
    return out;
  }
  uint32_t here = distance(t, i, j);
  if (i < t->n && j < t->m && t->a[i] == t->b[j] && distance(t, i + 1, j + 1) == here) {
    *out = '=';
    return script(t, i + 1, j + 1, out + 1);
  }
  if (i < t->n && j < t->m && t->a[i] != t->b[j] && distance(t, i + 1, j + 1) + ask(t, 2, i, j) == here) {
    *out = '~';
    return script(t, i + 1, j + 1, out + 1);
  }
  if (i < t->n && distance(t, i + 1, j) + ask(t, 0, i, 0) == here) {
    *out = '-';
    return script(t, i + 1, j, out + 1);
  }
  *out = '+';
  return script(t, i, j + 1, out + 1);
}

uint32_t edit(const unsigned char* a, size_t n, const unsigned char* b, size_t m, Cost cost, void* state, char* out) {
  struct Task task;
  if (n > LONGEST || m > LONGEST) return UNKNOWN;
  task.a = a;
  task.b = b;
  task.n = n;
  task.m = m;
  task.cost = cost;
  task.state = state;
  memset(task.price, 0xff, sizeof task.price);
  memset(task.best, 0xff, sizeof task.best);
  uint32_t result = distance(&task, 0, 0);
  if (out) script(&task, 0, 0, out);
  return result;
}

static uint64_t chain[LONGEST][LONGEST];
static uint8_t cut[LONGEST][LONGEST];

static uint64_t cheapest(const uint16_t* sizes, unsigned first, unsigned last) {
  if (first == last) return 0;
  if (chain[first][last]) return chain[first][last] - 1;
  uint64_t best = UINT64_MAX;
  for (unsigned k = first; k < last; k++) {
    uint64_t c = cheapest(sizes, first, k) + cheapest(sizes, k + 1, last) + (uint64_t)sizes[first] * sizes[k + 1] * sizes[last + 1];
    if (c < best) {
      best = c;
      cut[first][last] = (uint8_t)k;
    }
  }
  chain[first][last] = best + 1;
  return best;
}

static char* brackets(unsigned first, unsigned last, char* out) {
  if (first == last) {
    *out++ = (char)('a' + first);
    return out;
  }
  *out++ = '(';
  out = brackets(cut[first][last] + 1u, last, brackets(first, cut[first][last], out));
  *out++ = ')';
  return out;
}

uint64_t multiply_order(const uint16_t* sizes, unsigned count, char* out) {
  *out = 0;
  if (count == 0 || count > LONGEST) return 0;
  memset(chain, 0, sizeof chain);
  uint64_t result = cheapest(sizes, 0, count - 1);
  *brackets(0, count - 1, out) = 0;
  return result;
}
