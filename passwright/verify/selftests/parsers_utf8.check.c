#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

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

struct Piece utf8_next(const uint8_t* p, size_t n);
size_t utf8_put(uint32_t c, uint8_t* out);
size_t utf8_feed(struct Stream* s, const uint8_t* p, size_t n, uint32_t* out);
size_t utf8_finish(struct Stream* s, uint32_t* out);
size_t utf8_to_16(const uint8_t* p, size_t n, uint16_t* out);
size_t utf8_from_16(const uint16_t* p, size_t n, uint8_t* out);

struct Known {
  uint8_t bytes[12];
  size_t n;
  uint32_t codes[12];
  size_t count;
};

static int piece(const char* bytes, size_t n, enum Kind kind, uint32_t code, unsigned length) {
  struct Piece p = utf8_next((const uint8_t*)bytes, n);
  return p.kind == kind && p.code == code && p.length == length;
}

int main(void) {
  // What another decoder, one that replaces maximal parts, makes of these.
  static const struct Known knowns[] = {
      {{0}, 0, {0}, 0},
      {{0x61, 0x62, 0x63}, 3, {0x61, 0x62, 0x63}, 3},
      {{0x00, 0x7f}, 2, {0x0, 0x7f}, 2},
      {{0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9d, 0x84, 0x9e}, 9, {0xe9, 0x20ac, 0x1d11e}, 3},
      {{0x80}, 1, {0xfffd}, 1},
      {{0xbf, 0x80}, 2, {0xfffd, 0xfffd}, 2},
      {{0xc0, 0x80}, 2, {0xfffd, 0xfffd}, 2},
      {{0xc1, 0xbf}, 2, {0xfffd, 0xfffd}, 2},
      {{0xc2}, 1, {0xfffd}, 1},
      {{0xc2, 0x41}, 2, {0xfffd, 0x41}, 2},
      {{0xc2, 0xc2, 0x80}, 3, {0xfffd, 0x80}, 2},
      {{0xe0, 0x80, 0x80}, 3, {0xfffd, 0xfffd, 0xfffd}, 3},
      {{0xe0, 0x9f, 0xbf}, 3, {0xfffd, 0xfffd, 0xfffd}, 3},
      {{0xe0, 0xa0, 0x80}, 3, {0x800}, 1},
      {{0xe0, 0xa0}, 2, {0xfffd}, 1},
      {{0xe2, 0x82, 0x28}, 3, {0xfffd, 0x28}, 2},
      {{0xed, 0x9f, 0xbf}, 3, {0xd7ff}, 1},
      {{0xed, 0xa0, 0x80}, 3, {0xfffd, 0xfffd, 0xfffd}, 3},
      {{0xed, 0xbf, 0xbf}, 3, {0xfffd, 0xfffd, 0xfffd}, 3},
      {{0xee, 0x80, 0x80}, 3, {0xe000}, 1},
      {{0xef, 0xbf, 0xbf}, 3, {0xffff}, 1},
      {{0xf0, 0x80, 0x80, 0x80}, 4, {0xfffd, 0xfffd, 0xfffd, 0xfffd}, 4},
      {{0xf0, 0x8f, 0xbf, 0xbf}, 4, {0xfffd, 0xfffd, 0xfffd, 0xfffd}, 4},
      {{0xf0, 0x90, 0x80, 0x80}, 4, {0x10000}, 1},
      {{0xf0, 0x9f, 0x92}, 3, {0xfffd}, 1},
      {{0xf0, 0x9f, 0x92, 0xf0, 0x9f, 0x92, 0xa9}, 7, {0xfffd, 0x1f4a9}, 2},
      {{0xf4, 0x8f, 0xbf, 0xbf}, 4, {0x10ffff}, 1},
      {{0xf4, 0x90, 0x80, 0x80}, 4, {0xfffd, 0xfffd, 0xfffd, 0xfffd}, 4},
      {{0xf5, 0x80, 0x80, 0x80}, 4, {0xfffd, 0xfffd, 0xfffd, 0xfffd}, 4},
      {{0xf8, 0x88, 0x80, 0x80, 0x80}, 5, {0xfffd, 0xfffd, 0xfffd, 0xfffd, 0xfffd}, 5},
      {{0xfe, 0xff}, 2, {0xfffd, 0xfffd}, 2},
      {{0xf1, 0x80, 0xc3, 0xa9, 0xe1, 0x80, 0x41}, 7, {0xfffd, 0xe9, 0xfffd, 0x41}, 4},
      {{0xe1, 0x80, 0xe2, 0xf0, 0x91, 0x92, 0xf1, 0xbf, 0x41}, 9, {0xfffd, 0xfffd, 0xfffd, 0xfffd, 0x41}, 5},
      {{0xf1, 0x80, 0x80, 0x41, 0xc3}, 5, {0xfffd, 0x41, 0xfffd}, 3},
  };
  for (size_t k = 0; k < sizeof knowns / sizeof *knowns; k++) {
    const struct Known* c = &knowns[k];
    uint32_t out[14];
    // In two pieces, cut at every place, and byte by byte.
    for (size_t cut = 0; cut <= c->n + 1; cut++) {
      struct Stream s = {0, 0, 0, 0, 0};
      size_t n = 0;
      memset(out, 0x5a, sizeof out);
      if (cut <= c->n) {
        n = utf8_feed(&s, c->bytes, cut, out);
        n += utf8_feed(&s, c->bytes + cut, c->n - cut, out + n);
      } else {
        for (size_t i = 0; i < c->n; i++) n += utf8_feed(&s, c->bytes + i, 1, out + n);
      }
      n += utf8_finish(&s, out + n);
      CHECK(n == c->count && memcmp(out, c->codes, n * 4) == 0 && out[n] == 0x5a5a5a5a);
      CHECK(utf8_finish(&s, out) == 0);
    }
    size_t n = 0, units = 0;
    for (size_t i = 0; i < c->n; n++) {
      struct Piece p = utf8_next(c->bytes + i, c->n - i);
      CHECK(n < c->count && p.code == c->codes[n] && p.length >= 1 && p.length <= 4);
      units += p.code > 0xffff ? 2 : 1;
      i += p.length ? p.length : 1;
    }
    CHECK(n == c->count);
    uint16_t wide[14];
    memset(wide, 0x5a, sizeof wide);
    CHECK(utf8_to_16(c->bytes, c->n, wide) == units && wide[units] == 0x5a5a);
  }
  CHECK(piece("a", 1, GOOD, 'a', 1) && piece("\x80", 1, STRAY, 0xfffd, 1) && piece("\xbf\xbf", 2, STRAY, 0xfffd, 1));
  CHECK(piece("\xc0\x80", 2, OVERLONG, 0xfffd, 1) && piece("\xc1", 1, OVERLONG, 0xfffd, 1) &&
        piece("\xe0\x9f\xbf", 3, OVERLONG, 0xfffd, 1));
  CHECK(piece("\xf0\x8f\xbf\xbf", 4, OVERLONG, 0xfffd, 1) && piece("\xe0\x41", 2, TRUNCATED, 0xfffd, 1));
  CHECK(piece("\xed\xa0\x80", 3, SURROGATE, 0xfffd, 1) && piece("\xed\x7f", 2, TRUNCATED, 0xfffd, 1) &&
        piece("\xed\x9f\xc0", 3, TRUNCATED, 0xfffd, 2));
  CHECK(piece("\xf4\x90\x80\x80", 4, TOO_LARGE, 0xfffd, 1) && piece("\xf5", 1, TOO_LARGE, 0xfffd, 1) &&
        piece("\xf7", 1, TOO_LARGE, 0xfffd, 1));
  CHECK(piece("\xf8", 1, INVALID_BYTE, 0xfffd, 1) && piece("\xff", 1, INVALID_BYTE, 0xfffd, 1));
  CHECK(piece("\xf0\x9f\x92\xa9", 3, TRUNCATED, 0xfffd, 3) && piece("\xf0\x9f\x92\xa9", 4, GOOD, 0x1f4a9, 4) &&
        piece("\xf0\x9f\x92\xa9", 1, TRUNCATED, 0xfffd, 1));

  unsigned wrong = 0;
  for (uint32_t c = 0; c <= 0x110005;
       c += c < 0x900 || (c > 0xd7f0 && c < 0xe010) || (c > 0xfff0 && c < 0x10010) || c > 0x10fff0 ? 1 : 251) {
    uint8_t out[8];
    uint16_t wide[4];
    memset(out, 0x5a, sizeof out);
    size_t n = utf8_put(c, out);
    if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) {
      wrong += n != 0 || out[0] != 0x5a;
      continue;
    }
    wrong += n != 1u + (c >= 0x80) + (c >= 0x800) + (c >= 0x10000) || out[n] != 0x5a;
    struct Piece p = utf8_next(out, n);
    wrong += p.kind != GOOD || p.code != c || p.length != n;
    for (size_t i = 1; i < n; i++) wrong += utf8_next(out, i).kind != TRUNCATED || utf8_next(out + i, n - i).kind != STRAY;
    size_t units = utf8_to_16(out, n, wide);
    uint8_t back[8];
    wrong += units != (c > 0xffff ? 2 : 1) || utf8_from_16(wide, units, back) != n || memcmp(out, back, n) != 0;
    if (c > 0xffff) wrong += wide[0] != 0xd800 + ((c - 0x10000) >> 10) || wide[1] != 0xdc00 + (c - 0x10000) % 1024;
  }
  CHECK(wrong == 0);
  CHECK(utf8_put(0xffffffffu, (uint8_t[4]){0}) == 0 && utf8_put(0x80000041u, (uint8_t[4]){0}) == 0);
  static const uint16_t halves[] = {0xd800, 'a', 0xdc00, 0xdbff, 0xdbff, 0xdfff, 0xd834};
  static const uint8_t want[] = {0xef, 0xbf, 0xbd, 'a', 0xef, 0xbf, 0xbd, 0xef, 0xbf, 0xbd, 0xf4, 0x8f, 0xbf, 0xbf, 0xef, 0xbf, 0xbd};
  uint8_t out[24];
  CHECK(utf8_from_16(halves, 7, out) == sizeof want && memcmp(out, want, sizeof want) == 0);
  CHECK(utf8_from_16(halves, 0, out) == 0);
  return failures != 0;
}
