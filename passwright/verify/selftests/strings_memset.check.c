#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Block {
  uint8_t tag;
  uint16_t size;
  uint32_t words[5];
  uint8_t tail[7];
};

void fill(unsigned char* at, int value, size_t n);
int fill_fixed(unsigned char* at, int value, unsigned n);
void layers(unsigned char* at, const unsigned char* from, uint32_t word);
uint32_t block_use(struct Block* block, const uint32_t* words, size_t n);
void stripes(unsigned char* at, size_t rows, size_t width, size_t gap, int value);
void* fill_end(unsigned char* at, int value, size_t n);

static unsigned char bytes[160];

static void reset(void) {
  for (int i = 0; i < 160; i++) bytes[i] = (unsigned char)(i ^ 0x55);
}

static int filled(size_t start, size_t n, unsigned char value) {
  for (size_t i = 0; i < 160; i++) {
    if (bytes[i] != (i >= start && i < start + n ? value : (unsigned char)(i ^ 0x55))) return 0;
  }
  return 1;
}

int main(void) {
  static const int values[] = {0, -1, 0x80, 0x1ff, 0x100, -256, 0x7fffff3c, -129};
  for (size_t start = 16; start < 33; start++) {
    for (unsigned n = 0; n <= 66; n++) {
      int value = values[(start + n) % 8];
      reset();
      fill(bytes + start, value, n);
      CHECK(filled(start, n, (unsigned char)value));
      reset();
      int known = fill_fixed(bytes + start, value, n);
      CHECK(filled(start, known ? n : 0, (unsigned char)value));
      CHECK(known == (n < 10 || (n < 18 && n != 10 && n != 12 && n != 14) || n == 24 || (n >= 31 && n <= 33) || n == 63 || n == 65));
      reset();
      CHECK(fill_end(bytes + start, value, n) == bytes + start + n);
      CHECK(filled(start, n, (unsigned char)value));
    }
  }

  for (int offset = 1; offset < 9; offset++) {
    reset();
    layers(bytes + offset, (const unsigned char*)"ABCDEFGH", 0x44332211);
    static const unsigned char expected[72] = {
        0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    7,    'E',  'F',  'G',  'H',   // the first 12 cleared
        0xa1, 0xa1, 0xa1, 0xa1, 0xa1, 0xa1, 0xa1, 0xa1, 1,    1,    0xff, 0xff, 0xff, 0x22, 0x33, 0x44,  // the tail written twice
        0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,     //
        0,    0,    0,    0,    0,    0,    0,    0,    0xff, 0xff, 0xff, 0xff, 0xff, 0x22, 0x33, 0x44,  //
        0,    0,    0,    0,    0,    0,    0,    0};
    CHECK(memcmp(bytes + offset, expected, 72) == 0);
    CHECK(bytes[offset - 1] == (unsigned char)((offset - 1) ^ 0x55) && bytes[offset + 72] == (unsigned char)((offset + 72) ^ 0x55));
  }

  static const uint32_t words[5] = {1, 20, 300, 4000, 50000};
  static const uint32_t sums[6] = {1145324612u, 1717986917u, 1145324652u, 572662303u, 572662304u, 100003u};
  for (size_t n = 0; n <= 5; n++) {
    struct {
      uint8_t before[4];
      struct Block block;
      uint8_t after[4];
    } box;
    memset(&box, 0x99, sizeof box);
    CHECK(block_use(&box.block, words, n) == sums[n]);
    CHECK(box.block.tag == n && box.block.size == 0 && box.block.tail[0] == n && box.block.tail[5] == n && box.block.tail[6] == 0);
    for (size_t i = 0; i < 5; i++) CHECK(box.block.words[i] == (n > 2 && (i == 1 || i == 2) ? 0xffffffff : i < n ? words[i] : 0x11111111));
    CHECK(box.before[3] == 0x99 && box.after[0] == 0x99);
  }

  static const size_t shapes[][3] = {{0, 4, 1}, {1, 0, 1}, {3, 1, 0}, {3, 16, 0}, {4, 7, 2}, {2, 33, 1}, {9, 8, 8}};
  for (int k = 0; k < 7; k++) {
    size_t rows = shapes[k][0], width = shapes[k][1], gap = shapes[k][2];
    reset();
    stripes(bytes + 5, rows, width, gap, 0x1fe);
    for (size_t i = 0; i < 160; i++) {
      size_t at = i - 5, row = i < 5 ? rows : at / (width + gap);
      int inside = row < rows && at % (width + gap) < width;
      CHECK(bytes[i] == (unsigned char)(inside ? 0xfe + row : i ^ 0x55));
    }
  }
  return failures != 0;
}
