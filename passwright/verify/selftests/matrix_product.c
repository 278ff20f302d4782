// Products of matrices of any size: loop orders, tiles with ragged edges, strides, powers; wrapping, int64 and exact float kernels.
#pragma STDC FP_CONTRACT OFF
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define TILE 4

void product_words(uint32_t* restrict c, const uint32_t* a, const uint32_t* b, size_t n, size_t m, size_t p) {
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < p; j++) {
      uint32_t sum = 0;
      for (size_t k = 0; k < m; k++) sum += a[i * m + k] * b[k * p + j];
      c[i * p + j] = sum;
    }
  }
}

// Rows of b are added up; every step rounds once for the product and once for the sum.
void product_floats(float* restrict c, const float* a, const float* b, size_t n, size_t m, size_t p) {
  for (size_t i = 0; i < n * p; i++) c[i] = 0;
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < m; k++)
      for (size_t j = 0; j < p; j++) c[i * p + j] += a[i * m + k] * b[k * p + j];
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

static void tile(double* c, const double* a, const double* b, size_t rows, size_t middle, size_t columns, size_t m, size_t p) {
  for (size_t i = 0; i < rows; i++)
    for (size_t j = 0; j < columns; j++) {
      double sum = c[i * p + j];
      for (size_t k = 0; k < middle; k++) sum += a[i * m + k] * b[k * p + j];
      c[i * p + j] = sum;
    }
}

void product_tiles(double* restrict c, const double* a, const double* b, size_t n, size_t m, size_t p) {
  memset(c, 0, n * p * sizeof *c);
  for (size_t i = 0; i < n; i += TILE)
    for (size_t k = 0; k < m; k += TILE)
      for (size_t j = 0; j < p; j += TILE)
        tile(c + i * p + j, a + i * m + k, b + k * p + j, least(TILE, n - i), least(TILE, m - k), least(TILE, p - j), m, p);
}

// Small ones of fixed size, out may be either of the others.
void product3(int64_t out[3][3], int64_t a[3][3], int64_t b[3][3]) {
  int64_t c[3][3];
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 3; j++) c[i][j] = a[i][0] * b[0][j] + a[i][1] * b[1][j] + a[i][2] * b[2][j];
  memcpy(out, c, sizeof c);
}

void power3(int64_t m[3][3], unsigned exponent) {
  int64_t r[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  for (; exponent > 0; exponent >>= 1) {
    if (exponent & 1) product3(r, r, m);
    if (exponent > 1) product3(m, m, m);
  }
  memcpy(m, r, sizeof r);
}

// A column of the matrix as a vector with a stride.
int32_t dot_stride(const int16_t* a, size_t step_a, const int16_t* b, size_t step_b, size_t n) {
  int32_t sum = 0;
  for (size_t i = 0; i < n; i++) sum += a[i * step_a] * b[i * step_b];
  return sum;
}

void times_vector(const signed char* m, const signed char* v, size_t n, size_t columns, int32_t* out) {
  for (size_t i = 0; i < n; i++) {
    int32_t even = 0, odd = 0;
    size_t k = 0;
    for (; k + 1 < columns; k += 2) {
      even += m[i * columns + k] * v[k];
      odd += m[i * columns + k + 1] * v[k + 1];
    }
    if (k < columns) even += m[i * columns + k] * v[k];
    out[i] = even + odd;
  }
}

int64_t determinant(const int32_t* m, size_t n) {
  if (n == 0) return 1;
  if (n == 1) return m[0];
  if (n == 2) return (int64_t)m[0] * m[3] - (int64_t)m[1] * m[2];
  int64_t sum = 0;
  int32_t minor[25];
  for (size_t column = 0; column < n; column++) {
    for (size_t i = 1, at = 0; i < n; i++)
      for (size_t j = 0; j < n; j++)
        if (j != column) minor[at++] = m[i * n + j];
    int64_t part = m[column] * determinant(minor, n - 1);
    sum += column % 2 == 0 ? part : -part;
  }
  return sum;
}
