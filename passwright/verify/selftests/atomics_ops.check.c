#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Step {
  int op;
  int order;
  int64_t operand;
  int64_t expected;
};

enum { LOAD, STORE, SWAP, ADD, SUB, AND, OR, XOR, NAND, MAX, MIN, ADDED, SUBBED, ANDED, ORED, XORED, NANDED, STRONG, WEAK, TEST };

#define DECLARE(T, NAME)                                                                                                           \
  uint64_t ops_run_##NAME(T* cell, const struct Step* steps, size_t count, int64_t* log);                                          \
  T ops_count_##NAME(T* cell, T step, unsigned times);                                                                             \
  static uint64_t run_##NAME(void* cell, const struct Step* s, size_t n, int64_t* log) { return ops_run_##NAME(cell, s, n, log); } \
  static int64_t count_##NAME(void* cell, int64_t step, unsigned times) { return (int64_t)ops_count_##NAME(cell, (T)step, times); }
DECLARE(uint8_t, u8)
DECLARE(int8_t, i8)
DECLARE(uint16_t, u16)
DECLARE(int16_t, i16)
DECLARE(uint32_t, u32)
DECLARE(int32_t, i32)
DECLARE(uint64_t, u64)
DECLARE(int64_t, i64)

struct Kind {
  unsigned bits;
  int is_signed;
  uint64_t (*run)(void*, const struct Step*, size_t, int64_t*);
  int64_t (*count)(void*, int64_t, unsigned);
};

static const struct Kind kinds[] = {
    {8, 0, run_u8, count_u8},    {8, 1, run_i8, count_i8},    {16, 0, run_u16, count_u16}, {16, 1, run_i16, count_i16},
    {32, 0, run_u32, count_u32}, {32, 1, run_i32, count_i32}, {64, 0, run_u64, count_u64}, {64, 1, run_i64, count_i64},
};

// The value of a cell as the log shows it: bits above the width are the sign or zero.
static int64_t fit(const struct Kind* k, uint64_t v) {
  if (k->bits == 64) return (int64_t)v;
  v &= (1ull << k->bits) - 1;
  if (k->is_signed && (v >> (k->bits - 1) & 1)) v -= 1ull << k->bits;
  return (int64_t)v;
}

static int less(const struct Kind* k, int64_t a, int64_t b) { return k->is_signed ? a < b : (uint64_t)a < (uint64_t)b; }

static int64_t after(const struct Kind* k, int op, int64_t old, int64_t x, int64_t expected) {
  uint64_t a = (uint64_t)old, b = (uint64_t)x;
  switch (op) {
    case LOAD:
      return old;
    case STORE:
    case SWAP:
      return x;
    case ADD:
    case ADDED:
      return fit(k, a + b);
    case SUB:
    case SUBBED:
      return fit(k, a + ~b + 1);
    case AND:
    case ANDED:
      return fit(k, a & b);
    case OR:
    case ORED:
      return fit(k, a | b);
    case XOR:
    case XORED:
      return fit(k, (a | b) & ~(a & b));
    case NAND:
    case NANDED:
      return fit(k, ~a | ~b);
    case MAX:
      return less(k, old, x) ? x : old;
    case MIN:
      return less(k, x, old) ? x : old;
    default:
      return old == expected ? x : old;
  }
}

static void pairs(const struct Kind* k) {
  unsigned char room[24], want[24];
  size_t bytes = k->bits / 8;
  uint64_t top = 1ull << (k->bits - 1);
  uint64_t edges[] = {0, 1, ~0ull, top, top - 1, top + 1, 0x5a, 0x3c5aa5c396f00f69ull, 2};
  enum { N = sizeof edges / sizeof *edges };
  for (int op = LOAD; op <= WEAK; op++)
    for (int i = 0; i < N; i++)
      for (int j = 0; j < N; j++)
        for (int same = 0; same < 2; same++) {
          int64_t old = fit(k, edges[i]), x = fit(k, edges[j]), expected = same ? old : fit(k, edges[(i + 4) % N]);
          struct Step step = {op, (i + j) % 5, x, expected};
          int64_t log = 77, next = after(k, op, old, x, expected);
          memset(room, 0xa5, sizeof room);
          memcpy(want, room, sizeof room);
          memcpy(room + 8, &old, bytes);
          memcpy(want + 8, &next, bytes);
          uint64_t flags = k->run(room + 8, &step, 1, &log);
          CHECK(memcmp(room, want, sizeof room) == 0);
          CHECK(log == ((op >= ADDED && op < STRONG) || op == STORE ? next : old));
          CHECK(flags == (op >= STRONG ? old == expected : 0));
        }
}

static void script(const struct Kind* k) {
  static const struct Step steps[] = {
      {STORE, 0, 100, 0}, {ADD, 1, 27, 0},   {ADD, 2, 1, 0},    {LOAD, 0, 0, 0}, {SUB, 3, 1, 0},
      {XORED, 4, -1, 0},  {MAX, 0, 5, 0},    {MIN, 1, -3, 0},   {LOAD, 0, 0, 0}, {SWAP, 2, -1, 0},
      {ADDED, 3, 1, 0},   {STRONG, 4, 9, 0}, {WEAK, 0, 11, 10}, {TEST, 0, 0, 0}, {TEST, 0, 0, 0},
  };
  enum { N = sizeof steps / sizeof *steps };
  // Byte cells: 128 is -128 when signed, so maximum and minimum part company.
  static const int64_t u8[N] = {100, 100, 127, 128, 128, 128, 128, 128, 128, 128, 0, 0, 9, 0, 0};
  static const int64_t i8[N] = {100, 100, 127, -128, -128, -128, -128, 5, -3, -3, 0, 0, 9, 0, 0};
  union {
    uint64_t whole;
    unsigned char bytes[8];
  } cell = {0};
  int64_t log[N] = {0};
  uint64_t flags = k->run(&cell, steps, N, log);
  CHECK(flags == 10);  // the strong exchange succeeds, the weak one fails, test-and-set finds 9 and then 0
  CHECK(cell.whole == 0);
  CHECK(log[12] == 9 && log[11] == 0);
  if (k->bits == 8) CHECK(memcmp(log, k->is_signed ? i8 : u8, sizeof log) == 0);
  CHECK(k->run(&cell, steps, 0, log) == 0);
}

int main(void) {
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    const struct Kind* k = &kinds[i];
    pairs(k);
    script(k);
    uint64_t cell[3] = {0x1111111111111111ull, 0, 0x2222222222222222ull};
    CHECK(k->count(&cell[1], -3, 1000) == fit(k, (uint64_t)-2997));
    uint64_t want = k->bits == 64 ? (uint64_t)-3000 : (uint64_t)-3000 & ((1ull << k->bits) - 1);
    CHECK(cell[1] == want);
    CHECK(k->count(&cell[1], 5, 0) == 0 && cell[1] == want);
    CHECK(cell[0] == 0x1111111111111111ull && cell[2] == 0x2222222222222222ull);
  }
  return failures != 0;
}
