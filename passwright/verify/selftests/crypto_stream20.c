// ChaCha20 of RFC 8439: the block function, a cipher over any pieces in place or not, seeking, and a counter that carries.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct Stream {
  uint32_t input[16];
  uint8_t pad[64];
  unsigned used;
};

static uint32_t load(const uint8_t* p) { return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24; }

static uint32_t left(uint32_t x, unsigned n) { return x << n | x >> (32 - n); }

static void quarter(uint32_t* s, unsigned a, unsigned b, unsigned c, unsigned d) {
  static const uint8_t turns[] = {16, 12, 8, 7};
  for (unsigned i = 0; i < 4; i += 2) {
    s[a] += s[b];
    s[d] = left(s[d] ^ s[a], turns[i]);
    s[c] += s[d];
    s[b] = left(s[b] ^ s[c], turns[i + 1]);
  }
}

void stream_block(const uint32_t input[16], unsigned rounds, uint8_t out[64]) {
  uint32_t s[16];
  memcpy(s, input, sizeof s);
  for (unsigned r = 0; r < rounds; r++)
    for (unsigned i = 0; i < 4; i++) {
      // Columns, then diagonals.
      unsigned slant = r & 1;
      quarter(s, i, 4 + (i + slant) % 4, 8 + (i + 2 * slant) % 4, 12 + (i + 3 * slant) % 4);
    }
  for (unsigned i = 0; i < 64; i++) {
    uint32_t word = s[i / 4] + input[i / 4];
    out[i] = (uint8_t)(word >> (i % 4 * 8));
  }
}

void stream_start(struct Stream* s, const uint8_t key[32], const uint8_t nonce[12], uint32_t counter) {
  static const uint8_t sigma[] = "expand 32-byte k";
  for (unsigned i = 0; i < 4; i++) s->input[i] = load(sigma + 4 * i);
  for (unsigned i = 0; i < 8; i++) s->input[4 + i] = load(key + 4 * i);
  s->input[12] = counter;
  for (unsigned i = 0; i < 3; i++) s->input[13 + i] = load(nonce + 4 * i);
  s->used = 64;
}

static void refill(struct Stream* s) {
  stream_block(s->input, 20, s->pad);
  s->input[12]++;
  s->used = 0;
}

static void mix(const uint8_t* in, const uint8_t* pad, uint8_t* out, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = in[i] ^ pad[i];
}

// In and out may be the same, but else do not overlap.
void stream_apply(struct Stream* s, const uint8_t* in, uint8_t* out, size_t n) {
  while (n > 0) {
    if (s->used == 64) refill(s);
    size_t some = 64 - s->used < n ? 64 - s->used : n;
    if (some == 64)
      mix(in, s->pad, out, 64);
    else
      mix(in, s->pad + s->used, out, some);
    s->used += (unsigned)some;
    in += some;
    out += some;
    n -= some;
  }
}

// Goes to a byte counted from the block that has the counter zero.
void stream_seek(struct Stream* s, uint64_t position) {
  s->input[12] = (uint32_t)(position / 64);
  s->used = 64;
  if (position % 64 != 0) {
    refill(s);
    s->used = (unsigned)(position % 64);
  }
}
