// Kernels with restrict that holds for each call, inlined into loops whose neighbouring calls do overlap each other.
#include <stddef.h>
#include <stdint.h>

static void axpy(int64_t* restrict to, const int64_t* restrict from, int64_t factor, size_t n) {
  for (size_t i = 0; i < n; i++) to[i] += factor * from[i];
}

static void turn(int64_t* restrict a, int64_t* restrict b, size_t n) {
  for (size_t i = 0; i < n; i++) {
    a[i] += 2 * b[i];
    b[i] -= a[i];
  }
}

static void step(int64_t* restrict to, const int64_t* restrict from) { *to += 3 * *from; }

// Each call writes the row that the next call reads.
void cascade(int64_t* grid, size_t rows, size_t columns) {
  for (size_t row = 1; row < rows; row++) axpy(grid + row * columns, grid + (row - 1) * columns, (int64_t)row, columns);
}

void braid(int64_t* grid, size_t rows, size_t columns) {
  for (size_t row = 0; row + 1 < rows; row++) turn(grid + row * columns, grid + (row + 1) * columns, columns);
  for (size_t row = rows; row-- > 1;) turn(grid + row * columns, grid + (row - 1) * columns, columns);
}

// One element apart: true for each call, false across the iterations.
void chain(int64_t* values, size_t n) {
  for (size_t i = 0; i + 1 < n; i++) {
    step(values + i + 1, values + i);
    if (values[i + 1] & 1) step(values + i, values + i + 1);
  }
}

void multiply(int64_t* restrict product, const int64_t* a, const int64_t* b, size_t n) {
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < n; j++) {
      int64_t sum = 0;
      for (size_t k = 0; k < n; k++) sum += a[i * n + k] * b[k * n + j];
      product[i * n + j] = sum;
    }
  }
}

// Both factors may be the same object, for nothing is stored through them.
void convolve(int64_t* restrict to, const int64_t* restrict a, size_t m, const int64_t* restrict b, size_t n) {
  for (size_t i = 0; i + 1 < m + n; i++) to[i] = 0;
  for (size_t i = 0; i < m; i++) axpy(to + i, b, a[i], n);
}

// One array, halves interleaved: the sets of elements reached through each pointer are disjoint, as restrict asks.
void lift(int64_t* values, size_t n) {
  {
    int64_t* restrict odd = values + 1;
    const int64_t* restrict even = values;
    for (size_t i = 0; i < n; i++) odd[2 * i] -= even[2 * i];
  }
  {
    int64_t* restrict even = values;
    const int64_t* restrict odd = values + 1;
    for (size_t i = 0; i < n; i++) even[2 * i] += odd[2 * i] >> 1;
  }
}

// The fast way only where it is true; the slow one must not inherit it.
int choose(int64_t* to, const int64_t* from, size_t n) {
  uintptr_t a = (uintptr_t)to, b = (uintptr_t)from, size = n * sizeof *to;
  if (a + size <= b || b + size <= a) {
    axpy(to, from, 5, n);
    return 1;
  }
  for (size_t i = 0; i < n; i++) to[i] += 5 * from[i];
  return 0;
}
