// Locals around a second return of setjmp: volatile ones keep their changes, others keep what they had before it.
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

static jmp_buf back;
static int depth_left;

static void jump_from(int depth, int value) {
  volatile int pressure = depth;  // a frame of its own at each depth
  if (depth == 0) longjmp(back, value);
  jump_from(depth - 1, value);
  pressure++;
}

// How often did the attempt begin, and how far did the best one come?
int attempts(int (*step)(void* state, int attempt, int at), void* state, int most, int out[3]) {
  volatile int attempt = 0;
  volatile int reached = 0;
  volatile int best = -1;
  int bound = most * 2 + 1;
  int* where = out + 1;
  if (setjmp(back) != 0) {
    if (reached > best) best = reached;
    if (++attempt >= most) {
      out[0] = attempt;
      *where = best;
      where[1] = bound;
      return -1;
    }
  }
  for (reached = 0; reached < bound; reached++) {
    int stay = step(state, attempt, reached);
    if (stay != 0) jump_from(stay & 7, stay);
  }
  out[0] = attempt;
  *where = best;
  where[1] = bound;
  return 0;
}

// A lot of values that live across: all the registers that a call preserves, and doubles too.
double many(const int64_t* x, const double* y, int jumps) {
  int64_t a = x[0] * 3, b = x[1] * 5, c = x[2] * 7, d = x[3] * 11, e = x[4] * 13, f = x[5] * 17, g = x[6] * 19, h = x[7] * 23;
  double p = y[0] * 2, q = y[1] * 4, r = y[2] * 8, s = y[3] * 16;
  volatile int count = 0;
  volatile int64_t sum = 0;
  volatile double real = 0.5;
  if (setjmp(back)) count = count + 1;
  sum = sum + a - b + c - d;
  real = real * 2;
  if (count < jumps) jump_from(count % 5, jumps);
  sum = sum + (e ^ f) + (g ^ h) + a;
  real = real + p;
  real = real + q;
  real = real + r;
  real = real + s;
  return (double)sum + real;
}

// The value that comes out of setjmp decides; a zero given to longjmp arrives as a one.
int arrives(int value, int depth) {
  volatile int visits = 0;
  depth_left = depth;
  switch (setjmp(back)) {
    case 0:
      visits += 1;
      jump_from(depth_left, value);
      return -1;
    case 1:
      visits += 10;
      break;
    case -1:
      visits += 100;
      break;
    case INT32_MIN:
      visits += 1000;
      break;
    default:
      visits += 10000;
  }
  return visits;
}

struct Walk {
  volatile int at;
  int unchanged;
  volatile unsigned char marks[8];
};

// An array and a struct with volatile members, changed between the two returns.
int marked(const unsigned char* x, unsigned n, unsigned char out[8]) {
  struct Walk walk = {0, (int)n, {0}};
  unsigned char before[4] = {x[0], x[1], x[2], x[3]};
  if (setjmp(back) != 0) walk.at++;
  for (; walk.at < walk.unchanged; walk.at++) {
    int at = walk.at;
    walk.marks[at & 7] += (unsigned char)(x[at] ^ before[at & 3]);
    if (x[at] & 1) longjmp(back, at + 1);
    walk.marks[walk.at & 7] |= 128;
  }
  for (int i = 0; i < 8; i++) out[i] = walk.marks[i];
  return walk.at * 10 + before[3] % 10;
}
