// Traps for devirtualisation: storage reused for another class, objects that replace themselves, final classes, equal bodies, type changes
// by calls.
#include <cstddef>
#include <cstdint>
#include <new>

struct Actor {
  uint32_t data;
  explicit Actor(uint32_t d) : data(d) {}
  virtual ~Actor();
  virtual uint32_t act(uint32_t n) { return data + n; }
  // Both bodies below are the same in two classes, and must stay two functions behind one slot.
  virtual uint32_t kind() const { return 1; }
};
void meet(Actor* actor);

Actor::~Actor() = default;

namespace {

struct Doubler final : Actor {
  using Actor::Actor;
  uint32_t act(uint32_t n) override { return data * 2 + n; }
  uint32_t kind() const override { return 2; }
};
struct Inverter final : Actor {
  using Actor::Actor;
  uint32_t act(uint32_t n) override { return ~data - n; }
  uint32_t kind() const override { return 3; }
};
struct SameAsFirst final : Actor {
  using Actor::Actor;
  uint32_t act(uint32_t n) override { return data + n; }
};

// Goes through its three forms, each built in place of the last one.
struct Changer : Actor {
  using Actor::Actor;
  virtual void change() = 0;
};
template <unsigned Form>
struct Shape : Changer {
  using Changer::Changer;
  uint32_t act(uint32_t n) override { return n * 10 + Form; }
  uint32_t kind() const override { return 20 + Form; }
  void change() override {
    const uint32_t next = data + 1;
    this->~Shape();
    new (this) Shape<(Form + 1) % 3>(next);
  }
};

union Room {
  Room() {}
  ~Room() {}
  Doubler doubler;
  Inverter inverter;
  SameAsFirst same;
  Shape<0> shape;
};

Actor* build(Room* room, unsigned which, uint32_t data) {
  switch (which % 3) {
    case 0:
      return new (&room->doubler) Doubler(data);
    case 1:
      return new (&room->inverter) Inverter(data);
    default:
      return new (&room->same) SameAsFirst(data);
  }
}

uint32_t use(Actor& actor, uint32_t n) { return actor.act(n) * 8 + actor.kind(); }

}  // namespace

uint64_t devirtual_reuse(const unsigned* which, size_t count) {
  Room room;
  uint64_t sum = 0;
  for (size_t i = 0; i < count; i++) {
    Actor* actor = build(&room, which[i], static_cast<uint32_t>(i) + 5);
    sum = sum * 31 + use(*actor, 100);
    sum = sum * 31 + use(*actor, 200);
    actor->~Actor();
  }
  return sum;
}

uint64_t devirtual_two(uint32_t data) {
  Room room;
  Actor* actor = new (&room.doubler) Doubler(data);
  const uint64_t first = actor->act(1);
  actor->~Actor();
  actor = new (&room.inverter) Inverter(data);
  const uint64_t second = actor->act(1);
  actor->~Actor();
  return first << 32 | second;
}

uint64_t devirtual_change(size_t times) {
  alignas(Shape<0>) unsigned char room[sizeof(Shape<0>)];
  static_assert(sizeof(Shape<0>) == sizeof(Shape<2>), "the forms share the room");
  Changer* changer = new (room) Shape<0>(7);
  uint64_t sum = 0;
  for (size_t i = 0; i < times; i++) {
    sum = sum * 5 + changer->act(static_cast<uint32_t>(i)) + changer->kind();
    changer->change();
    changer = std::launder(reinterpret_cast<Changer*>(room));
  }
  sum = sum * 100 + changer->data;
  changer->~Changer();
  return sum;
}

// The class is known here before the call, and may only be thought to stay: the data changes, the class does not.
uint32_t devirtual_meet(uint32_t data, bool inverts) {
  Doubler doubler(data);
  Inverter inverter(data);
  Actor* actor = &doubler;
  if (inverts) actor = &inverter;
  meet(actor);
  const uint32_t first = actor->act(3);
  meet(&doubler);
  return first * 10 + doubler.act(1);
}

uint32_t devirtual_slice(Actor* actor) {
  Actor copy = *actor;
  copy.data++;
  Actor& reference = *actor;
  return use(copy, 1) * 3 + use(reference, 1);
}

uint32_t devirtual_qualified(Actor* actor, uint32_t n) {
  const uint32_t plain = actor->Actor::act(n);
  return plain * 16 + actor->act(n);
}
