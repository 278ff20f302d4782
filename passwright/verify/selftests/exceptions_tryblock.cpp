// Function-try-blocks, throws from handlers, scope guards that ask uncaught_exceptions, destructors that throw and catch: a ledger with
// rollback.
#include <cstddef>
#include <cstdint>
#include <exception>

void note(unsigned char event);
// The checker's; throws an int where it will.
void gate(int point);

namespace {

int64_t accounts[8];

class Rollback {
 public:
  Rollback(int64_t* place, int64_t value) : place_(place), old_(*place), depth_(std::uncaught_exceptions()) { *place = value; }
  ~Rollback() {
    if (std::uncaught_exceptions() == depth_) {
      note('c');
      return;
    }
    note('r');
    *place_ = old_;
    // An exception that does not leave the destructor is fine while another one is under way.
    try {
      gate(90);
    } catch (int) {
      note('x');
    }
  }
  Rollback(const Rollback&) = delete;

 private:
  int64_t* place_;
  int64_t old_;
  int depth_;
};

class Late {
 public:
  ~Late() noexcept(false) {
    note('l');
    if (std::uncaught_exceptions() == 0) gate(80);
  }
};

bool valid(unsigned account) noexcept { return account < 8; }

int64_t withdraw(unsigned account, int64_t amount) try {
  gate(1);
  if (!valid(account)) throw account;
  if (accounts[account] < amount) throw amount - accounts[account];
  accounts[account] -= amount;
  return accounts[account];
} catch (unsigned wrong) {
  note('u');
  throw static_cast<int>(wrong) + 1000;
} catch (int64_t missing) {
  note('m');
  if (missing > 100) throw;
  amount -= missing;
  accounts[account] -= amount;
  return -missing;
}

}  // namespace

void ledger_set(const int64_t* values) {
  for (int i = 0; i < 8; i++) accounts[i] = values[i];
}
int64_t ledger_get(unsigned account) { return accounts[account]; }

int64_t ledger_transfer(unsigned from, unsigned to, int64_t amount) {
  try {
    Rollback first(&accounts[from & 7], accounts[from & 7]);
    const int64_t left = withdraw(from, amount);
    gate(2);
    if (left < 0) amount += left;
    Rollback second(&accounts[to & 7], accounts[to & 7] + amount);
    gate(3);
    return left;
  } catch (int64_t missing) {
    note('M');
    return -missing;
  } catch (int point) {
    note('P');
    return point;
  }
}

int ledger_late(int way) {
  int stage = 0;
  try {
    Late late;
    stage = 1;
    gate(10 + way);
    stage = 2;
  } catch (int point) {
    stage += point;
    try {
      Late inner;
      gate(20);
      stage += 1000;
    } catch (int other) {
      note('o');
      stage += other * 10000;
      try {
        gate(30);
      } catch (...) {
        note('t');
        try {
          throw;
        } catch (int third) {
          stage += third * 1000000;
        }
      }
    }
  }
  return stage;
}

// A loop in which a handler leaves by a throw that the next level takes.
int ledger_ladder(int steps) try {
  int sum = 0;
  for (int i = 0; i < steps; i++) {
    try {
      try {
        gate(100 + i);
        sum += 1;
      } catch (int point) {
        if (point % 3 == 0) throw static_cast<long>(point);
        if (point % 3 == 1) throw;
        sum += 10;
      }
    } catch (long point) {
      sum += 100;
      if (point > 110) throw static_cast<int>(point);
    } catch (int) {
      sum += 1000;
      continue;
    }
  }
  return sum;
} catch (int point) {
  return -point - steps;
}
