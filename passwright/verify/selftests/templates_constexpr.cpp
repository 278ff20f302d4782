// One set of constexpr templates, used while compiling for tables and at run time with inputs: both must agree; specialisations,
// instantiations.
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

template <class T>
class Fixed {
 public:
  constexpr explicit Fixed(T raw) : raw_(raw) {}
  constexpr Fixed operator*(Fixed other) const;
  constexpr T raw() const { return raw_; }
  T rounded(unsigned bits) const;
  static const char* name();

 private:
  T raw_;
};

template <class T>
constexpr Fixed<T> Fixed<T>::operator*(Fixed other) const {
  return Fixed(static_cast<T>((int64_t{raw_} * other.raw_) >> (sizeof(T) * 4)));
}
template <class T>
T Fixed<T>::rounded(unsigned bits) const {
  if (bits == 0) return raw_;
  const int64_t half = int64_t{1} << (bits - 1);
  return static_cast<T>((raw_ + half) >> bits);
}
template <class T>
const char* Fixed<T>::name() {
  return "some";
}
template <>
const char* Fixed<int16_t>::name() {
  return "short";
}
// Sixteen bits saturate.
template <>
int16_t Fixed<int16_t>::rounded(unsigned bits) const {
  if (bits == 0) return raw_;
  const int rounded = (raw_ + (1 << (bits - 1))) >> bits;
  return static_cast<int16_t>(rounded > 100 ? 100 : rounded);
}

template class Fixed<int32_t>;
template class Fixed<int16_t>;
template class Fixed<int8_t>;

namespace {

template <class T, T Polynomial>
constexpr std::array<T, 256> crc_table() {
  std::array<T, 256> table{};
  for (unsigned i = 0; i < 256; i++) {
    T value = static_cast<T>(i);
    for (int bit = 0; bit < 8; bit++) value = static_cast<T>(value & 1 ? (value >> 1) ^ Polynomial : value >> 1);
    table[i] = value;
  }
  return table;
}

template <size_t N>
constexpr std::array<bool, N> sieve() {
  std::array<bool, N> composite{};
  for (size_t i = 2; i * i < N; i++)
    if (!composite[i])
      for (size_t j = i * i; j < N; j += i) composite[j] = true;
  return composite;
}

constexpr uint64_t hash(const char* text, size_t length) {
  uint64_t value = 0xcbf29ce484222325;
  for (size_t i = 0; i < length; i++) value = (value ^ static_cast<unsigned char>(text[i])) * 0x100000001b3;
  return value;
}
template <size_t N>
constexpr uint64_t hash(const char (&text)[N]) {
  return hash(text, N - 1);
}

constexpr uint32_t root(uint64_t n) {
  uint64_t low = 0, high = uint64_t{1} << 32;
  while (high - low > 1) {
    const uint64_t middle = low + (high - low) / 2;
    if (middle * middle <= n)
      low = middle;
    else
      high = middle;
  }
  return static_cast<uint32_t>(low);
}

constexpr unsigned collatz(uint64_t n) { return n <= 1 ? 0 : 1 + collatz(n % 2 == 0 ? n / 2 : 3 * n + 1); }

constexpr auto kCrc = crc_table<uint32_t, 0xedb88320>();
constexpr auto kComposite = sieve<256>();
static_assert(root(99) == 9 && root(std::numeric_limits<uint64_t>::max()) == 0xffffffff && collatz(27) == 111, "known while compiling");

template <unsigned N>
struct Roots {
  static constexpr uint32_t value = Roots<N - 1>::value * 3 + root(uint64_t{N} * 7);
};
template <>
struct Roots<0> {
  static constexpr uint32_t value = 1;
};

}  // namespace

uint32_t constexpr_crc(const unsigned char* bytes, size_t count) {
  uint32_t value = 0xffffffff;
  for (size_t i = 0; i < count; i++) value = kCrc[(value ^ bytes[i]) & 255] ^ (value >> 8);
  return ~value;
}
// The same table made at run time; the number of differences.
unsigned constexpr_differences(uint32_t flip) {
  auto table = crc_table<uint32_t, 0xedb88320>();
  unsigned count = 0;
  table[flip & 255] ^= flip >> 8;
  for (size_t i = 0; i < 256; i++) count += table[i] != kCrc[i];
  return count;
}
bool constexpr_prime(uint8_t n) { return n >= 2 && !kComposite[n]; }

int constexpr_word(const char* text, size_t length) {
  switch (hash(text, length)) {
    case hash("alpha"):
      return 1;
    case hash("beta"):
      return 2;
    case hash("gamma"):
      return 3;
    case hash(""):
      return 0;
    default:
      return -1;
  }
}
uint64_t constexpr_hash(const char* text, size_t length) { return hash(text, length); }
uint32_t constexpr_root(uint64_t n) { return root(n); }
unsigned constexpr_collatz(uint64_t n) { return collatz(n); }
uint32_t constexpr_roots(unsigned n) {
  uint32_t value = 1;
  for (unsigned i = 1; i <= n; i++) value = value * 3 + root(uint64_t{i} * 7);
  return n == 12 ? value - Roots<12>::value : value;
}
uint32_t constexpr_product(int32_t a) {
  constexpr Fixed<int32_t> third = Fixed<int32_t>(-65536 * 3) * Fixed<int32_t>(21845);
  return static_cast<uint32_t>((Fixed<int32_t>(a) * third).raw());
}
