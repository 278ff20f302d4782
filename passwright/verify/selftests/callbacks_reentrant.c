// A component with hidden state that its callbacks enter again: words of a text, a cache that computes by itself, and a guarded section.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef void (*Word)(void* state, const char* word, size_t length);
typedef int64_t (*Compute)(void* state, int64_t key);

static const char* position;  // of the innermost walk
static unsigned nesting;
static unsigned deepest;

static size_t skip(const char* text, int blank) {
  size_t n = 0;
  while (text[n] != 0 && (text[n] == ' ') == blank) n++;
  return n;
}

static void enter(void) {
  if (++nesting > deepest) deepest = nesting;
}

// The rest of the text of the walk going on, for callbacks; NULL outside of one.
const char* rest_of_text(void) { return position; }

void skip_words(unsigned count) {
  while (count-- > 0 && position != NULL) {
    position += skip(position, 1);
    position += skip(position, 0);
  }
}

unsigned each_word(const char* text, Word word, void* state) {
  const char* outer = position;
  unsigned count = 0;
  enter();
  position = text;
  for (;;) {
    position += skip(position, 1);
    size_t length = skip(position, 0);
    if (length == 0) break;
    const char* start = position;
    position += length;
    count++;
    word(state, start, length);
  }
  position = outer;
  nesting--;
  return count;
}

unsigned most_nested(void) {
  unsigned was = deepest;
  deepest = nesting;
  return was;
}

#define SLOTS 4

static struct {
  int64_t key, value;
  uint32_t used;
  unsigned char state;  // 0 free, 1 being computed, 2 known
} slots[SLOTS];
static uint32_t clock_ticks;
unsigned computed, cycles;

static int slot_of(int64_t key) {
  for (int i = 0; i < SLOTS; i++)
    if (slots[i].state != 0 && slots[i].key == key) return i;
  return -1;
}

static int oldest(void) {
  int found = -1;
  for (int i = 0; i < SLOTS; i++) {
    if (slots[i].state == 0) return i;
    if (slots[i].state == 2 && (found < 0 || slots[i].used < slots[found].used)) found = i;
  }
  return found;
}

void forget_all(void) {
  for (int i = 0; i < SLOTS; i++)
    if (slots[i].state == 2) slots[i].state = 0;
}

// The computation may ask for other keys, or the same: then it gets -1. With every slot busy, nothing is kept.
int64_t cached(int64_t key, Compute compute, void* state) {
  int at = slot_of(key);
  if (at >= 0) {
    if (slots[at].state == 1) {
      cycles++;
      return -1;
    }
    slots[at].used = ++clock_ticks;
    return slots[at].value;
  }
  at = oldest();
  if (at >= 0) {
    slots[at].key = key;
    slots[at].state = 1;
  }
  computed++;
  int64_t value = compute(state, key);
  if (at >= 0) {
    slots[at].value = value;
    slots[at].state = 2;
    slots[at].used = ++clock_ticks;
  }
  return value;
}

// Only the outermost call does the work; the others leave word that it must be done again.
static int busy, wanted;
unsigned settle(int (*work)(void* state, unsigned round), void* state) {
  unsigned rounds = 0;
  wanted = 1;
  if (busy) return 0;
  busy = 1;
  while (wanted && rounds < 100) {
    wanted = 0;
    if (work(state, rounds++) < 0) break;
  }
  busy = 0;
  return rounds;
}
