// Canonical Huffman coding limited to 12 bits, with a bit writer and a table-driven bit reader, most significant bit first.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define SYMBOLS 64
#define LIMIT 12

struct Code {
  uint8_t lengths[SYMBOLS];
  uint16_t words[SYMBOLS];
};

// Joins the two lightest until one is left; of equals the one made first. Returns the longest length.
static unsigned tree_lengths(const uint32_t* weights, uint8_t* lengths) {
  uint64_t weight[2 * SYMBOLS];
  int parent[2 * SYMBOLS], alive[2 * SYMBOLS], nodes = SYMBOLS, left = 0;
  unsigned longest = 0;
  for (int i = 0; i < SYMBOLS; i++) {
    weight[i] = weights[i];
    alive[i] = weights[i] > 0;
    parent[i] = -1;
    left += alive[i];
  }
  for (; left > 1; left--) {
    int pair[2];
    for (int k = 0; k < 2; k++) {
      int best = -1;
      for (int i = 0; i < nodes; i++)
        if (alive[i] && (best < 0 || weight[i] < weight[best])) best = i;
      alive[best] = 0;
      pair[k] = best;
    }
    weight[nodes] = weight[pair[0]] + weight[pair[1]];
    parent[pair[0]] = parent[pair[1]] = nodes;
    parent[nodes] = -1;
    alive[nodes++] = 1;
  }
  for (int i = 0; i < SYMBOLS; i++) {
    unsigned n = 0;
    for (int p = parent[i]; p >= 0; p = parent[p]) n++;
    lengths[i] = (uint8_t)(weights[i] > 0 && n == 0 ? 1 : n);
    if (n > longest) longest = n;
  }
  return longest;
}

static void assign(struct Code* c) {
  unsigned word = 0;
  for (unsigned length = 1; length <= LIMIT; length++, word <<= 1)
    for (unsigned i = 0; i < SYMBOLS; i++) {
      if (c->lengths[i] == length) c->words[i] = (uint16_t)word++;
    }
}

// Halves the weights, keeping those above zero so, until no code is longer than the limit. Returns how often.
unsigned huffman_build(struct Code* c, const uint32_t* counts) {
  uint32_t weights[SYMBOLS];
  unsigned halved = 0;
  memcpy(weights, counts, sizeof weights);
  memset(c, 0, sizeof *c);
  for (; tree_lengths(weights, c->lengths) > LIMIT; halved++)
    for (unsigned i = 0; i < SYMBOLS; i++) weights[i] = (weights[i] >> 1) + (weights[i] & 1);
  assign(c);
  return halved;
}

struct Writer {
  uint8_t* out;
  size_t size, room;
  uint64_t pending;
  unsigned bits;
};

static void write_bits(struct Writer* w, unsigned value, unsigned n) {
  w->pending = w->pending << n | value;
  for (w->bits += n; w->bits >= 8; w->bits -= 8) {
    if (w->size < w->room) w->out[w->size] = (uint8_t)(w->pending >> (w->bits - 8));
    w->size++;
  }
}

// Returns the number of bytes that it takes, which may be more than there is room for.
size_t huffman_encode(const struct Code* c, const uint8_t* in, size_t n, uint8_t* out, size_t room) {
  struct Writer w = {out, 0, room, 0, 0};
  for (size_t i = 0; i < n; i++) write_bits(&w, c->words[in[i]], c->lengths[in[i]]);
  if (w.bits > 0) write_bits(&w, 0, 8 - w.bits);
  return w.size;
}

// Decodes up to n symbols; stops at the end of the input or at a word that no symbol has.
size_t huffman_decode(const struct Code* c, const uint8_t* in, size_t size, uint8_t* out, size_t n) {
  uint16_t table[1 << LIMIT];
  uint32_t window = 0;
  unsigned bits = 0;
  size_t at = 0, done = 0;
  memset(table, 0, sizeof table);
  for (unsigned s = 0; s < SYMBOLS; s++)
    if (c->lengths[s] > 0) {
      unsigned spread = LIMIT - c->lengths[s];
      for (unsigned i = 0; i < 1u << spread; i++) table[(unsigned)c->words[s] << spread | i] = (uint16_t)(c->lengths[s] << 8 | s);
    }
  while (done < n) {
    while (bits < LIMIT && at < size) {
      window = window << 8 | in[at++];
      bits += 8;
    }
    unsigned look = (bits >= LIMIT ? window >> (bits - LIMIT) : window << (LIMIT - bits)) & ((1u << LIMIT) - 1);
    unsigned length = table[look] >> 8;
    if (length == 0 || length > bits) break;
    bits -= length;
    out[done++] = (uint8_t)table[look];
  }
  return done;
}
