#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

typedef unsigned char Byte;

struct Space {
  Byte *start, *end;
};

void shares(const void* at, size_t n, size_t word, size_t* parts);
void copy_words(Byte* to, const Byte* from, size_t n);
uint64_t sum_blocks(const Byte* at, size_t n);
const Byte* find_zero(const Byte* at, size_t n);
void* take(struct Space* space, size_t size, size_t alignment);
size_t room_left(const struct Space* space, size_t alignment);
size_t common_alignment(const Byte* at, size_t stride, size_t n);

static _Alignas(256) Byte memory[512], other[256];

int main(void) {
  for (size_t word = 1; word <= 32; word *= 2) {
    for (size_t offset = 0; offset < 40; offset++) {
      for (size_t n = 0; n < 80; n++) {
        size_t parts[4] = {77, 77, 77, 77}, head = 0, words = 0;
        for (size_t i = 0; i + word <= n; i++) {
          if ((offset + i) % word != 0) continue;
          if (words++ == 0) head = i;
        }
        shares(memory + offset, n, word, parts);
        CHECK(parts[1] == words && parts[0] == (words ? head : n) && parts[2] == (words ? n - head - words * word : 0) && parts[3] == 77);
      }
    }
  }

  for (size_t i = 0; i < sizeof other; i++) other[i] = (Byte)(i * 3 + 1);
  for (size_t to = 8; to < 18; to++) {
    for (size_t from = 0; from < 9; from++) {
      for (size_t n = 0; n < 50; n++) {
        memset(memory, 0, 80);
        copy_words(memory + to, other + from, n);
        CHECK(memcmp(memory + to, other + from, n) == 0 && memory[to - 1] == 0 && memory[to + n] == 0);
      }
    }
  }

  static const uint64_t sums[3][9] = {
      {0x0u, 0x1u, 0x14au, 0x3350cf8u, 0x3350d29u, 0x3351112u, 0x82a77ff2u, 0x4a45e6d28u, 0x12d76107a3u},
      {0x3e8u, 0x3ecu, 0x55fu, 0x590u, 0x5c4u, 0x40c93fa7u, 0xbc73ee57u, 0x253b5b678u, 0x5a8cf1160du},
      {0x3a98u, 0x3ac6u, 0x3e85u, 0x3ee0u, 0x40c9003eu, 0x40c9069du, 0xbc73dacdu, 0x253b596b8u, 0x5a680e2a19u}};
  static const size_t offsets[] = {0, 1, 15}, lengths[] = {0, 1, 15, 16, 17, 31, 47, 64, 150};
  for (int o = 0; o < 3; o++) {
    for (int k = 0; k < 9; k++) CHECK(sum_blocks(other + offsets[o], lengths[k]) == sums[o][k]);
  }

  for (size_t offset = 0; offset < 9; offset++) {
    for (size_t n = 0; n < 36; n++) {
      for (size_t at = 0; at <= n; at++) {
        // Bytes that a careless test would take for zeros lie before, and another zero after.
        memset(memory, 0x80, 64);
        memset(memory + offset + at, 1, 40);
        if (at > 0) memory[offset + at - 1] = 1;
        memory[offset + at] = 0;
        memory[offset + at + 2] = 0;
        CHECK(find_zero(memory + offset, n) == (at < n ? memory + offset + at : NULL));
      }
    }
  }

  struct Space space = {memory + 3, memory + 300};
  CHECK(room_left(&space, 1) == 297 && room_left(&space, 64) == 192 && room_left(&space, 256) == 0 && room_left(&space, 8) == 288);
  CHECK(take(&space, 1, 1) == memory + 299 && take(&space, 10, 64) == memory + 256 && take(&space, 0, 1) == memory + 256);
  CHECK(take(&space, 5, 4) == memory + 248 && take(&space, 244, 2) == memory + 4 && take(&space, 2, 1) == NULL &&
        take(&space, 0, 8) == NULL);
  CHECK(space.end == memory + 4 && room_left(&space, 1) == 1 && room_left(&space, 2) == 0 && take(&space, 1, 2) == NULL &&
        take(&space, 1, 1) == memory + 3);
  CHECK(take(&space, 0, 1) == memory + 3 && take(&space, 1, 1) == NULL && take(&space, SIZE_MAX, 1) == NULL && space.end == memory + 3);
  space = (struct Space){memory + 256, memory + 512};
  CHECK(take(&space, 256, 256) == memory + 256);
  space = (struct Space){memory + 257, memory + 512};
  CHECK(take(&space, 100, 256) == NULL && take(&space, 255, 1) == memory + 257);

  CHECK(common_alignment(memory + 1, 2, 5) == 1 && common_alignment(memory + 6, 4, 3) == 2 && common_alignment(memory + 16, 24, 4) == 8);
  CHECK(common_alignment(memory + 64, 32, 1) == 64 && common_alignment(memory + 64, 32, 2) == 32 && common_alignment(memory, 1, 0) == 0);
  return failures != 0;
}
