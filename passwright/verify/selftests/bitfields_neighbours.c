// Packets in bit-fields of one and of several words: writes leave neighbours as they are, increments wrap, plain members beside.
#include <stddef.h>
#include <stdint.h>

struct Flags {
  uint32_t version : 4;
  uint32_t kind : 3;
  uint32_t urgent : 1;
  uint32_t length : 13;
  uint32_t hops : 5;
  uint32_t check : 6;
};

struct Mixed {
  unsigned char before;
  uint8_t low : 3;
  uint8_t high : 5;
  unsigned char between;
  uint16_t first : 9;
  uint16_t second : 7;
  uint64_t narrow : 1;
  uint64_t wide : 62;
  uint64_t last : 1;
  unsigned char after;
};

static void set_length(struct Flags* f, unsigned v) { f->length = v & 0x1fff; }

static unsigned checksum(const struct Flags* f) {
  return (f->version * 3u + f->kind * 5u + f->urgent * 7u + f->length + f->hops * 11u) & 63;
}

static void seal(struct Flags* f) { f->check = checksum(f) & 63; }

// Hops count down and stop at zero; the check field follows.
int forward(struct Flags* f) {
  if (f->check != checksum(f)) return -1;
  if (f->hops == 0) return 0;
  f->hops--;
  if (f->hops < 4) f->urgent = 1;
  seal(f);
  return 1;
}

void fill(struct Flags* f, unsigned version, unsigned kind, unsigned length, unsigned hops) {
  f->version = version & 15;
  f->kind = kind & 7;
  f->urgent = 0;
  set_length(f, length);
  f->hops = hops & 31;
  seal(f);
}

void write_one(struct Flags* f, int which, unsigned v) {
  switch (which) {
    case 0:
      f->version = v & 15;
      break;
    case 1:
      f->kind = v & 7;
      break;
    case 2:
      f->urgent = v & 1;
      break;
    case 3:
      set_length(f, v);
      break;
    case 4:
      f->hops = v & 31;
      break;
    default:
      f->check = v & 63;
  }
}

void step(struct Flags* f, int by) {
  f->version = (f->version + (unsigned)by) & 15;
  f->kind += (unsigned)by & 7;
  f->length -= (unsigned)by & 0x1fff;
  f->hops ^= 21;
  f->urgent = !f->urgent;
}

void mixed_write(struct Mixed* m, int which, uint64_t v) {
  if (which == 0) m->low = v & 7;
  if (which == 1) m->high = v & 31;
  if (which == 2) m->first = v & 511;
  if (which == 3) m->second = v & 127;
  if (which == 4) m->narrow = v & 1;
  if (which == 5) m->wide = v & 0x3fffffffffffffff;
  if (which == 6) m->last = v & 1;
  if (which == 7) m->before = (unsigned char)v, m->between = (unsigned char)v, m->after = (unsigned char)v;
}

uint64_t mixed_read(const struct Mixed* m, int which) {
  const uint64_t all[] = {m->low, m->high, m->first, m->second, m->narrow, m->wide, m->last};
  return all[which];
}

// Stores through one pointer may change what the other shows.
unsigned alias(struct Flags* a, struct Flags* b) {
  a->kind = 5;
  unsigned first = b->kind;
  b->length = 0x1abc;
  a->urgent = b->length & 1;
  b->kind = (first + 1) & 7;
  return a->kind * 100u + a->length % 100u + first * 10000u;
}

size_t struct_sizes(void) { return sizeof(struct Flags) * 1000 + sizeof(struct Mixed); }
