// Loops whose iterations depend on earlier ones: edit distance in one row, prefix sums, an in-place stencil, a copy by distance, a
// triangular solve.
#include <stddef.h>
#include <stdint.h>

static unsigned least(unsigned a, unsigned b, unsigned c) {
  if (b < a) a = b;
  return c < a ? c : a;
}

unsigned distance(const uint8_t* a, size_t n, const uint8_t* b, size_t m, unsigned row[]) {
  for (size_t j = 0; j <= m; j++) row[j] = (unsigned)j;
  for (size_t i = 1; i <= n; i++) {
    unsigned corner = row[0];
    row[0] = (unsigned)i;
    for (size_t j = 1; j <= m; j++) {
      unsigned above = row[j];
      row[j] = least(above + 1, row[j - 1] + 1, corner + (a[i - 1] != b[j - 1]));
      corner = above;
    }
  }
  return row[m];
}

// each cell gets the cell `back` before it added; cells may be aliased by carry
void accumulate(uint32_t* cells, size_t n, size_t back, uint32_t* carry) {
  for (size_t i = back; i < n; i++) {
    cells[i] += cells[i - back];
    *carry ^= cells[i];
  }
}

void running(uint32_t* cells, size_t n) {
  uint32_t unused = 0;
  accumulate(cells, n, 1, &unused);
}

void relax(int32_t* grid, size_t rows, size_t columns, unsigned rounds) {
  for (unsigned k = 0; k < rounds; k++)
    for (size_t r = 1; r + 1 < rows; r++)
      for (size_t c = 1; c + 1 < columns; c++) {
        int32_t* at = grid + r * columns + c;
        *at = (at[-1] + at[1] + at[-(ptrdiff_t)columns] + at[columns]) / 4;
      }
}

// as in a decompressor: what is copied may just have been written
size_t unpack(uint8_t* out, size_t used, size_t distance, size_t length) {
  if (distance == 0 || distance > used) return used;
  const uint8_t* from = out + used - distance;
  uint8_t* to = out + used;
  for (; length > 0; length--) *to++ = *from++;
  return (size_t)(to - out);
}

// lower triangular with ones in the diagonal, modulo 2^32
void solve(const uint32_t* matrix, uint32_t* x, size_t n) {
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < i; j++) x[i] -= matrix[i * n + j] * x[j];
}

void multiply(const uint32_t* matrix, uint32_t* x, size_t n) {
  for (size_t i = n; i-- > 0;)
    for (size_t j = i; j-- > 0;) x[i] += matrix[i * n + j] * x[j];
}

uint32_t linear(uint32_t a, uint32_t b, size_t n) {
  for (size_t i = 0; i < n; i++) {
    uint32_t next = a * 3 - b;
    a = b;
    b = next ^ (uint32_t)i;
  }
  return b;
}
