// A stack machine behind one dense switch: cases that continue, break or return, smaller switches shared with a disassembler, rare faults.
#include <stddef.h>
#include <stdint.h>

enum { HALT, PUSH, WIDE, DUP, SWAP, OVER, DROP, ADD, SUB, MUL, LESS, JUMP, JZERO, LOAD, STORE, EMIT };
enum { FINE, TOO_FEW, TOO_MANY, BAD_OP, RAN_OFF, TIRED };
enum { DEPTH = 8 };

struct Machine {
  const uint8_t* code;
  size_t size;
  uint32_t cells[4];
  void (*emit)(void* state, uint32_t value);
  void* state;
  unsigned budget;
  unsigned depth;
  size_t at;
};

static unsigned operand_bytes(unsigned op) {
  switch (op) {
    case PUSH:
    case JUMP:
    case JZERO:
    case LOAD:
    case STORE:
      return 1;
    case WIDE:
      return 4;
    default:
      return 0;
  }
}

static unsigned taken(unsigned op) {
  switch (op) {
    case DUP:
    case DROP:
    case JZERO:
    case STORE:
    case EMIT:
      return 1;
    case SWAP:
    case OVER:
    case ADD:
    case SUB:
    case MUL:
    case LESS:
      return 2;
    default:
      return 0;
  }
}

static uint32_t operand(const uint8_t* p, unsigned bytes) {
  uint32_t value = 0;
  for (unsigned i = 0; i < bytes; i++) value |= (uint32_t)p[i] << (8 * i);
  return value;
}

size_t instructions(const uint8_t* code, size_t size) {
  size_t count = 0, at = 0;
  while (at < size) {
    if (code[at] > EMIT) break;
    size_t next = at + 1 + operand_bytes(code[at]);
    if (next > size) break;
    at = next;
    count++;
  }
  return count;
}

int run_machine(struct Machine* m) {
  uint32_t stack[DEPTH + 1] = {0};
  uint32_t* top = stack;
  size_t pc = m->at;
  int fault = FINE;
  for (;; m->budget--) {
    m->at = pc;
    m->depth = (unsigned)(top - stack);
    if (m->budget == 0) return TIRED;
    if (pc >= m->size) return RAN_OFF;
    unsigned op = m->code[pc++];
    unsigned extra = operand_bytes(op);
    if (extra > m->size - pc) return RAN_OFF;
    if (m->depth < taken(op)) return TOO_FEW;
    uint32_t value = operand(m->code + pc, extra);
    pc += extra;
    switch (op) {
      case HALT:
        return fault;
      case PUSH:
      case WIDE:
        *++top = value;
        break;
      case DUP:
        top[1] = top[0];
        top++;
        break;
      case SWAP:
        value = top[0];
        top[0] = top[-1];
        top[-1] = value;
        continue;
      case OVER:
        top[1] = top[-1];
        top++;
        break;
      case DROP:
        top--;
        continue;
      case ADD:
        top--;
        top[0] += top[1];
        continue;
      case SUB:
        top--;
        top[0] -= top[1];
        continue;
      case MUL:
        top--;
        top[0] *= top[1];
        continue;
      case LESS:
        top--;
        top[0] = top[0] < top[1];
        continue;
      case JUMP:
        pc = value;
        continue;
      case JZERO:
        if (*top-- == 0) pc = value;
        continue;
      case LOAD:
        *++top = m->cells[value & 3];
        break;
      case STORE:
        m->cells[value & 3] = *top--;
        continue;
      case EMIT:
        m->emit(m->state, *top--);
        continue;
      default:
        fault = BAD_OP;
        return fault;
    }
    if (top - stack == DEPTH) return TOO_MANY;
  }
}
