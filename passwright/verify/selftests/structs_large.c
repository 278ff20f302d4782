// Matrices and boards far too big for registers, by value in and out; callees change their copies and the callers' must stay.
#include <stdint.h>

struct Matrix {
  int64_t at[4][4];
};

struct Board {
  unsigned char queens[12];
  uint32_t columns, rising, falling;
  uint32_t size, placed;
  int64_t trail[20];
};

static struct Matrix identity(void) {
  struct Matrix m = {{{1}, {0, 1}, {0, 0, 1}, {0, 0, 0, 1}}};
  return m;
}

struct Matrix transposed(struct Matrix m) {
  for (int i = 0; i < 4; i++) {
    for (int j = 0; j < i; j++) {
      int64_t old = m.at[i][j];
      m.at[i][j] = m.at[j][i];
      m.at[j][i] = old;
    }
  }
  return m;
}

struct Matrix times(struct Matrix a, struct Matrix b) {
  struct Matrix product = {0};
  b = transposed(b);
  for (int i = 0; i < 4; i++) {
    for (int j = 0; j < 4; j++) {
      for (int k = 0; k < 4; k++) product.at[i][j] += a.at[i][k] * b.at[j][k];
    }
  }
  return product;
}

// Both arguments and the place of the result are the same variable.
struct Matrix power(struct Matrix base, unsigned exponent) {
  struct Matrix result = identity();
  for (; exponent > 0; exponent /= 2) {
    if (exponent & 1) result = times(result, base);
    if (exponent > 1) base = times(base, base);
  }
  return result;
}

// Elimination without fractions, on a copy.
int64_t determinant(struct Matrix m) {
  int64_t last = 1, sign = 1;
  for (int k = 0; k < 4; k++) {
    int pivot = k;
    while (pivot < 4 && m.at[pivot][k] == 0) pivot++;
    if (pivot == 4) return 0;
    for (int j = 0; pivot != k && j < 4; j++) {
      int64_t old = m.at[k][j];
      m.at[k][j] = m.at[pivot][j];
      m.at[pivot][j] = old;
    }
    if (pivot != k) sign = -sign;
    for (int i = k + 1; i < 4; i++) {
      for (int j = k + 1; j < 4; j++) m.at[i][j] = (m.at[i][j] * m.at[k][k] - m.at[i][k] * m.at[k][j]) / last;
    }
    last = m.at[k][k];
  }
  return sign * last;
}

struct Matrix global_matrix;

// The argument is a copy of the global, and the global changes while the copy is in use.
struct Matrix drift(struct Matrix m, int rounds) {
  for (int round = 0; round < rounds; round++) {
    global_matrix.at[round & 3][round & 1] += m.at[0][0] + 1;
    m.at[1][round & 3] += global_matrix.at[round & 3][round & 1];
  }
  return m;
}

static struct Board placed(struct Board board, uint32_t column) {
  uint32_t row = board.placed++;
  board.queens[row] = (unsigned char)column;
  board.columns |= 1u << column;
  board.rising |= 1u << (row + column);
  board.falling |= 1u << (row + board.size - column);
  board.trail[row] = board.trail[row ? row - 1 : 19] * 10 + column;
  return board;
}

static int open(const struct Board* board, uint32_t column) {
  return !(board->columns >> column & 1) && !(board->rising >> (board->placed + column) & 1) &&
         !(board->falling >> (board->placed + board->size - column) & 1);
}

// No undoing: each branch has a board of its own.
uint64_t solutions(struct Board board, int64_t* last) {
  if (board.placed == board.size) {
    *last = board.size ? board.trail[board.size - 1] : -1;
    return 1;
  }
  uint64_t count = 0;
  for (uint32_t column = 0; column < board.size; column++) {
    if (open(&board, column)) count += solutions(placed(board, column), last);
  }
  return count;
}

struct Board fresh(uint32_t size) {
  struct Board board = {.size = size};
  return board;
}
