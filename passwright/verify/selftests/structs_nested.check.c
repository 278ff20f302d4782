#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Name {
  unsigned char text[7];
  uint8_t length;
};

struct Goods {
  int32_t amount;
  struct {
    uint16_t price;
    uint8_t marks[3];
  } tag;
};

struct Slot {
  struct Name name;
  struct Goods goods[2];
};

struct Shelf {
  struct Slot slots[3];
  struct {
    struct Name owner;
    int64_t total;
  } label;
};

struct Store {
  struct Shelf shelves[2];
  uint8_t history[5];
};

struct Store store_of(const char* const* names, int32_t amount);
int64_t store_total(struct Store* store);
void store_rotate(struct Store* store, size_t by);
struct Store store_sell(struct Store store, const char* name, int32_t amount, int* sold);

static int names(const struct Store* store, const char* expected) {
  for (size_t k = 0; k < 6; k++) {
    if (store->shelves[k / 3].slots[k % 3].name.text[0] != (unsigned char)expected[k]) return 0;
  }
  return 1;
}

static int goods(const struct Goods* goods, int32_t amount, int price, const char* marks) {
  return goods->amount == amount && goods->tag.price == price && memcmp(goods->tag.marks, marks, 3) == 0;
}

int main(void) {
  static const char* const given[6] = {"apple", "b", "cucumbers", "", "apple", "b"};
  struct Store store = store_of(given, 20);
  for (int i = 0; i < 2; i++) {
    for (int j = 0; j < 3; j++) {
      const struct Slot* slot = &store.shelves[i].slots[j];
      CHECK(goods(&slot->goods[0], 20 + 10 * i + j, j + 1, "\1\2\3") && goods(&slot->goods[1], -20 - 10 * i - j, 2 * j + 2, "\4\5\0"));
    }
  }
  CHECK(memcmp(&store.shelves[0].slots[0].name, "apple\0\0\5", 8) == 0 && memcmp(&store.shelves[0].slots[2].name, "cucumbe\7", 8) == 0);
  CHECK(memcmp(&store.shelves[1].slots[0].name, "\0\0\0\0\0\0\0\0", 8) == 0);
  CHECK(store.shelves[0].label.owner.length == 5 && memcmp(&store.shelves[1].label.owner, "apple\0\0\5", 8) == 0);

  // Each slot: (amount + 3) * price - amount * 2 price = (3 - amount) * price.
  CHECK(store_total(&store) == -17 - 18 * 2 - 19 * 3 - 27 - 28 * 2 - 29 * 3);
  CHECK(store.shelves[0].label.total == -110 && store.shelves[1].label.total == -170);
  CHECK(memcmp(store.history, "\1\0\0\0\0", 5) == 0 && store.shelves[0].slots[0].goods[0].amount == 20);
  CHECK(store_total(&store) == -280 && store_total(&store) == -280 && memcmp(store.history, "\3\2\1\0\0", 5) == 0);
  CHECK(store.shelves[0].label.owner.length == 5);

  struct Store turned = store;
  store_rotate(&turned, 0);
  CHECK(names(&turned, "abc\0ab"));
  store_rotate(&turned, 1);
  CHECK(names(&turned, "bc\0aba") && names(&store, "abc\0ab"));
  CHECK(goods(&turned.shelves[1].slots[2].goods[0], 20, 1, "\1\2\3") && goods(&turned.shelves[0].slots[2].goods[1], -30, 2, "\4\5\0"));
  CHECK(turned.shelves[0].label.total == -110);
  store_rotate(&turned, 5);
  CHECK(memcmp(turned.shelves[0].slots, store.shelves[0].slots, offsetof(struct Slot, goods)) == 0 && names(&turned, "abc\0ab"));

  int sold = -1;
  struct Store after = store_sell(store, "apple", 20, &sold);
  CHECK(sold == 2 && goods(&after.shelves[0].slots[0].goods[0], 0, 1, "\2\2\3") &&
        goods(&after.shelves[1].slots[1].goods[0], 11, 2, "\1\3\3"));
  CHECK(goods(&store.shelves[0].slots[0].goods[0], 20, 1, "\1\2\3") && goods(&store.shelves[1].slots[1].goods[0], 31, 2, "\1\2\3"));
  after = store_sell(after, "apple", 1, &sold);
  CHECK(sold == 0 && goods(&after.shelves[0].slots[0].goods[0], 0, 1, "\2\2\3") &&
        goods(&after.shelves[1].slots[1].goods[0], 11, 2, "\1\3\3"));
  // The first is changed already when the second turns out to be too small.
  after.shelves[0].slots[1].goods[0].amount = 50;
  after = store_sell(after, "b", 40, &sold);
  CHECK(sold == 0 && goods(&after.shelves[0].slots[1].goods[0], 50, 2, "\1\2\3"));
  after = store_sell(after, "b", 32, &sold);
  CHECK(sold == 2 && goods(&after.shelves[0].slots[1].goods[0], 18, 2, "\1\3\3") &&
        goods(&after.shelves[1].slots[2].goods[0], 0, 3, "\1\2\4"));
  after = store_sell(after, "none", 1, &sold);
  CHECK(sold == 0 && memcmp(after.history, "\3\2\1\0\0", 5) == 0);
  after = store_sell(after, "", -3, &sold);
  CHECK(sold == 1 && after.shelves[1].slots[0].goods[0].amount == 33);
  return failures != 0;
}
