// A tiny copying collector: tagged words, pairs, vectors and byte strings in two halves, a stack of roots, weak references, and a list
// reader on it.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint64_t Word;

// Odd words are integers of 63 bits, zero is nil, other even ones are places of objects in words times eight.
enum Kind { PAIR = 1, VECTOR = 2, BYTES = 3, MOVED = 4 };

#define HALF 256
#define ROOTS 32

struct Heap {
  Word space[2][HALF];
  uint32_t current, used;
  Word* roots[ROOTS];
  uint32_t root_count;
  Word weak[4];
  uint32_t collections, copied;
  int failed;
};

static Word header(enum Kind kind, uint64_t length) { return length << 8 | (Word)kind << 1; }
static unsigned kind_of(Word h) { return (unsigned)(h >> 1 & 127); }
static uint64_t length_of(Word h) { return h >> 8; }
static uint64_t words_of(Word h) { return kind_of(h) == BYTES ? (length_of(h) + 7) / 8 : length_of(h); }

Word make_int(int64_t v) { return (Word)v << 1 | 1; }
int64_t int_of(Word w) { return (int64_t)w >> 1; }
int is_int(Word w) { return (int)(w & 1); }

static Word* object(struct Heap* h, Word w) { return &h->space[h->current][w / 8]; }

static Word move(struct Heap* h, Word w, Word* to, uint32_t* used) {
  if (w == 0 || is_int(w)) return w;
  Word* from = object(h, w);
  if (kind_of(from[0]) == MOVED) return from[1];
  uint64_t n = words_of(from[0]) + 1;
  Word place = (Word)*used * 8;
  memcpy(to + *used, from, n * sizeof *to);
  // No object has less than a header and one word, which hold the way to the copy.
  *used += (uint32_t)(n < 2 ? 2 : n);
  from[0] = header(MOVED, 1);
  from[1] = place;
  h->copied++;
  return place;
}

void heap_collect(struct Heap* h) {
  Word* to = h->space[1 - h->current];
  uint32_t used = 1;
  for (uint32_t i = 0; i < h->root_count; i++) *h->roots[i] = move(h, *h->roots[i], to, &used);
  for (uint32_t at = 1; at < used;) {
    uint64_t n = words_of(to[at]);
    if (kind_of(to[at]) != BYTES)
      for (uint64_t i = 1; i <= n; i++) to[at + i] = move(h, to[at + i], to, &used);
    at += (uint32_t)(n < 1 ? 2 : n + 1);
  }
  for (int i = 0; i < 4; i++) {
    Word w = h->weak[i];
    if (w == 0 || is_int(w)) continue;
    const Word* from = object(h, w);
    h->weak[i] = kind_of(from[0]) == MOVED ? from[1] : 0;
  }
  // What lies behind must not be read again.
  memset(h->space[h->current], 0xdd, sizeof h->space[h->current]);
  h->current = 1 - h->current;
  h->used = used;
  h->collections++;
}

static Word allocate(struct Heap* h, enum Kind kind, uint64_t length) {
  Word head = header(kind, length);
  uint64_t n = words_of(head) + 1;
  if (n < 2) n = 2;
  if (n > HALF - 1) {
    h->failed = 1;
    return 0;
  }
  if (h->used + n > HALF) heap_collect(h);
  if (h->used + n > HALF) {
    h->failed = 1;
    return 0;
  }
  Word place = (Word)h->used * 8;
  Word* o = object(h, place);
  memset(o, 0, n * sizeof *o);
  o[0] = head;
  h->used += (uint32_t)n;
  return place;
}

void heap_start(struct Heap* h) {
  memset(h, 0, sizeof *h);
  h->used = 1;
}

int heap_root(struct Heap* h, Word* root) {
  if (h->root_count == ROOTS) return 0;
  h->roots[h->root_count++] = root;
  return 1;
}
void heap_unroot(struct Heap* h, uint32_t n) { h->root_count -= n; }

Word make_pair(struct Heap* h, Word first, Word rest) {
  // The two may move while there is made room.
  int rooted = heap_root(h, &first) + heap_root(h, &rest);
  Word p = rooted == 2 ? allocate(h, PAIR, 2) : 0;
  if (rooted != 2) h->failed = 1;
  heap_unroot(h, (uint32_t)rooted);
  if (p) {
    object(h, p)[1] = first;
    object(h, p)[2] = rest;
  }
  return p;
}

Word make_vector(struct Heap* h, uint64_t n) { return allocate(h, VECTOR, n); }

Word make_bytes(struct Heap* h, const uint8_t* data, uint64_t n) {
  Word b = allocate(h, BYTES, n);
  if (b && n > 0) memcpy(object(h, b) + 1, data, n);
  return b;
}

unsigned object_kind(struct Heap* h, Word w) { return w == 0 || is_int(w) ? 0 : kind_of(object(h, w)[0]); }
uint64_t object_length(struct Heap* h, Word w) { return length_of(object(h, w)[0]); }
Word* object_field(struct Heap* h, Word w, uint64_t i) {
  Word* o = object(h, w);
  return kind_of(o[0]) == BYTES || i >= length_of(o[0]) ? NULL : &o[1 + i];
}
const uint8_t* object_bytes(struct Heap* h, Word w) { return (const uint8_t*)(object(h, w) + 1); }

// Reads "(1 (a -2) () b)": integers, names as byte strings, lists of pairs. Leaves *text behind what it read.
Word read_list(struct Heap* h, const unsigned char** text) {
  while (**text == ' ') ++*text;
  const unsigned char* start = *text;
  if (*start == '(') {
    Word all = 0, last = 0;
    ++*text;
    if (heap_root(h, &all) + heap_root(h, &last) != 2) {
      h->failed = 1;
      return 0;
    }
    for (;;) {
      while (**text == ' ') ++*text;
      if (**text == ')' || **text == 0 || h->failed) break;
      Word item = read_list(h, text);
      Word p = h->failed ? 0 : make_pair(h, item, 0);
      if (!p) break;
      if (all)
        object(h, last)[2] = p;
      else
        all = p;
      last = p;
    }
    if (**text == ')') ++*text;
    heap_unroot(h, 2);
    return h->failed ? 0 : all;
  }
  int64_t v = 0;
  int minus = *start == '-', digits = 1;
  for (*text += minus; **text && **text != ' ' && **text != '(' && **text != ')'; ++*text) {
    digits &= **text >= '0' && **text <= '9';
    if (digits) v = v * 10 + (**text - '0');
  }
  return digits ? make_int(minus ? -v : v) : make_bytes(h, start, (uint64_t)(*text - start));
}
