#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

void cascade(int64_t* grid, size_t rows, size_t columns);
void braid(int64_t* grid, size_t rows, size_t columns);
void chain(int64_t* values, size_t n);
void multiply(int64_t* product, const int64_t* a, const int64_t* b, size_t n);
void convolve(int64_t* to, const int64_t* a, size_t m, const int64_t* b, size_t n);
void lift(int64_t* values, size_t n);
int choose(int64_t* to, const int64_t* from, size_t n);

#define SIZE 64
static int64_t values[SIZE];

static void fill(void) {
  for (int i = 0; i < SIZE; i++) values[i] = (i * 37 + 11) % 23 - 9;
}

static uint64_t digest(uint64_t hash) {
  for (int i = 0; i < SIZE; i++) hash = (hash ^ (uint64_t)values[i]) * 0x100000001b3u;
  return hash;
}

int main(void) {
  // Digests of a model in Python, over these shapes.
  static const size_t shapes[][2] = {{0, 3}, {1, 4}, {2, 1}, {2, 7}, {3, 4}, {5, 5}, {7, 9}, {12, 1}, {4, 16}};
  uint64_t hash[4] = {0};
  for (size_t k = 0; k < sizeof shapes / sizeof *shapes; k++) {
    size_t rows = shapes[k][0], columns = shapes[k][1];
    fill(), cascade(values, rows, columns), hash[0] = digest(hash[0]);
    fill(), braid(values, rows, columns), hash[1] = digest(hash[1]);
    fill(), chain(values + 3, rows + columns), hash[2] = digest(hash[2]);
    fill(), lift(values + 1, rows + columns), hash[3] = digest(hash[3]);
  }
  static const uint64_t expected[4] = {0xaeae78f87e1afbeeu, 0x43cc881b51ef9a46u, 0x2f0ea4763647af37u, 0x67c84872e30f3c6fu};
  for (int i = 0; i < 4; i++) CHECK(hash[i] == expected[i]);

  // The square of [[1,1],[1,0]] and so on: Fibonacci numbers, with both factors the same matrix.
  int64_t fibonacci[4] = {1, 1, 1, 0}, product[5] = {7, 7, 7, 7, 7};
  multiply(product, fibonacci, fibonacci, 2);
  CHECK(product[0] == 2 && product[1] == 1 && product[2] == 1 && product[3] == 1 && product[4] == 7);
  for (int i = 0; i < 4; i++) {
    memcpy(fibonacci, product, sizeof fibonacci);
    multiply(product, fibonacci, fibonacci, 2);
  }
  CHECK(product[0] == 3524578 && product[1] == 2178309 && product[3] == 1346269);
  multiply(product, fibonacci, fibonacci, 0);
  CHECK(product[0] == 3524578);

  int64_t ones[6] = {1, 1, 1, 1, 1, 1}, to[13] = {0};
  memset(to, 0x55, sizeof to);
  convolve(to, ones, 6, ones, 6);
  for (int i = 0; i < 11; i++) CHECK(to[i] == 6 - (i < 5 ? 5 - i : i - 5));
  CHECK(to[11] == 0x5555555555555555);
  static const int64_t binomials[13] = {1, 12, 66, 220, 495, 792, 924, 792, 495, 220, 66, 12, 1};
  int64_t power[14] = {1}, one[2] = {1, 1}, next[14];
  for (size_t n = 1; n <= 12; n++) {
    convolve(next, power, n, one, 2);
    memcpy(power, next, sizeof power[0] * (n + 1));
  }
  CHECK(memcmp(power, binomials, sizeof binomials) == 0);

  for (int distance = -9; distance <= 9; distance++) {
    volatile int64_t model[SIZE];
    fill();
    for (int i = 0; i < SIZE; i++) model[i] = values[i];
    for (int i = 0; i < 8; i++) model[20 + i] = model[20 + i] + 5 * model[20 + distance + i];
    CHECK(choose(values + 20, values + 20 + distance, 8) == (distance <= -8 || distance >= 8));
    for (int i = 0; i < SIZE; i++) CHECK(values[i] == model[i]);
  }
  CHECK(choose(values, values, 0) == 1);
  return failures != 0;
}
