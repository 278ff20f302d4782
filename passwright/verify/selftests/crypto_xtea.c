// XTEA and Speck128/128 behind one table of functions, with CBC, counter mode and ciphertext stealing over blocks of either size.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct Cipher {
  size_t block;
  void (*encrypt)(const uint64_t* keys, uint8_t* block);
  void (*decrypt)(const uint64_t* keys, uint8_t* block);
  uint64_t keys[32];
};

static uint64_t load(const uint8_t* p, size_t n, int big) {
  uint64_t x = 0;
  for (size_t i = 0; i < n; i++) x |= (uint64_t)p[i] << 8 * (big ? n - 1 - i : i);
  return x;
}

static void store(uint8_t* p, uint64_t x, size_t n, int big) {
  for (size_t i = 0; i < n; i++) p[i] = (uint8_t)(x >> 8 * (big ? n - 1 - i : i));
}

#define DELTA 0x9e3779b9u

static uint32_t half(uint32_t v, uint32_t sum, uint64_t key) { return ((v << 4 ^ v >> 5) + v) ^ (sum + (uint32_t)key); }

static void xtea_encrypt(const uint64_t* k, uint8_t* b) {
  uint32_t v = (uint32_t)load(b, 4, 1), w = (uint32_t)load(b + 4, 4, 1), sum = 0;
  for (int i = 0; i < 32; i++) {
    v += half(w, sum, k[sum & 3]);
    sum += DELTA;
    w += half(v, sum, k[sum >> 11 & 3]);
  }
  store(b, v, 4, 1);
  store(b + 4, w, 4, 1);
}

static void xtea_decrypt(const uint64_t* k, uint8_t* b) {
  uint32_t v = (uint32_t)load(b, 4, 1), w = (uint32_t)load(b + 4, 4, 1), sum = DELTA << 5;
  while (sum != 0) {
    w -= half(v, sum, k[sum >> 11 & 3]);
    sum -= DELTA;
    v -= half(w, sum, k[sum & 3]);
  }
  store(b, v, 4, 1);
  store(b + 4, w, 4, 1);
}

static uint64_t right(uint64_t x, unsigned n) { return x >> n | x << (64 - n); }

static void speck_round(uint64_t* x, uint64_t* y, uint64_t key) {
  *x = (right(*x, 8) + *y) ^ key;
  *y = right(*y, 61) ^ *x;
}

static void speck_encrypt(const uint64_t* k, uint8_t* b) {
  uint64_t y = load(b, 8, 0), x = load(b + 8, 8, 0);
  for (int i = 0; i < 32; i++) speck_round(&x, &y, k[i]);
  store(b, y, 8, 0);
  store(b + 8, x, 8, 0);
}

static void speck_decrypt(const uint64_t* k, uint8_t* b) {
  uint64_t y = load(b, 8, 0), x = load(b + 8, 8, 0);
  for (int i = 31; i >= 0; i--) {
    y = right(y ^ x, 3);
    x = right((x ^ k[i]) - y, 56);
  }
  store(b, y, 8, 0);
  store(b + 8, x, 8, 0);
}

void cipher_xtea(struct Cipher* c, const uint8_t key[16]) {
  *c = (struct Cipher){8, xtea_encrypt, xtea_decrypt, {0}};
  for (int i = 0; i < 4; i++) c->keys[i] = load(key + 4 * i, 4, 1);
}

void cipher_speck(struct Cipher* c, const uint8_t key[16]) {
  *c = (struct Cipher){16, speck_encrypt, speck_decrypt, {0}};
  uint64_t k = load(key, 8, 0), l = load(key + 8, 8, 0);
  for (uint64_t i = 0; i < 32; i++) {
    c->keys[i] = k;
    speck_round(&l, &k, i);
  }
}

static void mix(uint8_t* to, const uint8_t* from, size_t n) {
  while (n-- > 0) *to++ ^= *from++;
}

// Chained blocks; a last part that is no block borrows from the one before. Returns 0 if there is less than a block.
int cipher_chain(const struct Cipher* c, const uint8_t* iv, uint8_t* data, size_t n) {
  uint8_t last[16] = {0};
  size_t b = c->block, rest = n % b;
  if (n < b) return 0;
  for (size_t i = 0; i + b <= n; i += b) {
    mix(data + i, i == 0 ? iv : data + i - b, b);
    c->encrypt(c->keys, data + i);
  }
  if (rest > 0) {
    uint8_t* before = data + n - rest - b;
    memcpy(last, data + n - rest, rest);
    memcpy(data + n - rest, before, rest);
    mix(before, last, b);
    c->encrypt(c->keys, before);
  }
  return 1;
}

int cipher_unchain(const struct Cipher* c, const uint8_t* iv, uint8_t* data, size_t n) {
  uint8_t link[16], next[16];
  size_t b = c->block, rest = n % b;
  if (n < b) return 0;
  if (rest > 0) {
    uint8_t* before = data + n - rest - b;
    c->decrypt(c->keys, before);
    mix(before, data + n - rest, rest);
    for (size_t i = 0; i < rest; i++) {
      uint8_t t = before[i];
      before[i] = data[n - rest + i];
      data[n - rest + i] = t;
    }
  }
  memcpy(link, iv, b);
  for (size_t i = 0; i + b <= n; i += b) {
    memcpy(next, data + i, b);
    c->decrypt(c->keys, data + i);
    mix(data + i, link, b);
    memcpy(link, next, b);
  }
  return 1;
}

// The counter is the whole block, its last byte the lowest; it is left where it stands after the last block begun.
void cipher_count(const struct Cipher* c, uint8_t* counter, uint8_t* data, size_t n) {
  uint8_t pad[16];
  for (size_t i = 0; i < n; i += c->block) {
    memcpy(pad, counter, c->block);
    c->encrypt(c->keys, pad);
    mix(data + i, pad, n - i < c->block ? n - i : c->block);
    for (size_t k = c->block; k-- > 0 && ++counter[k] == 0;) continue;
  }
}
