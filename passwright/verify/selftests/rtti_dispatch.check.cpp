#include <cstddef>
#include <cstring>
#include <typeinfo>

#include "check.h"

struct Body {
  virtual ~Body();
  int mass = 1;
};
struct Rock : Body {};
struct Ship : Body {
  int shield = 10;
};
using Meeting = int (*)(Body& a, Body& b);

void dispatch_start();
void dispatch_add(const std::type_info& a, const std::type_info& b, Meeting meeting);
int dispatch_meet(Body& a, Body& b);
int dispatch_all(Body* const* bodies, size_t count);
int dispatch_hits(const std::type_info& type);
const std::type_info& dispatch_type(const Body* body);
const std::type_info& dispatch_null(bool safe);
bool dispatch_evaluates(Body& body, int* value);

namespace {

struct Comet : Rock {
  int tail = 3;
};
struct Cruiser final : Ship {};
template <int N>
struct Station : Body {
  int crew = N;
};

int comet_ship(Body& a, Body& b) { return static_cast<Comet&>(a).tail * 100 + static_cast<Ship&>(b).shield; }
int station_any(Body& a, Body& b) {
  a.mass--;
  return b.mass + 20;
}

}  // namespace

int main() {
  dispatch_start();
  Rock rock, pebble;
  Ship ship;
  Comet comet;
  Cruiser cruiser;
  Station<1> one;
  Station<2> two;
  rock.mass = 4;
  CHECK(dispatch_hits(typeid(Rock)) == -1);
  CHECK(dispatch_meet(rock, pebble) == 1 && rock.mass == 5 && pebble.mass == 0);
  CHECK(dispatch_meet(ship, rock) == 2 && ship.shield == 5);
  CHECK(dispatch_meet(rock, ship) == -3 && ship.shield == 0);
  CHECK(dispatch_hits(typeid(Rock)) == 3 && dispatch_hits(typeid(Ship)) == 2 && dispatch_hits(typeid(Comet)) == -1);
  // A derived class is not its base here, but the fallback sees that both are ships.
  CHECK(dispatch_meet(comet, rock) == 60 && dispatch_meet(cruiser, rock) == 60 && dispatch_meet(cruiser, ship) == 50 &&
        dispatch_meet(ship, ship) == 50);
  CHECK(dispatch_meet(cruiser, comet) == 60 && dispatch_hits(typeid(Comet)) == 2 && dispatch_hits(typeid(Cruiser)) == 3 &&
        dispatch_hits(typeid(Ship)) == 4);
  ship.shield = 8;
  dispatch_add(typeid(Comet), typeid(Ship), comet_ship);
  dispatch_add(typeid(one), typeid(two), station_any);
  dispatch_add(typeid(one), typeid(Rock), station_any);
  CHECK(dispatch_meet(comet, ship) == 308 && dispatch_meet(ship, comet) == -308);
  comet.tail = -1;
  Ship& as_ship = cruiser;
  CHECK(dispatch_meet(comet, as_ship) == 60);
  CHECK(dispatch_meet(one, two) == 21 && one.mass == 0 && dispatch_meet(two, one) == -21 && one.mass == -1);
  CHECK(dispatch_meet(two, two) == 60 && dispatch_meet(two, rock) == 60 && dispatch_meet(rock, one) == -25 && one.mass == -2);
  dispatch_add(typeid(Rock), typeid(one), [](Body& a, Body& b) { return a.mass * 1000 + b.mass; });
  CHECK(dispatch_meet(rock, one) == 4998 && dispatch_meet(one, rock) == 25 && one.mass == -3);

  one.mass = two.mass = 2;
  pebble.mass = 1;
  Body* bodies[] = {&one, &pebble, &two, &rock};
  CHECK(dispatch_all(bodies, 0) == 0 && dispatch_all(bodies, 1) == 0);
  // one and pebble: 21, one left; one and two: 22, none left; pebble and two: 60; pebble and rock: 1, pebble has 6; two has rock, none
  CHECK(dispatch_all(bodies, 4) == ((21 * 7 + 22) * 7 + 60) * 7 + 1);
  CHECK(one.mass == 0 && pebble.mass == 6 && rock.mass == 0 && two.mass == 2);

  CHECK(dispatch_type(&comet) == typeid(Comet) && dispatch_type(&two) == typeid(Station<2>) && dispatch_type(&one) != typeid(Station<2>));
  CHECK(dispatch_type(&rock) == typeid(Rock));
  CHECK(strcmp(dispatch_type(&ship).name(), "4Ship") == 0 && strcmp(dispatch_null(true).name(), "4Rock") == 0);
  bool thrown = false;
  try {
    CHECK(dispatch_null(false) != typeid(Rock));
  } catch (const std::bad_typeid&) {
    thrown = true;
  }
  CHECK(thrown);
  int value = 5;
  CHECK(dispatch_evaluates(rock, &value) && rock.mass == 1 && value == 5);
  Body plain;
  CHECK(!dispatch_evaluates(plain, &value) && plain.mass == 2 && value == 5);
  return failures != 0;
}
