// A table-driven lexer of a small language: classes by state, longest operators by backing up, numbers with overflow, comments, strings
// with escapes.
#include <stddef.h>
#include <stdint.h>

enum Class { OTHER, BLANK, LINE, LETTER, DIGIT, SLASH, STAR, QUOTE, BACK, LESS, EQUAL, MINUS, MORE, DOT, CLASSES };
enum State {
  START,
  NAME,
  NUMBER,
  SLASHED,
  COMMENT,
  COMMENT_STAR,
  REMARK,
  TEXT,
  TEXT_BACK,
  LESS1,
  LESS2,
  EQUAL1,
  MINUS1,
  MORE1,
  DOT1,
  DOT2,
  STATES
};
enum Kind { END, IDENTIFIER, INTEGER, TOO_BIG, OPERATOR, STRING, UNCLOSED_STRING, UNCLOSED_COMMENT, STRAY };
enum { STOP = 32, KEEP = STOP, BACK1 = STOP + 1, BACK2 = STOP + 2, SKIP = STOP + 3, WITH = STOP + 4 };

struct Token {
  enum Kind kind;
  size_t start, length;
  unsigned line;
  uint32_t value;
};

struct Lexer {
  const uint8_t* text;
  size_t n, at;
  unsigned line;
};

static enum Class class_of(uint8_t c) {
  switch (c) {
    case ' ':
    case '\t':
      return BLANK;
    case '\n':
      return LINE;
    case 'a' ... 'z':
    case 'A' ... 'Z':
    case '_':
      return LETTER;
    case '0' ... '9':
      return DIGIT;
    case '/':
      return SLASH;
    case '*':
      return STAR;
    case '"':
      return QUOTE;
    case '\\':
      return BACK;
    case '<':
      return LESS;
    case '=':
      return EQUAL;
    case '-':
      return MINUS;
    case '>':
      return MORE;
    case '.':
      return DOT;
    default:
      return OTHER;
  }
}

// the next state, or how the token ends: before this character, with it, or some characters back
static const uint8_t moves[STATES][CLASSES] = {
    [START] = {WITH, SKIP, SKIP, NAME, NUMBER, SLASHED, WITH, TEXT, WITH, LESS1, EQUAL1, MINUS1, MORE1, DOT1},
    [NAME] = {KEEP, KEEP, KEEP, NAME, NAME, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP},
    [NUMBER] = {KEEP, KEEP, KEEP, KEEP, NUMBER, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP},
    [SLASHED] = {KEEP, KEEP, KEEP, KEEP, KEEP, REMARK, COMMENT, KEEP, KEEP, KEEP, WITH, KEEP, KEEP, KEEP},
    [COMMENT] = {COMMENT, COMMENT, COMMENT, COMMENT, COMMENT, COMMENT, COMMENT_STAR, COMMENT, COMMENT, COMMENT, COMMENT, COMMENT, COMMENT,
                 COMMENT},
    [COMMENT_STAR] = {COMMENT, COMMENT, COMMENT, COMMENT, COMMENT, SKIP, COMMENT_STAR, COMMENT, COMMENT, COMMENT, COMMENT, COMMENT, COMMENT,
                      COMMENT},
    [REMARK] = {REMARK, REMARK, SKIP, REMARK, REMARK, REMARK, REMARK, REMARK, REMARK, REMARK, REMARK, REMARK, REMARK, REMARK},
    [TEXT] = {TEXT, TEXT, KEEP, TEXT, TEXT, TEXT, TEXT, WITH, TEXT_BACK, TEXT, TEXT, TEXT, TEXT, TEXT},
    [TEXT_BACK] = {TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT},
    [LESS1] = {KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, LESS2, WITH, WITH, KEEP, KEEP},
    [LESS2] = {KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, WITH, KEEP, KEEP, KEEP},
    [EQUAL1] = {KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, WITH, KEEP, WITH, KEEP},
    [MINUS1] = {KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, WITH, WITH, WITH, KEEP},
    [MORE1] = {KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, WITH, KEEP, WITH, KEEP},
    [DOT1] = {KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, DOT2},
    [DOT2] = {BACK1, BACK1, BACK1, BACK1, BACK1, BACK1, BACK1, BACK1, BACK1, BACK1, BACK1, BACK1, BACK1, WITH},
};

static uint32_t number(const uint8_t* p, size_t n, enum Kind* kind) {
  uint32_t value = 0;
  for (size_t i = 0; i < n; i++) {
    uint32_t digit = p[i] - '0';
    if (value > (UINT32_MAX - digit) / 10) {
      *kind = TOO_BIG;
      return UINT32_MAX;
    }
    value = value * 10 + digit;
  }
  return value;
}

static uint32_t text_value(const uint8_t* p, size_t n) {
  uint32_t hash = 0;
  for (size_t i = 0; i < n; i++) {
    uint8_t c = p[i];
    if (c == '\\' && i + 1 < n) {
      c = p[++i];
      c = c == 'n' ? '\n' : c == 't' ? '\t' : c == '0' ? 0 : c;
    }
    hash = hash * 131 + c + 1;
  }
  return hash;
}

struct Token next_token(struct Lexer* l) {
  for (;;) {
    struct Token t = {END, l->at, 0, l->line, 0};
    enum State state = START, last = START;
    uint8_t first = l->at < l->n ? l->text[l->at] : 0;
    int skipped = 0, closed = 0;
    while (l->at < l->n) {
      uint8_t c = l->text[l->at];
      uint8_t move = moves[state][class_of(c)];
      if (move == KEEP || move == BACK1) {
        l->at -= (size_t)(move - KEEP);
        last = state;
        goto ended;
      }
      l->at++;
      l->line += c == '\n';
      if (move == SKIP) {
        skipped = 1;
        break;
      }
      last = state;
      if (move == WITH) {
        closed = 1;
        goto ended;
      }
      state = (enum State)move;
    }
    if (skipped) continue;
    last = state;
    if (state == START) return t;
    if (state == DOT2) l->at--;
    if (state == REMARK) continue;
  ended:
    t.length = l->at - t.start;
    switch (last) {
      case START:
        t.kind = class_of(first) == OTHER && first > 127 ? STRAY : OPERATOR;
        break;
      case NAME:
        t.kind = IDENTIFIER;
        break;
      case NUMBER:
        t.kind = INTEGER;
        t.value = number(l->text + t.start, t.length, &t.kind);
        break;
      case TEXT:
      case TEXT_BACK:
        t.kind = closed ? STRING : UNCLOSED_STRING;
        t.value = text_value(l->text + t.start + 1, t.length - 1 - (size_t)closed);
        break;
      case COMMENT:
      case COMMENT_STAR:
        t.kind = UNCLOSED_COMMENT;
        break;
      default:
        t.kind = OPERATOR;
    }
    return t;
  }
}
