// Statics that a compiler would like to shrink or fold: two-valued ints, pointers to one allocation, tables that look constant, unread and
// once-written ones.
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct Cell {
  int32_t value;
  int16_t age;
  uint8_t flags;
};

static int mode;           // 0 or 7
static int direction = 1;  // 1 or -1
static int started;
static struct Cell* cells;
static size_t room;
static int once = 3;
static uint8_t table[8] = {1, 2, 4, 8, 16, 32, 64, 128};
static const uint8_t inverse[8] = {128, 64, 32, 16, 8, 4, 2, 1};
static int unread;
static int32_t pair[2] = {10, 20};
static const int16_t deltas[3][2] = {{0, -1}, {1, 0}, {-300, 300}};
static void (*hook)(int);

int start(size_t n, int value) {
  if (started) return -1;
  cells = calloc(n ? n : 1, sizeof *cells);
  if (!cells) return -2;
  room = n;
  started = 1;
  once = value;
  for (size_t i = 0; i < n; i++) cells[i].value = (int32_t)i * once;
  return 0;
}

void finish(void) {
  free(cells);
  cells = NULL;
  started = 0;
  room = 0;
}

void set_mode(int on) { mode = on ? 7 : 0; }
void turn(void) { direction = -direction; }
void set_hook(void (*h)(int)) { hook = h; }

static int weigh(size_t i, int which) {
  unread = which;
  if (mode) unread += mode;
  if (i >= room) return started ? -1 : -2;
  struct Cell* c = &cells[i];
  c->age = (int16_t)(c->age + direction);
  c->flags = (uint8_t)(c->flags | table[which & 7]);
  c->flags = (uint8_t)(c->flags & ~inverse[(which + mode) & 7]);
  return c->value + mode * 100000;
}

int touch(size_t i, int which) {
  int result = weigh(i, which);
  if (hook) hook(result);
  if (result >= 0 && which < 0) {
    cells[i].value += deltas[(unsigned)which % 3][direction > 0];
    pair[which & 1] += pair[!(which & 1)] - cells[i].value;
  }
  return result;
}

int64_t state(void) {
  int64_t sum = 0;
  for (size_t i = 0; i < room; i++) sum = sum * 5 + cells[i].value + cells[i].age * 3 + cells[i].flags * 2;
  return sum;
}

int shape(void) { return mode * 1000 + direction * 100 + started * 10 + once; }
int64_t pairs(void) { return (int64_t)pair[0] * 4294967296 + pair[1]; }

// writes one entry of the table only where the argument is what nobody passes but one
unsigned table_sum(unsigned key) {
  if (key == 0xdecafu) table[3] = 9;
  unsigned sum = 0;
  for (int i = 0; i < 8; i++) sum += table[i] ^ inverse[7 - i];
  return sum + (key == 0 ? (unsigned)once : 0);
}
