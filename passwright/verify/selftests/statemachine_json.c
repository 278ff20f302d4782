// A JSON checker fed in chunks of any size: a push-down automaton with a bit stack, literals, numbers and escapes, events through a
// callback.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum State {
  VALUE,
  ITEM,
  FIRST_KEY,
  KEY,
  COLON,
  AFTER,
  STRING,
  ESCAPE,
  HEX,
  WORD,
  MINUS,
  ZERO,
  WHOLE,
  POINT,
  FRACTION,
  EXPONENT,
  EXPONENT_SIGN,
  POWER,
  FAILED
};

struct Parser {
  enum State state;
  uint32_t objects;  // a bit for each level: whether it is an object
  uint8_t depth, hex, is_key;
  const char* word;
  uint64_t offset;
  void (*event)(void* context, char what, unsigned depth);
  void* context;
};

void json_start(struct Parser* p, void (*event)(void*, char, unsigned), void* context) {
  memset(p, 0, sizeof *p);
  p->event = event;
  p->context = context;
}

static int is_space(uint8_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
static int is_digit(uint8_t c) { return c >= '0' && c <= '9'; }
static int is_hex(uint8_t c) { return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f'); }

static void done(struct Parser* p, char what) {
  p->state = AFTER;
  if (p->event) p->event(p->context, what, p->depth);
}

static enum State enter(struct Parser* p, int object) {
  if (p->depth == 20) return FAILED;
  p->event(p->context, object ? '{' : '[', p->depth);
  p->objects = p->objects << 1 | (uint32_t)object;
  p->depth++;
  return object ? FIRST_KEY : ITEM;
}

static enum State leave(struct Parser* p, int object) {
  if (p->depth == 0 || (p->objects & 1) != (uint32_t)object) return FAILED;
  p->objects >>= 1;
  p->depth--;
  done(p, object ? '}' : ']');
  return AFTER;
}

static enum State value(struct Parser* p, uint8_t c) {
  switch (c) {
    case '{':
      return enter(p, 1);
    case '[':
      return enter(p, 0);
    case '"':
      p->is_key = 0;
      return STRING;
    case 't':
      p->word = "rue";
      return WORD;
    case 'f':
      p->word = "alse";
      return WORD;
    case 'n':
      p->word = "ull";
      return WORD;
    case '-':
      return MINUS;
    case '0':
      return ZERO;
    case '1' ... '9':
      return WHOLE;
  }
  return FAILED;
}

// a number ends by what follows it, which is then looked at again
static int number(struct Parser* p, uint8_t c) {
  switch (p->state) {
    case MINUS:
      p->state = c == '0' ? ZERO : is_digit(c) ? WHOLE : FAILED;
      return 1;
    case WHOLE:
      if (is_digit(c)) return 1;
      __attribute__((fallthrough));
    case ZERO:
      if (c == '.') return p->state = POINT, 1;
      break;
    case POINT:
      p->state = is_digit(c) ? FRACTION : FAILED;
      return 1;
    case FRACTION:
      if (is_digit(c)) return 1;
      break;
    case EXPONENT:
      if (c == '+' || c == '-') return p->state = EXPONENT_SIGN, 1;
      __attribute__((fallthrough));
    case EXPONENT_SIGN:
      p->state = is_digit(c) ? POWER : FAILED;
      return 1;
    default:  // POWER
      if (is_digit(c)) return 1;
      done(p, '#');
      return 0;
  }
  if ((c | 32) == 'e') return p->state = EXPONENT, 1;
  done(p, '#');
  return 0;
}

static void byte(struct Parser* p, uint8_t c) {
  if (p->state >= MINUS && p->state <= POWER && number(p, c)) return;
  if (p->state != STRING && p->state != ESCAPE && p->state != HEX && p->state != WORD && is_space(c)) return;
  switch (p->state) {
    case ITEM:
      p->state = c == ']' ? leave(p, 0) : value(p, c);
      break;
    case VALUE:
      p->state = value(p, c);
      break;
    case FIRST_KEY:
      if (c == '}') {
        p->state = leave(p, 1);
        break;
      }
      __attribute__((fallthrough));
    case KEY:
      p->is_key = 1;
      p->state = c == '"' ? STRING : FAILED;
      break;
    case COLON:
      p->state = c == ':' ? VALUE : FAILED;
      break;
    case AFTER:
      if (c == ',' && p->depth)
        p->state = p->objects & 1 ? KEY : VALUE;
      else
        p->state = c == '}' ? leave(p, 1) : c == ']' ? leave(p, 0) : FAILED;
      break;
    case STRING:
      if (c == '"') {
        done(p, p->is_key ? 'k' : 's');
        if (p->is_key) p->state = COLON;
      } else if (c == '\\')
        p->state = ESCAPE;
      else if (c < 32)
        p->state = FAILED;
      break;
    case ESCAPE:
      p->hex = 0;
      p->state = c == 'u' ? HEX : c && strchr("\"\\/bfnrt", c) ? STRING : FAILED;
      break;
    case HEX:
      p->state = !is_hex(c) ? FAILED : ++p->hex == 4 ? STRING : HEX;
      break;
    case WORD:
      if (c != (uint8_t)*p->word)
        p->state = FAILED;
      else if (!*++p->word)
        done(p, 'w');
      break;
    default:
      break;
  }
}

int json_feed(struct Parser* p, const uint8_t* bytes, size_t n) {
  for (size_t i = 0; i < n && p->state != FAILED; i++) {
    byte(p, bytes[i]);
    if (p->state != FAILED) p->offset++;
  }
  return p->state != FAILED;
}

int json_end(struct Parser* p) {
  if (p->state == ZERO || p->state == WHOLE || p->state == FRACTION || p->state == POWER) done(p, '#');
  return p->state == AFTER && p->depth == 0;
}
