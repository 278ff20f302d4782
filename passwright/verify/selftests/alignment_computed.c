// Alignment worked out from addresses: word-wise copies, sums and searches with heads and tails, and an allocator of aligned pieces.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef unsigned char Byte;

static uintptr_t up(uintptr_t at, uintptr_t alignment) { return (at + alignment - 1) & ~(alignment - 1); }
static uintptr_t down(uintptr_t at, uintptr_t alignment) { return at & -alignment; }

// How many bytes lie before the first whole word, how many words there are, and how many bytes follow.
void shares(const void* at, size_t n, size_t word, size_t* parts) {
  uintptr_t start = (uintptr_t)at, end = start + n, first = up(start, word), last = down(end, word);
  if (first >= last) {
    parts[0] = n, parts[1] = 0, parts[2] = 0;
  } else {
    parts[0] = first - start, parts[1] = (last - first) / word, parts[2] = end - last;
  }
}

// The word loop relies on the target's alignment; the source's is whatever it is.
void copy_words(Byte* restrict to, const Byte* restrict from, size_t n) {
  size_t parts[3];
  shares(to, n, 8, parts);
  while (parts[0]-- > 0) *to++ = *from++;
  if (parts[1] > 0) {
    Byte* words = __builtin_assume_aligned(to, 8);
    for (size_t i = 0; i < parts[1]; i++) {
      uint64_t word;
      memcpy(&word, from + 8 * i, 8);
      memcpy(words + 8 * i, &word, 8);
    }
    to += 8 * parts[1];
    from += 8 * parts[1];
  }
  while (parts[2]-- > 0) *to++ = *from++;
}

static uint64_t sum_block(const Byte* block) {
  const Byte* at = __builtin_assume_aligned(block, 16);
  uint64_t sum = 0;
  for (int i = 0; i < 16; i++) sum = sum * 3 + at[i];
  return sum;
}

// Depends on where the blocks fall: the place within the alignment comes into the result by itself.
uint64_t sum_blocks(const Byte* at, size_t n) {
  size_t parts[3];
  uint64_t sum = (uintptr_t)at % 16 * 1000;
  shares(at, n, 16, parts);
  for (size_t i = 0; i < parts[0]; i++) sum += at[i];
  at += parts[0];
  for (size_t i = 0; i < parts[1]; i++, at += 16) sum ^= sum_block(at) << (i % 8);
  for (size_t i = 0; i < parts[2]; i++) sum += at[i];
  return sum;
}

// A zero byte in a whole word, by arithmetic on all eight at once.
const Byte* find_zero(const Byte* at, size_t n) {
  const Byte* end = at + n;
  for (; at < end && (uintptr_t)at % 8 != 0; at++) {
    if (*at == 0) return at;
  }
  for (; end - at >= 8; at += 8) {
    uint64_t word;
    memcpy(&word, __builtin_assume_aligned(at, 8), 8);
    uint64_t found = (word - 0x0101010101010101) & ~word & 0x8080808080808080;
    if (found) return at + __builtin_ctzll(found) / 8;
  }
  for (; at < end; at++) {
    if (*at == 0) return at;
  }
  return NULL;
}

struct Space {
  Byte *start, *end;
};

// From the end downwards, as aligned as asked; nothing where it does not fit.
void* take(struct Space* space, size_t size, size_t alignment) {
  uintptr_t start = (uintptr_t)space->start, end = (uintptr_t)space->end;
  if (size > end - start) return NULL;
  uintptr_t at = down(end - size, alignment);
  if (at < start) return NULL;
  space->end -= end - at;
  return space->end;
}

size_t room_left(const struct Space* space, size_t alignment) {
  uintptr_t first = up((uintptr_t)space->start, alignment), last = down((uintptr_t)space->end, alignment);
  return first < last ? last - first : 0;
}

// The largest power of two that divides every address of the array's elements.
size_t common_alignment(const Byte* at, size_t stride, size_t n) {
  uintptr_t all = 0;
  for (size_t i = 0; i < n; i++) all |= (uintptr_t)(at + i * stride);
  return all & -all;
}
