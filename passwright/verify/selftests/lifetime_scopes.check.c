#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

typedef void (*Open)(void* at, size_t size);
typedef uint32_t (*Close)(void* at, size_t size);

struct Watch {
  Open open;
  Close close;
};

uint32_t beside(const struct Watch* watch, unsigned choice);
uint32_t ways(const struct Watch* watch, const unsigned char* steps);
void stir(unsigned char* bytes, size_t n);

static struct Range {
  unsigned char* at;
  size_t size;
  unsigned char copy[64];
} ranges[8];
static size_t open_count;
static size_t most;

// Notes what lies there and that it lies apart from all that is open.
static void open_range(void* at, size_t size) {
  unsigned char* start = at;
  for (size_t i = 0; i < open_count; i++) {
    CHECK((uintptr_t)start + size <= (uintptr_t)ranges[i].at || (uintptr_t)ranges[i].at + ranges[i].size <= (uintptr_t)start);
  }
  for (size_t i = 1; i < size; i++) CHECK(start[i] == start[0] || size == 16);
  struct Range* range = &ranges[open_count++];
  range->at = start;
  range->size = size;
  memcpy(range->copy, at, size);
  if (open_count > most) most = open_count;
}

static uint32_t close_range(void* at, size_t size) {
  for (size_t i = 0; i < open_count; i++) {
    if (ranges[i].at != (unsigned char*)at) continue;
    CHECK(memcmp(at, ranges[i].copy, size) == 0 && size <= ranges[i].size);
    ranges[i] = ranges[--open_count];
    return (uint32_t)size;
  }
  CHECK(0);
  return 0;
}

static const struct Watch watch = {open_range, close_range};

int main(void) {
  // Values times 4, sizes on closing, and what the inner ones add.
  CHECK(beside(&watch, 0) == 0 + 4 + 40 + 0 + 0 + 16 + 24 + 40 && open_count == 0 && most == 2);
  CHECK(beside(&watch, 1) == 4 + 4 + 40 + 8 + 12 + 40 + 40 + 16 + 24 + 40 && open_count == 0 && most == 3);
  CHECK(beside(&watch, 2) == 8 + 4 + 40 + 0 + 2 + 16 + 24 + 40 && open_count == 0);
  CHECK(beside(&watch, 3) == 12 + 4 + 40 + 8 + 12 + 0x03030303 + 40 + 40 + 16 + 24 + 40 && open_count == 0);
  CHECK(beside(&watch, 254) == 1016 + 4 + 40 + 254 + 16 + 24 + 40 && open_count == 0);

  static const unsigned char steps[][8] = {{0}, {1, 0}, {2, 0}, {3}, {4, 0}, {1, 2, 4, 1, 3}, {200, 1, 1, 4, 2, 0}, {4, 4, 4, 4, 4, 4, 3}};
  static const uint32_t sums[] = {9u, 2609u, 3009u, 592u, 3604u, 421055u, 4970359u, 14042534u};
  for (int k = 0; k < 8; k++) {
    CHECK(ways(&watch, steps[k]) == sums[k]);
    CHECK(open_count == 0);
  }

  for (size_t n = 0; n <= 60; n++) {
    unsigned char bytes[62];
    for (size_t i = 0; i < 62; i++) bytes[i] = (unsigned char)(i * i + 3);
    stir(bytes, n);
    size_t half = n / 2;
    for (size_t i = 0; i < 62; i++) {
      size_t from = (i + half) % (n ? n : 1);  // where the element comes from when the halves change places
      unsigned turned = (unsigned char)(from * from + 3), mirrored = i < n ? (unsigned char)((n - 1 - i) * (n - 1 - i) + 3) : 0;
      CHECK(bytes[i] == (unsigned char)(i < n ? (turned ^ mirrored) + turned : i * i + 3));
    }
  }
  return failures != 0;
}
