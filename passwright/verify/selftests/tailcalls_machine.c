// A state machine whose states are functions that end by calling the next one, and read and write the record that travels along.
#include <stddef.h>
#include <stdint.h>

struct Machine {
  const unsigned char* at;
  const unsigned char* end;
  uint32_t words, numbers, strings, errors, comments;
  uint64_t value;
  uint32_t hash;
  unsigned depth;
};

static uint32_t state_start(struct Machine* m);
static uint32_t state_word(struct Machine* m);
static uint32_t state_number(struct Machine* m);
static uint32_t state_string(struct Machine* m, unsigned char quote);
static uint32_t state_escape(struct Machine* m, unsigned char quote);
static uint32_t state_comment(struct Machine* m, unsigned depth);

static int ended(const struct Machine* m) { return m->at == m->end; }
static int is_digit(unsigned c) { return c - '0' < 10; }
static int is_letter(unsigned c) { return (c | 32) - 'a' < 26 || c == '_'; }

static uint32_t finish(struct Machine* m) {
  return m->words + m->numbers * 100 + m->strings * 10000 + m->comments * 1000000 + m->errors * 100000000;
}

static void mix(struct Machine* m, unsigned c) { m->hash = (m->hash ^ c) * 16777619u; }

static uint32_t fail(struct Machine* m) {
  m->errors++;
  return ended(m) ? finish(m) : state_start(m);
}

static uint32_t state_start(struct Machine* m) {
  if (ended(m)) return finish(m);
  unsigned char c = *m->at++;
  if (c == ' ') return state_start(m);
  if (is_letter(c)) {
    m->words++;
    mix(m, c);
    return state_word(m);
  }
  if (is_digit(c)) {
    m->numbers++;
    m->value = m->value * 31 + (c - '0');
    return state_number(m);
  }
  if (c == '"' || c == '\'') return state_string(m, c);
  if (c == '(' && !ended(m) && *m->at == '*') {
    m->at++;
    return state_comment(m, 1);
  }
  mix(m, c);
  return fail(m);
}

static uint32_t state_word(struct Machine* m) {
  if (ended(m)) return finish(m);
  unsigned char c = *m->at;
  if (!is_letter(c) && !is_digit(c)) return state_start(m);
  m->at++;
  mix(m, c);
  return state_word(m);
}

static uint32_t state_number(struct Machine* m) {
  if (ended(m)) return finish(m);
  if (is_letter(*m->at)) return fail(m);
  if (!is_digit(*m->at)) return state_start(m);
  m->value = m->value * 10 + (uint64_t)(*m->at++ - '0');
  return state_number(m);
}

static uint32_t state_string(struct Machine* m, unsigned char quote) {
  if (ended(m)) return fail(m);
  unsigned char c = *m->at++;
  if (c == quote) {
    m->strings++;
    return state_start(m);
  }
  if (c == '\\') return state_escape(m, quote);
  mix(m, c);
  return state_string(m, quote);
}

static uint32_t state_escape(struct Machine* m, unsigned char quote) {
  if (ended(m)) return fail(m);
  mix(m, *m->at++ + 256u);
  return state_string(m, quote);
}

static uint32_t state_comment(struct Machine* m, unsigned depth) {
  if (depth > m->depth) m->depth = depth;
  if (m->end - m->at < 2) {
    m->at = m->end;
    return fail(m);
  }
  if (m->at[0] == '(' && m->at[1] == '*') {
    m->at += 2;
    return state_comment(m, depth + 1);
  }
  if (m->at[0] == '*' && m->at[1] == ')') {
    m->at += 2;
    m->comments++;
    return depth == 1 ? state_start(m) : state_comment(m, depth - 1);
  }
  m->at++;
  return state_comment(m, depth);
}

uint32_t scan(const unsigned char* text, size_t size, uint64_t* value, uint32_t* hash, unsigned* depth) {
  struct Machine m = {text, text + size, 0, 0, 0, 0, 0, 0, 2166136261u, 0};
  uint32_t result = state_start(&m);
  *value = m.value;
  *hash = m.hash;
  *depth = m.depth;
  return result;
}
