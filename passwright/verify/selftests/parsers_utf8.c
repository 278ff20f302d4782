// UTF-8 decoder and encoder: every malformed kind told apart, replacement by maximal parts, a streaming state for pieces, and UTF-16 both
// ways.
#include <stddef.h>
#include <stdint.h>

enum Kind { GOOD, STRAY, TRUNCATED, OVERLONG, SURROGATE, TOO_LARGE, INVALID_BYTE };

struct Piece {
  enum Kind kind;
  uint32_t code;
  uint8_t length;
};

struct Stream {
  uint32_t code;
  uint8_t need, low, high, seen;
};

static int lead(uint8_t b, struct Stream* s) {
  *s = (struct Stream){0, 0, 0x80, 0xbf, 1};
  if (b < 0x80) {
    s->code = b;
  } else if (b >= 0xc2 && b < 0xe0) {
    s->need = 1;
    s->code = b & 31;
  } else if (b >= 0xe0 && b < 0xf0) {
    s->need = 2;
    s->code = b & 15;
    if (b == 0xe0) s->low = 0xa0;
    if (b == 0xed) s->high = 0x9f;
  } else if (b >= 0xf0 && b < 0xf5) {
    s->need = 3;
    s->code = b & 7;
    if (b == 0xf0) s->low = 0x90;
    if (b == 0xf4) s->high = 0x8f;
  } else {
    return 0;
  }
  return 1;
}

static int follow(struct Stream* s, uint8_t b) {
  if (b < s->low || b > s->high) return 0;
  s->low = 0x80;
  s->high = 0xbf;
  s->code = s->code << 6 | (b & 63);
  s->need--;
  s->seen++;
  return 1;
}

static enum Kind why_lead(uint8_t b) {
  if (b < 0xc0) return STRAY;
  if (b < 0xc2) return OVERLONG;
  return b < 0xf8 ? TOO_LARGE : INVALID_BYTE;
}

// One code point or one maximal malformed part; n is above zero.
struct Piece utf8_next(const uint8_t* p, size_t n) {
  struct Stream s;
  if (!lead(p[0], &s)) return (struct Piece){why_lead(p[0]), 0xfffd, 1};
  while (s.need > 0) {
    if (s.seen == n) return (struct Piece){TRUNCATED, 0xfffd, s.seen};
    if (!follow(&s, p[s.seen])) {
      enum Kind kind = TRUNCATED;
      if (p[s.seen] >= 0x80 && p[s.seen] < 0xc0) kind = p[0] == 0xed ? SURROGATE : p[0] == 0xf4 ? TOO_LARGE : OVERLONG;
      return (struct Piece){kind, 0xfffd, s.seen};
    }
  }
  return (struct Piece){GOOD, s.code, s.seen};
}

// Returns the length, or 0 for what is no code point.
size_t utf8_put(uint32_t c, uint8_t* out) {
  static const uint8_t marks[] = {0, 0, 0xc0, 0xe0, 0xf0};
  size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  if (c > 0x10ffff || (c >> 11) == 0x1b) return 0;
  for (size_t i = n; i-- > 1; c >>= 6) out[i] = (uint8_t)(0x80 | (c & 63));
  out[0] = (uint8_t)(marks[n] | c);
  return n;
}

// Feeds a piece of a longer text; the state goes on in the next piece. Returns how many code points came out.
size_t utf8_feed(struct Stream* s, const uint8_t* p, size_t n, uint32_t* out) {
  size_t made = 0;
  for (size_t i = 0; i < n; i++) {
    if (s->need > 0) {
      if (follow(s, p[i])) {
        if (s->need == 0) out[made++] = s->code;
        continue;
      }
      out[made++] = 0xfffd;
      s->need = 0;
    }
    if (!lead(p[i], s))
      out[made++] = 0xfffd;
    else if (s->need == 0)
      out[made++] = s->code;
  }
  return made;
}

size_t utf8_finish(struct Stream* s, uint32_t* out) {
  if (s->need == 0) return 0;
  s->need = 0;
  *out = 0xfffd;
  return 1;
}

size_t utf8_to_16(const uint8_t* p, size_t n, uint16_t* out) {
  size_t made = 0;
  for (size_t i = 0; i < n;) {
    struct Piece c = utf8_next(p + i, n - i);
    i += c.length;
    if (c.code < 0x10000) {
      out[made++] = (uint16_t)c.code;
    } else {
      out[made++] = (uint16_t)(0xd7c0 + (c.code >> 10));
      out[made++] = (uint16_t)(0xdc00 | (c.code & 1023));
    }
  }
  return made;
}

// Lone halves become the replacement character.
size_t utf8_from_16(const uint16_t* p, size_t n, uint8_t* out) {
  size_t made = 0;
  for (size_t i = 0; i < n; i++) {
    uint32_t c = p[i];
    if (c >= 0xd800 && c < 0xdc00 && i + 1 < n && (p[i + 1] & 0xfc00) == 0xdc00) {
      c = 0x10000 + ((c & 1023) << 10) + (p[i + 1] & 1023u);
      i++;
    } else if ((c & 0xf800) == 0xd800) {
      c = 0xfffd;
    }
    made += utf8_put(c, out + made);
  }
  return made;
}
