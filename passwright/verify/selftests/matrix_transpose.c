// Transposition and turns of matrices: in blocks, square in place, any shape in place by cycles, quarter turns, bits in a word.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

void transpose_words(uint32_t* restrict to, const uint32_t* from, size_t rows, size_t columns) {
  for (size_t bi = 0; bi < rows; bi += 4)
    for (size_t bj = 0; bj < columns; bj += 4)
      for (size_t i = bi; i < rows && i < bi + 4; i++)
        for (size_t j = bj; j < columns && j < bj + 4; j++) to[j * rows + i] = from[i * columns + j];
}

void transpose_square(double* m, size_t n) {
  for (size_t i = 0; i < n; i++)
    for (size_t j = i + 1; j < n; j++) {
      double t = m[i * n + j];
      m[i * n + j] = m[j * n + i];
      m[j * n + i] = t;
    }
}

// Follows each cycle from its least index, found by walking it once more.
void transpose_in_place(uint16_t* m, size_t rows, size_t columns) {
  size_t n = rows * columns;
  if (n < 4) return;
  for (size_t start = 1; start < n - 1; start++) {
    size_t next = start;
    do next = next * rows % (n - 1);
    while (next > start);
    if (next < start) continue;
    uint16_t carried = m[start];
    for (next = start * rows % (n - 1); next != start; next = next * rows % (n - 1)) {
      uint16_t t = m[next];
      m[next] = carried;
      carried = t;
    }
    m[start] = carried;
  }
}

static void reverse_bytes(unsigned char* p, size_t n) {
  for (size_t i = 0; i < n / 2; i++) {
    unsigned char t = p[i];
    p[i] = p[n - 1 - i];
    p[n - 1 - i] = t;
  }
}

// Clockwise in place, as a transposition and a mirror of each row.
void turn_square(unsigned char* m, size_t n) {
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < i; j++) {
      unsigned char t = m[i * n + j];
      m[i * n + j] = m[j * n + i];
      m[j * n + i] = t;
    }
  }
  for (size_t i = 0; i < n; i++) reverse_bytes(m + i * n, n);
}

static uint64_t swap_bits(uint64_t v, uint64_t mask, unsigned by) {
  uint64_t t = (v ^ v >> by) & mask;
  return v ^ t ^ t << by;
}

uint64_t transpose_bits(uint64_t v) {
  v = swap_bits(v, 0x00aa00aa00aa00aa, 7);
  v = swap_bits(v, 0x0000cccc0000cccc, 14);
  return swap_bits(v, 0x00000000f0f0f0f0, 28);
}

// Planes of one colour each out of pixels of three and back again.
void split_pixels(const unsigned char* pixels, size_t n, unsigned char* red, unsigned char* green, unsigned char* blue) {
  for (size_t i = 0; i < n; i++) {
    red[i] = pixels[3 * i];
    green[i] = pixels[3 * i + 1];
    blue[i] = pixels[3 * i + 2];
  }
}

void join_pixels(unsigned char* pixels, size_t n, const unsigned char* red, const unsigned char* green, const unsigned char* blue) {
  for (size_t i = n; i-- > 0;) {
    pixels[3 * i + 2] = blue[i];
    pixels[3 * i + 1] = green[i];
    pixels[3 * i] = red[i];
  }
}

// All elements from the outside to the inside, clockwise.
size_t spiral(const int32_t* m, size_t rows, size_t columns, int32_t* out) {
  size_t top = 0, bottom = rows, left = 0, right = columns, n = 0;
  while (top < bottom && left < right) {
    for (size_t j = left; j < right; j++) out[n++] = m[top * columns + j];
    top++;
    for (size_t i = top; i < bottom; i++) out[n++] = m[i * columns + right - 1];
    right--;
    if (top < bottom)
      for (size_t j = right; j-- > left;) out[n++] = m[(bottom - 1) * columns + j];
    bottom--;
    if (left < right)
      for (size_t i = bottom; i-- > top;) out[n++] = m[i * columns + left];
    left++;
  }
  return n;
}
