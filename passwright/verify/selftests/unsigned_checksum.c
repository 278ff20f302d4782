// Checksums in pieces: a table-driven and a bitwise CRC-32, CRC-16, Adler-32 with late remainders, Fletcher-16, FNV-1a, a multiplying word
// hash.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static uint32_t table[256];

static uint32_t crc_byte(uint32_t crc, unsigned char byte, uint32_t polynomial) {
  crc ^= byte;
  for (int i = 0; i < 8; i++) crc = crc & 1 ? crc >> 1 ^ polynomial : crc >> 1;
  return crc;
}

uint32_t crc32_table(uint32_t crc, const unsigned char* p, size_t n) {
  if (table[1] == 0)
    for (unsigned i = 0; i < 256; i++) table[i] = crc_byte(0, (unsigned char)i, 0xedb88320);
  crc = ~crc;
  while (n-- > 0) crc = table[(crc ^ *p++) & 255] ^ crc >> 8;
  return ~crc;
}

uint32_t crc32_bits(uint32_t crc, const unsigned char* p, size_t n, uint32_t polynomial) {
  crc = ~crc;
  for (size_t i = 0; i < n; i++) crc = crc_byte(crc, p[i], polynomial);
  return ~crc;
}

// The highest bit goes first here.
uint16_t crc16(uint16_t crc, const unsigned char* p, size_t n) {
  for (size_t i = 0; i < n; i++) {
    crc = (uint16_t)(crc ^ p[i] << 8);
    for (int k = 0; k < 8; k++) crc = (uint16_t)(crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1);
  }
  return crc;
}

uint32_t adler(uint32_t sum, const unsigned char* p, size_t n) {
  uint32_t a = sum & 0xffff, b = sum >> 16;
  while (n > 0) {
    size_t chunk = n < 5552 ? n : 5552;
    n -= chunk;
    for (; chunk >= 4; chunk -= 4, p += 4) {
      b += 4 * a + 4u * p[0] + 3u * p[1] + 2u * p[2] + p[3];
      a += (uint32_t)p[0] + p[1] + p[2] + p[3];
    }
    while (chunk-- > 0) b += a += *p++;
    a %= 65521;
    b %= 65521;
  }
  return b << 16 | a;
}

uint16_t fletcher(const unsigned char* p, size_t n) {
  uint8_t a = 0, b = 0;
  for (size_t i = 0; i < n; i++) {
    a = (uint8_t)((a + p[i]) % 255);
    b = (uint8_t)((b + a) % 255);
  }
  return (uint16_t)(b << 8 | a);
}

uint32_t fnv32(const unsigned char* p, size_t n) {
  uint32_t h = 2166136261u;
  for (size_t i = 0; i < n; i++) h = (h ^ p[i]) * 16777619u;
  return h;
}

uint64_t fnv64(uint64_t h, const unsigned char* p, size_t n) {
  for (size_t i = 0; i < n; i++) h = (h ^ p[i]) * 1099511628211u;
  return h;
}

static uint64_t stir(uint64_t h, uint64_t word) {
  h ^= word * 0x9ddfea08eb382d69u;
  return (h << 29 | h >> 35) * 5 + 0x52dce729;
}

// Eight bytes at a time from any address, the tail with the length on top.
uint64_t word_hash(const unsigned char* p, size_t n, uint64_t seed) {
  uint64_t word, left = n;
  for (; left >= 8; left -= 8, p += 8) {
    memcpy(&word, p, 8);
    seed = stir(seed, word);
  }
  word = (uint64_t)n << 56;
  switch (left) {
    case 7:
      word |= (uint64_t)p[6] << 48;  // fall through
    case 6:
      word |= (uint64_t)p[5] << 40;  // fall through
    case 5:
      word |= (uint64_t)p[4] << 32;  // fall through
    case 4:
      word |= (uint64_t)p[3] << 24;  // fall through
    case 3:
      word |= (uint64_t)p[2] << 16;  // fall through
    case 2:
      word |= (uint64_t)p[1] << 8;  // fall through
    case 1:
      word |= p[0];
  }
  seed = stir(seed, word);
  return seed ^ seed >> 31;
}

uint16_t internet_sum(const unsigned char* p, size_t n) {
  uint32_t sum = 0;
  for (size_t i = 0; i + 1 < n; i += 2) sum += (uint32_t)p[i] << 8 | p[i + 1];
  if (n % 2 != 0) sum += (uint32_t)p[n - 1] << 8;
  while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
  return (uint16_t)~sum;
}
