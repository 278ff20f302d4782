#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#include "check.h"

struct Account {
  int64_t balance;
  uint32_t changes;
  uint8_t digest;
};

struct Bank {
  atomic_flag flag;
  _Atomic uint16_t next, serving;
  _Atomic int32_t readers;
  struct Account accounts[3];
  uint64_t journal[16];
  uint32_t entries;
};

void flag_lock(struct Bank* bank, void (*idle)(void));
int flag_try(struct Bank* bank);
void flag_unlock(struct Bank* bank);
uint16_t ticket_lock(struct Bank* bank, void (*idle)(void));
void ticket_unlock(struct Bank* bank);
int share_try(struct Bank* bank, int writer);
void share_end(struct Bank* bank, int writer);
int transfer(struct Bank* bank, unsigned from, unsigned to, int64_t amount, void (*idle)(void));
int64_t total(struct Bank* bank, int tickets, void (*idle)(void));
void ticket_deposit(struct Bank* bank, unsigned account, unsigned units, void (*idle)(void));

static struct Bank bank;
static _Thread_local unsigned idled;
static atomic_uint arrived;

// A broken lock would wait for ever.
static void idle(void) {
  if (++idled > 2000000) {
    puts("waited too long");
    _Exit(1);
  }
  sched_yield();
}

// Frees the lock that the single thread waits for.
static void rescue(void) {
  if (++idled == 3) flag_unlock(&bank);
}
static void serve(void) {
  if (++idled == 2) atomic_fetch_add(&bank.serving, 1);
}

static void meet(void) {
  unsigned goal = (atomic_fetch_add(&arrived, 1) | 1) + 1;
  for (unsigned spins = 0; (int)(atomic_load(&arrived) - goal) < 0; spins++)
    if (spins > 4000) sched_yield();
}

static void single(void) {
  CHECK(flag_try(&bank) == 1 && flag_try(&bank) == 0);
  flag_lock(&bank, rescue);
  CHECK(idled == 3 && flag_try(&bank) == 0);
  flag_unlock(&bank);
  CHECK(flag_try(&bank) == 1);
  flag_unlock(&bank);
  idled = 0;
  bank.next = bank.serving = 65535;
  CHECK(ticket_lock(&bank, serve) == 65535 && idled == 0 && bank.next == 0);
  CHECK(ticket_lock(&bank, serve) == 0);
  CHECK(idled == 2 && bank.next == 1 && bank.serving == 0);
  ticket_unlock(&bank);
  CHECK(bank.serving == 1);
  CHECK(share_try(&bank, 0) && share_try(&bank, 0) && !share_try(&bank, 1) && bank.readers == 2);
  share_end(&bank, 0);
  CHECK(!share_try(&bank, 1));
  share_end(&bank, 0);
  CHECK(share_try(&bank, 1) && bank.readers == -1 && !share_try(&bank, 0) && !share_try(&bank, 1));
  share_end(&bank, 1);
  CHECK(bank.readers == 0 && share_try(&bank, 0));
  share_end(&bank, 0);

  bank.accounts[0].balance = 100;
  CHECK(transfer(&bank, 0, 1, 101, idle) == 0 && transfer(&bank, 0, 0, 1, idle) == -1 && transfer(&bank, 3, 0, 1, idle) == -1);
  CHECK(transfer(&bank, 0, 3, 1, idle) == -1 && bank.entries == 0);
  CHECK(transfer(&bank, 0, 1, 100, idle) == 1 && transfer(&bank, 1, 2, 30, idle) == 1);
  CHECK(bank.accounts[0].balance == 0 && bank.accounts[1].balance == 70 && bank.accounts[2].balance == 30);
  CHECK(bank.accounts[0].digest == 0x9c && bank.accounts[1].digest == (0x64 ^ 0xe2) && bank.accounts[2].digest == 30);
  CHECK(bank.accounts[0].changes == 1 && bank.accounts[1].changes == 2 && bank.accounts[2].changes == 1);
  CHECK(bank.entries == 2 && bank.journal[0] == 1 && bank.journal[1] == 0x100000002ull);
  CHECK(total(&bank, 0, idle) == 100 && total(&bank, 1, idle) == 100 && bank.serving == 2);
}

struct Work {
  unsigned id, moved, bad, shared;
};

enum { ROUNDS = 4, STEPS = 400 };

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

static void* work(void* argument) {
  struct Work* w = argument;
  spread(w->id);
  for (unsigned round = 0; round < ROUNDS; round++) {
    meet();
    for (unsigned i = 0; i < STEPS; i++) {
      int got = transfer(&bank, (i + w->id) % 3, (i + w->id + 1) % 3, 1 + i % 5, idle);
      w->bad += got < 0;
      w->moved += (unsigned)got;
      if (i % 8 == 0) w->bad += total(&bank, 0, idle) != 3000;
    }
    meet();
    ticket_deposit(&bank, 2, STEPS, idle);
    meet();
    for (unsigned i = 0; i < STEPS; i++) {
      int writer = i % 3 == 0;
      while (!share_try(&bank, writer)) idle();
      if (writer) {
        bank.accounts[0].balance += 2;
        bank.accounts[1].balance -= 2;
      } else {
        w->bad += bank.accounts[0].balance + bank.accounts[1].balance + bank.accounts[2].balance < 3000;
      }
      w->shared += (unsigned)writer;
      share_end(&bank, writer);
    }
    meet();
    if (w->id == 0) bank.accounts[2].balance -= 2 * STEPS;
  }
  return 0;
}

int main(void) {
  single();
  bank = (struct Bank){.next = 65000, .serving = 65000, .accounts = {{1000, 0, 0}, {1000, 0, 0}, {1000, 0, 0}}};
  flag_unlock(&bank);
  struct Work w[2] = {{0, 0, 0, 0}, {1, 0, 0, 0}};
  pthread_t id;
  CHECK(pthread_create(&id, 0, work, &w[1]) == 0);
  work(&w[0]);
  CHECK(pthread_join(id, 0) == 0);
  CHECK(w[0].bad == 0 && w[1].bad == 0);
  CHECK(bank.entries == w[0].moved + w[1].moved + 2 * ROUNDS * STEPS);
  CHECK(bank.accounts[0].changes + bank.accounts[1].changes + bank.accounts[2].changes ==
        2 * (w[0].moved + w[1].moved) + 2 * ROUNDS * STEPS);
  CHECK(bank.accounts[0].balance + bank.accounts[1].balance + bank.accounts[2].balance == 3000);
  CHECK(bank.next == (65000 + 2 * ROUNDS * STEPS) % 65536 && bank.serving == bank.next);
  CHECK(w[0].shared == ROUNDS * 134 && w[1].shared == ROUNDS * 134 && bank.readers == 0);
  return failures != 0;
}
