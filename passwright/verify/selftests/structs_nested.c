// A store of boxed values: arrays in structs in structs, copied whole and in part; a snapshot must not follow later changes.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct Name {
  unsigned char text[7];
  uint8_t length;
};

struct Slot {
  struct Name name;
  struct {
    int32_t amount;
    struct {
      uint16_t price;
      uint8_t marks[3];
    } tag;
  } goods[2];
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

static struct Name named(const char* text) {
  struct Name name = {{0}, 0};
  while (*text && name.length < sizeof name.text) name.text[name.length++] = (unsigned char)*text++;
  return name;
}

static struct Slot slot_of(const char* name, int32_t amount, uint16_t price) {
  struct Slot slot = {named(name), {{amount, {price, {1, 2, 3}}}, {-amount, {(uint16_t)(price * 2), {4, 5}}}}};
  return slot;
}

struct Store store_of(const char* const* names, int32_t amount) {
  struct Store store;
  memset(&store, 0, sizeof store);
  for (size_t i = 0; i < 2; i++) {
    struct Shelf* shelf = &store.shelves[i];
    for (size_t j = 0; j < 3; j++) shelf->slots[j] = slot_of(names[3 * i + j], amount + (int32_t)(10 * i + j), (uint16_t)(j + 1));
    shelf->label.owner = shelf->slots[i].name;
  }
  return store;
}

static int64_t worth(struct Slot slot) {
  int64_t sum = 0;
  for (int i = 0; i < 2; i++) {
    slot.goods[i].amount += slot.goods[i].tag.marks[2];
    sum += (int64_t)slot.goods[i].amount * slot.goods[i].tag.price;
  }
  return sum;
}

int64_t store_total(struct Store* store) {
  int64_t total = 0;
  for (size_t i = 0; i < 2; i++) {
    struct Shelf copy = store->shelves[i];
    copy.label.total = 0;
    for (size_t j = 0; j < 3; j++) copy.label.total += worth(copy.slots[j]);
    store->shelves[i].label = copy.label;
    total += copy.label.total;
  }
  memmove(store->history + 1, store->history, 4);
  store->history[0]++;
  return total;
}

// Moves whole slots about; the first copy is taken before the place is written.
void store_rotate(struct Store* store, size_t by) {
  while (by-- > 0) {
    struct Slot first = store->shelves[0].slots[0];
    for (size_t k = 0; k + 1 < 6; k++) store->shelves[k / 3].slots[k % 3] = store->shelves[(k + 1) / 3].slots[(k + 1) % 3];
    store->shelves[1].slots[2] = first;
  }
}

// Sells on a copy and gives back the one or the other: all or nothing.
struct Store store_sell(struct Store store, const char* name, int32_t amount, int* sold) {
  const struct Store before = store;
  struct Name wanted = named(name);
  *sold = 0;
  for (size_t k = 0; k < 6; k++) {
    struct Slot* slot = &store.shelves[k / 3].slots[k % 3];
    if (memcmp(&slot->name, &wanted, sizeof wanted) != 0) continue;
    slot->goods[0].amount -= amount;
    slot->goods[0].tag.marks[k % 3]++;
    if (slot->goods[0].amount < 0) {
      *sold = 0;
      return before;
    }
    ++*sold;
  }
  return store;
}
