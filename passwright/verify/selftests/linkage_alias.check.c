#include <stddef.h>
#include <stdint.h>

#include "check.h"

extern int balance, account, ledger_cell, visible_total;
extern int32_t exported_slots[4];
typedef int (*Function)(int);
int deposit(int amount);
int withdraw_v1(int amount);
int withdraw_v2(int amount);
int withdraw_default(int amount);
int fee(int amount);
int mixed(int a, int b);
int bump_slots(size_t i, int by);
int sum_slots(void);
int settle(const int* amounts, size_t n);
Function function(int which);
int* variable(int which);

static int asked;
int withdraw(int amount) {
  asked += amount;
  return amount % 2 ? withdraw_v1(amount) : withdraw_v2(amount);
}

int main(void) {
  CHECK(balance == 100 && account == 100 && ledger_cell == 100 && visible_total == 5);
  account = 7;
  CHECK(*variable(0) == 7 && deposit(3) == 10 && ledger_cell == 10);
  CHECK(withdraw_v1(20) == -10 && withdraw_v2(1) == -1 && withdraw_default(-30) == 20 && withdraw_default(21) == -1 &&
        withdraw_default(20) == 0 && account == 0);
  CHECK(mixed(3, 4) == 341 && account == 5 && mixed(9, 0) == 901 && mixed(-1, -1) == -109 && *variable(2) == 0);
  CHECK(exported_slots[0] == 10 && exported_slots[3] == 40 && bump_slots(1, 5) == 5);
  // doubled in turn, each but the first with the one that the turn before added; the first gets its one last
  CHECK(exported_slots[0] == 21 && exported_slots[1] == 52 && exported_slots[2] == 62 && exported_slots[3] == 82);
  exported_slots[2] = -100;
  CHECK(bump_slots(6, -7) == -7 && exported_slots[0] == 43 && exported_slots[1] == 106 && exported_slots[2] == -212 &&
        exported_slots[3] == 166);
  CHECK(sum_slots() == 43 * 27 + 106 * 9 - 212 * 3 + 166);
  exported_slots[0] = 0;
  CHECK(sum_slots() == 106 * 9 - 212 * 3 + 166);

  static const int amounts[] = {100, -30, -21, 9, -500, -501};
  balance = 0;
  CHECK(settle(amounts, 0) == 0 && settle(amounts, 1) == 90 && settle(amounts + 1, 1) == 60 && settle(amounts + 2, 1) == 39 && asked == 51);
  CHECK(settle(amounts + 3, 1) == 48 && settle(amounts + 4, 1) == -1 && account == 48 && settle(amounts + 5, 1) == -453 && balance == -453);
  CHECK(visible_total == 5 + 100 - 30 - 21 + 9 - 1001 && *variable(3) == visible_total);
  visible_total = 2000;
  CHECK(settle(amounts, 2) == -1 && balance == -363 && visible_total == -30 && asked == 51 + 1001 + 30);

  CHECK(function(0) == function(1) && function(0) == deposit && function(2) == withdraw && function(2) != function(3) &&
        function(3) == withdraw_v1);
  CHECK(function(4) == function(5) && function(6) == function(7) && function(6) == fee && fee(99) == 9 && fee(-99) == -9 &&
        function(3) != function(5));
  CHECK(variable(0) == variable(1) && variable(1) == variable(2) && variable(2) == &account && variable(3) == variable(4) &&
        variable(4) == &visible_total);
  return failures != 0;
}
