#include <stddef.h>
#include <stdint.h>

#include "check.h"

typedef void (*Poke)(int where);
extern int64_t level;
extern int32_t* window;
extern unsigned window_size;
void set_hidden(int64_t value);
int64_t get_hidden(void);
int32_t* table_at(unsigned i);
int64_t differences(Poke poke, unsigned n);
int64_t sum_window(Poke poke);
unsigned stores(int32_t* x, size_t n, Poke poke);
int64_t locals(int32_t start, void (*show)(int32_t* shown), Poke poke);
int aliased(const int32_t* a, int32_t* b, Poke poke);
extern Poke handler;
unsigned until_none(unsigned most);

static void quiet(int where) { (void)where; }
static void both(int where) {
  if (where != 1) level += where + 1;
  if (where != 2) set_hidden(get_hidden() - 10);
}
static int32_t mine[4] = {9, 8, 7, 6};
static void next_value(int where) { *table_at((unsigned)where) += 1; }
static void shrink(int where) {
  if (where == 2) window_size = 4;
}
static void move(int where) {
  if (where == 1) {
    window = mine;
    window_size = 4;
  }
  if (where == 2) mine[3] = 1;
}

static int32_t x[6];
static void undo(int where) {
  CHECK(x[where] == 7);
  if (where % 2) x[where] = -1;
  if (where == 4) x[5] = 8;
}

static int32_t* shown_to_me;
static void show(int32_t* shown) { shown_to_me = shown; }
static void change_shown(int where) {
  shown_to_me[1] += 5;
  shown_to_me[where + 2] = 0;
}

static int32_t pair[2];
static void set_pair(int where) {
  CHECK(where == 0 || where == 1);
  pair[0] = 6;
}

static void second_handler(int where) {
  if (where >= 106) handler = NULL;
}
static void first_handler(int where) {
  if (where == 4) handler = second_handler;
}

int main(void) {
  CHECK(differences(quiet, 9) == 0 && level == 5 && get_hidden() == 3);
  // each time: what it was less what it is, so -100 for a level up and +10 for the hidden one down
  CHECK(differences(both, 4) == (((-90) * 3 + 10) * 3 - 300) * 3 - 390 && level == 5 + 1 + 3 + 4 && get_hidden() == -27);
  CHECK(differences(both, 0) == 0 && level == 13);

  for (unsigned i = 0; i < 8; i++) *table_at(i) = (int32_t)i % 2 + 1;
  window_size = 3;
  CHECK(sum_window(quiet) == 121000000000121);
  CHECK(sum_window(next_value) == 232000000000121 && *table_at(0) == 2 && *table_at(1) == 3 && *table_at(2) == 2 && *table_at(3) == 2);
  window_size = 8;
  CHECK(sum_window(shrink) == 2322000000002322);
  window = table_at(4);
  CHECK(sum_window(move) == 1871000000001271 && window == mine);
  window_size = 0;
  CHECK(sum_window(move) == 0);

  CHECK(stores(x, 0, undo) == 0 && x[0] == 0);
  CHECK(stores(x, 5, undo) == 3);
  CHECK(x[0] == 8 && x[1] == 9 && x[2] == 10 && x[3] == 11 && x[4] == 7 && x[5] == 8);
  CHECK(stores(x, 1, quiet) == 1 && x[0] == 7 && x[1] == 9);

  CHECK(locals(50, show, quiet) == 0);
  // shown differs: 0; +5 twice; 0 then +10 against start + 13; 0 against start + 14
  CHECK(locals(50, show, change_shown) == -10 * INT64_C(1000000) + 53 * 1000 + 64);
  CHECK(locals(-50, show, change_shown) == -10 * INT64_C(1000000) - 47 * 1000 - 36);

  pair[0] = 3;
  pair[1] = 5;
  CHECK(aliased(&pair[0], &pair[0], quiet) == 344 && pair[0] == 4);
  pair[0] = 3;
  CHECK(aliased(&pair[0], &pair[0], set_pair) == 346 && pair[0] == 6 && pair[1] == 5);
  pair[0] = 3;
  CHECK(aliased(&pair[0], &pair[1], quiet) == 333 && pair[1] == 3);
  pair[0] = 3;
  CHECK(aliased(&pair[0], &pair[1], set_pair) == 336 && pair[0] == 6 && pair[1] == 6);
  CHECK(aliased(&pair[1], &pair[0], set_pair) == 666 && pair[0] == 6);

  CHECK(until_none(50) == 0);
  handler = quiet;
  CHECK(until_none(50) == 50 && handler == quiet);
  handler = first_handler;
  CHECK(until_none(300) == 5 + 100 + 2 + 100 && handler == NULL);
  return failures != 0;
}
