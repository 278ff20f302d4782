// Message passing: a single-producer ring with acquire and release, a sequence lock with fences, and a mailbox of one word.
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#define SLOTS 8

struct Message {
  uint64_t number;
  uint32_t words[5];
  uint16_t used;
  uint8_t kind;
};

struct Ring {
  _Atomic uint32_t head, tail;
  struct Message slots[SLOTS];
  _Atomic uint32_t version;
  _Atomic uint64_t fields[4];
  _Atomic uint32_t mail;
};

// The inner loop holds no call: a load that is taken out of it would spin for ever.
static uint32_t await_change(_Atomic uint32_t* cell, uint32_t unwanted, void (*idle)(void)) {
  for (;;) {
    for (int spins = 0; spins < 1000; spins++) {
      uint32_t seen = atomic_load_explicit(cell, memory_order_acquire);
      if (seen != unwanted) return seen;
    }
    idle();
  }
}

static uint32_t mix(uint64_t number, unsigned i) {
  uint64_t x = (number + 1) * 0x9e3779b97f4a7c15ull + i;
  return (uint32_t)(x ^ x >> 29);
}

void ring_send(struct Ring* ring, uint64_t number, void (*idle)(void)) {
  uint32_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
  await_change(&ring->tail, head - SLOTS, idle);
  struct Message* m = &ring->slots[head % SLOTS];
  m->number = number;
  m->used = (uint16_t)(number % 6);
  m->kind = (uint8_t)number;
  for (unsigned i = 0; i < m->used; i++) m->words[i] = mix(number, i);
  atomic_store_explicit(&ring->head, head + 1, memory_order_release);
}

// Checks and wipes a message; returns 0 if any part of it was not there yet.
static int consume(struct Message* m, uint64_t number) {
  int good = m->number == number && m->used == number % 6 && m->kind == (number & 255);
  for (unsigned i = 0; i < 5; i++) {
    uint32_t want = i < number % 6 ? mix(number, i) : 0;
    good &= m->words[i] == want;
    m->words[i] = 0;
  }
  m->number = 0;
  m->used = 999;
  return good;
}

int ring_receive(struct Ring* ring, uint64_t number, void (*idle)(void)) {
  uint32_t tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
  await_change(&ring->head, tail, idle);
  int good = consume(&ring->slots[tail % SLOTS], number);
  atomic_store_explicit(&ring->tail, tail + 1, memory_order_release);
  return good;
}

void lock_write(struct Ring* ring, uint64_t value) {
  uint32_t version = atomic_load_explicit(&ring->version, memory_order_relaxed);
  atomic_store_explicit(&ring->version, version + 1, memory_order_relaxed);
  atomic_thread_fence(memory_order_release);
  for (unsigned i = 0; i < 4; i++) atomic_store_explicit(&ring->fields[i], value * (i + 1), memory_order_relaxed);
  atomic_store_explicit(&ring->version, version + 2, memory_order_release);
}

// Copies the fields as one; returns the version they belong to.
uint32_t lock_read(struct Ring* ring, uint64_t out[4], void (*idle)(void)) {
  for (;;) {
    uint32_t before = atomic_load_explicit(&ring->version, memory_order_acquire);
    if (before & 1) {
      await_change(&ring->version, before, idle);
      continue;
    }
    for (unsigned i = 0; i < 4; i++) out[i] = atomic_load_explicit(&ring->fields[i], memory_order_relaxed);
    atomic_thread_fence(memory_order_acquire);
    if (atomic_load_explicit(&ring->version, memory_order_relaxed) == before) return before;
  }
}

uint32_t mail_answer(struct Ring* ring, uint32_t unwanted, uint32_t reply, void (*idle)(void)) {
  uint32_t got = await_change(&ring->mail, unwanted, idle);
  atomic_store_explicit(&ring->mail, reply, memory_order_seq_cst);
  return got;
}
