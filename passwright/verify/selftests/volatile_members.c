// Records in shared memory with volatile and ordinary members, volatile arrays and bit-fields, and whole volatile records copied.
#include <stddef.h>
#include <stdint.h>

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

static void fill(struct Slot* slot, const unsigned char* data, unsigned length) {
  for (unsigned i = 0; i < length; i++) slot->bytes[i] = data[i];
  slot->length = (uint16_t)length;
}

static unsigned drain(struct Slot* slot, unsigned char* out) {
  unsigned length = slot->length;
  for (unsigned i = 0; i < length; i++) {
    out[i] = slot->bytes[i];
    slot->bytes[i] = 0;
  }
  slot->length = 0;
  return length;
}

// Puts data into the next slots; whenever that is taken, lets the other side run and looks again.
unsigned send(struct Shared* shared, const unsigned char* data, unsigned size, Yield yield) {
  unsigned sent = 0, patience = 9;
  while (sent < size && patience > 0) {
    struct Slot* slot = &shared->slots[shared->turn & 3];
    if (slot->state != 0) {
      yield(shared, 1);
      patience--;
      continue;
    }
    unsigned part = size - sent < 8 ? size - sent : 8;
    slot->kind = (uint8_t)(slot->kind + 1);
    fill(slot, data + sent, part);
    slot->key ^= part;
    slot->state = 1;
    shared->turn = shared->turn + 1;
    sent += part;
  }
  return sent;
}

unsigned receive(struct Shared* shared, unsigned first, unsigned char* out, Yield yield) {
  unsigned got = 0;
  for (unsigned i = 0; i < 4; i++) {
    struct Slot* slot = &shared->slots[(first + i) & 3];
    uint8_t state = slot->state;
    if (state == 1) {
      slot->state = 2;
      yield(shared, 2);
      got += drain(slot, out + got);
      slot->state = slot->state == 2 ? 0 : 3;
    }
  }
  return got;
}

// Whole records whose members are all volatile through the pointer.
int exchange(volatile struct Slot* a, volatile struct Slot* b) {
  struct Slot copy = *a;
  if (copy.state == b->state) return 0;
  *a = *b;
  *b = copy;
  return copy.bytes[7] - a->bytes[7];
}

uint32_t pack(struct Flags* flags, uint32_t low, uint32_t middle, uint32_t high) {
  flags->low = low & 127;
  flags->high = high & 127;
  flags->middle = middle & 0x3ffff;
  flags->low ^= 1;
  flags->middle += 1;
  return flags->low + flags->middle * 3 + flags->high * 5;
}

// Ordinary members next to volatile ones, which the callback changes alike.
int64_t watch(struct Shared* shared, unsigned times, Yield yield) {
  int64_t sum = 0;
  for (unsigned i = 0; i < times; i++) {
    uint32_t turn = shared->turn;
    int32_t plain = shared->plain;
    shared->turn = turn;
    yield(shared, 3);
    sum += (int64_t)shared->turn - turn + ((int64_t)shared->plain - plain) * 1000;
    sum += shared->flags.high;
  }
  return sum;
}
