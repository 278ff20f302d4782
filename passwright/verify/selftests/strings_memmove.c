// A gap buffer and moves of every small constant length, both ways: memmove must act as if through a copy.
#include <stddef.h>
#include <string.h>

struct Gap {
  unsigned char* bytes;
  size_t size, start, end;
};

void gap_start(struct Gap* gap, unsigned char* bytes, size_t size) { *gap = (struct Gap){bytes, size, 0, size}; }

static void shift(unsigned char* bytes, size_t to, size_t from, size_t n) { memmove(bytes + to, bytes + from, n); }

void gap_go(struct Gap* gap, size_t at) {
  if (at < gap->start) {
    size_t n = gap->start - at;
    shift(gap->bytes, gap->end - n, at, n);
    gap->start -= n;
    gap->end -= n;
  } else if (at > gap->start) {
    size_t n = at - gap->start;
    shift(gap->bytes, gap->start, gap->end, n);
    gap->start += n;
    gap->end += n;
  }
}

int gap_insert(struct Gap* gap, size_t at, const unsigned char* text, size_t n) {
  if (gap->end - gap->start < n) return 0;
  gap_go(gap, at);
  memmove(gap->bytes + gap->start, text, n);
  gap->start += n;
  return 1;
}

void gap_delete(struct Gap* gap, size_t at, size_t n) {
  gap_go(gap, at);
  gap->end += n;
}

size_t gap_text(const struct Gap* gap, unsigned char* to) {
  size_t after = gap->size - gap->end;
  memcpy(to, gap->bytes, gap->start);
  memcpy(to + gap->start, gap->bytes + gap->end, after);
  return gap->start + after;
}

// Constant lengths become loads and stores: all loads must come first.
int move_fixed(unsigned char* to, const unsigned char* from, unsigned n) {
  switch (n) {
    case 0:
      memmove(to, from, 0);
      return 1;
    case 1:
      memmove(to, from, 1);
      return 1;
    case 2:
      memmove(to, from, 2);
      return 1;
    case 3:
      memmove(to, from, 3);
      return 1;
    case 4:
      memmove(to, from, 4);
      return 1;
    case 5:
      memmove(to, from, 5);
      return 1;
    case 6:
      memmove(to, from, 6);
      return 1;
    case 7:
      memmove(to, from, 7);
      return 1;
    case 8:
      memmove(to, from, 8);
      return 1;
    case 9:
      memmove(to, from, 9);
      return 1;
    case 12:
      memmove(to, from, 12);
      return 1;
    case 15:
      memmove(to, from, 15);
      return 1;
    case 16:
      memmove(to, from, 16);
      return 1;
    case 17:
      memmove(to, from, 17);
      return 1;
    case 31:
      memmove(to, from, 31);
      return 1;
    case 33:
      memmove(to, from, 33);
      return 1;
    case 64:
      memmove(to, from, 64);
      return 1;
    case 65:
      memmove(to, from, 65);
      return 1;
    default:
      return 0;
  }
}

// A chain of moves through one buffer: none may be skipped or taken from further back than it says.
void chain(unsigned char* bytes, size_t n) {
  unsigned char hold[32];
  memmove(hold, bytes, 16);
  memmove(bytes + 3, bytes, n);
  memmove(hold + 16, bytes, 16);
  memmove(bytes, bytes + 5, n);
  memmove(hold + 8, hold + 4, 16);
  memmove(bytes + n, hold, sizeof hold);
  memmove(hold, bytes + n + 1, 8);
  memmove(bytes + n + 16, hold, 8);
}
