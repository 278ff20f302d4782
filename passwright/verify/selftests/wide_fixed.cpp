// A 64.64 fixed-point type over __int128: comparisons, quotients, roots, exact conversions with doubles, wide arguments between ints.
#include <cstddef>
#include <cstdint>
#include <cstring>

typedef unsigned __int128 u128;
typedef __int128 i128;

namespace {

struct Fixed {
  i128 raw;
  Fixed operator+(Fixed o) const { return {static_cast<i128>(static_cast<u128>(raw) + static_cast<u128>(o.raw))}; }
  Fixed operator-(Fixed o) const { return {static_cast<i128>(static_cast<u128>(raw) - static_cast<u128>(o.raw))}; }
  bool operator<(Fixed o) const { return raw < o.raw; }
  bool operator==(Fixed o) const { return raw == o.raw; }
};

u128 magnitude(i128 v) { return v < 0 ? -static_cast<u128>(v) : static_cast<u128>(v); }

// Products of halves; what lies above 128 bits is dropped.
Fixed operator*(Fixed a, Fixed b) {
  u128 x = magnitude(a.raw), y = magnitude(b.raw);
  uint64_t xl = static_cast<uint64_t>(x), xh = static_cast<uint64_t>(x >> 64), yl = static_cast<uint64_t>(y),
           yh = static_cast<uint64_t>(y >> 64);
  u128 p =
      (static_cast<u128>(xl) * yl >> 64) + static_cast<u128>(xl) * yh + static_cast<u128>(xh) * yl + (static_cast<u128>(xh) * yh << 64);
  return {static_cast<i128>((a.raw < 0) != (b.raw < 0) ? -p : p)};
}

// Bit by bit below the point; towards zero.
Fixed operator/(Fixed a, Fixed b) {
  u128 x = magnitude(a.raw), y = magnitude(b.raw), q = x / y, r = x % y;
  for (int i = 0; i < 64; i++) {
    bool over = r >> 127 != 0;
    r <<= 1;
    q <<= 1;
    if (over || r >= y) {
      r -= y;
      q |= 1;
    }
  }
  return {static_cast<i128>((a.raw < 0) != (b.raw < 0) ? -q : q)};
}

template <class T>
T square_root(T v) {
  T r = 0;
  for (T bit = T(1) << (sizeof(T) * 8 - 2); bit != 0; bit >>= 2) {
    if (v >= r + bit) {
      v -= r + bit;
      r = (r >> 1) + bit;
    } else {
      r >>= 1;
    }
  }
  return r;
}

Fixed load(const uint64_t* v) { return {static_cast<i128>(static_cast<u128>(v[1]) << 64 | v[0])}; }

void store(uint64_t* v, Fixed f) {
  v[0] = static_cast<uint64_t>(static_cast<u128>(f.raw));
  v[1] = static_cast<uint64_t>(static_cast<u128>(f.raw) >> 64);
}

}  // namespace

extern "C" {

void fixed_operation(unsigned char op, const uint64_t* a, const uint64_t* b, uint64_t* out) {
  Fixed x = load(a), y = load(b);
  store(out, op == '+' ? x + y : op == '-' ? x - y : op == '*' ? x * y : x / y);
}

int fixed_order(const uint64_t* a, const uint64_t* b) { return load(a) < load(b) ? -1 : load(a) == load(b) ? 0 : 1; }

double fixed_to_double(const uint64_t* a) { return static_cast<double>(load(a).raw) * 0x1p-64; }

float wide_to_float(const uint64_t* a, int is_signed) {
  i128 v = load(a).raw;
  return is_signed ? static_cast<float>(v) : static_cast<float>(static_cast<u128>(v));
}

int fixed_from_double(double d, uint64_t* out) {
  if (!(d >= -0x1p63 && d < 0x1p63)) return 0;
  store(out, {static_cast<i128>(d * 0x1p64)});
  return 1;
}

void wide_root(const uint64_t* a, uint64_t* out) { store(out, {static_cast<i128>(square_root<u128>(static_cast<u128>(load(a).raw)))}); }

uint32_t narrow_root(uint32_t v) { return square_root<uint32_t>(v); }

// Wide values between others, so that their registers and stack slots show.
i128 pass(int a, i128 b, signed char c, u128 d, uint64_t e, i128 f, short g) {
  return a + b * c + static_cast<i128>(d >> 3) - static_cast<i128>(e) + (f ^ g);
}

void sort_wide(uint64_t (*v)[2], size_t n) {
  for (size_t i = 1; i < n; i++)
    for (size_t k = i; k > 0 && load(v[k]) < load(v[k - 1]); k--) {
      Fixed t = load(v[k]);
      memcpy(v[k], v[k - 1], sizeof v[k]);
      store(v[k - 1], t);
    }
}
}
