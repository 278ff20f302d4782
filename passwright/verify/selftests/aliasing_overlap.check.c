#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

void add(uint32_t* to, const uint32_t* a, const uint32_t* b, size_t n);
void blur(uint32_t* to, const uint32_t* from, size_t n);
void copy_down(uint32_t* to, const uint32_t* from, size_t n);
void copy_up(uint32_t* to, const uint32_t* from, size_t n);
void scale(uint32_t* values, const uint32_t* factor, size_t n);
void gather(uint32_t* sum, const uint32_t* values, size_t n);
void spread(uint32_t* to, const uint32_t* from, size_t n);
void zip(uint32_t* evens, uint32_t* odds, const uint32_t* from, size_t n);
void narrow(uint8_t* to, const uint32_t* from, size_t n);

#define SIZE 96
static uint32_t memory[SIZE];

static void fill(void) {
  uint32_t x = 12345;
  for (int i = 0; i < SIZE; i++) memory[i] = x = x * 1664525u + 1013904223u;
}

static uint64_t digest(uint64_t hash) {
  for (int i = 0; i < SIZE; i++) hash = (hash ^ memory[i]) * 0x100000001b3u;
  return hash;
}

// The digests come from a model in Python that works on a list, with places in it for pointers.
int main(void) {
  static const int places[] = {0, 1, 3, 4, 7, 8, 9, 16, 40};
  static const size_t lengths[] = {0, 1, 2, 3, 5, 8, 17, 33};
  static const uint64_t expected[9] = {0x21dc14d70db1954du, 0x5fcb6a06585a52f5u, 0x7f63439836d57b4eu,
                                       0x8c75ac573795310au, 0xeec5eeeae11b5992u, 0xdc5a2eeeaa6961aau,
                                       0xbbcc924bda8bc239u, 0x4ae47d2e00675125u, 0x115ac8dfa5e4b60du};
  uint64_t hash[9] = {0};
  for (int a = 0; a < 9; a++) {
    for (int b = 0; b < 9; b++) {
      for (int k = 0; k < 8; k++) {
        uint32_t *p = memory + places[a], *q = memory + places[b];
        size_t n = lengths[k];
        fill(), add(p, q, memory + 8, n), hash[0] = digest(hash[0]);
        fill(), blur(p, q, n), hash[1] = digest(hash[1]);
        fill(), copy_down(p, q, n), hash[2] = digest(hash[2]);
        fill(), copy_up(p, q, n), hash[3] = digest(hash[3]);
        fill(), scale(p, q, n), hash[4] = digest(hash[4]);
        fill(), gather(p, q, n), hash[5] = digest(hash[5]);
        fill(), spread(p, q, n), hash[6] = digest(hash[6]);
        fill(), zip(p, q, memory + 6, n), hash[7] = digest(hash[7]);
        fill(), narrow((uint8_t*)p + (b & 3), q, n), hash[8] = digest(hash[8]);
      }
    }
  }
  for (int i = 0; i < 9; i++) CHECK(hash[i] == expected[i]);
  return failures != 0;
}
