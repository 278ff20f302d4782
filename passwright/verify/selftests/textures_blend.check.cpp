#include <cstddef>
#include <cstdint>
#include <cstring>

#include "check.h"

struct Surface {
  std::uint8_t* pixels;
  std::int32_t width, height, pitch;
};

enum class Mode { kCopy, kOver, kAdd, kSubtract, kMultiply, kScreen, kDarken, kDifference, kAverage };

std::int32_t Draw(const Surface* s, std::int32_t sx, std::int32_t sy, const Surface* d, std::int32_t dx, std::int32_t dy,
                  std::int32_t width, std::int32_t height, Mode mode, const std::uint8_t* mask);

static int Clamp(int v) { return v < 0 ? 0 : v > 255 ? 255 : v; }

// Rounded to the nearest by division; a half cannot come up, for 255 is odd.
static int Part(int a, int b) { return (2 * a * b + 255) / 510; }

static int Channel(Mode mode, int s, int d, int alpha) {
  switch (mode) {
    case Mode::kCopy:
      return s;
    case Mode::kOver:
      return Clamp(s + Part(d, 255 - alpha));
    case Mode::kAdd:
      return Clamp(s + d);
    case Mode::kSubtract:
      return Clamp(d - s);
    case Mode::kMultiply:
      return Part(s, d);
    case Mode::kScreen:
      return s + d - Part(s, d);
    case Mode::kDarken:
      return s < d ? s : d;
    case Mode::kDifference:
      return s < d ? d - s : s - d;
    default:
      return (s + d + 1) / 2;
  }
}

static const int kRoom = 4000;
static std::uint8_t source[kRoom], target[kRoom], want[kRoom], mask[kRoom];

// All pairs of a column of values with all of a row, in all four channels, which hold different ones.
static void Pairs(Mode mode, int masked) {
  static const int edges[] = {0, 1, 2, 63, 64, 126, 127, 128, 129, 191, 192, 253, 254, 255};
  const int n = sizeof edges / sizeof *edges;
  Surface s = {source, n, n, 4 * n}, d = {target + 3, n, n, 4 * n + 5};
  std::memset(target, 0xc7, kRoom);
  std::memset(mask, masked, kRoom);
  for (int y = 0; y < n; y++)
    for (int x = 0; x < n; x++)
      for (int c = 0; c < 4; c++) {
        source[y * s.pitch + 4 * x + c] = static_cast<std::uint8_t>(edges[(x + c * 3) % n]);
        d.pixels[y * d.pitch + 4 * x + c] = static_cast<std::uint8_t>(edges[(y + c * 5) % n]);
      }
  std::memcpy(want, target, kRoom);
  for (int y = 0; y < n; y++)
    for (int x = 0; x < n; x++)
      for (int c = 0; c < 4; c++) {
        int below = edges[(y + c * 5) % n], v = Channel(mode, edges[(x + c * 3) % n], below, edges[(x + 9) % n]);
        if (masked != 255) v = masked == 0 ? below : Clamp(Part(v, masked) + Part(below, 255 - masked));
        want[3 + y * d.pitch + 4 * x + c] = static_cast<std::uint8_t>(v);
      }
  CHECK(Draw(&s, 0, 0, &d, 0, 0, n, n, mode, masked == 255 && mode != Mode::kAdd ? nullptr : mask) == n * n);
  CHECK(std::memcmp(target, want, kRoom) == 0);
}

// Copies between or within surfaces, any place and size; a pixel holds its own number.
static void Place(bool same, int sx, int sy, int dx, int dy, int w, int h) {
  Surface s = {source, 7, 5, 32}, d = same ? s : Surface{target + 1, 6, 8, 24};
  for (int i = 0; i < kRoom; i++) source[i] = static_cast<std::uint8_t>(i / 4 * 3 + i % 4);
  std::memset(target, 0xc7, kRoom);
  std::uint8_t* room = same ? source : target;
  std::memcpy(want, room, kRoom);
  int count = 0;
  for (int y = 0; y < h; y++)
    for (int x = 0; x < w; x++) {
      int a = sx + x, b = sy + y, e = dx + x, f = dy + y;
      if (a < 0 || a >= s.width || b < 0 || b >= s.height || e < 0 || e >= d.width || f < 0 || f >= d.height) continue;
      count++;
      for (int c = 0; c < 4; c++) want[d.pixels - room + f * d.pitch + 4 * e + c] = static_cast<std::uint8_t>((b * 8 + a) * 3 + c);
    }
  CHECK(Draw(&s, sx, sy, &d, dx, dy, w, h, Mode::kCopy, nullptr) == count);
  CHECK(std::memcmp(room, want, kRoom) == 0);
}

int main() {
  for (int mode = 0; mode <= static_cast<int>(Mode::kAverage); mode++)
    for (int masked = 0; masked < 256; masked += masked % 127 == 0 ? 1 : masked > 127 ? 126 : 63) Pairs(static_cast<Mode>(mode), masked);
  for (int dx = -8; dx <= 8; dx += 2)
    for (int dy = -6; dy <= 8; dy += 2)
      for (int k = 0; k < 6; k++) {
        Place(false, k - 2, 3 - k, dx, dy, 5 + k % 3, 6 - k);
        Place(true, k - 2, 2 - k, dx, dy, 5 + k % 3, 6 - k);
      }
  Place(true, 0, 0, 1, 0, 7, 5);
  Place(true, 1, 0, 0, 0, 7, 5);
  Place(true, 2, 2, 2, 2, 3, 3);
  Place(false, 0, 0, 0, 0, 0, 5);
  Place(false, 0, 0, 0, 0, -3, 5);
  // A mask that differs from pixel to pixel belongs to the source's places.
  Surface s = {source, 4, 2, 16}, d = {target, 4, 2, 16};
  std::memset(source, 200, 32);
  std::memset(target, 100, 32);
  static const std::uint8_t holes[] = {255, 255, 255, 255, 255, 0, 128, 255};
  CHECK(Draw(&s, 1, 1, &d, 0, 0, 9, 9, Mode::kCopy, holes) == 3);
  static const std::uint8_t got[] = {100, 150, 200, 100, 100};
  for (int i = 0; i < 20; i++) CHECK(target[i] == got[i / 4]);
  return failures != 0;
}
