#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "check.h"

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

void ring_send(struct Ring* ring, uint64_t number, void (*idle)(void));
int ring_receive(struct Ring* ring, uint64_t number, void (*idle)(void));
void lock_write(struct Ring* ring, uint64_t value);
uint32_t lock_read(struct Ring* ring, uint64_t out[4], void (*idle)(void));
uint32_t mail_answer(struct Ring* ring, uint32_t unwanted, uint32_t reply, void (*idle)(void));

enum { MESSAGES = 6000, WRITES = 3000, LETTERS = 200 };
static struct Ring ring;
static unsigned bad_letters;

// A lost message would be waited for for ever.
static void idle(void) {
  static _Thread_local unsigned idled;
  if (++idled > 2000000) {
    puts("waited too long");
    _Exit(1);
  }
  sched_yield();
}

// Puts this thread on a processor of its own where there is one, so that the threads really run side by side.
static void spread(unsigned index) {
  cpu_set_t all, one;
  if (sched_getaffinity(0, sizeof all, &all) != 0 || CPU_COUNT(&all) < 2) return;
  index %= (unsigned)CPU_COUNT(&all);
  for (unsigned cpu = 0; cpu < CPU_SETSIZE; cpu++)
    if (CPU_ISSET(cpu, &all) && index-- == 0) {
      CPU_ZERO(&one);
      CPU_SET(cpu, &one);
      sched_setaffinity(0, sizeof one, &one);
    }
}

static void* producer(void* unused) {
  spread(1);
  for (uint64_t i = 0; i < MESSAGES; i++) ring_send(&ring, i, idle);
  for (uint64_t i = 1; i <= WRITES; i++) lock_write(&ring, i);
  // Odd letters go one way, even ones the other.
  for (uint32_t i = 0; i < LETTERS; i++) {
    atomic_store(&ring.mail, 2 * i + 1);
    for (unsigned spins = 0; atomic_load(&ring.mail) == 2 * i + 1; spins++)
      if (spins > 1000) sched_yield();
    bad_letters += atomic_load(&ring.mail) != 2 * i + 2;
  }
  return unused;
}

static void single(void) {
  static struct Ring one;
  for (uint64_t i = 0; i < SLOTS; i++) ring_send(&one, i, idle);
  CHECK(one.head == SLOTS && one.tail == 0);
  CHECK(one.slots[7].number == 7 && one.slots[7].used == 1 && one.slots[7].kind == 7);
  CHECK(one.slots[0].used == 0 && one.slots[5].used == 5);
  // (5 + 1) * 0x9e3779b97f4a7c15 mod 2^64 is 0xb54cda58fbbee87e
  CHECK(one.slots[5].words[0] == (uint32_t)(0xb54cda58fbbee87eull ^ 0xb54cda58fbbee87eull >> 29));
  CHECK(one.slots[7].words[1] == 0 && one.slots[0].words[0] == 0);
  for (uint64_t i = 0; i < SLOTS; i++) CHECK(ring_receive(&one, i, idle) == 1);
  CHECK(one.head == SLOTS && one.tail == SLOTS && one.slots[3].used == 999);
  ring_send(&one, 300, idle);
  CHECK(one.slots[0].kind == 44 && one.slots[0].number == 300);
  CHECK(ring_receive(&one, 301, idle) == 0);
  atomic_store(&one.head, 0xfffffffeu);
  atomic_store(&one.tail, 0xfffffffeu);
  for (uint64_t i = 0; i < 5; i++) ring_send(&one, i, idle);
  CHECK(one.head == 3);
  for (uint64_t i = 0; i < 5; i++) CHECK(ring_receive(&one, i, idle) == 1);
  CHECK(one.tail == 3);
  uint64_t out[4];
  lock_write(&one, 0x8000000000000001ull);
  CHECK(lock_read(&one, out, idle) == 2);
  CHECK(out[0] == 0x8000000000000001ull && out[1] == 2 && out[2] == 0x8000000000000003ull && out[3] == 4);
  atomic_store(&one.mail, 5);
  CHECK(mail_answer(&one, 6, 7, idle) == 5 && one.mail == 7);
}

int main(void) {
  single();
  pthread_t id;
  CHECK(pthread_create(&id, 0, producer, 0) == 0);
  spread(0);
  unsigned bad = 0;
  for (uint64_t i = 0; i < MESSAGES; i++) bad += ring_receive(&ring, i, idle) != 1;
  CHECK(bad == 0);
  uint64_t out[4] = {0, 0, 0, 0}, last = 0;
  while (last < WRITES) {
    uint32_t version = lock_read(&ring, out, idle);
    bad += out[1] != 2 * out[0] || out[2] != 3 * out[0] || out[3] != 4 * out[0] || version != 2 * out[0] || out[0] < last;
    last = out[0];
  }
  CHECK(bad == 0);
  uint32_t letter = 0;
  for (uint32_t i = 0; i < LETTERS; i++) {
    bad += mail_answer(&ring, letter, 2 * i + 2, idle) != 2 * i + 1;
    letter = 2 * i + 2;
  }
  CHECK(bad == 0);
  CHECK(pthread_join(id, 0) == 0);
  CHECK(bad_letters == 0);
  CHECK(ring.head == MESSAGES && ring.tail == MESSAGES && ring.version == 2 * WRITES);
  return failures != 0;
}
