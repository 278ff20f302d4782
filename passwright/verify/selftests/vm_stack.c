// A bytecode machine with a stack: calls with frames, memory, variable-length operands, and a trap for each thing that can go wrong.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum Op {
  HALT,
  PUSH,
  POP,
  DUP,
  SWAP,
  OVER,
  ADD,
  SUB,
  MUL,
  DIV,
  REM,
  LESS,
  EQUAL,
  NOT,
  JUMP,
  BRANCH,
  CALL,
  RETURN,
  LOCAL,
  STORE,
  LOAD8,
  PUT8,
  OUT
};
enum Trap { RUNNING, HALTED, UNDERFLOW, OVERFLOWED, BAD_OP, BAD_JUMP, DIVISION, BAD_MEMORY, OUT_OF_CODE, TIRED, REFUSED, BAD_FRAME };

#define DEPTH 64
#define FRAMES 16

struct Frame {
  uint16_t back, base;
};

struct Machine {
  const uint8_t* code;
  size_t size;
  uint32_t pc;
  int64_t stack[DEPTH];
  uint32_t top;
  struct Frame frames[FRAMES];
  uint32_t frame_count;
  uint8_t memory[32];
  uint64_t steps;
  int (*out)(void* state, int64_t v);
  void* state;
};

// How many values each takes and how many it leaves.
static const uint8_t takes[] = {0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 0, 1, 0, 1, 0, 1, 1, 2, 1};
static const uint8_t leaves[] = {0, 1, 0, 2, 2, 3, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 0, 1, 0, 0};

// Seven bits to a byte, the lowest first, the sign in the last byte's bit 6.
static int operand(struct Machine* m, int64_t* out) {
  uint64_t v = 0;
  unsigned shift = 0;
  for (;;) {
    if (m->pc >= m->size || shift > 63) return 0;
    uint8_t b = m->code[m->pc++];
    v |= (uint64_t)(b & 127) << shift;
    shift += 7;
    if (b < 128) {
      if ((b & 64) && shift < 64) v |= ~(uint64_t)0 << shift;
      *out = (int64_t)v;
      return 1;
    }
  }
}

static int has_operand(unsigned op) { return op == PUSH || op == JUMP || op == BRANCH || op == CALL || op == LOCAL || op == STORE; }

static enum Trap go(struct Machine* m, int64_t target) {
  if (target < 0 || (uint64_t)target >= m->size) return BAD_JUMP;
  m->pc = (uint32_t)target;
  return RUNNING;
}

static enum Trap divide(int64_t a, int64_t b, int rest, int64_t* out) {
  if (b == 0 || (b == -1 && a == INT64_MIN)) return DIVISION;
  *out = rest ? a % b : a / b;
  return RUNNING;
}

static enum Trap local(struct Machine* m, int64_t index, int64_t** out) {
  uint32_t base = m->frame_count ? m->frames[m->frame_count - 1].base : 0;
  int64_t at = (int64_t)base + index;
  // Negative ones are the caller's values, handed over below the frame.
  if (index < -DEPTH || index > DEPTH || at < 0 || at >= (int64_t)m->top) return BAD_FRAME;
  *out = &m->stack[at];
  return RUNNING;
}

static enum Trap step(struct Machine* m) {
  if (m->pc >= m->size) return OUT_OF_CODE;
  unsigned op = m->code[m->pc++];
  if (op > OUT) return BAD_OP;
  int64_t v = 0;
  if (has_operand(op) && !operand(m, &v)) return OUT_OF_CODE;
  uint32_t base = m->frame_count ? m->frames[m->frame_count - 1].base : 0;
  if (m->top < base + takes[op]) return UNDERFLOW;
  if (m->top - takes[op] + leaves[op] > DEPTH) return OVERFLOWED;
  m->top -= takes[op];
  int64_t *s = m->stack + m->top, a = takes[op] > 0 ? s[0] : 0, b = takes[op] > 1 ? s[1] : 0, *place;
  enum Trap trap = RUNNING;
  switch ((enum Op)op) {
    case HALT:
      return HALTED;
    case PUSH:
      s[0] = v;
      break;
    case POP:
      break;
    case DUP:
      s[1] = a;
      break;
    case SWAP:
      s[0] = b, s[1] = a;
      break;
    case OVER:
      s[2] = a;
      break;
    case ADD:
      s[0] = (int64_t)((uint64_t)a + (uint64_t)b);
      break;
    case SUB:
      s[0] = (int64_t)((uint64_t)a - (uint64_t)b);
      break;
    case MUL:
      s[0] = (int64_t)((uint64_t)a * (uint64_t)b);
      break;
    case DIV:
      trap = divide(a, b, 0, &s[0]);
      break;
    case REM:
      trap = divide(a, b, 1, &s[0]);
      break;
    case LESS:
      s[0] = a < b;
      break;
    case EQUAL:
      s[0] = a == b;
      break;
    case NOT:
      s[0] = !a;
      break;
    case JUMP:
      return go(m, v);
    case BRANCH:
      if (a) return go(m, v);
      break;
    case CALL:
      if (m->frame_count == FRAMES) return OVERFLOWED;
      m->frames[m->frame_count++] = (struct Frame){(uint16_t)m->pc, (uint16_t)m->top};
      return go(m, v);
    case RETURN:
      if (m->frame_count == 0) return BAD_FRAME;
      m->pc = m->frames[--m->frame_count].back;
      m->stack[base] = a;
      m->top = base;
      break;
    case LOCAL:
      if ((trap = local(m, v, &place)) == RUNNING) s[0] = *place;
      break;
    case STORE:
      if ((trap = local(m, v, &place)) == RUNNING) *place = a;
      break;
    case LOAD8:
      if (a < 0 || a >= (int64_t)sizeof m->memory) return BAD_MEMORY;
      s[0] = m->memory[a];
      break;
    case PUT8:
      if (b < 0 || b >= (int64_t)sizeof m->memory) return BAD_MEMORY;
      m->memory[b] = (uint8_t)a;
      break;
    case OUT:
      if (!m->out(m->state, a)) return REFUSED;
  }
  if (trap == RUNNING) m->top += leaves[op];
  return trap;
}

void machine_start(struct Machine* m, const uint8_t* code, size_t size, int (*out)(void*, int64_t), void* state) {
  memset(m, 0, sizeof *m);
  m->code = code;
  m->size = size;
  m->out = out;
  m->state = state;
}

// Runs on from where it stands; a machine that is tired may be run again.
int machine_run(struct Machine* m, uint64_t most) {
  for (; most > 0; most--) {
    enum Trap trap = step(m);
    m->steps++;
    if (trap != RUNNING) return (int)trap;
  }
  return TIRED;
}
