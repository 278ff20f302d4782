#include <stdint.h>
#include <string.h>

#include "check.h"

struct Matrix {
  int64_t at[4][4];
};

struct Board {
  unsigned char queens[12];
  uint32_t columns, rising, falling;
  uint32_t size, placed;
  int64_t trail[20];
};

struct Matrix transposed(struct Matrix m);
struct Matrix times(struct Matrix a, struct Matrix b);
struct Matrix power(struct Matrix base, unsigned exponent);
int64_t determinant(struct Matrix m);
extern struct Matrix global_matrix;
struct Matrix drift(struct Matrix m, int rounds);
uint64_t solutions(struct Board board, int64_t* last);
struct Board fresh(uint32_t size);

static int same(struct Matrix a, struct Matrix b) { return memcmp(&a, &b, sizeof a) == 0; }

int main(void) {
  const struct Matrix m = {{{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}, {13, 14, 15, 16}}};
  const struct Matrix turned = {{{1, 5, 9, 13}, {2, 6, 10, 14}, {3, 7, 11, 15}, {4, 8, 12, 16}}};
  const struct Matrix one = {{{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}}};
  struct Matrix x = m;
  CHECK(same(transposed(x), turned) && same(x, m));
  x = transposed(x);
  CHECK(same(x, turned));
  x = times(transposed(x), x);  // m times its transpose
  const struct Matrix gram = {{{30, 70, 110, 150}, {70, 174, 278, 382}, {110, 278, 446, 614}, {150, 382, 614, 846}}};
  CHECK(same(x, gram));
  CHECK(same(times(m, one), m) && same(times(one, m), m));
  CHECK(same(power(m, 0), one) && same(power(m, 1), m) && same(power(m, 2), times(m, m)));
  const struct Matrix step = {{{1, 1, 0, 0}, {1, 0, 0, 0}, {0, 0, 0, 1}, {0, 0, -1, 0}}};
  x = step;
  x = power(x, 90);  // Fibonacci numbers, and a quarter turn 90 times
  const struct Matrix far = {
      {{4660046610375530309, 2880067194370816120, 0, 0}, {2880067194370816120, 1779979416004714189, 0, 0}, {0, 0, -1, 0}, {0, 0, 0, -1}}};
  CHECK(same(x, far));

  CHECK(determinant(m) == 0 && determinant(one) == 1 && determinant(step) == -1);
  x = (struct Matrix){{{0, 0, 0, 2}, {0, 3, 1, 0}, {5, 0, 0, 0}, {0, 1, 7, 1}}};
  const struct Matrix kept = x;
  CHECK(determinant(x) == 200 && same(x, kept));

  global_matrix = m;
  x = drift(global_matrix, 5);
  // The copy's corner stays 1 while the global's grows.
  const struct Matrix drifted = {{{1, 2, 3, 4}, {13, 14, 18, 24}, {9, 10, 11, 12}, {13, 14, 15, 16}}};
  const struct Matrix global = {{{5, 2, 3, 4}, {5, 8, 7, 8}, {11, 10, 11, 12}, {13, 16, 15, 16}}};
  CHECK(same(x, drifted) && same(global_matrix, global));
  global_matrix = drift(global_matrix, 0);
  CHECK(same(global_matrix, global));

  static const uint64_t counts[] = {1, 1, 0, 0, 2, 10, 4, 40, 92};
  static const int64_t lasts[] = {-1, 0, -5, -5, 2031, 42031, 420531, 6420531, 73025164};
  for (uint32_t size = 0; size <= 8; size++) {
    int64_t last = -5;
    struct Board board = fresh(size), copy = board;
    CHECK(solutions(board, &last) == counts[size]);
    CHECK(memcmp(&board, &copy, sizeof board) == 0);
    CHECK(last == lasts[size]);
  }
  return failures != 0;
}
