#include <cstddef>
#include <cstdint>

#include "check.h"

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

unsigned casts_mask(Thing* thing);
unsigned casts_mask_named(Named* named);
unsigned casts_mask_living(Living* living);
int casts_across(Living* living);
bool casts_round(Thing* thing);
const void* casts_whole(const Named* named);
size_t casts_count(Thing* const* things, size_t count, int* sum);
int casts_legs(Named* const* names, size_t count);
size_t casts_chain(Chain* chain, size_t most);

namespace {

struct Pad {
  virtual ~Pad() = default;
  int64_t pad[3] = {};
};
struct Dog : Pad, Pet {
  Dog() { legs = 3; }
};
struct Stone : Named, Thing {};
struct Plant : Pad, Living, Named {};
// Two animals in one, and one thing.
struct Twin : Pet {
  Twin() { name = 7; }
};
struct Left : Named, Animal {};
struct Right : Pad, Animal {};
struct Chimera : Left, Right {};
struct Secret : Named, private Animal {
  Thing* thing() { return this; }
  Living* living() { return this; }
};
struct HalfSecret : private Pet {
  Named* named() { return this; }
  Thing* thing() { return this; }
};
struct TwoNames : Living, Stone, Pad {};
struct Weak : Chain {};

enum { thing = 1, named = 2, living = 4, moving = 8, animal = 16, pet = 32, chain = 64, link = 128 };

}  // namespace

int main() {
  Thing plain;
  Named only;
  Animal beast;
  Pet cat;
  Dog dog;
  Stone stone;
  Plant plant;
  Twin twin;
  Chimera chimera;
  Secret secret;
  HalfSecret half;
  TwoNames two;
  Weak weak;
  Link links[3];
  Moving car;
  car.speed = 50;
  cat.name = 9;
  dog.name = -6;

  CHECK(casts_mask(nullptr) == 0 && casts_mask_named(nullptr) == 0 && casts_mask_living(nullptr) == 0);
  CHECK(casts_mask(&plain) == thing);
  CHECK(casts_mask(&beast) == (thing | living | moving | animal));
  CHECK(casts_mask(&cat) == (thing | named | living | moving | animal | pet));
  CHECK(casts_mask(&dog) == (thing | named | living | moving | animal | pet));
  CHECK(casts_mask(&stone) == (thing | named));
  CHECK(casts_mask(&plant) == (thing | named | living));
  CHECK(casts_mask(&weak) == (thing | chain) && casts_mask(&links[1]) == (thing | chain | link));
  CHECK(casts_mask(&car) == (thing | moving));
  CHECK(casts_mask(&chimera) == (thing | named));
  // Down to what has it as a public base, though that is private further down; across only if public all the way.
  CHECK(casts_mask(secret.thing()) == (thing | living | moving | animal));
  CHECK(casts_mask(half.thing()) == (thing | living | moving | animal | pet));

  CHECK(casts_mask_named(&only) == named);
  CHECK(casts_mask_named(&dog) == (thing | named | living | moving | animal | pet));
  CHECK(casts_mask_named(&stone) == (thing | named));
  CHECK(casts_mask_named(&chimera) == (thing | named));  // the animal is ambiguous, the thing is shared
  CHECK(casts_mask_named(&secret) == named);
  CHECK(casts_mask_named(half.named()) == (named | pet));
  CHECK(casts_mask_named(static_cast<Stone*>(&two)) == (named | living));  // the things are two

  CHECK(casts_mask_living(&plant) == (thing | named | living));
  CHECK(casts_mask_living(&twin) == (thing | named | living | moving | animal | pet));
  Right& right = chimera;
  CHECK(casts_mask_living(&right) == (thing | named | living | animal));
  CHECK(casts_mask_living(&two) == (thing | named | living));

  CHECK(casts_across(&cat) == 209 && casts_across(&dog) == 194 && casts_across(&beast) == 195);
  CHECK(casts_across(&plant) == -1000 && casts_across(&twin) == 207 && casts_across(&two) == -1000);
  CHECK(casts_round(&cat) && casts_round(&dog) && casts_round(&beast));
  CHECK(!casts_round(&car) && !casts_round(&plant) && !casts_round(&plain) && !casts_round(&chimera) && !casts_round(nullptr));
  CHECK(casts_whole(&dog) == &dog && casts_whole(&stone) == &stone && casts_whole(&only) == &only && casts_whole(nullptr) == nullptr);
  CHECK(casts_whole(half.named()) == &half && casts_whole(static_cast<Stone*>(&two)) == &two);

  int sum = -1;
  Thing* const things[] = {&plain, &beast, &dog, nullptr, &car, &links[2], &plant, &links[2], &chimera, half.thing(), secret.thing()};
  CHECK(casts_count(things, 0, &sum) == 0 && sum == 0);
  CHECK(casts_count(things, 8, &sum) == 2 && sum == 7 + 50000 + 600000 && links[2].strength == 0);
  CHECK(casts_count(things + 8, 1, &sum) == 0 && sum == 0);
  CHECK(casts_count(things + 9, 2, &sum) == 2 && sum == 8);

  Named* const names[] = {&cat, &stone, &dog, &twin};
  CHECK(casts_legs(names, 4) == 4000 - 100 + 30 + 4 && casts_legs(names + 1, 1) == -1);
  Named* const others[] = {&secret, half.named(), &chimera};
  CHECK(casts_legs(others, 3) == -111);

  links[0].next = &links[1];
  links[1].next = &links[2];
  links[2].next = &weak;
  weak.next = &links[0];
  CHECK(casts_chain(&links[0], 9) == 3 && links[0].strength == 1 && links[1].strength == 2 && links[2].strength == 3);
  CHECK(casts_chain(&weak, 9) == 0 && casts_chain(nullptr, 9) == 0);
  links[2].next = &links[1];
  CHECK(casts_chain(&links[0], 6) == 6 && links[1].strength == 6 && links[2].strength == 5);
  return failures != 0;
}
