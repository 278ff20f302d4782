// Fills of every small length and offset, and fills that later stores and copies overwrite in part: what is dead may go, no more.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

void fill(unsigned char* at, int value, size_t n) { memset(at, value, n); }

#define FILL(n)             \
  case n:                   \
    memset(at, value, (n)); \
    return 1;

int fill_fixed(unsigned char* at, int value, unsigned n) {
  switch (n) {
    FILL(0)
    FILL(1)
    FILL(2)
    FILL(3)
    FILL(4)
    FILL(5)
    FILL(6)
    FILL(7)
    FILL(8)
    FILL(9)
    FILL(11)
    FILL(13)
    FILL(15)
    FILL(16)
    FILL(17)
    FILL(24)
    FILL(31)
    FILL(32)
    FILL(33)
    FILL(63)
    FILL(65)
    default:
      return 0;
  }
}

// Each block is filled, then its head, its middle or its tail is written again.
void layers(unsigned char* at, const unsigned char* from, uint32_t word) {
  memset(at, 0xa1, 32);
  memcpy(at + 8, from, 8);
  memset(at, 0, 12);
  at[11] = 7;
  memcpy(at + 28, &word, 4);
  memset(at + 24, 0xff, 5);
  memset(at + 32, 0, 16);
  memset(at + 40, 0, 16);
  at[32] = at[48];
  memcpy(at + 56, at + 24, 16);
  memset(at + 24, 1, 2);
}

struct Block {
  uint8_t tag;
  uint16_t size;
  uint32_t words[5];
  uint8_t tail[7];
};

static void clear_words(struct Block* block, size_t from, size_t to, int value) {
  memset(&block->words[from], value, (to - from) * sizeof block->words[0]);
}

uint32_t block_use(struct Block* block, const uint32_t* words, size_t n) {
  uint32_t sum = 0;
  memset(block, 0, sizeof *block);
  block->tag = (uint8_t)n;
  for (size_t i = 0; i < n; i++) block->words[i] = words[i];
  clear_words(block, n, 5, 0x11);
  sum += block->words[0] ^ block->words[4];
  if (n > 2) clear_words(block, 1, 3, -1);
  sum += block->words[1] + block->words[2];
  memset(block->tail, (int)n, sizeof block->tail - 1);
  memset(block->tail + 2, 0, 0);
  sum = sum * 2 + block->tail[5] + block->tail[6] + block->size;
  return sum;
}

// The value is an int of which only the low byte counts; a loop of stores that turns into a fill must keep that.
void stripes(unsigned char* at, size_t rows, size_t width, size_t gap, int value) {
  for (size_t row = 0; row < rows; row++) {
    for (size_t i = 0; i < width; i++) at[row * (width + gap) + i] = (unsigned char)(value + (int)row);
  }
}

void* fill_end(unsigned char* at, int value, size_t n) { return (unsigned char*)memset(at, value, n) + n; }
