#include <cstddef>
#include <cstdint>
#include <cstring>

#include "check.h"

struct Item {
  explicit Item(int v);
  Item(const Item& other);
  Item(Item&& other) noexcept;
  Item& operator=(const Item& other);
  Item& operator=(Item&& other) noexcept;
  ~Item();
  int value;
  Item* self;
};

size_t few_items(const int* values, size_t count);
size_t few_unique();
void few_insert(size_t at, const Item* from, size_t count);
void few_erase(size_t from, size_t to);
bool few_get(int* values);
int few_copy(int extra);
void few_clear();
uint64_t few_rows(const unsigned char* bytes, size_t count);

static int alive, copies, moves;

Item::Item(int v) : value(v), self(this) { alive++; }
Item::Item(const Item& other) : value(other.value), self(this) { alive++, copies++; }
Item::Item(Item&& other) noexcept : value(other.value), self(this) {
  alive++, moves++;
  other.value = -99;
}
Item& Item::operator=(const Item& other) {
  copies++;
  value = other.value;
  return *this;
}
Item& Item::operator=(Item&& other) noexcept {
  moves++;
  value = other.value;
  other.value = -98;
  return *this;
}
Item::~Item() {
  CHECK(self == this);
  self = nullptr;
  alive--;
}

template <class... Numbers>
static bool holds(int want_copies, int want_moves, Numbers... numbers) {
  static const int none = 0;
  const int wanted[] = {numbers..., none};
  int got[64];
  memset(got, 0, sizeof got);
  const bool good = few_get(got) && memcmp(got, wanted, sizeof wanted) == 0 && alive == static_cast<int>(sizeof...(numbers)) &&
                    copies == want_copies && moves == want_moves;
  if (!good) printf("%d alive, %d copies, %d moves\n", alive, copies, moves);
  copies = moves = 0;
  return good;
}

int main() {
  static const int some[] = {1, 2, 2, 2, 3, 1, 1};
  CHECK(few_items(some, 0) == 0 && holds(0, 0));
  CHECK(few_items(some, 3) == 6 && holds(0, 0, 1, 2, 2));
  CHECK(few_items(some + 3, 1) == 9 && holds(0, 3, 1, 2, 2, 2));
  CHECK(few_items(some + 4, 3) == 15 && holds(0, 6, 1, 2, 2, 2, 3, 1, 1));
  CHECK(few_unique() == 3 && holds(0, 3, 1, 2, 3, 1));
  few_erase(2, 3);
  CHECK(holds(0, 1, 1, 2, 1));
  {
    const Item from[] = {Item(50), Item(60), Item(70)};
    few_insert(0, from, 1);
    few_insert(4, from + 1, 1);
    few_insert(2, from + 1, 2);
    few_insert(3, from, 0);
    few_insert(7, from, 0);
  }
  // 3 moved for the first, 3 for two in the middle; inserting nothing moves nothing.
  CHECK(holds(4, 6, 50, 1, 60, 70, 2, 1, 60));
  few_erase(0, 4);
  CHECK(holds(0, 3, 2, 1, 60));
  // The copy starts inline and grows: 3 moves, 1 more for the single item of the other one. The rest is passed on by pointer.
  CHECK(few_copy(7) == -998);
  CHECK(holds(3, 4, 2, 1, 60, 7));
  few_erase(1, 4);
  CHECK(holds(0, 0, 2));
  // Now all is inline: 2 + 1 + 2 for the first swap, 2 for the parameter, 2 + 2 for the second swap.
  CHECK(few_copy(8) == -998);
  CHECK(holds(1, 11, 2, 8));
  few_clear();
  CHECK(alive == 0);

  unsigned char bytes[60];
  for (int i = 0; i < 60; i++) bytes[i] = static_cast<unsigned char>(i % 9 ? i * 37 + 11 : 0);
  static const unsigned char small[] = {1, 2, 3, 0, 4, 5, 6, 0, 7, 0, 0, 0, 8, 9, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 6, 0, 255};
  CHECK(few_rows(bytes, 0) == 0);
  CHECK(few_rows(bytes, 1) == 0);
  CHECK(few_rows(bytes, 60) == 41644002902101u);
  CHECK(few_rows(small, sizeof small) == 28857734941071201u);
  memset(bytes, 255, sizeof bytes);
  CHECK(few_rows(bytes, 40) == 43808666419240u);
  return failures != 0;
}
