// An add-rotate-xor cipher and bit tricks: rotations by constants and variables (zero too), reversal, interleaving, Gray code.
#include <stddef.h>
#include <stdint.h>

static uint32_t left32(uint32_t v, unsigned by) { return v << (by & 31) | v >> (-by & 31); }

static uint32_t right32(uint32_t v, unsigned by) { return v >> (by & 31) | v << (-by & 31); }

static uint64_t left64(uint64_t v, unsigned by) { return by % 64 == 0 ? v : v << by % 64 | v >> (64 - by % 64); }

static uint16_t left16(uint16_t v, unsigned by) {
  by &= 15;
  return (uint16_t)(v << by | v >> (16 - by));
}

static uint8_t right8(uint8_t v, unsigned by) { return (uint8_t)((v | (unsigned)v << 8) >> (by & 7)); }

void rotations(uint64_t v, unsigned by, uint64_t out[7]) {
  out[0] = left32((uint32_t)v, by);
  out[1] = right32((uint32_t)v, by);
  out[2] = left64(v, by);
  out[3] = left16((uint16_t)v, by);
  out[4] = right8((uint8_t)v, by);
  out[5] = left32((uint32_t)v, 8) & 0x00ff00ff;
  out[5] |= right32((uint32_t)v, 8) & 0xff00ff00;
  out[6] = left64(v, 0) ^ left64(v, 17) ^ left64(v, 64 - 5);
}

static void mix(uint32_t* a, uint32_t* b, uint32_t* c, uint32_t* d, unsigned by) {
  *a += *b;
  *d = left32(*d ^ *a, by);
  *c ^= *d + left32(*b, 7);
  *b = right32(*b - *c, by / 2);
}

static void unmix(uint32_t* a, uint32_t* b, uint32_t* c, uint32_t* d, unsigned by) {
  *b = left32(*b, by / 2) + *c;
  *c ^= *d + left32(*b, 7);
  *d = right32(*d, by) ^ *a;
  *a -= *b;
}

void scramble(uint32_t s[4], unsigned rounds) {
  for (unsigned i = 0; i < rounds; i++) {
    mix(&s[0], &s[1], &s[2], &s[3], 13);
    mix(&s[3], &s[0], &s[1], &s[2], i);
  }
}

void unscramble(uint32_t s[4], unsigned rounds) {
  while (rounds-- > 0) {
    unmix(&s[3], &s[0], &s[1], &s[2], rounds);
    unmix(&s[0], &s[1], &s[2], &s[3], 13);
  }
}

uint32_t reverse_bits(uint32_t v, unsigned width) {
  uint32_t r = 0;
  for (unsigned i = 0; i < width; i++) r |= (v >> i & 1) << (width - 1 - i);
  return r;
}

uint32_t reverse_word(uint32_t v) {
  v = (v >> 1 & 0x55555555) | (v & 0x55555555) << 1;
  v = (v >> 2 & 0x33333333) | (v & 0x33333333) << 2;
  v = (v >> 4 & 0x0f0f0f0f) | (v & 0x0f0f0f0f) << 4;
  return v >> 24 | (v >> 8 & 0xff00) | (v & 0xff00) << 8 | v << 24;
}

static uint32_t spread(uint32_t v) {
  v &= 0xffff;
  v = (v | v << 8) & 0x00ff00ff;
  v = (v | v << 4) & 0x0f0f0f0f;
  v = (v | v << 2) & 0x33333333;
  return (v | v << 1) & 0x55555555;
}

uint32_t interleave(uint16_t even, uint16_t odd) { return spread(even) | spread(odd) << 1; }

void swap_bytes(unsigned char* p, size_t words) {
  for (size_t i = 0; i < words; i++, p += 4) {
    uint32_t v = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    for (int k = 0; k < 4; k++) p[k] = (unsigned char)(v >> 8 * k);
  }
}

uint64_t gray(uint64_t v) { return v ^ v >> 1; }

uint64_t ungray(uint64_t g) {
  for (unsigned by = 1; by < 64; by *= 2) g ^= g >> by;
  return g;
}

// The next larger number with as many ones, or zero where there is none.
uint32_t next_subset(uint32_t v) {
  uint32_t low = v & (0 - v), ripple = v + low;
  if (v == 0 || ripple == 0) return 0;
  return ripple | ((v ^ ripple) / low >> 2);
}
