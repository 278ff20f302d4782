// Irreducible control flow: loops entered in two places by goto, jumps between the bodies of loops, a flow graph given by decisions from
// outside.
#include <stddef.h>
#include <stdint.h>

typedef unsigned (*Decide)(void* state, unsigned place);

// two nodes that jump to each other, both entered from outside, with a counter in each
uint64_t two_entries(unsigned start, unsigned limit, uint64_t seed) {
  unsigned left = 0, right = 0;
  uint64_t value = seed;
  if (start & 1) goto odd;
even:
  left++;
  value = value * 3 + 1;
  if (left + right >= limit) goto done;
  if (value & 4) goto even;
odd:
  right++;
  value ^= value >> 7;
  value += right;
  if (left + right >= limit) goto done;
  if (value % 5 == 0) goto odd;
  goto even;
done:
  return value << 16 | left << 8 | right;
}

// into the middle of a loop, out of it and back, with the inner counter kept
size_t woven(unsigned char* out, size_t room, unsigned rows, unsigned columns, unsigned enter_row, unsigned enter_column) {
  size_t n = 0;
  unsigned r = 0, c = 0;
  int again = 0;
  if (rows == 0 || columns == 0) return 0;
  if (enter_row < rows && enter_column < columns) {
    r = enter_row;
    c = enter_column;
    goto inside;
  }
restart:
  for (r = 0; r < rows; r++) {
    for (c = 0; c < columns; c++) {
    inside:
      if (n == room) goto full;
      out[n++] = (unsigned char)(r * 16 + c);
      if (c == r && (n & 1)) goto skip_row;
    }
    if (r % 2) {
      if (n == room) goto full;
      out[n++] = 0xff;
    }
  skip_row:;
  }
  if (again++ == 0 && enter_row > 0) goto restart;
full:
  return n;
}

// five places; decisions say where to go next, each place counts and changes a sum in its own way
uint32_t wander(Decide decide, void* state, unsigned counts[5], unsigned fuel) {
  uint32_t sum = 1;
  unsigned way = decide(state, 9);
  switch (way) {
    case 0:
      goto a;
    case 1:
      goto b;
    case 2:
      goto c;
    default:
      goto e;
  }
a:
  counts[0]++;
  sum += 3;
  if (fuel-- == 0) goto e;
  way = decide(state, 0);
  if (way == 0) goto c;
  if (way == 1) goto a;
b:
  counts[1]++;
  sum *= 5;
  for (unsigned i = 0; i < way; i++) {
    sum ^= i << 4;
    if (fuel == 0) goto d;
    if (decide(state, 1) == 3) goto c;
    fuel--;
  }
  if (way > 4) goto a;
d:
  counts[3]++;
  sum = sum << 1 | sum >> 31;
  if (fuel == 0 || decide(state, 3) == 2) goto e;
  fuel--;
c:
  counts[2]++;
  sum -= 11;
  if (fuel-- == 0) goto e;
  way = decide(state, 2);
  if (way >= 2) goto*(void* [2]){&&a, &&b}[way & 1];
  if (way == 1) goto d;
e:
  counts[4]++;
  return sum;
}
