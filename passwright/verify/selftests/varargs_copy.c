// Lists of arguments read more than once by va_copy: measure then fill, choose by rank, look ahead, and a copy handed down a recursion.
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static size_t measure(size_t glue, va_list list) {
  size_t length = 0;
  unsigned count = 0;
  for (const char* part; (part = va_arg(list, const char*)) != NULL; count++) length += strlen(part);
  return count > 1 ? length + glue * (count - 1) : length;
}

static char* append(char* out, const char* text, size_t length) {
  memcpy(out, text, length);
  return out + length;
}

// Writes nothing at all unless everything fits; returns the length that it takes.
size_t join(char* out, size_t room, const char* glue, ...) {
  va_list list, again;
  size_t between = strlen(glue);
  va_start(list, glue);
  va_copy(again, list);
  size_t length = measure(between, again);
  va_end(again);
  if (length < room) {
    const char* part = va_arg(list, const char*);
    for (int first = 1; part; part = va_arg(list, const char*), first = 0) {
      if (!first) out = append(out, glue, between);
      out = append(out, part, strlen(part));
    }
    *out = 0;
  }
  va_end(list);
  return length;
}

static unsigned smaller(int count, double value, int upto, va_list list) {
  unsigned found = 0;
  for (int i = 0; i < count; i++) {
    double other = va_arg(list, double);
    if (other < value || (i < upto && other == value)) found++;
  }
  return found;
}

// Which of the doubles has this rank; equal ones rank in their order.
int ranked(unsigned rank, int count, ...) {
  va_list list, walk, look;
  int found = -1;
  va_start(list, count);
  va_copy(walk, list);
  for (int i = 0; i < count && found < 0; i++) {
    double value = va_arg(walk, double);
    va_copy(look, list);
    if (smaller(count, value, i, look) == rank) found = i;
    va_end(look);
  }
  va_end(walk);
  va_end(list);
  return found;
}

// Longs until a zero: each is worth its distance to the next equal one, looked up in a copy from where the reading stands.
int64_t distances(long first, ...) {
  va_list list;
  int64_t sum = 0, scale = 1;
  va_start(list, first);
  for (long value = first; value != 0; value = va_arg(list, long)) {
    va_list ahead;
    va_copy(ahead, list);
    int64_t distance = 1;
    long next;
    while ((next = va_arg(ahead, long)) != 0 && next != value) distance++;
    va_end(ahead);
    sum += (next == 0 ? 0 : distance) * scale;
    scale *= 10;
  }
  va_end(list);
  return sum;
}

// All subsets' sums: at every argument the list is copied once, and both copies go on from the same place.
static unsigned count_sums(int left, int wanted, va_list list) {
  if (left == 0) return wanted == 0;
  va_list other;
  int value = va_arg(list, int);
  va_copy(other, list);
  unsigned with = count_sums(left - 1, wanted - value, list);
  unsigned without = count_sums(left - 1, wanted, other);
  va_end(other);
  return with + without;
}

unsigned ways(int wanted, int count, ...) {
  va_list list;
  va_start(list, count);
  unsigned result = count_sums(count, wanted, list);
  va_end(list);
  return result;
}

unsigned ways_fixed(int wanted, int a, int b) { return ways(wanted, 10, a, b, a, b, 1, 2, 4, 8, a, b) + ways(wanted, 2, a, b); }
