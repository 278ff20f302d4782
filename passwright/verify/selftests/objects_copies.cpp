// How often objects are copied and moved where the standard says so: arguments, prvalues, members, captures, exceptions, containers with
// room, forwarding.
#include <array>
#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

struct Counts {
  int made, copied, moved, assigned, reassigned, gone;
};
extern Counts counts;

namespace {

class Thing {
 public:
  explicit Thing(int v) : value_(v) { counts.made++; }
  Thing(const Thing& other) : value_(other.value_) { counts.copied++; }
  Thing(Thing&& other) noexcept : value_(std::exchange(other.value_, -1)) { counts.moved++; }
  Thing& operator=(const Thing& other) {
    value_ = other.value_;
    counts.assigned++;
    return *this;
  }
  Thing& operator=(Thing&& other) noexcept {
    value_ = std::exchange(other.value_, -2);
    counts.reassigned++;
    return *this;
  }
  ~Thing() { counts.gone++; }
  int value() const { return value_; }

 private:
  int value_;
};

struct Two {
  Thing a, b;
};

int by_value(Thing thing) { return thing.value(); }
int by_reference(const Thing& thing) { return thing.value(); }
Thing prvalue(int v) { return v < 0 ? Thing(-v) : Thing(v * 2); }
Thing through(int v) { return prvalue(v + 1); }
Thing parameter(Thing thing) { return thing; }
Thing member(Two two) { return two.b; }
Thing moved_member(Two two) { return std::move(two.b); }

template <class T>
int forward(T&& thing) {
  return by_value(std::forward<T>(thing));
}
template <class... T>
int hop(T&&... things) {
  int sum = 0;
  ((sum += forward(std::forward<T>(things))), ...);
  return sum;
}

}  // namespace

int copies_arguments(int v) {
  Thing x(v);
  int sum = by_value(x);
  sum += by_value(Thing(v + 1));
  sum += by_value(std::move(x)) * 10;
  sum += by_reference(x) * 100;
  sum += by_value(through(v));
  return sum;
}

int copies_results(int v) {
  Thing a = through(v);
  Thing b = parameter(a);
  Thing c = parameter(std::move(a));
  Two two = {Thing(5), std::move(c)};
  Thing d = member(two);
  Thing e = moved_member(std::move(two));
  return a.value() + b.value() * 10 + d.value() * 100 + e.value() * 1000 + two.a.value() + two.b.value();
}

int copies_aggregates(int v) {
  Two x = {Thing(v), Thing(v + 1)};
  Two y = x;
  y = std::move(x);
  std::swap(x, y);
  std::array<Two, 2> all = {y, Two{Thing(7), Thing(8)}};
  auto [p, q] = all[1];
  const auto& [r, s] = all[0];
  return x.a.value() + x.b.value() * 10 + p.value() * 100 + q.value() * 1000 + r.value() * 10000 + s.value() * 100000;
}

int copies_lambdas(int v) {
  Thing x(v), y(v * 2);
  auto both = [x, &y](int by) { return x.value() * by + y.value(); };
  int sum = both(3);
  y = Thing(50);
  sum += both(1);
  auto copy = both;
  auto taken = [z = std::move(x), n = 0]() mutable { return z.value() + ++n; };
  auto moved = std::move(taken);
  sum += moved() * 1000;
  sum += moved() * 1000;
  auto nested = [&] { return [y] { return y.value(); }; };
  sum += nested()() * 100000;
  return sum + copy(0) + x.value();
}

int copies_throw(int v) {
  int sum = 0;
  Thing x(v);
  try {
    throw x;
  } catch (Thing& caught) {
    sum += caught.value();
  }
  try {
    throw Thing(v + 1);
  } catch (const Thing& caught) {
    // Not caught by value: that copy could be left out.
    const Thing copy = caught;
    sum += copy.value() * 10;
  }
  try {
    try {
      throw Thing(v + 2);
    } catch (const Thing&) {
      throw;
    }
  } catch (const Thing& caught) {
    sum += caught.value() * 100;
  }
  return sum;
}

int copies_containers(int v) {
  std::vector<Thing> all;
  all.reserve(4);
  const Thing x(v);
  all.push_back(x);
  all.push_back(Thing(v + 1));
  all.emplace_back(v + 2);
  all.emplace_back(std::move(all[0]));
  std::vector<Thing> other = all;
  std::vector<Thing> taken = std::move(all);
  all = std::move(taken);
  all.reserve(5);
  all.erase(all.begin());
  std::optional<Thing> maybe;
  maybe = x;
  maybe = Thing(3);
  maybe.emplace(4);
  std::tuple<Thing, int> pair(x, 1);
  const auto second = std::make_tuple(std::get<0>(std::move(pair)), 2);
  int sum = maybe->value() + std::get<0>(second).value();
  for (const Thing& each : all) sum = sum * 10 + each.value();
  for (Thing each : other) sum = sum * 10 + each.value();
  return sum;
}

int copies_forward(int v) {
  Thing x(v);
  const Thing y(v + 1);
  int sum = forward(x) + forward(y) * 10;
  sum += forward(std::move(y)) * 100;
  sum += hop(x, y, Thing(1), std::move(x));
  return sum * 10 + x.value();
}
