#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

typedef void (*Tick)(void* state);
void smear(volatile unsigned char* to, const volatile unsigned char* from, size_t n);
void shift(volatile uint16_t* x, size_t n, size_t distance);
size_t count_to(const volatile unsigned* bound, Tick tick, void* state);
int64_t follow(const int32_t* volatile* where, unsigned n, Tick tick, void* state);
unsigned stepped(int from, int to, int by);
uint32_t passes(volatile uint32_t* cells, size_t n, unsigned count, Tick tick, void* state);
float narrowed(const float* x, size_t n);
int opaque_zero(const volatile int* zero, int value);

static volatile unsigned bound;
static const int bounds[] = {12, 12, 7, 20, 3};
static void move_bound(void* state) { bound = (unsigned)bounds[(*(unsigned*)state)++ % 5]; }

static const int32_t digits[] = {1, 2, 3, 4, 5, 6, 7};
static const int32_t* volatile target;
static void move_target(void* state) { target = digits + (target - digits + *(int*)state) % 7; }

struct Look {
  volatile uint32_t* cells;
  size_t n;
  unsigned ticks;
  uint32_t change;
};
static void look(void* state) {
  struct Look* l = state;
  for (size_t i = 0; i < l->n; i++) CHECK(l->cells[i] == (l->ticks % 2 ? i + l->ticks / 2 + (i == 1 ? l->change : 0) : 0));
  if (l->n > 1 && l->ticks % 2 == 0) l->cells[1] = l->change;
  l->ticks++;
}

int main(void) {
  unsigned char bytes[80], wanted[80];
  for (size_t n = 0; n <= 40; n += n < 10 ? 1 : 5) {
    for (size_t to = 0; to < 20; to++) {
      for (int i = 0; i < 80; i++) bytes[i] = wanted[i] = (unsigned char)(i * 7 + 1);
      // forwards, the first bytes repeat at the distance; backwards, they just move
      size_t distance = to > 9 ? to - 9 : 0;
      for (size_t i = 0; i < n; i++) wanted[to + i] = (unsigned char)((9 + (distance ? i % distance : i)) * 7 + 1);
      smear(bytes + to, bytes + 9, n);
      CHECK(memcmp(bytes, wanted, 80) == 0);
    }
  }
  uint16_t x[24];
  for (size_t distance = 1; distance <= 9; distance++) {
    for (size_t n = 0; n <= 23; n++) {
      for (size_t i = 0; i < 24; i++) x[i] = (uint16_t)(65530 + i * 100);
      shift(x, n, distance);
      for (size_t i = 0; i < 24; i++) CHECK(x[i] == (uint16_t)(i < n ? 65530 + i % distance * 100 + i / distance : 65530 + i * 100));
    }
  }
  // 3 rounds up to each tick; the bounds go 5, 12, 12, 7 (at 9: ends)
  unsigned state = 0;
  bound = 5;
  CHECK(count_to(&bound, move_bound, &state) == 9 && state == 3);
  bound = 0;
  CHECK(count_to(&bound, move_bound, &state) == 0 && state == 3);
  bound = 3;
  CHECK(count_to(&bound, move_bound, &state) == 6 && state == 5);
  bound = 2;
  CHECK(count_to(&bound, move_bound, &state) == 2 && state == 5);

  int step = 1;
  target = digits;
  CHECK(follow(&target, 4, move_target, &step) == 12233445 && target == digits + 4);
  step = 6;
  CHECK(follow(&target, 6, move_target, &step) == 544332211776 && target == digits + 5);
  CHECK(follow(&target, 0, move_target, &step) == 0 && target == digits + 5);

  CHECK(stepped(0, 0, 1) == 0 && stepped(5, 4, 1) == 0 && stepped(0, 4, 1) == 40004 && stepped(0, 5, 1) == 50006);
  CHECK(stepped(1, 30, 2) == 120030 && stepped(-12, 9, 3) == 70023 && stepped(1, 2, 0) == 10000000);

  uint32_t cells[6];
  for (size_t n = 0; n <= 5; n++) {
    for (int i = 0; i < 6; i++) cells[i] = 0xdeadbeef;
    struct Look l = {cells, n, 0, 1000000000};
    static const uint32_t sums[] = {0u, 5u, 2417060669u, 3257283986u, 352427466u, 2954724623u};
    CHECK(passes(cells, n, 3, look, &l) == sums[n] && l.ticks == 6);
    for (size_t i = 0; i < 6; i++) CHECK(cells[i] == (i < n ? i + 2 + (i == 1 ? 1000000000 : 0) : 0xdeadbeef));
    CHECK(passes(cells, n, 0, look, &l) == 0 && l.ticks == 6);
  }
  static const float f[] = {4096.5f, 0.1f, 1e-3f, -4095.75f, 3.0f, 1e18f, 1e19f, 2e19f};
  static const uint32_t bits[] = {0, 0x4b800800, 0x4b800800, 0x4b800800, 0x4c000200, 0x4c000202, 0x7b4097ce, 0x7e97f7c9, 0x7f800000};
  for (size_t n = 0; n <= 8; n++) {
    float sum = narrowed(f, n);
    uint32_t got;
    memcpy(&got, &sum, 4);
    CHECK(got == bits[n]);
  }
  volatile int zero = 0;
  CHECK(opaque_zero(&zero, 7) == 7 + 1 + 6 && opaque_zero(&zero, -7) == 0);
  return failures != 0;
}
