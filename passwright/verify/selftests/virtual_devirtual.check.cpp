#include <cstddef>
#include <cstdint>

#include "check.h"

struct Actor {
  uint32_t data;
  explicit Actor(uint32_t d) : data(d) {}
  virtual ~Actor();
  virtual uint32_t act(uint32_t n) { return data + n; }
  virtual uint32_t kind() const { return 1; }
};
void meet(Actor* actor);
uint64_t devirtual_reuse(const unsigned* which, size_t count);
uint64_t devirtual_two(uint32_t data);
uint64_t devirtual_change(size_t times);
uint32_t devirtual_meet(uint32_t data, bool inverts);
uint32_t devirtual_slice(Actor* actor);
uint32_t devirtual_qualified(Actor* actor, uint32_t n);

static unsigned met;
void meet(Actor* actor) {
  met = met * 10 + actor->kind();
  actor->data += 40;
}

struct Mine : Actor {
  using Actor::Actor;
  uint32_t act(uint32_t n) override {
    data += 1000;
    return n - 1;
  }
  uint32_t kind() const override { return 5; }
};

int main() {
  unsigned which[5];
  for (unsigned all = 0; all < 243; all++) {
    for (unsigned i = 0, rest = all; i < 5; i++, rest /= 3) which[i] = rest % 3;
    uint64_t wanted = 0;
    for (unsigned i = 0; i < 5; i++) {
      static const unsigned kinds[] = {2, 3, 1};
      for (uint32_t n = 100; n <= 200; n += 100) {
        const uint32_t act = which[i] == 0 ? 2 * (i + 5) + n : which[i] == 1 ? UINT32_MAX - (i + 5) - n : i + 5 + n;
        wanted = wanted * 31 + static_cast<uint32_t>(act * 8 + kinds[which[i]]);
      }
    }
    CHECK(devirtual_reuse(which, 5) == wanted);
  }
  CHECK(devirtual_reuse(which, 0) == 0);
  which[0] = 1;
  CHECK(devirtual_reuse(which, 1) == (UINT32_MAX - 105 * 8 - 7 + 3) * uint64_t{31} + (UINT32_MAX - 205 * 8 - 7 + 3));

  CHECK(devirtual_two(5) == (uint64_t{11} << 32 | 0xfffffff9));
  CHECK(devirtual_two(0x80000000) == (uint64_t{1} << 32 | 0x7ffffffe));
  CHECK(devirtual_change(0) == 7);
  CHECK(devirtual_change(1) == 2008);
  CHECK(devirtual_change(2) == (20 * 5 + 11 + 21) * 100 + 9);
  CHECK(devirtual_change(4) == (((20 * 5 + 32) * 5 + 22 + 22) * 5 + 30 + 20) * 100 + 11);
  CHECK(devirtual_change(5) == ((((20 * 5 + 32) * 5 + 44) * 5 + 50) * 5 + 41 + 21) * 100 + 12);

  CHECK(devirtual_meet(1, false) == (82 + 3) * 10 + 162 + 1 && met == 22);
  met = 0;
  CHECK(devirtual_meet(1, true) == static_cast<uint32_t>(-45) * 10 + 83 && met == 32);

  Mine mine(3);
  Actor plain(3);
  CHECK(devirtual_slice(&mine) == (5 * 8 + 1) * 3 + 5 && mine.data == 1003);
  CHECK(devirtual_slice(&plain) == (5 * 8 + 1) * 3 + 4 * 8 + 1 && plain.data == 3);
  CHECK(devirtual_qualified(&plain, 9) == 12 * 17);
  CHECK(devirtual_qualified(&mine, 9) == 1012 * 16 + 8 && mine.data == 2003);
  return failures != 0;
}
