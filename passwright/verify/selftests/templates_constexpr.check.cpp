#include <cstddef>
#include <cstdint>
#include <cstring>

#include "check.h"

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
template <>
const char* Fixed<int16_t>::name();
template <>
int16_t Fixed<int16_t>::rounded(unsigned bits) const;
extern template class Fixed<int32_t>;
extern template class Fixed<int16_t>;
extern template class Fixed<int8_t>;

uint32_t constexpr_crc(const unsigned char* bytes, size_t count);
unsigned constexpr_differences(uint32_t flip);
bool constexpr_prime(uint8_t n);
int constexpr_word(const char* text, size_t length);
uint64_t constexpr_hash(const char* text, size_t length);
uint32_t constexpr_root(uint64_t n);
unsigned constexpr_collatz(uint64_t n);
uint32_t constexpr_roots(unsigned n);
uint32_t constexpr_product(int32_t a);

int main() {
  unsigned char all[256];
  for (int i = 0; i < 256; i++) all[i] = static_cast<unsigned char>(i);
  CHECK(constexpr_crc(all, 0) == 0 && constexpr_crc(all, 256) == 0x29058c73);
  CHECK(constexpr_crc(reinterpret_cast<const unsigned char*>("123456789"), 9) == 0xcbf43926);
  CHECK(constexpr_differences(0) == 0 && constexpr_differences(255) == 0 && constexpr_differences(0x1ff) == 1 &&
        constexpr_differences(0xffffff00) == 1);
  int primes = 0, sum = 0;
  for (int i = 0; i < 256; i++)
    if (constexpr_prime(static_cast<uint8_t>(i))) primes++, sum += i;
  CHECK(primes == 54 && sum == 6081 && constexpr_prime(2) && constexpr_prime(251) && !constexpr_prime(1) && !constexpr_prime(255));

  CHECK(constexpr_word("alpha", 5) == 1 && constexpr_word("beta", 4) == 2 && constexpr_word("gamma", 5) == 3 && constexpr_word("", 0) == 0);
  CHECK(constexpr_word("alpha", 4) == -1 && constexpr_word("gamm", 4) == -1 && constexpr_word("beta\0", 5) == -1);
  CHECK(constexpr_hash("alpha", 5) == 0x8ac625bb85ed202b && constexpr_hash("x", 0) == 0xcbf29ce484222325);
  CHECK(constexpr_hash("beta", 4) == 0x7627619b954620a7 && constexpr_hash("gamma", 5) == 0x229176bd1f6ba96a);
  CHECK(constexpr_hash("\xff\x80", 2) == 0xa9a2607b6f6e56a);

  static const struct {
    uint64_t n;
    uint32_t root;
  } roots[] = {{0, 0},
               {1, 1},
               {2, 1},
               {3, 1},
               {4, 2},
               {99, 9},
               {100, 10},
               {UINT64_MAX, UINT32_MAX},
               {uint64_t{1} << 32, 65536},
               {18446744065119617025u, 4294967295u},
               {18446744065119617024u, 4294967294u}};
  for (const auto& one : roots) CHECK(constexpr_root(one.n) == one.root);
  CHECK(constexpr_collatz(0) == 0 && constexpr_collatz(1) == 0 && constexpr_collatz(2) == 1 && constexpr_collatz(27) == 111);
  CHECK(constexpr_collatz(97) == 118 && constexpr_collatz(63) == 107 && constexpr_collatz(uint64_t{1} << 63) == 63);
  static const uint32_t chain[] = {1, 5, 18, 58, 179, 542};
  for (unsigned i = 0; i < 6; i++) CHECK(constexpr_roots(i) == chain[i]);
  CHECK(constexpr_roots(12) == 0 && constexpr_roots(13) == 3576879);

  // -3 times a third with 16 bits is -65535.
  CHECK(constexpr_product(65536) == static_cast<uint32_t>(-65535) && constexpr_product(0) == 0);
  CHECK(constexpr_product(-1) == 0 && constexpr_product(1) == UINT32_MAX && constexpr_product(INT32_MIN) == 2147450880);

  CHECK(strcmp(Fixed<int32_t>::name(), "some") == 0 && strcmp(Fixed<int16_t>::name(), "short") == 0 &&
        strcmp(Fixed<int8_t>::name(), "some") == 0);
  CHECK(Fixed<int32_t>(INT32_MAX).rounded(1) == 0x40000000 && Fixed<int32_t>(-3).rounded(1) == -1 && Fixed<int32_t>(3).rounded(1) == 2);
  CHECK(Fixed<int32_t>(INT32_MIN).rounded(31) == -1 && Fixed<int32_t>(-1).rounded(0) == -1 && Fixed<int32_t>(INT32_MAX).rounded(32) == 0);
  CHECK(Fixed<int16_t>(32767).rounded(1) == 100 && Fixed<int16_t>(200).rounded(1) == 100 && Fixed<int16_t>(199).rounded(1) == 100);
  CHECK(Fixed<int16_t>(198).rounded(1) == 99 && Fixed<int16_t>(-32768).rounded(2) == -8192 && Fixed<int16_t>(500).rounded(0) == 500);
  CHECK(Fixed<int8_t>(127).rounded(1) == 64 && Fixed<int8_t>(-128).rounded(7) == -1 && Fixed<int8_t>(127).rounded(7) == 1);
  return failures != 0;
}
