#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

#define SYMBOLS 64

struct Code {
  uint8_t lengths[SYMBOLS];
  uint16_t words[SYMBOLS];
};

unsigned huffman_build(struct Code* c, const uint32_t* counts);
size_t huffman_encode(const struct Code* c, const uint8_t* in, size_t n, uint8_t* out, size_t room);
size_t huffman_decode(const struct Code* c, const uint8_t* in, size_t size, uint8_t* out, size_t n);

struct Known {
  uint32_t counts[SYMBOLS];
  uint8_t lengths[SYMBOLS];
  uint8_t message[70];
  size_t n;
  unsigned halved;
  uint8_t bytes[64];
  size_t size;
};

// No word is the beginning of another, and a full code leaves no gap.
static void laws(const struct Code* c, unsigned used) {
  unsigned long sum = 0;
  for (int i = 0; i < SYMBOLS; i++) {
    if (c->lengths[i] == 0) continue;
    CHECK(c->lengths[i] <= 12 && c->words[i] < 1u << c->lengths[i]);
    sum += 4096u >> c->lengths[i];
    for (int j = 0; j < SYMBOLS; j++)
      if (j != i && c->lengths[j] >= c->lengths[i]) CHECK(c->words[j] >> (c->lengths[j] - c->lengths[i]) != c->words[i]);
  }
  CHECK(sum == (used == 0 ? 0 : used == 1 ? 2048 : 4096));
}

int main(void) {
  // Made by another program, written from the definition.
  static const struct Known knowns[] = {
      {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        7, 2, 1, 0, 0, 7, 0, 0, 4, 0, 0, 0, 4, 0, 0, 1, 0, 0, 1, 8, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0},
       {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        3, 4, 5, 0, 0, 3, 0, 0, 3, 0, 0, 0, 3, 0, 0, 5, 0, 0, 5, 2, 5, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0},
       {51, 40, 37, 32, 51, 37, 44, 44, 51, 32, 51, 37, 33, 32, 51, 40, 37, 44, 44,
        51, 32, 34, 57, 32, 52, 40, 37, 32, 51, 37, 33, 32, 51, 40, 47, 50, 37},
       37,
       0,
       {35, 67, 180, 67, 196, 71, 104, 185, 171, 241, 161, 226, 39, 124, 192},
       15},
      {{1,  2,  5,  10, 17, 26, 37, 13, 28, 8,  27, 11, 34, 22, 12, 4,  35, 31, 29, 29, 31, 35, 4,  12, 22, 34, 11, 27, 8,  28, 13, 37,
        26, 17, 10, 5,  2,  1,  2,  5,  10, 17, 26, 37, 13, 28, 8,  27, 11, 34, 22, 12, 4,  35, 31, 29, 29, 31, 35, 4,  12, 22, 34, 11},
       {10, 9, 8, 7, 6, 6,  5, 7, 6, 7, 6, 7, 5, 6, 7, 8, 5, 5, 6, 5, 5, 5, 8, 7, 6, 5, 7, 6, 7, 6, 7, 5,
        6,  6, 7, 8, 9, 10, 9, 7, 7, 6, 6, 5, 7, 6, 7, 6, 7, 5, 6, 7, 8, 5, 5, 5, 5, 5, 5, 8, 7, 6, 5, 7},
       {3,  32, 61, 26, 55, 20, 49, 14, 43, 8,  37, 2,  31, 60, 25, 54, 19, 48, 13, 42, 7,  36, 1,
        30, 59, 24, 53, 18, 47, 12, 41, 6,  35, 0,  29, 58, 23, 52, 17, 46, 11, 40, 5,  34, 63, 28,
        57, 22, 51, 16, 45, 10, 39, 4,  33, 62, 27, 56, 21, 50, 15, 44, 9,  38, 0,  63, 63, 0},
       68,
       0,
       {213, 110, 156, 26,  85,  110, 76,  223, 255, 194, 61,  29,  132, 241, 70,  26,  255, 191, 206,
        95,  181, 46,  156, 131, 120, 62,  255, 235, 33,  191, 240, 125, 246, 245, 151, 159, 190, 47,
        250, 242, 44,  103, 233, 37,  209, 173, 198, 207, 231, 182, 207, 247, 253, 239, 223, 252},
       56},
      {{0, 0,     0, 0,    0, 832040, 0, 514229, 0, 317811, 0, 196418, 0, 121393, 0, 75025, 0, 46368, 0, 28657, 0, 17711,
        0, 10946, 0, 6765, 0, 4181,   0, 2584,   0, 1597,   0, 987,    0, 610,    0, 377,   0, 233,   0, 144,   0, 89,
        0, 55,    0, 34,   0, 21,     0, 13,     0, 8,      0, 5,      0, 3,      0, 2,     0, 1,     0, 1},
       {0, 0, 0, 0,  0, 2,  0, 2,  0, 3,  0, 3,  0, 4,  0, 4,  0, 5,  0, 5,  0, 6,  0, 6,  0, 7,  0, 7,  0, 8,  0, 8,
        0, 9, 0, 10, 0, 10, 0, 11, 0, 11, 0, 12, 0, 12, 0, 12, 0, 12, 0, 12, 0, 12, 0, 12, 0, 12, 0, 12, 0, 12, 0, 11},
       {63, 61, 59, 57, 55, 53, 51, 49, 47, 45, 43, 41, 39, 37, 35, 33, 31, 29, 27, 25, 23, 21, 19, 17, 15, 13, 11, 9, 7, 5},
       30,
       7,
       {255, 95,  255, 255, 223, 251, 255, 159, 247, 255, 95,  243, 255, 31, 239, 254,
        223, 231, 252, 127, 127, 215, 243, 247, 243, 239, 207, 124, 239, 55, 44,  64},
       32},
  };
  struct Code c;
  uint8_t out[800], back[600];
  for (size_t k = 0; k < sizeof knowns / sizeof *knowns; k++) {
    const struct Known* n = &knowns[k];
    unsigned used = 0;
    for (int i = 0; i < SYMBOLS; i++) used += n->counts[i] > 0;
    CHECK(huffman_build(&c, n->counts) == n->halved);
    CHECK(memcmp(c.lengths, n->lengths, SYMBOLS) == 0);
    laws(&c, used);
    for (size_t room = 0; room <= n->size + 1; room++) {
      memset(out, 0xa7, sizeof out);
      CHECK(huffman_encode(&c, n->message, n->n, out, room) == n->size);
      size_t got = room < n->size ? room : n->size;
      CHECK(memcmp(out, n->bytes, got) == 0 && out[got] == 0xa7);
    }
    size_t before = 0;
    for (size_t size = 0; size <= n->size; size++) {
      memset(back, 0xee, sizeof back);
      size_t done = huffman_decode(&c, n->bytes, size, back, n->n);
      CHECK(done >= before && done <= n->n && memcmp(back, n->message, done) == 0 && back[done] == 0xee);
      before = done;
    }
    CHECK(before == n->n && huffman_decode(&c, n->bytes, n->size, back, 0) == 0);
    for (size_t i = 0; i <= n->n; i++) CHECK(huffman_decode(&c, n->bytes, n->size, back, i) == i);
  }
  uint32_t counts[SYMBOLS] = {0};
  uint8_t message[500];
  CHECK(huffman_build(&c, counts) == 0);
  laws(&c, 0);
  CHECK(huffman_encode(&c, message, 0, out, 9) == 0 && huffman_decode(&c, out, 0, back, 5) == 0);
  out[0] = 0;
  CHECK(huffman_decode(&c, out, 1, back, 5) == 0);
  counts[63] = 4000000000u;
  CHECK(huffman_build(&c, counts) == 0 && c.lengths[63] == 1 && c.words[63] == 0);
  memset(message, 63, 9);
  CHECK(huffman_encode(&c, message, 9, out, 9) == 2 && out[0] == 0 && out[1] == 0);
  out[0] = 0x10;  // the fourth bit begins no word
  CHECK(huffman_decode(&c, out, 2, back, 9) == 3);
  for (int i = 0; i < SYMBOLS; i++) counts[i] = 4294967295u;
  CHECK(huffman_build(&c, counts) == 0);
  for (int i = 0; i < SYMBOLS; i++) CHECK(c.lengths[i] == 6 && c.words[i] == i);
  for (int turn = 0; turn < 12; turn++) {
    uint32_t x = (uint32_t)turn + 1;
    unsigned used = 0;
    for (int i = 0; i < SYMBOLS; i++) {
      x = x * 1664525 + 1013904223;
      counts[i] = i % 13 == turn ? 0 : 1 + (x >> 8 >> (x >> 27) % 24);
      used += counts[i] > 0;
    }
    huffman_build(&c, counts);
    laws(&c, used);
    size_t n = 0;
    for (int i = 0; n < sizeof message; i++)
      if (counts[i * 7 % SYMBOLS] > 0) message[n++] = (uint8_t)(i * 7 % SYMBOLS);
    size_t size = huffman_encode(&c, message, n - (size_t)turn, out, sizeof out);
    CHECK(size <= sizeof out && huffman_decode(&c, out, size, back, n - (size_t)turn) == n - (size_t)turn);
    CHECK(memcmp(message, back, n - (size_t)turn) == 0);
  }
  return failures != 0;
}
