#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Slot {
  volatile uint8_t state;
  uint8_t kind;
  volatile uint16_t length;
  uint32_t key;
  volatile unsigned char bytes[8];
};
struct Flags {
  volatile uint32_t low : 7;
  volatile uint32_t middle : 18;
  volatile uint32_t high : 7;
};
struct Shared {
  struct Slot slots[4];
  volatile uint32_t turn;
  struct Flags flags;
  int32_t plain;
};
typedef void (*Yield)(struct Shared* shared, int where);
unsigned send(struct Shared* shared, const unsigned char* data, unsigned size, Yield yield);
unsigned receive(struct Shared* shared, unsigned first, unsigned char* out, Yield yield);
int exchange(volatile struct Slot* a, volatile struct Slot* b);
uint32_t pack(struct Flags* flags, uint32_t low, uint32_t middle, uint32_t high);
int64_t watch(struct Shared* shared, unsigned times, Yield yield);

static union {
  struct Shared shared;
  unsigned char bytes[sizeof(struct Shared) + 8];
} memory;
static unsigned yields;

static void free_one(struct Shared* shared, int where) {
  CHECK(where == 1);
  if (yields++ % 2) shared->slots[shared->turn & 3].state = 0;
}
static void never(struct Shared* shared, int where) {
  (void)shared;
  CHECK(where == 1 || where == 2);
  yields++;
}
static void shorten(struct Shared* shared, int where) {  // while a slot is being received
  CHECK(where == 2);
  for (int i = 0; i < 4; i++) {
    struct Slot* slot = &shared->slots[i];
    if (slot->state != 2) continue;
    slot->length = (uint16_t)(slot->length - 1);
    slot->bytes[0] = (unsigned char)(slot->bytes[0] + 100);
    if (yields == 1) slot->state = 7;
  }
  yields++;
}
static void move_on(struct Shared* shared, int where) {
  CHECK(where == 3);
  shared->turn += 0x80000001u;
  shared->plain = shared->plain * -3;
  shared->flags.high += 50;
}

static void reset(void) {
  memset(&memory, 0xee, sizeof memory);
  memset(&memory.shared, 0, sizeof memory.shared);
  yields = 0;
}

int main(void) {
  unsigned char data[40], out[41];
  for (unsigned i = 0; i < 40; i++) data[i] = (unsigned char)(i + 1);
  for (unsigned size = 0; size <= 40; size++) {
    reset();
    memory.shared.turn = UINT32_MAX - 1;  // slots 2, 3, 0, 1
    CHECK(send(&memory.shared, data, size, never) == (size > 32 ? 32 : size));
    CHECK(yields == (size > 32 ? 9 : 0) && memory.shared.turn == UINT32_MAX - 1 + (size > 32 ? 4 : (size + 7) / 8));
    for (unsigned i = 0; i < 4; i++) {
      const struct Slot* slot = &memory.shared.slots[(i + 2) & 3];
      unsigned part = size <= i * 8 ? 0 : size >= i * 8 + 8 ? 8 : size - i * 8;
      CHECK(slot->state == (part > 0) && slot->kind == (part > 0) && slot->length == part && slot->key == part);
      for (unsigned k = 0; k < 8; k++) CHECK(slot->bytes[k] == (k < part ? i * 8 + k + 1 : 0));
    }
    memset(out, 99, sizeof out);
    unsigned total = size > 32 ? 32 : size, before = yields;
    CHECK(receive(&memory.shared, 2, out, never) == total && memcmp(out, data, total) == 0 && out[total] == 99);
    CHECK(yields - before == (total + 7) / 8);
    for (int i = 0; i < 4; i++) CHECK(memory.shared.slots[i].state == 0 && memory.shared.slots[i].length == 0);
    for (int i = 0; i < 32; i++) CHECK(memory.shared.slots[i / 8].bytes[i % 8] == 0);
    for (unsigned i = sizeof(struct Shared); i < sizeof memory.bytes; i++) CHECK(memory.bytes[i] == 0xee);
  }
  reset();
  for (int i = 0; i < 4; i++) memory.shared.slots[i].state = 1;
  memory.shared.slots[1].kind = 255;
  CHECK(send(&memory.shared, data, 40, free_one) == 32 && yields == 9 && memory.shared.turn == 4);
  CHECK(memory.shared.slots[1].kind == 0 && memory.shared.slots[3].bytes[7] == 32);
  yields = 0;
  CHECK(receive(&memory.shared, 1, out, shorten) == 28 && yields == 4);
  static const unsigned char starts[] = {109, 117, 125, 101};
  for (unsigned i = 0; i < 28; i++) CHECK(out[i] == (i % 7 ? (i / 7 + 1) % 4 * 8 + i % 7 + 1 : starts[i / 7]));
  CHECK(memory.shared.slots[1].state == 0 && memory.shared.slots[2].state == 3 && memory.shared.slots[3].state == 0);
  CHECK(memory.shared.slots[2].bytes[7] == 24 && memory.shared.slots[2].bytes[6] == 0);

  reset();
  struct Slot *a = &memory.shared.slots[0], *b = &memory.shared.slots[1];
  *a = (struct Slot){1, 2, 3, 4, {5, 6, 7, 8, 9, 10, 11, 12}};
  *b = (struct Slot){255, 254, 65535, UINT32_MAX, {250, 249, 248, 247, 246, 245, 244, 243}};
  struct Slot first = *a, second = *b;
  CHECK(exchange(a, a) == 0 && memcmp(a, &first, sizeof first) == 0);
  CHECK(exchange(a, b) == 12 - 243 && memcmp(a, &second, sizeof first) == 0 && memcmp(b, &first, sizeof first) == 0);
  a->state = 1;
  CHECK(exchange(a, b) == 0 && a->bytes[7] == 243);

  struct Flags* flags = &memory.shared.flags;
  CHECK(pack(flags, 0, 0, 0) == 4 && flags->low == 1 && flags->middle == 1 && flags->high == 0);
  CHECK(pack(flags, 127, 0x3ffff, 127) == 126 + 635 && flags->low == 126 && flags->middle == 0 && flags->high == 127);
  CHECK(pack(flags, UINT32_MAX, 0x2aaaa, 0x55) == 126 + 0x2aaabu * 3 + 425 && flags->middle == 0x2aaab && flags->high == 0x55);
  CHECK(memory.shared.turn == 0 && memory.shared.plain == 0);

  memory.shared.plain = 2;
  flags->high = 10;
  CHECK(watch(&memory.shared, 0, move_on) == 0);
  // turn: up by 0x80000001, then down by 0x7fffffff, and up again; plain: 2, -6, 18, -54; high: 60, 110, 32
  CHECK(watch(&memory.shared, 3, move_on) == 2147483649 - 2147483647 + 2147483649 + 1000 * (-8 + 24 - 72) + 60 + 110 + 32);
  CHECK(memory.shared.turn == 0x80000003u && memory.shared.plain == -54 && flags->middle == 0x2aaab && flags->low == 126);
  return failures != 0;
}
