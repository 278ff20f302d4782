// SHA-256 with a rolling schedule of sixteen words, its constants computed from primes, incremental updates, and HMAC on top.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct Digest {
  uint32_t state[8];
  uint64_t length;
  uint8_t block[64];
};

static uint32_t constants[64], initial[8];
static int prepared;

// The first 32 bits behind the point of a root, found bit by bit in 128-bit integers.
static uint32_t root_bits(unsigned prime, unsigned power) {
  uint64_t low = 0;
  unsigned shift = power == 2 ? 64 : 96;
  for (int bit = 36; bit >= 0; bit--) {
    uint64_t x = low | (uint64_t)1 << bit;
    unsigned __int128 p = (unsigned __int128)x * x;
    if (power == 3) {
      // x < 2^37 and roots of primes below 312 stay under 7 * 2^32, so the cube of what is kept fits.
      if (x >> 35) continue;
      p *= x;
    }
    if (p < (unsigned __int128)prime << shift) low = x;
  }
  return (uint32_t)low;
}

static void prepare(void) {
  unsigned n = 0;
  for (unsigned p = 2; n < 64; p++) {
    unsigned d = 2;
    while (d * d <= p && p % d != 0) d++;
    if (d * d <= p) continue;
    if (n < 8) initial[n] = root_bits(p, 2);
    constants[n++] = root_bits(p, 3);
  }
  prepared = 1;
}

static uint32_t right(uint32_t x, unsigned n) { return x >> n | x << (32 - n); }
static uint32_t big(uint32_t x, unsigned a, unsigned b, unsigned c) { return right(x, a) ^ right(x, b) ^ right(x, c); }
static uint32_t small(uint32_t x, unsigned a, unsigned b, unsigned c) { return right(x, a) ^ right(x, b) ^ x >> c; }

static void compress(struct Digest* d, const uint8_t* p) {
  uint32_t w[16], s[8];
  memcpy(s, d->state, sizeof s);
  for (int i = 0; i < 16; i++, p += 4) w[i] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
  for (unsigned i = 0; i < 64; i++) {
    if (i >= 16) w[i % 16] += small(w[(i + 1) % 16], 7, 18, 3) + w[(i + 9) % 16] + small(w[(i + 14) % 16], 17, 19, 10);
    uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]), most = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
    uint32_t a = s[7] + big(s[4], 6, 11, 25) + choice + constants[i] + w[i % 16];
    uint32_t b = big(s[0], 2, 13, 22) + most;
    memmove(s + 1, s, 7 * sizeof *s);
    s[4] += a;
    s[0] = a + b;
  }
  for (int i = 0; i < 8; i++) d->state[i] += s[i];
}

void digest_start(struct Digest* d) {
  if (!prepared) prepare();
  memcpy(d->state, initial, sizeof initial);
  d->length = 0;
}

void digest_add(struct Digest* d, const void* data, size_t n) {
  const uint8_t* p = data;
  size_t used = d->length % 64;
  d->length += n;
  if (used > 0) {
    size_t some = n < 64 - used ? n : 64 - used;
    memcpy(d->block + used, p, some);
    if (used + some < 64) return;
    compress(d, d->block);
    p += some;
    n -= some;
  }
  for (; n >= 64; p += 64, n -= 64) compress(d, p);
  if (n > 0) memcpy(d->block, p, n);
}

void digest_end(struct Digest* d, uint8_t out[32]) {
  static const uint8_t padding[64] = {0x80};
  uint64_t bits = d->length * 8;
  uint8_t tail[8];
  for (int i = 0; i < 8; i++) tail[i] = (uint8_t)(bits >> (56 - 8 * i));
  digest_add(d, padding, (119 - d->length % 64) % 64 + 1);
  digest_add(d, tail, 8);
  for (int i = 0; i < 32; i++) out[i] = (uint8_t)(d->state[i / 4] >> (24 - i % 4 * 8));
}

void digest_keyed(const uint8_t* key, size_t key_size, const uint8_t* data, size_t n, uint8_t out[32]) {
  struct Digest d;
  uint8_t pad[64] = {0}, inner[32];
  if (key_size > 64) {
    digest_start(&d);
    digest_add(&d, key, key_size);
    digest_end(&d, pad);
  } else if (key_size > 0) {
    memcpy(pad, key, key_size);
  }
  for (int i = 0; i < 64; i++) pad[i] ^= 0x36;
  digest_start(&d);
  digest_add(&d, pad, 64);
  digest_add(&d, data, n);
  digest_end(&d, inner);
  for (int i = 0; i < 64; i++) pad[i] ^= 0x36 ^ 0x5c;
  digest_start(&d);
  digest_add(&d, pad, 64);
  digest_add(&d, inner, 32);
  digest_end(&d, out);
}
