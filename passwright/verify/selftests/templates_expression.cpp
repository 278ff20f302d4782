// Expression templates over modular numbers: whole formulas in one loop without temporaries, aliasing, nested and repeated operands,
// reductions.
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace {

struct Leaf {
  const uint32_t* data;
  uint32_t operator[](size_t i) const { return data[i]; }
};
struct Shifted {
  const uint32_t* data;
  size_t count;
  size_t by;
  uint32_t operator[](size_t i) const { return i + by < count ? data[i + by] : 0; }
};
struct Same {
  uint32_t value;
  uint32_t operator[](size_t) const { return value; }
};
template <class Operation, class A, class B>
struct Two {
  A a;
  B b;
  uint32_t operator[](size_t i) const { return Operation::apply(a[i], b[i]); }
};
template <class Operation, class A>
struct One {
  A a;
  uint32_t operator[](size_t i) const { return Operation::apply(a[i]); }
};

struct Plus {
  static uint32_t apply(uint32_t a, uint32_t b) { return a + b; }
};
struct Minus {
  static uint32_t apply(uint32_t a, uint32_t b) { return a - b; }
};
struct Times {
  static uint32_t apply(uint32_t a, uint32_t b) { return a * b; }
};
struct Larger {
  static uint32_t apply(uint32_t a, uint32_t b) { return a > b ? a : b; }
};
struct Turn {
  static uint32_t apply(uint32_t a) { return a << 7 | a >> 25; }
};

template <class T>
struct Is : std::false_type {};
template <>
struct Is<Leaf> : std::true_type {};
template <>
struct Is<Shifted> : std::true_type {};
template <>
struct Is<Same> : std::true_type {};
template <class O, class A, class B>
struct Is<Two<O, A, B>> : std::true_type {};
template <class O, class A>
struct Is<One<O, A>> : std::true_type {};

template <class T, std::enable_if_t<Is<T>::value, int> = 0>
T wrap(T e) {
  return e;
}
Same wrap(uint32_t value) { return {value}; }

template <class A, class B>
using Either = std::enable_if_t<Is<A>::value || Is<B>::value, int>;

template <class A, class B, Either<A, B> = 0>
auto operator+(A a, B b) {
  return Two<Plus, decltype(wrap(a)), decltype(wrap(b))>{wrap(a), wrap(b)};
}
template <class A, class B, Either<A, B> = 0>
auto operator-(A a, B b) {
  return Two<Minus, decltype(wrap(a)), decltype(wrap(b))>{wrap(a), wrap(b)};
}
template <class A, class B, Either<A, B> = 0>
auto operator*(A a, B b) {
  return Two<Times, decltype(wrap(a)), decltype(wrap(b))>{wrap(a), wrap(b)};
}
template <class A, class B, Either<A, B> = 0>
auto larger(A a, B b) {
  return Two<Larger, decltype(wrap(a)), decltype(wrap(b))>{wrap(a), wrap(b)};
}
template <class A>
auto turn(A a) {
  return One<Turn, A>{a};
}

template <class E>
void assign(uint32_t* to, size_t count, const E& e) {
  for (size_t i = 0; i < count; i++) to[i] = e[i];
}
template <class Operation, class E>
uint32_t reduce(size_t count, const E& e, uint32_t start) {
  for (size_t i = 0; i < count; i++) start = Operation::apply(start, e[i]);
  return start;
}

}  // namespace

void expression_mix(uint32_t* to, const uint32_t* a, const uint32_t* b, size_t count) {
  const Leaf x{a}, y{b};
  assign(to, count, (x + y) * (x - y) + 5u * turn(x * 3u) - larger(y, 1000u));
}

// The result may be one of the operands, also moved by an element: each is read just before it is written.
void expression_smooth(uint32_t* values, size_t count) {
  const Leaf here{values};
  const Shifted next{values, count, 1}, after{values, count, 2};
  assign(values, count, here * 2u + next + larger(next, after));
}

void expression_polynomial(uint32_t* to, const uint32_t* x, size_t count, uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3) {
  const Leaf v{x};
  assign(to, count, ((v * c3 + c2) * v + c1) * v + c0);
}

uint32_t expression_dot(const uint32_t* a, const uint32_t* b, size_t count) { return reduce<Plus>(count, Leaf{a} * Leaf{b}, 0); }

uint32_t expression_largest(const uint32_t* a, const uint32_t* b, size_t count) {
  return reduce<Larger>(count, larger(Leaf{a}, 1u - Leaf{b}) + 1u, 0);
}

uint32_t expression_chain(const uint32_t* a, size_t count) {
  const Leaf v{a};
  const auto once = turn(v + 1u);
  const auto twice = turn(once - v);
  // Order matters here: the differences nest to the left.
  return reduce<Minus>(count, twice * once, 7) - reduce<Minus>(count, once - twice - once, 0);
}
