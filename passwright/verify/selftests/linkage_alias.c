// Aliases of functions and variables, strong, weak and hidden: writes through one name read through another, two names of one address,
// versions.
#include <stddef.h>
#include <stdint.h>

#define ALIAS(of) __attribute__((alias(#of)))
#define HIDDEN __attribute__((visibility("hidden")))

int balance = 100;
extern int account ALIAS(balance);
extern int ledger_cell __attribute__((weak, alias("balance")));

static int32_t slots[4] = {10, 20, 30, 40};
extern int32_t exported_slots[4] ALIAS(slots);

int hidden_total HIDDEN = 5;
extern int visible_total ALIAS(hidden_total);

static int deposit_inner(int amount) {
  balance += amount;
  return account;
}
int deposit(int amount) ALIAS(deposit_inner);

int withdraw_v1(int amount) {
  account -= amount;
  return balance;
}
int withdraw_v2(int amount) {
  if (amount > ledger_cell) return -1;
  ledger_cell -= amount;
  return account;
}
int withdraw(int amount) __attribute__((weak, alias("withdraw_v1")));  // replaced by the checker
int withdraw_default(int amount) __attribute__((weak, alias("withdraw_v2")));

HIDDEN int fee_internal(int amount) { return amount / 10; }
int fee(int amount) ALIAS(fee_internal);

// a store by one name between two loads by another
int mixed(int a, int b) {
  balance = a;
  int first = account;
  account = b;
  int second = balance;
  ledger_cell++;
  return first * 100 + second * 10 + (balance - second);
}

int bump_slots(size_t i, int by) {
  int before = exported_slots[i & 3];
  slots[i & 3] += by;
  int after = exported_slots[i & 3];
  for (size_t k = 0; k < 4; k++) {
    exported_slots[k] *= 2;
    slots[(k + 1) & 3] += 1;
  }
  return after - before;
}

int sum_slots(void) {
  int sum = 0;
  for (size_t k = 0; k < 4; k++) sum = sum * 3 + slots[k];
  return sum;
}

int settle(const int* amounts, size_t n) {
  int result = 0;
  for (size_t i = 0; i < n; i++) {
    result = amounts[i] >= 0 ? deposit_inner(amounts[i] - fee_internal(amounts[i])) : withdraw(-amounts[i]);
    visible_total += amounts[i];
    if (hidden_total > 1000) visible_total = 0;
  }
  return result;
}

typedef int (*Function)(int);
Function function(int which) {
  switch (which) {
    case 0:
      return deposit;
    case 1:
      return deposit_inner;
    case 2:
      return withdraw;
    case 3:
      return withdraw_v1;
    case 4:
      return withdraw_default;
    case 5:
      return withdraw_v2;
    case 6:
      return fee;
  }
  return fee_internal;
}

int* variable(int which) {
  return which == 0 ? &balance : which == 1 ? &account : which == 2 ? &ledger_cell : which == 3 ? &hidden_total : &visible_total;
}
