// std::atomic of narrow, signed, pointer, enumeration, floating and structure types side by side, so that one may not disturb the next.
#include <atomic>
#include <cstddef>
#include <cstdint>

enum class Light : std::uint8_t { kRed, kAmber, kGreen, kOff = 255 };

struct Point {
  std::int16_t x, y;
  std::int32_t z;
};

struct Panel {
  std::atomic<std::uint8_t> bytes[4];
  std::atomic<std::int8_t> small[2];
  std::atomic<std::int16_t> half;
  std::atomic<Light> light;
  std::atomic<bool> raised;
  std::atomic<std::uint16_t> word;
  std::atomic<std::int32_t*> cursor;
  std::atomic<Point> point;
  std::atomic<double> sum;
};

namespace {

template <typename T, typename F>
T Update(std::atomic<T>& cell, F change) {
  T seen = cell.load(std::memory_order_relaxed);
  while (!cell.compare_exchange_weak(seen, change(seen), std::memory_order_acq_rel, std::memory_order_relaxed)) {
  }
  return seen;
}

Light Next(Light now) {
  switch (now) {
    case Light::kRed:
      return Light::kGreen;
    case Light::kGreen:
      return Light::kAmber;
    case Light::kAmber:
      return Light::kRed;
    default:
      return Light::kOff;
  }
}

}  // namespace

void PanelStart(Panel* panel, std::int32_t* first) {
  for (auto& b : panel->bytes) b = 0;
  for (auto& s : panel->small) s = 0;
  panel->half = 0;
  panel->light = Light::kRed;
  panel->raised = false;
  panel->word = 0;
  panel->cursor = first;
  panel->point = Point{0, 0, 0};
  panel->sum = 0.0;
}

// Each thread has cells of its own; together they fill the same words.
void PanelBytes(Panel* panel, unsigned lane, unsigned rounds) {
  for (unsigned i = 0; i < rounds; i++) {
    panel->bytes[lane].fetch_add(static_cast<std::uint8_t>(lane * 2 + 1), std::memory_order_relaxed);
    panel->bytes[lane + 2].fetch_xor(static_cast<std::uint8_t>(i), std::memory_order_acq_rel);
    panel->small[lane] -= static_cast<std::int8_t>(lane + 1);
  }
}

Light PanelLight(Panel* panel) { return Update(panel->light, Next); }

std::int16_t PanelClamp(Panel* panel, std::int16_t step) {
  return Update(panel->half, [step](std::int16_t v) {
    int sum = v + step;
    return static_cast<std::int16_t>(sum > 1000 ? 1000 : sum < -1000 ? -1000 : sum);
  });
}

std::int32_t* PanelTake(Panel* panel, std::ptrdiff_t count) {
  return count < 0 ? panel->cursor.fetch_sub(-count) : panel->cursor.fetch_add(count, std::memory_order_relaxed);
}

Point PanelMove(Panel* panel, int dx, int dy, int dz) {
  return Update(panel->point, [=](Point p) {
    p.x = static_cast<std::int16_t>(p.x + dx);
    p.y = static_cast<std::int16_t>(p.y + dy);
    p.z += dz;
    return p;
  });
}

double PanelAdd(Panel* panel, double x) {
  return Update(panel->sum, [x](double v) { return v + x; });
}

bool PanelRaise(Panel* panel, bool up, std::uint16_t* rotated) {
  *rotated = Update(panel->word, [up](std::uint16_t v) { return static_cast<std::uint16_t>(up ? v << 1 | v >> 15 : v >> 1 | v << 15); });
  return panel->raised.exchange(up);
}

bool PanelExpect(Panel* panel, double* expected, double desired) { return panel->sum.compare_exchange_strong(*expected, desired); }
