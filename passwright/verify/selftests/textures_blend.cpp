// Blends pixels of four bytes in several modes: premultiplied over, saturated sums and differences four at a time in one word, masks and
// clips.
#include <cstddef>
#include <cstdint>
#include <cstring>

struct Surface {
  std::uint8_t* pixels;
  std::int32_t width, height, pitch;
};

enum class Mode { kCopy, kOver, kAdd, kSubtract, kMultiply, kScreen, kDarken, kDifference, kAverage };

namespace {

using Pixel = std::uint32_t;

// The product of two parts of 255, rounded.
std::uint32_t Part(std::uint32_t a, std::uint32_t b) {
  std::uint32_t t = a * b + 128;
  return (t + (t >> 8)) >> 8;
}

template <typename F>
Pixel Each(Pixel a, Pixel b, F f) {
  Pixel out = 0;
  for (unsigned shift = 0; shift < 32; shift += 8) out |= f(a >> shift & 255, b >> shift & 255) << shift;
  return out;
}

// Sums of the low seven bits cannot leave their byte; where the highest bits carry, the byte becomes 255.
Pixel AddSaturated(Pixel a, Pixel b) {
  Pixel low = (a & 0x7f7f7f7fu) + (b & 0x7f7f7f7fu);
  Pixel sum = low ^ ((a ^ b) & 0x80808080u);
  Pixel carry = ((a & b) | ((a | b) & ~sum)) & 0x80808080u;
  return sum | ((carry << 1) - (carry >> 7));
}

Pixel SubtractSaturated(Pixel a, Pixel b) { return ~AddSaturated(~a, b); }

// Half the sum of each byte, rounded up.
Pixel Average(Pixel a, Pixel b) { return (a | b) - (((a ^ b) >> 1) & 0x7f7f7f7fu); }

// Red and blue in one product, green and alpha in another.
Pixel Scale(Pixel p, std::uint32_t part) {
  Pixel even = (p & 0x00ff00ffu) * part + 0x00800080u, odd = (p >> 8 & 0x00ff00ffu) * part + 0x00800080u;
  even = (even + (even >> 8 & 0x00ff00ffu)) >> 8 & 0x00ff00ffu;
  odd = (odd + (odd >> 8 & 0x00ff00ffu)) & 0xff00ff00u;
  return even | odd;
}

template <Mode kMode>
Pixel Blend(Pixel s, Pixel d) {
  switch (kMode) {
    case Mode::kCopy:
      return s;
    case Mode::kOver:
      return AddSaturated(s, Scale(d, 255 - (s >> 24)));
    case Mode::kAdd:
      return AddSaturated(s, d);
    case Mode::kSubtract:
      return SubtractSaturated(d, s);
    case Mode::kMultiply:
      return Each(s, d, Part);
    case Mode::kScreen:
      return Each(s, d, [](std::uint32_t a, std::uint32_t b) { return a + b - Part(a, b); });
    case Mode::kDarken:
      return Each(s, d, [](std::uint32_t a, std::uint32_t b) { return a < b ? a : b; });
    case Mode::kDifference:
      return Each(s, d, [](std::uint32_t a, std::uint32_t b) { return a < b ? b - a : a - b; });
    case Mode::kAverage:
      return Average(s, d);
  }
  return 0;
}

Pixel Load(const std::uint8_t* p) { return p[0] | Pixel{p[1]} << 8 | Pixel{p[2]} << 16 | Pixel{p[3]} << 24; }

void Store(std::uint8_t* p, Pixel v) {
  for (int i = 0; i < 4; i++) p[i] = static_cast<std::uint8_t>(v >> (8 * i));
}

template <Mode kMode>
void Row(const std::uint8_t* s, std::uint8_t* d, std::int32_t n, const std::uint8_t* mask, bool backward) {
  for (std::int32_t k = 0; k < n; k++) {
    std::int32_t i = backward ? n - 1 - k : k;
    if (mask != nullptr && mask[i] == 0) continue;
    Pixel below = Load(d + 4 * i), v = Blend<kMode>(Load(s + 4 * i), below);
    if (mask != nullptr && mask[i] != 255) v = AddSaturated(Scale(v, mask[i]), Scale(below, 255u - mask[i]));
    Store(d + 4 * i, v);
  }
}

using RowAction = void (*)(const std::uint8_t*, std::uint8_t*, std::int32_t, const std::uint8_t*, bool);
const RowAction kRows[] = {Row<Mode::kCopy>,   Row<Mode::kOver>,   Row<Mode::kAdd>,        Row<Mode::kSubtract>, Row<Mode::kMultiply>,
                           Row<Mode::kScreen>, Row<Mode::kDarken>, Row<Mode::kDifference>, Row<Mode::kAverage>};

// Cuts what lies outside on one axis; returns what is left.
std::int32_t Clip(std::int32_t* from, std::int32_t* to, std::int32_t n, std::int32_t from_size, std::int32_t to_size) {
  std::int32_t cut = *from < 0 ? -*from : 0;
  if (*to + cut < 0) cut = -*to;
  *from += cut;
  *to += cut;
  n -= cut;
  if (n > from_size - *from) n = from_size - *from;
  if (n > to_size - *to) n = to_size - *to;
  return n;
}

}  // namespace

// Blends a part of one surface onto another, perhaps the same; the mask, if any, has a byte for each source pixel. Returns the pixels
// touched.
std::int32_t Draw(const Surface* s, std::int32_t sx, std::int32_t sy, const Surface* d, std::int32_t dx, std::int32_t dy,
                  std::int32_t width, std::int32_t height, Mode mode, const std::uint8_t* mask) {
  std::int32_t w = Clip(&sx, &dx, width, s->width, d->width), h = Clip(&sy, &dy, height, s->height, d->height);
  if (w <= 0 || h <= 0) return 0;
  // On one surface the order must not write what is still to be read.
  bool same = s->pixels == d->pixels, up = same && dy > sy, backward = same && dy == sy && dx > sx;
  for (std::int32_t k = 0; k < h; k++) {
    std::int32_t y = up ? h - 1 - k : k;
    const std::uint8_t* from = s->pixels + static_cast<std::ptrdiff_t>(sy + y) * s->pitch + 4 * sx;
    std::uint8_t* to = d->pixels + static_cast<std::ptrdiff_t>(dy + y) * d->pitch + 4 * dx;
    const std::uint8_t* m = mask != nullptr ? mask + static_cast<std::ptrdiff_t>(sy + y) * s->width + sx : nullptr;
    kRows[static_cast<int>(mode)](from, to, w, m, backward);
  }
  return w * h;
}
