// Radix sorts by template: signed and unsigned integers and floats from the lowest byte, skipping constant bytes, and strings from the
// first.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

namespace {

template <typename T>
struct Bits;
template <>
struct Bits<std::uint16_t> {
  using Word = std::uint16_t;
  static Word Of(std::uint16_t v) { return v; }
};
template <>
struct Bits<std::int32_t> {
  using Word = std::uint32_t;
  static Word Of(std::int32_t v) { return static_cast<Word>(v) ^ 0x80000000u; }
};
template <>
struct Bits<std::int64_t> {
  using Word = std::uint64_t;
  static Word Of(std::int64_t v) { return static_cast<Word>(v) ^ (Word{1} << 63); }
};
template <>
struct Bits<float> {
  using Word = std::uint32_t;
  static Word Of(float v) {
    Word w;
    std::memcpy(&w, &v, sizeof w);
    return w >> 31 ? ~w : w | 0x80000000u;
  }
};

// A stable permutation comes along, so that equal keys show their order.
template <typename T>
unsigned Sort(T* keys, std::uint16_t* tags, std::size_t n, T* spare, std::uint16_t* spare_tags) {
  using Word = typename Bits<T>::Word;
  std::uint32_t counts[sizeof(T)][256] = {};
  for (std::size_t i = 0; i < n; i++) {
    Word w = Bits<T>::Of(keys[i]);
    for (unsigned b = 0; b < sizeof(T); b++) counts[b][w >> (8 * b) & 255]++;
  }
  unsigned passes = 0;
  T *from = keys, *to = spare;
  std::uint16_t *from_tags = tags, *to_tags = spare_tags;
  for (unsigned b = 0; b < sizeof(T); b++) {
    std::uint32_t* count = counts[b];
    if (n == 0 || count[Bits<T>::Of(keys[0]) >> (8 * b) & 255] == n) continue;
    std::uint32_t sum = 0;
    for (unsigned v = 0; v < 256; v++) {
      std::uint32_t c = count[v];
      count[v] = sum;
      sum += c;
    }
    for (std::size_t i = 0; i < n; i++) {
      std::uint32_t at = count[Bits<T>::Of(from[i]) >> (8 * b) & 255]++;
      to[at] = from[i];
      to_tags[at] = from_tags[i];
    }
    std::swap(from, to);
    std::swap(from_tags, to_tags);
    passes++;
  }
  if (from != keys && n > 0) {
    std::memcpy(keys, from, n * sizeof *keys);
    std::memcpy(tags, from_tags, n * sizeof *tags);
  }
  return passes;
}

unsigned ByteAt(const unsigned char* s, std::size_t depth) { return s[depth]; }

// Three-way by one byte at a time; a string ends at its zero.
void SortStrings(const unsigned char** a, std::size_t n, std::size_t depth) {
  while (n > 1) {
    unsigned pivot = ByteAt(a[n / 2], depth);
    std::size_t low = 0, i = 0, high = n;
    while (i < high) {
      unsigned c = ByteAt(a[i], depth);
      if (c < pivot)
        std::swap(a[low++], a[i++]);
      else if (c > pivot)
        std::swap(a[i], a[--high]);
      else
        i++;
    }
    SortStrings(a, low, depth);
    SortStrings(a + high, n - high, depth);
    if (pivot == 0) return;
    a += low;
    n = high - low;
    depth++;
  }
}

}  // namespace

unsigned RadixU16(std::uint16_t* k, std::uint16_t* t, std::size_t n, std::uint16_t* s, std::uint16_t* st) { return Sort(k, t, n, s, st); }
unsigned RadixI32(std::int32_t* k, std::uint16_t* t, std::size_t n, std::int32_t* s, std::uint16_t* st) { return Sort(k, t, n, s, st); }
unsigned RadixI64(std::int64_t* k, std::uint16_t* t, std::size_t n, std::int64_t* s, std::uint16_t* st) { return Sort(k, t, n, s, st); }
unsigned RadixF32(float* k, std::uint16_t* t, std::size_t n, float* s, std::uint16_t* st) { return Sort(k, t, n, s, st); }
void RadixStrings(const unsigned char** a, std::size_t n) { SortStrings(a, n, 0); }
