// Spin locks (test-and-set, ticket, reader-writer) around plain data whose parts must agree: lock order, trial locks, early exits.
#include <stdatomic.h>
#include <stdint.h>

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

void flag_lock(struct Bank* bank, void (*idle)(void)) {
  for (unsigned spins = 1; atomic_flag_test_and_set_explicit(&bank->flag, memory_order_acquire); spins++)
    if (spins % 256 == 0) idle();
}
int flag_try(struct Bank* bank) { return !atomic_flag_test_and_set_explicit(&bank->flag, memory_order_acquire); }
void flag_unlock(struct Bank* bank) { atomic_flag_clear_explicit(&bank->flag, memory_order_release); }

uint16_t ticket_lock(struct Bank* bank, void (*idle)(void)) {
  uint16_t mine = atomic_fetch_add_explicit(&bank->next, 1, memory_order_relaxed);
  for (unsigned spins = 1; atomic_load_explicit(&bank->serving, memory_order_acquire) != mine; spins++)
    if (spins % 256 == 0) idle();
  return mine;
}
void ticket_unlock(struct Bank* bank) {
  uint16_t now = atomic_load_explicit(&bank->serving, memory_order_relaxed);
  atomic_store_explicit(&bank->serving, (uint16_t)(now + 1), memory_order_release);
}

// Minus one is a writer, any other number counts the readers.
int share_try(struct Bank* bank, int writer) {
  int32_t seen = atomic_load_explicit(&bank->readers, memory_order_relaxed);
  while (writer ? seen == 0 : seen >= 0)
    if (atomic_compare_exchange_weak_explicit(&bank->readers, &seen, writer ? -1 : seen + 1, memory_order_acquire, memory_order_relaxed))
      return 1;
  return 0;
}
void share_end(struct Bank* bank, int writer) {
  if (writer)
    atomic_store_explicit(&bank->readers, 0, memory_order_release);
  else
    atomic_fetch_sub_explicit(&bank->readers, 1, memory_order_release);
}

static void post(struct Account* a, int64_t amount) {
  a->balance += amount;
  a->changes++;
  a->digest = (uint8_t)(a->digest ^ (uint8_t)amount);
}

static void enter(struct Bank* bank, uint64_t what) { bank->journal[bank->entries++ % 16] = what; }

int transfer(struct Bank* bank, unsigned from, unsigned to, int64_t amount, void (*idle)(void)) {
  int result = -1;
  flag_lock(bank, idle);
  if (from == to || from > 2 || to > 2) goto out;
  result = 0;
  if (bank->accounts[from].balance < amount) goto out;
  post(&bank->accounts[from], -amount);
  post(&bank->accounts[to], amount);
  enter(bank, (uint64_t)from << 32 | to);
  result = 1;
out:
  flag_unlock(bank);
  return result;
}

int64_t total(struct Bank* bank, int tickets, void (*idle)(void)) {
  int64_t sum = 0;
  if (tickets)
    ticket_lock(bank, idle);
  else
    flag_lock(bank, idle);
  for (unsigned i = 0; i < 3; i++) sum += bank->accounts[i].balance;
  if (tickets)
    ticket_unlock(bank);
  else
    flag_unlock(bank);
  return sum;
}

// The lock is taken and left anew for each unit, so that another thread can come between.
void ticket_deposit(struct Bank* bank, unsigned account, unsigned units, void (*idle)(void)) {
  for (unsigned i = 0; i < units; i++) {
    uint16_t mine = ticket_lock(bank, idle);
    post(&bank->accounts[account], 1);
    enter(bank, mine);
    ticket_unlock(bank);
  }
}
