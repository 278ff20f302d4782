// Variadic templates: a byte packer and unpacker, folds with short circuit and order, tuples walked by index, a typed printf, currying.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <tuple>
#include <type_traits>
#include <utility>

bool ask(int which);

namespace {

class Packer {
 public:
  Packer(unsigned char* to, size_t room) : to_(to), room_(room) {}
  template <class... Fields>
  bool pack(const Fields&... fields) {
    return (one(fields) && ...);
  }
  size_t used() const { return used_; }

 private:
  template <class T>
  bool one(T value) {
    static_assert(std::is_integral_v<T>);
    if (room_ - used_ < sizeof(T)) return false;
    for (size_t i = 0; i < sizeof(T); i++)
      to_[used_++] = static_cast<unsigned char>(static_cast<std::make_unsigned_t<T>>(value) >> (8 * i));
    return true;
  }
  template <class T, size_t N>
  bool one(const std::array<T, N>& values) {
    return std::apply([this](const auto&... each) { return this->pack(each...); }, values);
  }
  unsigned char* to_;
  size_t room_, used_ = 0;
};

template <class T>
T take(const unsigned char*& from) {
  std::make_unsigned_t<T> value = 0;
  for (size_t i = 0; i < sizeof(T); i++) value = static_cast<std::make_unsigned_t<T>>(value | uint64_t{from[i]} << (8 * i));
  from += sizeof(T);
  return static_cast<T>(value);
}

// Braces keep the order from left to right.
template <class... Fields>
std::tuple<Fields...> unpack(const unsigned char* from) {
  return std::tuple<Fields...>{take<Fields>(from)...};
}

template <class Tuple, size_t... I>
int64_t weighted(const Tuple& tuple, std::index_sequence<I...>) {
  return ((static_cast<int64_t>(std::get<I>(tuple)) * static_cast<int64_t>(I * 10 + 1)) + ... + 0);
}

template <int... Which>
int ask_all() {
  int reached = 0;
  const bool every = ((reached++, ask(Which)) && ...);
  const bool any = ((reached += 100, ask(-Which)) || ...);
  return reached * 4 + every * 2 + any;
}

template <class... Numbers>
constexpr int64_t left_minus(Numbers... numbers) {
  return (numbers - ...);
}
template <class... Numbers>
constexpr int64_t right_minus(Numbers... numbers) {
  return (... - numbers);
}

void put(char*& to, int64_t value) {
  char digits[24];
  int n = 0;
  uint64_t rest = value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  do digits[n++] = static_cast<char>('0' + rest % 10);
  while (rest /= 10);
  if (value < 0) digits[n++] = '-';
  while (n > 0) *to++ = digits[--n];
}
void put(char*& to, const char* text) {
  while (*text) *to++ = *text++;
}
void put(char*& to, bool value) { put(to, value ? "yes" : "no"); }
void put(char*& to, int value) { put(to, static_cast<int64_t>(value)); }

void format(char*& to, const char* pattern) { put(to, pattern); }
template <class First, class... Rest>
void format(char*& to, const char* pattern, const First& first, const Rest&... rest) {
  for (; *pattern; pattern++) {
    if (*pattern == '%') {
      put(to, first);
      return format(to, pattern + 1, rest...);
    }
    *to++ = *pattern;
  }
}

template <class F, class... Bound>
auto curry(F f, Bound... bound) {
  if constexpr (std::is_invocable_v<F, Bound...>)
    return f(bound...);
  else
    return [=](auto next) { return curry(f, bound..., next); };
}

}  // namespace

size_t variadic_pack(unsigned char* to, size_t room, uint8_t a, int16_t b, uint32_t c, int64_t d, bool* whole) {
  Packer packer(to, room);
  *whole = packer.pack(a, b, c) && packer.pack() && packer.pack(d, std::array<uint16_t, 3>{static_cast<uint16_t>(b), uint16_t{0x1234}, a});
  return packer.used();
}

int64_t variadic_unpack(const unsigned char* from) {
  const auto fields = unpack<uint8_t, int16_t, uint32_t, int64_t, uint16_t, int8_t>(from);
  return weighted(fields, std::make_index_sequence<6>());
}

int variadic_ask() { return ask_all<1, 2, 3, 4>(); }
int variadic_ask_none() { return ask_all<>(); }
int64_t variadic_minus(int64_t a, int64_t b, int64_t c, int64_t d) {
  return left_minus(a, b, c, d) * 1000 + right_minus(a, b, c, d) + left_minus(a) + right_minus(b, a);
}
size_t variadic_format(char* to, int a, const char* b, bool c, int64_t d) {
  char* at = to;
  format(at, "%:% [%] %;", a, b, c, d);
  format(at, "%", d);
  format(at, "end%", "");
  format(at, "", 1, 2);
  *at = 0;
  return static_cast<size_t>(at - to);
}
int64_t variadic_curry(int a, int64_t b, short c) {
  const auto f = [](int x, int64_t y, short z) { return x * 100 + y * 10 + z; };
  const auto half = curry(f, a);
  return half(b)(c) * 1000 + curry(f)(c)(b)(static_cast<short>(a)) + half(int64_t{0})(short{0});
}
