#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

#include "check.h"

unsigned RadixU16(std::uint16_t* k, std::uint16_t* t, std::size_t n, std::uint16_t* s, std::uint16_t* st);
unsigned RadixI32(std::int32_t* k, std::uint16_t* t, std::size_t n, std::int32_t* s, std::uint16_t* st);
unsigned RadixI64(std::int64_t* k, std::uint16_t* t, std::size_t n, std::int64_t* s, std::uint16_t* st);
unsigned RadixF32(float* k, std::uint16_t* t, std::size_t n, float* s, std::uint16_t* st);
void RadixStrings(const unsigned char** a, std::size_t n);

static const std::size_t kMost = 600;

// The edges come many times over, in several orders; passes is what the bytes that differ ask for.
template <typename T, std::size_t N>
static void Check(unsigned (*sort)(T*, std::uint16_t*, std::size_t, T*, std::uint16_t*), const T (&edges)[N], std::size_t n,
                  unsigned passes) {
  T keys[kMost + 2], original[kMost], spare[kMost + 1];
  std::uint16_t tags[kMost + 2], spare_tags[kMost + 1];
  for (unsigned step = 1; step < 6; step += step == 2 ? 2 : 1) {
    std::memset(keys, 0x77, sizeof keys);
    std::memset(tags, 0x77, sizeof tags);
    std::memset(spare, 0x66, sizeof spare);
    std::memset(spare_tags, 0x66, sizeof spare_tags);
    for (std::size_t i = 0; i < n; i++) {
      original[i] = keys[i + 1] = edges[(i * step + i / N) % N];
      tags[i + 1] = static_cast<std::uint16_t>(i);
    }
    CHECK(sort(keys + 1, tags + 1, n, spare, spare_tags) == passes || passes == 99);
    unsigned wrong = 0;
    for (std::size_t i = 1; i <= n; i++) {
      wrong += tags[i] >= n || std::memcmp(&original[tags[i]], &keys[i], sizeof(T)) != 0;
      if (i == 1) continue;
      wrong += !(keys[i - 1] <= keys[i]);
      if (std::memcmp(&keys[i - 1], &keys[i], sizeof(T)) == 0) wrong += tags[i - 1] >= tags[i];
    }
    T filler;
    std::memset(&filler, 0x77, sizeof filler);
    CHECK(wrong == 0);
    CHECK(keys[0] == filler && keys[n + 1] == filler && tags[0] == 0x7777 && tags[n + 1] == 0x7777 && spare_tags[n] == 0x6666);
  }
}

int main() {
  static const std::uint16_t words[] = {0, 1, 255, 256, 257, 0x7fff, 0x8000, 0xff00, 0xfffe, 0xffff, 0x00fe};
  static const std::uint16_t low[] = {0x1200, 0x12ff, 0x1234}, high[] = {0x0055, 0xff55, 0x8055}, equal[] = {9};
  static const std::int32_t ints[] = {0, -1, 1, INT32_MIN, INT32_MAX, -256, 255, 65536, -65536, INT32_MIN + 1, 77, -77, 1 << 24};
  static const std::int64_t longs[] = {0, -1, INT64_MIN, INT64_MAX, 1ll << 32, -(1ll << 32), 5, INT32_MIN, INT32_MAX, 1ll << 40, 3};
  static const std::int64_t far[] = {3, 3 + (1ll << 56), 3 - (1ll << 56)};
  static const float floats[] = {
      0.0f,     -1.0f, 1.0f, std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(), 1e-45f, -1e-45f, 3.4e38f,
      -3.4e38f, 1.5f,  -1.5f};
  static const std::size_t counts[] = {0, 1, 2, 3, 11, 13, 100, kMost};
  for (std::size_t n : counts) {
    unsigned full = n >= 11 ? 1 : 0;
    Check(RadixU16, words, n, full ? 2 : 99);
    Check(RadixU16, low, n, n < 2 ? 0 : 1);
    Check(RadixU16, high, n, n < 2 ? 0 : 1);
    Check(RadixU16, equal, n, 0);
    Check(RadixI32, ints, n, n >= 13 ? 4 : 99);
    Check(RadixI64, longs, n, full ? 8 : 99);
    Check(RadixI64, far, n, n < 2 ? 0 : 1);
    Check(RadixF32, floats, n, full ? 4 : 99);
  }
  float zeros[] = {0.0f, -0.0f, 0.0f, -0.0f, 0.0f}, spare[5];
  std::uint16_t tags[] = {10, 11, 12, 13, 14}, spare_tags[5];
  static const std::uint16_t want[] = {11, 13, 10, 12, 14};
  CHECK(RadixF32(zeros, tags, 5, spare, spare_tags) == 4);  // a negative zero has all its bits turned round
  CHECK(std::memcmp(tags, want, sizeof tags) == 0);

  static const char* const sorted[] = {
      "", "", "a", "a", "a\x01", "aa", "aab", "ab", "abc", "abc", "abcabcabcabd", "abcabcabcabe", "b", "\x7f", "\x80", "\xff", "\xff\x01"};
  const std::size_t n = sizeof sorted / sizeof *sorted;
  const unsigned char* a[n + 1];
  for (unsigned step = 1; step < n; step++)
    for (unsigned shift = 0; shift < n; shift += 5) {
      for (std::size_t i = 0; i < n; i++) a[i] = reinterpret_cast<const unsigned char*>(sorted[(i * step + shift) % n]);
      a[n] = nullptr;
      RadixStrings(a, n);
      unsigned wrong = a[n] != nullptr;
      for (std::size_t i = 0; i < n; i++) wrong += std::strcmp(reinterpret_cast<const char*>(a[i]), sorted[i]) != 0;
      CHECK(wrong == 0);
    }
  RadixStrings(a, 0);
  RadixStrings(a, 1);
  CHECK(*a[0] == 0);
  return failures != 0;
}
