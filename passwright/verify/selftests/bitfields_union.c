// A little machine whose instructions are unions of words and bit-fields, and floats taken apart by unions: type punning.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

union Instruction {
  uint32_t word;
  unsigned char bytes[4];
  struct {
    uint32_t op : 6, a : 5, b : 5, c : 5, unused : 11;
  } three;
  struct {
    uint32_t op : 6, a : 5, b : 5;
    int32_t immediate : 16;
  } two;
  struct {
    uint32_t op : 6;
    int32_t offset : 26;
  } jump;
};

enum { STOP, ADD, SUB, MUL, ADDI, LOAD, STORE, BRANCH, JUMP, SHIFT, PATCH };

static int step(union Instruction* program, size_t n, int64_t* pc, int32_t regs[32], int32_t* memory, size_t cells) {
  union Instruction i = program[*pc];
  uint32_t left, right;
  switch (i.three.op) {
    case ADD:
    case SUB:
    case MUL:
      left = (uint32_t)regs[i.three.b], right = (uint32_t)regs[i.three.c];
      regs[i.three.a] = (int32_t)(i.three.op == ADD ? left + right : i.three.op == SUB ? left - right : left * right);
      break;
    case ADDI:
      regs[i.two.a] = (int32_t)((uint32_t)regs[i.two.b] + (uint32_t)i.two.immediate);
      break;
    case LOAD:
    case STORE: {
      uint32_t at = (uint32_t)regs[i.two.b] + (uint32_t)i.two.immediate;
      if (at >= cells) return -2;
      if (i.two.op == LOAD)
        regs[i.two.a] = memory[at];
      else
        memory[at] = regs[i.two.a];
      break;
    }
    case BRANCH:
      if (regs[i.two.a] < regs[i.two.b]) *pc += i.two.immediate;
      break;
    case JUMP:
      *pc += i.jump.offset;
      break;
    case SHIFT:
      regs[i.two.a] =
          i.two.immediate < 0 ? regs[i.two.b] >> (-i.two.immediate & 31) : (int32_t)((uint32_t)regs[i.two.b] << (i.two.immediate & 31));
      break;
    case PATCH:
      if ((size_t)regs[i.two.a] >= n) return -3;
      program[regs[i.two.a]].two.immediate += (int16_t)i.two.immediate;
      break;
    default:
      return i.word == 0 ? 1 : -1;
  }
  ++*pc;
  return 0;
}

// 1 where it stopped by itself; the cost counts steps.
int run_program(uint32_t* words, size_t n, int32_t regs[32], int32_t* memory, size_t cells, unsigned most, unsigned* cost) {
  union Instruction program[64];
  int64_t pc = 0;
  int state = 0;
  if (n > 64) return -5;
  for (size_t i = 0; i < n; i++) program[i].word = words[i];
  for (*cost = 0; state == 0 && *cost < most; ++*cost) {
    if (pc < 0 || pc >= (int64_t)n) return -4;
    state = step(program, n, &pc, regs, memory, cells);
    regs[0] = 0;
  }
  for (size_t i = 0; i < n; i++) words[i] = program[i].word;
  return state;
}

uint32_t encode_two(unsigned op, unsigned a, unsigned b, int immediate) {
  union Instruction i = {0};
  i.two.op = op & 63;
  i.two.a = a & 31;
  i.two.b = b & 31;
  i.two.immediate = (int16_t)immediate;
  return i.word;
}

uint32_t encode_three(unsigned op, unsigned a, unsigned b, unsigned c) {
  union Instruction i;
  i.word = 0xffffffff;
  i.three.unused = 0;
  i.three.c = c & 31;
  i.three.b = b & 31;
  i.three.a = a & 31;
  i.three.op = op & 63;
  return i.word;
}

uint32_t encode_jump(int offset) {
  union Instruction i;
  memset(i.bytes, 0xee, sizeof i.bytes);
  i.jump.offset = (int32_t)((uint32_t)offset << 6) >> 6;
  i.jump.op = JUMP;
  return i.word;
}

union Single {
  float value;
  uint32_t bits;
  struct {
    uint32_t fraction : 23, exponent : 8, sign : 1;
  } part;
};

float next_power(float v) {
  union Single s = {v};
  if (s.part.exponent == 255 || s.part.exponent == 0) return v;
  if (s.part.fraction != 0) {
    s.part.fraction = 0;
    s.part.exponent++;
  }
  return s.value;
}

uint32_t flip(float v, unsigned low) {
  union Single s = {v};
  s.part.sign ^= 1;
  uint32_t before = s.bits;
  s.part.fraction = (s.part.fraction & ~0xffu) | (low & 0xff);
  return before ^ s.bits ^ (uint32_t)(s.value < 0) << 31;
}
