// dynamic_cast in all directions: down, up, across, to void, failing, by pointer and reference; ambiguous, private and virtual bases.
#include <cstddef>
#include <cstdint>
#include <typeinfo>

struct Thing {
  int id = 0;
  virtual ~Thing();
};
struct Named {
  int name = 0;
  virtual ~Named();
};
struct Living : virtual Thing {
  int age = 1;
};
struct Moving : virtual Thing {
  int speed = 2;
};
struct Animal : Living, Moving {
  int legs = 4;
};
struct Pet : Animal, Named {};
struct Chain : Thing {
  Chain* next = nullptr;
};
struct Link final : Chain {
  int strength = 6;
};

Thing::~Thing() = default;
Named::~Named() = default;

namespace {

template <class To, class From>
unsigned is(From* from) {
  return dynamic_cast<To*>(from) != nullptr;
}

template <class From>
unsigned mask(From* from) {
  return is<Thing>(from) | is<Named>(from) << 1 | is<Living>(from) << 2 | is<Moving>(from) << 3 | is<Animal>(from) << 4 |
         is<Pet>(from) << 5 | is<Chain>(from) << 6 | is<Link>(from) << 7;
}

int legs(Named& named) {
  try {
    return dynamic_cast<Animal&>(named).legs;
  } catch (const std::bad_cast&) {
    return -1;
  }
}

}  // namespace

unsigned casts_mask(Thing* thing) { return mask(thing); }
unsigned casts_mask_named(Named* named) { return mask(named); }
unsigned casts_mask_living(Living* living) { return mask(living); }

// Across: from one base to another that does not know it.
int casts_across(Living* living) {
  const Moving* moving = dynamic_cast<Moving*>(living);
  const Named* named = dynamic_cast<Named*>(living);
  return (moving ? moving->speed : -10) * 100 + (named ? named->name : -5);
}
bool casts_round(Thing* thing) {
  Moving* moving = dynamic_cast<Moving*>(thing);
  if (!moving) return false;
  Living* living = dynamic_cast<Living*>(moving);
  if (!living) return false;
  const void* whole = dynamic_cast<void*>(living);
  return whole == dynamic_cast<const void*>(thing) && whole == dynamic_cast<const void*>(moving) && dynamic_cast<Thing*>(living) == thing;
}
const void* casts_whole(const Named* named) { return dynamic_cast<const void*>(named); }

size_t casts_count(Thing* const* things, size_t count, int* sum) {
  size_t found = 0;
  *sum = 0;
  for (size_t i = 0; i < count; i++) {
    if (auto* animal = dynamic_cast<const Animal*>(things[i])) {
      found++;
      *sum += animal->legs;
    } else if (auto* moving = dynamic_cast<const Moving*>(things[i])) {
      *sum += moving->speed * 1000;
    } else if (auto* link = dynamic_cast<Link*>(things[i])) {
      *sum += link->strength * 100000;
      link->strength = 0;
    }
  }
  return found;
}

int casts_legs(Named* const* names, size_t count) {
  int sum = 0;
  for (size_t i = 0; i < count; i++) sum = sum * 10 + legs(*names[i]);
  return sum;
}

// The length of the chain up to the first element that is no link.
size_t casts_chain(Chain* chain, size_t most) {
  size_t length = 0;
  while (Link* link = dynamic_cast<Link*>(chain)) {
    length++;
    link->strength = static_cast<int>(length);
    chain = link->next;
    if (length == most) break;
  }
  return length;
}
