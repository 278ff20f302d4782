// Nests to interchange, tile, unswitch and fuse: products and transposes with bounds that are zero, triangles, a torus automaton, a walk in
// a spiral.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { SIDE = 16 };

void product(const uint32_t* a, const uint32_t* b, uint32_t* c, size_t n, size_t m, size_t k, int clear) {
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < m; j++) {
      if (clear) c[i * m + j] = 0;
      for (size_t x = 0; x < k; x++) c[i * m + j] += a[i * k + x] * b[x * m + j];
    }
}

void transpose(uint32_t* cells, size_t n) {
  for (size_t i = 0; i < n; i++)
    for (size_t j = i + 1; j < n; j++) {
      uint32_t kept = cells[i * n + j];
      cells[i * n + j] = cells[j * n + i];
      cells[j * n + i] = kept;
    }
}

static unsigned neighbours(const uint8_t (*grid)[SIDE], unsigned r, unsigned c) {
  unsigned count = 0;
  for (unsigned dr = SIDE - 1; dr <= SIDE + 1; dr++)
    for (unsigned dc = SIDE - 1; dc <= SIDE + 1; dc++)
      if (dr != SIDE || dc != SIDE) count += grid[(r + dr) % SIDE][(c + dc) % SIDE];
  return count;
}

unsigned live(uint8_t (*grid)[SIDE], unsigned generations) {
  uint8_t next[SIDE][SIDE];
  unsigned alive = 0;
  for (; generations > 0; generations--) {
    for (unsigned r = 0; r < SIDE; r++)
      for (unsigned c = 0; c < SIDE; c++) {
        unsigned around = neighbours((const uint8_t (*)[SIDE])grid, r, c);
        next[r][c] = around == 3 || (around == 2 && grid[r][c]);
      }
    memcpy(grid, next, sizeof next);
  }
  for (unsigned r = 0; r < SIDE; r++)
    for (unsigned c = 0; c < SIDE; c++) alive += grid[r][c];
  return alive;
}

size_t spiral(const uint16_t* cells, size_t rows, size_t columns, uint16_t* out) {
  size_t top = 0, bottom = rows, left = 0, right = columns, n = 0;
  while (top < bottom && left < right) {
    for (size_t c = left; c < right; c++) out[n++] = cells[top * columns + c];
    top++;
    for (size_t r = top; r < bottom; r++) out[n++] = cells[r * columns + right - 1];
    right--;
    if (top < bottom)
      for (size_t c = right; c-- > left;) out[n++] = cells[(bottom - 1) * columns + c];
    if (top < bottom) bottom--;
    if (left < right)
      for (size_t r = bottom; r-- > top;) out[n++] = cells[r * columns + left];
    left++;
  }
  return n;
}

// rows get their least, columns the last row that holds it; a mode that does not change chooses in the inner loop
void summarise(const int32_t* cells, size_t rows, size_t columns, int mode, int32_t* by_row, int32_t* by_column) {
  for (size_t c = 0; c < columns; c++) by_column[c] = -1;
  for (size_t r = 0; r < rows; r++) {
    by_row[r] = INT32_MAX;
    for (size_t c = 0; c < columns; c++) {
      int32_t value = cells[r * columns + c];
      if (mode == 1) value = value < 0 ? -1 - value : value;
      if (mode == 2 && c > r) break;
      if (mode == 3 && c < r) continue;
      if (value < by_row[r]) by_row[r] = value;
      if (value == by_row[r]) by_column[c] = (int32_t)r;
    }
  }
}

// how many triples a < b < c with a + b > c and c below n; all bounds depend on outer counters
uint32_t triangles(uint32_t n, uint32_t step) {
  uint32_t count = 0;
  for (uint32_t a = 1; a < n; a += step)
    for (uint32_t b = a + 1; b < n; b++)
      for (uint32_t c = b + 1; c < a + b && c < n; c++) count++;
  return count;
}
