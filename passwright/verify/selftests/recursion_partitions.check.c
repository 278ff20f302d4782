#include <stddef.h>
#include <stdint.h>

#include "check.h"

typedef void (*Visit)(void* state, const unsigned* parts, size_t length);
uint64_t partitions(unsigned n);
void visit_partitions(unsigned n, Visit visit, void* state);

struct Seen {
  unsigned n;
  uint64_t count;
  uint64_t order;
};

static void look(void* state, const unsigned* parts, size_t length) {
  struct Seen* seen = state;
  unsigned sum = 0;
  for (size_t i = 0; i < length; i++) {
    sum += parts[i];
    CHECK(parts[i] > 0 && (i == 0 || parts[i] <= parts[i - 1]));
    seen->order = seen->order * 31 + parts[i];
  }
  CHECK(sum == seen->n);
  seen->count++;
}

int main(void) {
  static const uint64_t first[] = {1, 1, 2, 3, 5, 7, 11, 15, 22, 30, 42, 56, 77, 101, 135, 176};
  for (unsigned n = 0; n < 16; n++) {
    struct Seen seen = {n, 0, 0};
    CHECK(partitions(n) == first[n]);
    visit_partitions(n, look, &seen);
    CHECK(seen.count == first[n]);
  }
  CHECK(partitions(60) == 966467);
  CHECK(partitions(61) == 0);
  struct Seen seen = {5, 0, 0};
  visit_partitions(5, look, &seen);
  CHECK(seen.order == 2572304313712037251u);  // 5, 41, 32, 311, 221, 2111, 11111
  return failures != 0;
}
