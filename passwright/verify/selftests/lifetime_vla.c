// Variable-length arrays freed with each round, alloca's memory kept to the end of its function, and both within inlined helpers.
#include <alloca.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef void (*Touch)(unsigned char* bytes, size_t n, uint64_t round);

// More in sum than any stack holds: each round's array must go before the next comes.
uint64_t many_rounds(uint64_t rounds, size_t n, Touch touch) {
  uint64_t sum = 0;
  for (uint64_t round = 0; round < rounds; round++) {
    unsigned char bytes[n + (size_t)round];
    bytes[0] = (unsigned char)round;
    bytes[n + (size_t)round - 1] = (unsigned char)(round + 1);
    touch(bytes, n + (size_t)round, round);
    sum = sum * 3 + bytes[0] + bytes[n + (size_t)round - 1];
    if (round % 5 == 4) continue;
    sum += sizeof bytes;
  }
  return sum;
}

static uint64_t scratch(size_t n, Touch touch, uint64_t round) {
  unsigned char* bytes = alloca(n);
  bytes[0] = bytes[n - 1] = 7;
  touch(bytes, n, round);
  return bytes[0] + 2u * bytes[n - 1];
}

// The helper's memory goes when the helper returns, also when it is inlined into this loop.
uint64_t many_calls(uint64_t calls, size_t n, Touch touch) {
  uint64_t sum = 0;
  for (uint64_t call = 0; call < calls; call++) sum += scratch(n, touch, call) * (call + 1);
  return sum;
}

struct Word {
  struct Word* next;
  size_t length;
  char text[];
};

// All nodes stay alive until the return, although they were made in an inner scope of a loop.
size_t reverse_words(const char* text, char* to) {
  struct Word* last = NULL;
  char* start = to;
  while (*text) {
    size_t n = strcspn(text, " ");
    if (n > 0) {
      struct Word* word = alloca(sizeof *word + n + 1);
      word->next = last;
      word->length = n;
      memcpy(word->text, text, n);
      word->text[n] = '\0';
      last = word;
    }
    text += n + (text[n] == ' ');
  }
  for (const struct Word* word = last; word; word = word->next) {
    memcpy(to, word->text, word->length + 1);
    to += word->length;
    if (word->next) *to++ = ' ';
  }
  *to = '\0';
  return (size_t)(to - start);
}

// Rows of different widths, with sizes computed once, at the declaration.
int64_t paths(size_t rows, size_t columns, const unsigned char* blocked) {
  int64_t table[rows + 1][columns + 1];
  size_t width = columns + 1;
  columns = 0;
  memset(table, 0, sizeof table);
  table[0][1] = 1;
  for (size_t i = 1; i <= rows; i++) {
    int64_t row[width];
    row[0] = 0;
    for (size_t j = 1; j < width; j++) row[j] = blocked[(i - 1) * (width - 1) + j - 1] ? 0 : row[j - 1] + table[i - 1][j];
    memcpy(table[i], row, sizeof row);
  }
  return table[rows][width - 1] + (int64_t)columns;
}

uint64_t nested(size_t depth, size_t n) {
  uint32_t mine[n];
  for (size_t i = 0; i < n; i++) mine[i] = (uint32_t)(depth * 100 + i);
  uint64_t below = depth ? nested(depth - 1, n + depth % 3) : 1;
  for (size_t i = 0; i < n; i++) below = below * 7 + mine[i];
  return below;
}
