// Transforms that work in place: permutations by cycles, Walsh-Hadamard, deltas, packing runs forwards and escapes backwards.
#include <stddef.h>
#include <stdint.h>

static void swap(int32_t* a, int32_t* b) {
  int32_t old = *a;
  *a = *b;
  *b = old;
}

static void reverse(int32_t* first, int32_t* last) {
  while (first < last) swap(first++, --last);
}

void rotate(int32_t* values, size_t n, size_t by) {
  if (n == 0) return;
  reverse(values, values + by % n);
  reverse(values + by % n, values + n);
  reverse(values, values + n);
}

// Not a square: every element goes along its cycle; the smallest index of a cycle leads it.
void transpose(int32_t* values, size_t rows, size_t columns) {
  size_t size = rows * columns;
  for (size_t start = 1; start + 1 < size; start++) {
    size_t next = start;
    do next = next * rows % (size - 1);
    while (next > start);
    if (next < start) continue;
    int32_t moving = values[start];
    do {
      next = next * rows % (size - 1);
      swap(&moving, values + next);
    } while (next != start);
  }
}

void hadamard(int32_t* values, size_t n) {
  for (size_t half = 1; half < n; half *= 2) {
    for (size_t i = 0; i < n; i++) {
      if (i & half) continue;
      int32_t *a = values + i, *b = values + (i | half);
      *a += *b;
      *b = *a - 2 * *b;
    }
  }
}

void bit_reverse(int32_t* values, unsigned bits) {
  for (size_t i = 0, j = 0; i < (size_t)1 << bits; i++) {
    if (i < j) swap(values + i, values + j);
    size_t mask = (size_t)1 << bits >> 1;
    while (mask & j) j ^= mask, mask >>= 1;
    j |= mask;
  }
}

void to_deltas(int32_t* values, size_t n) {
  for (size_t i = n; i-- > 1;) values[i] -= values[i - 1];
}

void from_deltas(int32_t* values, size_t n) {
  for (size_t i = 1; i < n; i++) values[i] += values[i - 1];
}

// Runs of three and more equal bytes become 0xff, length, byte; a run is never longer than what it takes.
size_t pack(unsigned char* bytes, size_t n) {
  size_t to = 0;
  for (size_t from = 0, next; from < n; from = next) {
    for (next = from + 1; next < n && next - from < 250 && bytes[next] == bytes[from];) next++;
    unsigned char byte = bytes[from];
    size_t run = next - from;
    if (run >= 3) {
      bytes[to++] = 0xff;
      bytes[to++] = (unsigned char)run;
      run = 1;
    }
    while (run-- > 0) bytes[to++] = byte;
  }
  return to;
}

// Makes room from the end: each newline becomes two bytes.
size_t expand(unsigned char* bytes, size_t n, size_t room) {
  size_t extra = 0;
  for (size_t i = 0; i < n; i++) extra += bytes[i] == '\n';
  size_t total = n + extra;
  if (total > room) return 0;
  for (size_t i = n; i-- > 0 && extra > 0;) {
    bytes[i + extra] = bytes[i];
    if (bytes[i] == '\n') bytes[i + --extra] = '\r';
  }
  return total;
}
