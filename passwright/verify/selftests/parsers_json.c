// A tokenizer for JSON: nesting, exact numbers as decimal mantissa and exponent, strings with escapes decoded in place, events through a
// callback.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum Kind { BEGIN_LIST, END_LIST, BEGIN_OBJECT, END_OBJECT, KEY, STRING, NUMBER, TRUE, FALSE, NIL };

struct Event {
  enum Kind kind;
  unsigned depth;
  const unsigned char* text;
  size_t length;
  int64_t mantissa;
  int32_t exponent;
};

typedef int (*Handler)(void* state, const struct Event* e);

struct Reader {
  unsigned char *at, *end;
  Handler handler;
  void* state;
  unsigned depth;
};

// Failures are the codes below zero; a handler stops with a number above.
enum { BAD = -1, SHORT = -2, NUMBER_TOO_LONG = -3, TOO_DEEP = -4 };

static int value(struct Reader* r);

static int tell(struct Reader* r, enum Kind kind, const unsigned char* text, size_t length, int64_t mantissa, int32_t exponent) {
  struct Event e = {kind, r->depth, text, length, mantissa, exponent};
  return r->handler(r->state, &e);
}

static int blanks(struct Reader* r) {
  while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r')) r->at++;
  return r->at < r->end ? *r->at : -1;
}

static int hex4(struct Reader* r, unsigned* out) {
  unsigned v = 0;
  for (int i = 0; i < 4; i++) {
    if (r->at == r->end) return SHORT;
    unsigned char c = *r->at;
    unsigned d = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10u : 99;
    if (d > 15) return BAD;
    v = v << 4 | d;
    r->at++;
  }
  *out = v;
  return 0;
}

static unsigned char* encode(unsigned char* out, unsigned c) {
  if (c < 0x80) {
    *out++ = (unsigned char)c;
    return out;
  }
  if (c < 0x800) {
    *out++ = (unsigned char)(0xc0 | c >> 6);
  } else {
    if (c < 0x10000) {
      *out++ = (unsigned char)(0xe0 | c >> 12);
    } else {
      *out++ = (unsigned char)(0xf0 | c >> 18);
      *out++ = (unsigned char)(0x80 | (c >> 12 & 63));
    }
    *out++ = (unsigned char)(0x80 | (c >> 6 & 63));
  }
  *out++ = (unsigned char)(0x80 | (c & 63));
  return out;
}

static int escape(struct Reader* r, unsigned char** out) {
  static const unsigned char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  if (r->at == r->end) return SHORT;
  unsigned char c = *r->at;
  if (c != 'u') {
    const unsigned char* p = c ? memchr(from, c, sizeof from - 1) : NULL;
    if (!p) return BAD;
    r->at++;
    *(*out)++ = to[p - from];
    return 0;
  }
  r->at++;
  unsigned high, low;
  int bad = hex4(r, &high);
  if (bad) return bad;
  if (high >= 0xdc00 && high < 0xe000) return BAD;
  if (high >= 0xd800 && high < 0xdc00) {
    if (r->end - r->at < 2) return SHORT;
    if (r->at[0] != '\\' || r->at[1] != 'u') return BAD;
    r->at += 2;
    if ((bad = hex4(r, &low)) != 0) return bad;
    if (low < 0xdc00 || low > 0xdfff) return BAD;
    high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
  }
  *out = encode(*out, high);
  return 0;
}

static int string(struct Reader* r, enum Kind kind) {
  unsigned char *start = ++r->at, *out = start;
  while (r->at < r->end) {
    unsigned char c = *r->at;
    if (c < 32) return BAD;
    r->at++;
    if (c == '"') return tell(r, kind, start, (size_t)(out - start), 0, 0);
    if (c != '\\') {
      *out++ = c;
      continue;
    }
    int bad = escape(r, &out);
    if (bad) return bad;
  }
  return SHORT;
}

static int digits(struct Reader* r, int64_t* v, int* count) {
  const unsigned char* start = r->at;
  for (; r->at < r->end && *r->at >= '0' && *r->at <= '9'; r->at++) {
    if (*v > (INT64_MAX - 9) / 10) return NUMBER_TOO_LONG;
    *v = *v * 10 + (*r->at - '0');
  }
  *count = (int)(r->at - start);
  return *count > 0 ? 0 : r->at < r->end ? BAD : SHORT;
}

static int number(struct Reader* r) {
  const unsigned char* start = r->at;
  int64_t mantissa = 0, power = 0;
  int negative = *r->at == '-', n, fraction = 0, bad;
  r->at += negative;
  int zero = r->at < r->end && *r->at == '0';
  if ((bad = digits(r, &mantissa, &n)) != 0) return bad;
  if (zero && n > 1) {
    r->at -= n - 1;
    return BAD;
  }
  if (r->at < r->end && *r->at == '.') {
    r->at++;
    if ((bad = digits(r, &mantissa, &fraction)) != 0) return bad;
  }
  if (r->at < r->end && (*r->at | 32) == 'e') {
    int minus = 0;
    r->at++;
    if (r->at < r->end && (*r->at == '+' || *r->at == '-')) minus = *r->at++ == '-';
    if ((bad = digits(r, &power, &n)) != 0) return bad;
    if (power > 99999) return NUMBER_TOO_LONG;
    if (minus) power = -power;
  }
  return tell(r, NUMBER, start, (size_t)(r->at - start), negative ? -mantissa : mantissa, (int32_t)power - fraction);
}

static int word(struct Reader* r, const char* w, enum Kind kind) {
  const unsigned char* start = r->at;
  for (; *w; w++, r->at++) {
    if (r->at == r->end) return SHORT;
    if (*r->at != (unsigned char)*w) return BAD;
  }
  return tell(r, kind, start, (size_t)(r->at - start), 0, 0);
}

static int items(struct Reader* r, int object) {
  int result = tell(r, object ? BEGIN_OBJECT : BEGIN_LIST, r->at, 1, 0, 0);
  int close = object ? '}' : ']';
  if (result) return result;
  r->at++;
  if (++r->depth > 20) return TOO_DEEP;
  int c = blanks(r);
  for (int first = 1; c != close || !first; first = 0) {
    if (object) {
      if (c != '"') return c < 0 ? SHORT : BAD;
      if ((result = string(r, KEY)) != 0) return result;
      if ((c = blanks(r)) != ':') return c < 0 ? SHORT : BAD;
      r->at++;
    }
    if ((result = value(r)) != 0) return result;
    c = blanks(r);
    if (c == close) break;
    if (c != ',') return c < 0 ? SHORT : BAD;
    r->at++;
    c = blanks(r);
  }
  r->depth--;
  result = tell(r, object ? END_OBJECT : END_LIST, r->at, 1, 0, 0);
  r->at++;
  return result;
}

static int value(struct Reader* r) {
  int c = blanks(r);
  switch (c) {
    case -1:
      return SHORT;
    case '{':
      return items(r, 1);
    case '[':
      return items(r, 0);
    case '"':
      return string(r, STRING);
    case 't':
      return word(r, "true", TRUE);
    case 'f':
      return word(r, "false", FALSE);
    case 'n':
      return word(r, "null", NIL);
    default:
      return c == '-' || (c >= '0' && c <= '9') ? number(r) : BAD;
  }
}

// Returns 0 or why it stopped, and where; the text is overwritten by its decoded strings.
int json_read(unsigned char* text, size_t n, Handler handler, void* state, size_t* where) {
  struct Reader r = {text, text + n, handler, state, 0};
  int result = value(&r);
  if (result == 0 && blanks(&r) >= 0) result = BAD;
  *where = (size_t)(r.at - text);
  return result;
}
