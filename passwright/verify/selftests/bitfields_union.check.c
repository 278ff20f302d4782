#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

int run_program(uint32_t* words, size_t n, int32_t regs[32], int32_t* memory, size_t cells, unsigned most, unsigned* cost);
uint32_t encode_two(unsigned op, unsigned a, unsigned b, int immediate);
uint32_t encode_three(unsigned op, unsigned a, unsigned b, unsigned c);
uint32_t encode_jump(int offset);
float next_power(float v);
uint32_t flip(float v, unsigned low);

enum { STOP, ADD, SUB, MUL, ADDI, LOAD, STORE, BRANCH, JUMP, SHIFT, PATCH };

static uint32_t two(unsigned op, unsigned a, unsigned b, int immediate) { return op | a << 6 | b << 11 | (uint32_t)immediate << 16; }

static uint32_t three(unsigned op, unsigned a, unsigned b, unsigned c) { return op | a << 6 | b << 11 | c << 16; }

static uint32_t jump(int offset) { return JUMP | (uint32_t)offset << 6; }

static uint32_t bits(float v) {
  uint32_t b;
  memcpy(&b, &v, 4);
  return b;
}

static int32_t regs[34], memory[18];
static unsigned cost;

static int go(uint32_t* words, size_t n, int32_t one, int32_t second, unsigned most) {
  for (int i = 0; i < 34; i++) regs[i] = i == 0 || i == 33 ? 0x4444 : 0;
  for (int i = 0; i < 18; i++) memory[i] = i * 100;
  regs[2] = one, regs[3] = second;
  int state = run_program(words, n, regs + 1, memory + 1, 16, most, &cost);
  CHECK(regs[0] == 0x4444 && regs[33] == 0x4444 && memory[0] == 0 && memory[17] == 1700);
  return state;
}

int main(void) {
  static const int immediates[] = {0, 1, -1, 32767, -32768, 0x1234, 40000};
  for (unsigned op = 0; op < 64; op += 9) {
    for (unsigned a = 0; a < 32; a++) {
      for (int i = 0; i < 7; i++) CHECK(encode_two(op, a, 31 - a, immediates[i]) == two(op, a, 31 - a, immediates[i]));
      CHECK(encode_three(op, a, a ^ 21, 31 - a) == three(op, a, a ^ 21, 31 - a) &&
            encode_three(op + 64, a + 32, a, a * 32) == three(op, a, a, 0));
    }
  }
  static const int offsets[] = {0, 1, -1, 33554431, -33554432, 33554432, 0x7fffffff};
  for (int i = 0; i < 7; i++) CHECK(encode_jump(offsets[i]) == jump(offsets[i]));

  // r3 = sum of 0 .. r1 - 1
  uint32_t sum[] = {jump(2), three(ADD, 3, 3, 4), two(ADDI, 4, 4, 1), two(BRANCH, 4, 1, -3), STOP};
  CHECK(go(sum, 5, 10, 0, 1000) == 1 && regs[4] == 45 && regs[5] == 10 && cost == 33);
  CHECK(go(sum, 5, 0, 0, 1000) == 1 && regs[4] == 0 && regs[5] == 0 && cost == 3);
  CHECK(go(sum, 5, -5, 0, 1000) == 1 && regs[4] == 0 && cost == 3);
  CHECK(go(sum, 5, 10, 0, 32) == 0 && regs[4] == 45 && cost == 32);
  CHECK(go(sum, 4, 1, 0, 100) == -4 && regs[4] == 0 && regs[5] == 1);
  uint32_t arithmetic[] = {
      three(MUL, 5, 1, 2), three(SUB, 6, 1, 2), two(SHIFT, 7, 1, -3), two(SHIFT, 8, 1, 5), three(ADD, 0, 1, 2), three(ADD, 9, 0, 1), STOP};
  CHECK(go(arithmetic, 7, -100000, 70000, 99) == 1 && regs[6] == 1589934592 && regs[7] == -170000 && regs[8] == -12500 &&
        regs[9] == -3200000 && regs[10] == -100000 && regs[1] == 0);
  CHECK(go(arithmetic, 7, INT32_MIN, 1, 99) == 1 && regs[6] == INT32_MIN && regs[7] == INT32_MAX && regs[8] == -(1 << 28) && regs[9] == 0);
  uint32_t store[] = {two(LOAD, 5, 1, 15), two(STORE, 2, 1, 3), two(LOAD, 6, 1, 3), STOP};
  CHECK(go(store, 4, 0, -9, 99) == 1 && regs[6] == 1600 && regs[7] == -9 && memory[4] == -9 && memory[5] == 500);
  CHECK(go(store, 4, 1, -9, 99) == -2 && cost == 1 && regs[6] == 0);
  CHECK(go(store, 4, -4, -9, 99) == -2 && cost == 2 && regs[6] == 1200);
  // Patches the constant of instruction 1, whose neighbours stay.
  uint32_t patch[] = {two(PATCH, 1, 31, 32767), two(ADDI, 31, 31, 2), STOP, two(ADDI, 31, 31, -2)};
  CHECK(go(patch, 4, 1, 0, 99) == 1 && regs[32] == -32767 && patch[1] == two(ADDI, 31, 31, -32767) && patch[0] == two(PATCH, 1, 31, 32767));
  CHECK(go(patch, 4, 3, 0, 99) == 1 && patch[3] == two(ADDI, 31, 31, 32765) && patch[1] == two(ADDI, 31, 31, -32767));
  CHECK(go(patch, 4, 4, 0, 99) == -3 && go(patch, 4, -1, 0, 99) == -3);
  uint32_t bad[] = {1 << 6}, unknown[] = {two(11, 0, 0, 0)}, back[] = {jump(-2)}, far[] = {jump(33554431)};
  CHECK(go(bad, 1, 0, 0, 9) == -1 && go(unknown, 1, 0, 0, 9) == -1 && go(back, 1, 0, 0, 9) == -4 && go(far, 1, 0, 0, 9) == -4 &&
        go(bad, 65, 0, 0, 9) == -5);
  CHECK(go(bad, 0, 0, 0, 9) == -4 && go(bad, 1, 0, 0, 0) == 0 && cost == 0);

  static const float powers[][2] = {{1, 1},
                                    {1.5f, 2},
                                    {-3, -4},
                                    {0x1.fffffep127f, INFINITY},
                                    {0, 0},
                                    {-0.0f, -0.0f},
                                    {0x1p-149f, 0x1p-149f},
                                    {0x1.8p-126f, 0x1p-125f},
                                    {-INFINITY, -INFINITY},
                                    {0x1.000002p0f, 2},
                                    {0x1.fffffep0f, 2},
                                    {1000, 1024}};
  for (int i = 0; i < 12; i++) CHECK(bits(next_power(powers[i][0])) == bits(powers[i][1]));
  CHECK(isnan(next_power(NAN)));
  CHECK(flip(1, 0) == 0x80000000 && flip(1, 0x1ff) == 0x800000ff && flip(-1, 5) == 5 && flip(0, 0) == 0 && flip(0, 1) == 0x80000001 &&
        flip(-0.0f, 0xff) == 0xff);
  CHECK(flip(0x1.000002p0f, 3) == 0x80000002 && flip(INFINITY, 0) == 0x80000000 && flip(INFINITY, 1) == 1 &&
        flip(-0x1.fffffep0f, 0) == 0xff);
  return failures != 0;
}
