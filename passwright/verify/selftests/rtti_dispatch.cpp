// Handlers found by the types of two objects: a table keyed by type_index and type_info with a fallback, classes registered by the checker.
#include <cstddef>
#include <map>
#include <typeindex>
#include <typeinfo>
#include <utility>

struct Body {
  virtual ~Body();
  int mass = 1;
};
struct Rock : Body {};
struct Ship : Body {
  int shield = 10;
};

using Meeting = int (*)(Body& a, Body& b);

Body::~Body() = default;

namespace {

std::map<std::pair<std::type_index, std::type_index>, Meeting> table;

struct Entry {
  const std::type_info* type;
  int hits;
};
Entry entries[16];
size_t used;

int& hits(const std::type_info& type) {
  for (size_t i = 0; i < used; i++)
    if (*entries[i].type == type) return entries[i].hits;
  entries[used] = {&type, 0};
  return entries[used++].hits;
}

int rock_rock(Body& a, Body& b) {
  a.mass += b.mass;
  b.mass = 0;
  return 1;
}
int ship_rock(Body& a, Body& b) {
  Ship& ship = static_cast<Ship&>(a);
  ship.shield -= b.mass;
  return ship.shield > 0 ? 2 : 3;
}

struct Swapped {
  bool is;
};

Meeting find(const Body& a, const Body& b, Swapped& swapped) {
  auto at = table.find({typeid(a), typeid(b)});
  swapped.is = at == table.end();
  if (swapped.is) at = table.find({typeid(b), typeid(a)});
  return at == table.end() ? nullptr : at->second;
}

}  // namespace

void dispatch_start() {
  table.clear();
  used = 0;
  table[{typeid(Rock), typeid(Rock)}] = rock_rock;
  table[{typeid(Ship), typeid(Rock)}] = ship_rock;
}

void dispatch_add(const std::type_info& a, const std::type_info& b, Meeting meeting) {
  table[std::make_pair(std::type_index(a), std::type_index(b))] = meeting;
}

int dispatch_meet(Body& a, Body& b) {
  hits(typeid(a))++;
  if (typeid(a) != typeid(b)) hits(typeid(b))++;
  Swapped swapped;
  if (const Meeting meeting = find(a, b, swapped)) return swapped.is ? -meeting(b, a) : meeting(a, b);
  if (dynamic_cast<Ship*>(&a) && dynamic_cast<Ship*>(&b)) return 50;
  return 60;
}

int dispatch_all(Body* const* bodies, size_t count) {
  int sum = 0;
  for (size_t i = 0; i < count; i++)
    for (size_t j = i + 1; j < count; j++)
      if (bodies[i]->mass && bodies[j]->mass) sum = sum * 7 + dispatch_meet(*bodies[i], *bodies[j]);
  return sum;
}

int dispatch_hits(const std::type_info& type) {
  for (size_t i = 0; i < used; i++)
    if (*entries[i].type == type) return entries[i].hits;
  return -1;
}

const std::type_info& dispatch_type(const Body* body) { return typeid(*body); }
const std::type_info& dispatch_null(bool safe) {
  Body* const none = nullptr;
  Rock rock;
  Body* const body = safe ? &rock : none;
  return dispatch_type(body);
}
// The operand of typeid is evaluated only where its class has virtual functions.
static Body& bump(Body& body) {
  body.mass++;
  return body;
}
int dispatch_bump(int* value) { return ++*value; }
bool dispatch_evaluates(Body& body, int* value) {
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpotentially-evaluated-expression"
  const std::type_info& dynamic = typeid(bump(body));
#pragma clang diagnostic pop
  const std::type_info& plain = typeid(dispatch_bump(value));
  return plain == typeid(int) && dynamic != typeid(Body) && typeid(const Body&) == typeid(Body) && typeid(Body*) != typeid(const Body*);
}
