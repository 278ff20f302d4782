// Transactions over the caller's cells that start again by longjmp when a cell has changed: undo, retries with a budget, and a fallback.
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

#define CELLS 8

struct Cell {
  int64_t value;
  uint32_t version;
};

struct Transaction {
  struct Cell* cells;
  uint32_t seen[CELLS];
  int64_t fresh[CELLS];
  uint8_t read, written;
  unsigned attempt;
  uint64_t waited;
  jmp_buf start;
};

static struct Transaction* current;

__attribute__((noreturn)) static void again(struct Transaction* t) {
  t->attempt++;
  longjmp(t->start, (int)t->attempt);
}

static void look(struct Transaction* t, unsigned cell) {
  uint8_t bit = (uint8_t)(1u << cell);
  if (!(t->read & bit)) {
    t->read |= bit;
    t->seen[cell] = t->cells[cell].version;
  } else if (t->seen[cell] != t->cells[cell].version) {
    again(t);
  }
}

int64_t get(unsigned cell) {
  struct Transaction* t = current;
  look(t, cell);
  return t->written >> cell & 1 ? t->fresh[cell] : t->cells[cell].value;
}

void set(unsigned cell, int64_t value) {
  struct Transaction* t = current;
  look(t, cell);
  t->written |= (uint8_t)(1u << cell);
  t->fresh[cell] = value;
}

void give_up(void) { again(current); }

static void commit(struct Transaction* t) {
  for (unsigned cell = 0; cell < CELLS; cell++)
    if ((t->read >> cell & 1) && t->seen[cell] != t->cells[cell].version) again(t);
  for (unsigned cell = 0; cell < CELLS; cell++) {
    if (!(t->written >> cell & 1)) continue;
    t->cells[cell].value = t->fresh[cell];
    t->cells[cell].version++;
  }
}

static int run(struct Transaction* t, void (*body)(void*), void* state, unsigned budget) {
  setjmp(t->start);
  // Here again after each failure: all that changes is in *t, which is the caller's.
  t->read = t->written = 0;
  if (t->attempt > budget) return 0;
  if (t->attempt > 0) t->waited += UINT64_C(1) << (t->attempt < 10 ? t->attempt : 10);
  body(state);
  commit(t);
  return 1;
}

// Negative if every attempt failed, else how many failed before; `waited` grows by doubling steps.
int atomically(struct Cell* cells, void (*body)(void*), void* state, unsigned budget, uint64_t* waited) {
  struct Transaction t;
  struct Transaction* outer = current;
  t.cells = cells;
  t.attempt = 0;
  t.waited = 0;
  current = &t;
  int done = run(&t, body, state, budget);
  current = outer;
  *waited += t.waited;
  return done ? (int)t.attempt : -1;
}

struct Move {
  unsigned from, to;
  int64_t amount;
};

static void move_body(void* state) {
  const struct Move* move = state;
  int64_t left = get(move->from) - move->amount;
  set(move->from, left);
  set(move->to, get(move->to) + move->amount);
  if (left < 0) give_up();
}

int move(struct Cell* cells, unsigned from, unsigned to, int64_t amount, uint64_t* waited) {
  struct Move m = {from, to, amount};
  return atomically(cells, move_body, &m, amount > 0 ? 2 : 0, waited);
}
