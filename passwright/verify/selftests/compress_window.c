// LZ coding with a 4096-byte window and hash chains: flag bytes, tokens of two bytes (12 bits distance, 4 bits length), overlapping copies.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define WINDOW 4096
#define LEAST 3
#define MOST 18
#define HASHES 512

struct Writer {
  uint8_t* out;
  size_t size, room, flag_at;
  unsigned flags;
};

struct Match {
  size_t length, distance;
};

struct Finder {
  int32_t heads[HASHES];
  int32_t links[WINDOW];
};

static unsigned hash(const uint8_t* p) { return (p[0] * 33u * 33u + p[1] * 33u + p[2]) % HASHES; }

static int put(struct Writer* w, uint8_t b) {
  if (w->size == w->room) return 0;
  w->out[w->size++] = b;
  return 1;
}

// Every eight tokens begin with a byte of flags, the first token in its lowest bit, a set bit for a match.
static int token(struct Writer* w, int match, uint8_t a, uint8_t b) {
  if (w->flags == 8) {
    w->flag_at = w->size;
    w->flags = 0;
    if (!put(w, 0)) return 0;
  }
  if (match) w->out[w->flag_at] |= (uint8_t)(1u << w->flags);
  w->flags++;
  return put(w, a) && (!match || put(w, b));
}

static void remember(struct Finder* f, const uint8_t* in, size_t at, size_t n) {
  if (n - at < LEAST) return;
  int32_t* head = &f->heads[hash(in + at)];
  f->links[at % WINDOW] = *head;
  *head = (int32_t)at;
}

// The longest match, and of these the nearest.
static struct Match find(const struct Finder* f, const uint8_t* in, size_t at, size_t n, unsigned tries) {
  struct Match best = {0, 0};
  size_t limit = n - at < MOST ? n - at : MOST;
  if (limit < LEAST) return best;
  for (int32_t p = f->heads[hash(in + at)]; p >= 0 && at - (size_t)p <= WINDOW && tries > 0; p = f->links[(size_t)p % WINDOW], tries--) {
    size_t length = 0;
    while (length < limit && in[(size_t)p + length] == in[at + length]) length++;
    if (length >= LEAST && length > best.length) best = (struct Match){length, at - (size_t)p};
    if (best.length == limit) break;
    // A link to a later place belongs to a position that has left the window.
    if (f->links[(size_t)p % WINDOW] >= p) break;
  }
  return best;
}

ptrdiff_t window_pack(const uint8_t* in, size_t n, uint8_t* out, size_t room, unsigned tries, int lazy) {
  struct Writer w = {out, 0, room, 0, 8};
  struct Finder f;
  memset(&f, 0xff, sizeof f);
  for (size_t at = 0; at < n;) {
    struct Match m = find(&f, in, at, n, tries);
    remember(&f, in, at, n);
    if (lazy && m.length > 0 && m.length < MOST && at + 1 < n && find(&f, in, at + 1, n, tries).length > m.length) m.length = 0;
    if (m.length == 0) {
      if (!token(&w, 0, in[at++], 0)) return -1;
      continue;
    }
    size_t d = m.distance - 1;
    if (!token(&w, 1, (uint8_t)d, (uint8_t)(d >> 8 << 4 | (m.length - LEAST)))) return -1;
    for (size_t i = 1; i < m.length; i++) remember(&f, in, at + i, n);
    at += m.length;
  }
  return (ptrdiff_t)w.size;
}

// Returns -1 for too little room, -2 for input that ends too soon, -3 for a distance before the beginning.
ptrdiff_t window_unpack(const uint8_t* in, size_t n, uint8_t* out, size_t room) {
  size_t size = 0;
  for (size_t at = 0; at < n;) {
    unsigned flags = in[at++];
    for (unsigned i = 0; i < 8 && at < n; i++, flags >>= 1) {
      size_t length = 1, distance = 0;
      if (flags & 1) {
        if (n - at < 2) return -2;
        distance = (in[at] | (size_t)(in[at + 1] >> 4) << 8) + 1;
        length = (in[at + 1] & 15u) + LEAST;
        if (distance > size) return -3;
      }
      if (length > room - size) return -1;
      if (distance == 0)
        out[size++] = in[at++];
      else {
        for (size_t k = 0; k < length; k++, size++) out[size] = out[size - distance];
        at += 2;
      }
    }
  }
  return (ptrdiff_t)size;
}
