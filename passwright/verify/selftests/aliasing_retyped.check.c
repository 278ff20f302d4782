#include <stdint.h>
#include <string.h>

#include "check.h"

struct Free;

struct Pool {
  unsigned char* cells;
  struct Free* first;
  size_t count, used;
};

int pool_start(struct Pool* pool, size_t count);
void* pool_take(struct Pool* pool);
void pool_give(struct Pool* pool, void* cell);
void pool_end(struct Pool* pool);
double through_types(struct Pool* pool, const int64_t* integers, size_t n);
int64_t convert(const int64_t* values, size_t n, unsigned rounds);
uint64_t shuffle(const float* values, const uint32_t* words, size_t n);

int main(void) {
  struct Pool pool;
  CHECK(pool_start(&pool, 3));
  unsigned char* cells[3];
  for (int i = 0; i < 3; i++) cells[i] = pool_take(&pool);
  CHECK(cells[1] == cells[0] + 16 && cells[2] == cells[0] + 32 && pool_take(&pool) == NULL);
  pool_give(&pool, cells[0]);
  pool_give(&pool, cells[2]);
  CHECK(pool_take(&pool) == cells[2] && pool_take(&pool) == cells[0] && pool_take(&pool) == NULL);
  memset(cells[0], 0x11, 16);
  memset(cells[2], 0x22, 16);
  pool_give(&pool, cells[1]);

  static const int64_t integers[] = {8, -3, 0, 1000001, -2147483648};
  CHECK(through_types(&pool, integers, 0) == 0);
  CHECK(through_types(&pool, integers, 1) == 2 + 16 + 0);
  CHECK(through_types(&pool, integers, 3) == 18 + (-0.75 - 6 + 1) + 2);
  CHECK(through_types(&pool, integers, 4) == 14.25 + 250000.25 + 2000002 + 3);
  static const int64_t wide[] = {0x7fffffff / 2, -1073741824, 5};
  CHECK(through_types(&pool, wide, 3) == 268435455.75 + 2147483646 + 0 - 268435456 - 2147483648.0 + 1 + 1.25 + 10 + 2);
  for (int i = 0; i < 16; i++) CHECK(cells[0][i] == 0x11 && cells[2][i] == 0x22);
  CHECK(pool.first == (void*)cells[1] && pool.used == 3);
  pool_end(&pool);

  // Each round makes x into 2 x + 1.
  int64_t values[9] = {0, -1, 1, 2, -2, 100, -100, 1 << 30, 7};
  CHECK(convert(values, 0, 5) == 0 && convert(values, 1, 0) == 0 && convert(values, 1, 1) == 1 && convert(values, 1, 10) == 1023);
  CHECK(convert(values + 1, 1, 10) == -1);
  static const int64_t expected[4] = {3221226145, 6442462131, 12884934103, 25769878047};
  for (unsigned rounds = 0; rounds < 4; rounds++) CHECK(convert(values, 9, rounds) == expected[rounds]);

  static const float reals[] = {0.125f, 1.0f, 0.0f, 1000.375f, 4.75f};
  static const uint32_t words[] = {7, 0x3f800000, 0xffffffff, 0, 0x80000000};
  static const uint64_t sums[6] = {0, 8u, 1065353264u, 9621733615u, 48108676078u, 242690864076u};
  for (size_t n = 0; n < 6; n++) CHECK(shuffle(reals, words, n) == sums[n]);
  return failures != 0;
}
