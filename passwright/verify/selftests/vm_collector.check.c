#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "check.h"

typedef uint64_t Word;

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

Word make_int(int64_t v);
int64_t int_of(Word w);
int is_int(Word w);
void heap_collect(struct Heap* h);
void heap_start(struct Heap* h);
int heap_root(struct Heap* h, Word* root);
void heap_unroot(struct Heap* h, uint32_t n);
Word make_pair(struct Heap* h, Word first, Word rest);
Word make_vector(struct Heap* h, uint64_t n);
Word make_bytes(struct Heap* h, const uint8_t* data, uint64_t n);
unsigned object_kind(struct Heap* h, Word w);
uint64_t object_length(struct Heap* h, Word w);
Word* object_field(struct Heap* h, Word w, uint64_t i);
const uint8_t* object_bytes(struct Heap* h, Word w);
Word read_list(struct Heap* h, const unsigned char** text);

static struct Heap h;

struct Text {
  char s[400];
  size_t n;
};

static void add(struct Text* t, const char* s, size_t n) {
  if (t->n + n >= sizeof t->s) n = sizeof t->s - 1 - t->n;
  memcpy(t->s + t->n, s, n);
  t->n += n;
  t->s[t->n] = 0;
}

static void print(struct Text* t, Word w) {
  char number[24];
  switch (is_int(w) ? 0u : object_kind(&h, w)) {
    case PAIR:
      add(t, "(", 1);
      for (;;) {
        print(t, *object_field(&h, w, 0));
        w = *object_field(&h, w, 1);
        if (w == 0 || object_kind(&h, w) != PAIR) break;
        add(t, " ", 1);
      }
      add(t, ")", 1);
      break;
    case BYTES:
      add(t, (const char*)object_bytes(&h, w), object_length(&h, w));
      break;
    case VECTOR:
      add(t, "#", 1);
      for (uint64_t i = 0; i < object_length(&h, w); i++) print(t, *object_field(&h, w, i));
      break;
    default:
      if (w == 0)
        add(t, "()", 2);
      else
        add(t, number, (size_t)snprintf(number, sizeof number, "%lld", (long long)int_of(w)));
  }
}

static int prints(Word w, const char* want) {
  struct Text t = {{0}, 0};
  print(&t, w);
  return strcmp(t.s, want) == 0;
}

static Word read(const char* s) {
  const unsigned char* at = (const unsigned char*)s;
  Word w = read_list(&h, &at);
  CHECK(at == (const unsigned char*)s + strlen(s) || h.failed);
  return w;
}

static void values(void) {
  static const int64_t ints[] = {0, 1, -1, 1ll << 61, -(1ll << 62), (1ll << 62) - 1, INT32_MIN, 255};
  for (int i = 0; i < 8; i++) CHECK(is_int(make_int(ints[i])) && int_of(make_int(ints[i])) == ints[i]);
  CHECK(!is_int(0) && make_int(0) == 1 && make_int(-1) == UINT64_MAX);
  heap_start(&h);
  Word b = make_bytes(&h, (const uint8_t*)"123456789", 9), e = make_bytes(&h, 0, 0), v = make_vector(&h, 0), w = make_vector(&h, 2);
  CHECK(b == 8 && e == 8 + 24 && v == 48 && w == 64 && h.used == 11);
  CHECK(object_kind(&h, b) == BYTES && object_length(&h, b) == 9 && object_field(&h, b, 0) == 0 &&
        memcmp(object_bytes(&h, b), "123456789\0\0\0\0\0\0\0", 16) == 0);
  CHECK(object_length(&h, v) == 0 && object_field(&h, v, 0) == 0 && *object_field(&h, w, 1) == 0 && object_field(&h, w, 2) == 0);
  CHECK(object_kind(&h, 0) == 0 && object_kind(&h, make_int(8)) == 0);
}

static void survival(void) {
  heap_start(&h);
  Word ring = make_vector(&h, 3), keep = 0;
  CHECK(heap_root(&h, &ring) && heap_root(&h, &keep));
  keep = make_bytes(&h, (const uint8_t*)"kept", 4);
  *object_field(&h, ring, 0) = ring;
  *object_field(&h, ring, 1) = keep;
  *object_field(&h, ring, 2) = make_int(-5);
  make_vector(&h, 50);
  h.weak[0] = keep;
  h.weak[1] = make_bytes(&h, (const uint8_t*)"lost", 4);
  h.weak[2] = make_int(3);
  heap_collect(&h);
  CHECK(h.collections == 1 && h.copied == 2 && h.used == 1 + 4 + 2 && ring == 8 && keep == 40);
  CHECK(*object_field(&h, ring, 0) == ring && *object_field(&h, ring, 1) == keep && int_of(*object_field(&h, ring, 2)) == -5);
  CHECK(h.weak[0] == keep && h.weak[1] == 0 && h.weak[2] == make_int(3) && memcmp(object_bytes(&h, keep), "kept", 4) == 0);
  CHECK(h.space[0][5] == 0xddddddddddddddddull && h.space[0][0] == 0xddddddddddddddddull);
  // Byte strings are not searched: a word in one that looks like a place stays.
  uint8_t looks[16] = {8, 0, 0, 0, 0, 0, 0, 0, 40};
  keep = make_bytes(&h, looks, 16);
  heap_collect(&h);
  CHECK(h.used == 1 + 4 + 3 + 2 && memcmp(object_bytes(&h, keep), looks, 16) == 0 && h.copied == 5);
  CHECK(make_vector(&h, 255) == 0 && h.failed && h.collections == 2);
  h.failed = 0;
  CHECK(make_vector(&h, 254) == 0 && h.failed && h.collections == 3);
  h.failed = 0;
  heap_unroot(&h, 2);
  Word all = make_vector(&h, 254);
  CHECK(all == 8 && !h.failed && h.collections == 4 && h.used == HALF);
  CHECK(make_pair(&h, make_int(1), make_int(2)) == 8 && !h.failed && h.collections == 5);
  for (unsigned i = 0; i < ROOTS; i++) CHECK(heap_root(&h, &all));
  all = 0;
  CHECK(!heap_root(&h, &all) && make_pair(&h, 0, 0) == 0 && h.failed && h.root_count == ROOTS);
}

int main(void) {
  values();
  survival();
  heap_start(&h);
  Word list = 0, other = 0;
  CHECK(heap_root(&h, &list) && heap_root(&h, &other));
  static const char* const texts[] = {"()", "(1)", "(1 (a -2) () b)", "((((x))) (y (z)) -0 name- 007a)",
                                      "(4611686018427387903 -4611686018427387904 - longer-than-eight-bytes)"};
  static const char* const printed[] = {"()", "(1)", "(1 (a -2) () b)", "((((x))) (y (z)) 0 name- 007a)",
                                        "(4611686018427387903 -4611686018427387904 0 longer-than-eight-bytes)"};
  for (int round = 0; round < 40; round++) {
    int which = round * 7 % 5;
    list = read(texts[which]);
    CHECK(!h.failed && prints(list, printed[which]));
    for (int i = 0; i < 13; i++) {
      other = make_pair(&h, make_int(i), i % 4 ? other : 0);
      CHECK(!h.failed && prints(list, printed[which]));
    }
    CHECK(prints(other, "(12)"));
  }
  CHECK(h.collections > 8 && h.root_count == 2);
  // A list built to its end at every size of what lives, so that each place of a collection comes up; two thirds of a half fit.
  for (unsigned live = 0; live < 84; live++) {
    list = other = 0;
    heap_collect(&h);
    h.failed = 0;
    for (unsigned i = 0; i < live; i++) list = make_pair(&h, make_int(i), list);
    CHECK(!h.failed);
    for (unsigned i = 0; i < 100 && live < 84; i++) make_pair(&h, make_int(7), other);
    Word at = list;
    unsigned wrong = 0;
    for (unsigned i = live; i-- > 0; at = *object_field(&h, at, 1)) wrong += int_of(*object_field(&h, at, 0)) != i;
    CHECK(wrong == 0 && at == 0 && !h.failed);
  }
  list = 0;
  for (unsigned i = 0; i < 85; i++) list = make_pair(&h, make_int(i), list);
  CHECK(!h.failed && h.used == HALF && make_pair(&h, list, 0) == 0 && h.failed && int_of(*object_field(&h, list, 0)) == 84);
  h.failed = 0;
  list = 0;
  char deep[64] = "((((((((((((((((((((";
  const unsigned char* at = (const unsigned char*)deep;
  CHECK(read_list(&h, &at) == 0 && h.failed && h.root_count == 2);
  return failures != 0;
}
