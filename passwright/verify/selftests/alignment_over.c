// Over-aligned objects everywhere: locals beside odd-sized ones, in recursion and loops, members, array elements, by value, globals.
#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef void (*Seen)(const void* at, size_t alignment);

struct Lane {
  alignas(32) int32_t values[5];
  uint8_t tag;
};

struct Mixed {
  uint8_t first;
  alignas(64) uint8_t second;
  struct Lane lane;
  uint8_t last;
};

alignas(128) unsigned char global_bytes[3] = {1, 2, 3};
static alignas(64) struct {
  uint16_t count;
  uint8_t data[70];
} state[2];

const size_t layout[] = {sizeof(struct Lane),   alignof(struct Lane),           offsetof(struct Lane, tag),   sizeof(struct Mixed),
                         alignof(struct Mixed), offsetof(struct Mixed, second), offsetof(struct Mixed, lane), offsetof(struct Mixed, last)};

int64_t globals(Seen seen, uint8_t by) {
  seen(global_bytes, 128);
  seen(&state[0], 64);
  int64_t sum = global_bytes[0] + global_bytes[2];
  for (int i = 0; i < 2; i++) {
    state[i].count++;
    state[i].data[69] = (uint8_t)(state[i].data[69] + by + i);
    sum = sum * 100 + state[i].count + state[i].data[69];
  }
  return sum;
}

// The frame must be aligned anew at each depth, with an array of any length below the aligned ones.
uint64_t descend(unsigned depth, size_t n, Seen seen) {
  unsigned char odd[3] = {(unsigned char)depth, 2, 3};
  alignas(64) unsigned char line[65];
  unsigned char rest[n];
  alignas(32) uint32_t words[3] = {depth, depth * 2, depth * 3};
  memset(line, (int)depth, sizeof line);
  memset(rest, (int)depth + 1, n);
  seen(line, 64);
  seen(words, 32);
  seen(odd, 1);
  uint64_t below = depth > 0 ? descend(depth - 1, n % 13 + 4, seen) : 0;
  for (size_t i = 0; i < sizeof line; i++) below += line[i];
  for (size_t i = 0; i < n; i++) below += rest[i];
  return below * 3 + words[0] + words[1] + words[2] + odd[0] + odd[1];
}

struct Lane lane_add(struct Lane a, struct Lane b, Seen seen) {
  seen(&a, 32);
  seen(&b, 32);
  for (int i = 0; i < 5; i++) a.values[i] += b.values[i];
  a.tag ^= b.tag;
  return a;
}

static struct Lane scaled(struct Lane lane, int32_t by) {
  for (int i = 0; i < 5; i++) lane.values[i] *= by;
  return lane;
}

struct Lane lanes_fold(const struct Lane* lanes, size_t n, Seen seen) {
  struct Lane sum = {.tag = 0x80};
  for (size_t i = 0; i < n; i++) {
    struct Lane fresh = scaled(lanes[i], (int32_t)i + 1);
    seen(&fresh, 32);
    sum = lane_add(sum, fresh, seen);
  }
  return sum;
}

struct Mixed mixed_turn(struct Mixed mixed) {
  uint8_t first = mixed.first;
  mixed.first = mixed.second;
  mixed.second = mixed.last;
  mixed.last = first;
  mixed.lane = scaled(mixed.lane, -1);
  return mixed;
}

// On the heap: an array of them, grown by hand, for realloc knows nothing of alignment.
int64_t heap_lanes(size_t n, Seen seen) {
  struct Lane* lanes = NULL;
  int64_t sum = 0;
  for (size_t size = 0; size < n; size++) {
    struct Lane* more = aligned_alloc(alignof(struct Lane), (size + 1) * sizeof *more);
    if (!more) break;
    for (size_t i = 0; i < size; i++) more[i] = lanes[i];
    memset(&more[size], 0, sizeof more[size]);
    more[size].values[size % 5] = (int32_t)size + 1;
    seen(&more[size], 32);
    free(lanes);
    lanes = more;
  }
  for (size_t i = 0; i < n; i++) {
    for (int k = 0; k < 5; k++) sum = sum * 2 + lanes[i].values[k];
  }
  free(lanes);
  return sum;
}
