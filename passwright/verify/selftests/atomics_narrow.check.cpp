#include <sched.h>

#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <thread>

#include "check.h"

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

void PanelStart(Panel* panel, std::int32_t* first);
void PanelBytes(Panel* panel, unsigned lane, unsigned rounds);
Light PanelLight(Panel* panel);
std::int16_t PanelClamp(Panel* panel, std::int16_t step);
std::int32_t* PanelTake(Panel* panel, std::ptrdiff_t count);
Point PanelMove(Panel* panel, int dx, int dy, int dz);
double PanelAdd(Panel* panel, double x);
bool PanelRaise(Panel* panel, bool up, std::uint16_t* rotated);
bool PanelExpect(Panel* panel, double* expected, double desired);

static Panel panel;
static std::int32_t items[4096];
static std::atomic<unsigned> arrived;

static void Meet() {
  unsigned goal = (arrived.fetch_add(1) | 1) + 1;
  for (unsigned spins = 0; static_cast<int>(arrived.load() - goal) < 0; spins++)
    if (spins > 4000) sched_yield();
}

static void Single() {
  PanelStart(&panel, items);
  static const Light lights[] = {Light::kRed, Light::kGreen, Light::kAmber, Light::kRed};
  for (Light l : lights) CHECK(PanelLight(&panel) == l);
  panel.light = Light::kOff;
  CHECK(PanelLight(&panel) == Light::kOff && panel.light == Light::kOff && !panel.raised && panel.half == 0);
  panel.half = -1;
  CHECK(PanelClamp(&panel, 32767) == -1 && PanelClamp(&panel, -32768) == 1000 && PanelClamp(&panel, 1) == -1000 && panel.half == -999);
  CHECK(panel.light == Light::kOff && panel.small[1] == 0);
  CHECK(PanelTake(&panel, 5) == items && PanelTake(&panel, -2) == items + 5 && PanelTake(&panel, 0) == items + 3);
  CHECK(panel.cursor == items + 3);
  Point p = PanelMove(&panel, 32767, -32768, 7);
  CHECK(p.x == 0 && p.y == 0 && p.z == 0);
  p = PanelMove(&panel, 1, -1, -8);
  CHECK(p.x == 32767 && p.y == -32768 && p.z == 7);
  p = panel.point;
  CHECK(p.x == -32768 && p.y == 32767 && p.z == -1);
  std::uint16_t old = 0;
  panel.word = 0x8001;
  CHECK(!PanelRaise(&panel, true, &old) && old == 0x8001 && panel.word == 3);
  CHECK(PanelRaise(&panel, false, &old) && old == 3 && panel.word == 0x8001 && !PanelRaise(&panel, false, &old) && panel.word == 0xc000);
  panel.bytes[0] = 250;
  panel.bytes[1] = 77;
  panel.small[0] = -127;
  PanelBytes(&panel, 0, 7);
  CHECK(panel.bytes[0] == 1 && panel.bytes[1] == 77 && panel.bytes[2] == 7 && panel.bytes[3] == 0);
  CHECK(panel.small[0] == 122 && panel.small[1] == 0);
  PanelBytes(&panel, 1, 3);
  CHECK(panel.bytes[1] == 86 && panel.bytes[3] == 3 && panel.small[1] == -6 && panel.bytes[0] == 1 && panel.small[0] == 122);

  // Compare-and-swap of floating point goes by bits: the zeros differ, a NaN is equal to itself.
  double expected = 0.0;
  panel.sum = -0.0;
  CHECK(!PanelExpect(&panel, &expected, 1) && std::signbit(expected));
  CHECK(PanelExpect(&panel, &expected, std::nan("")));
  expected = std::nan("");
  CHECK(PanelExpect(&panel, &expected, 0.5));
  CHECK(PanelAdd(&panel, 0.25) == 0.5 && PanelAdd(&panel, -0.75) == 0.75 && panel.sum == 0.0 && !std::signbit(panel.sum.load()));
}

struct Work {
  unsigned id;
  unsigned claimed;
};

// Puts this thread on a processor of its own where there is one, so that the threads really run side by side.
static void Spread(unsigned index) {
  cpu_set_t all, one;
  if (sched_getaffinity(0, sizeof all, &all) != 0 || CPU_COUNT(&all) < 2) return;
  index %= (unsigned)CPU_COUNT(&all);
  for (unsigned cpu = 0; cpu < CPU_SETSIZE; cpu++)
    if (CPU_ISSET(cpu, &all) && index-- == 0) {
      CPU_ZERO(&one);
      CPU_SET(cpu, &one);
      sched_setaffinity(0, sizeof one, &one);
    }
}

static void Run(Work* w) {
  Spread(w->id);
  for (unsigned round = 0; round < 10; round++) {
    Meet();
    PanelBytes(&panel, w->id, 333);
    Meet();
    for (int i = 0; i < 200; i++) {
      *PanelTake(&panel, 1) += static_cast<int>(w->id) + 1;
      PanelMove(&panel, 1, -2, w->id == 0 ? 3 : -1);
      PanelAdd(&panel, 0.125);
      PanelLight(&panel);
    }
  }
}

int main() {
  Single();
  std::memset(items, 0, sizeof items);
  PanelStart(&panel, items);
  Work works[2] = {{0, 0}, {1, 0}};
  std::thread other(Run, &works[1]);
  Run(&works[0]);
  other.join();
  CHECK(panel.bytes[0] == 3330 % 256 && panel.bytes[1] == 9990 % 256);
  CHECK(panel.bytes[2] == 0 && panel.bytes[3] == 0);  // 0 ^ 1 ^ ... ^ 332 is 332, ten times over
  CHECK(panel.small[0] == -2 && panel.small[1] == -4);
  CHECK(panel.half == 0 && panel.word == 0 && !panel.raised);
  CHECK(panel.cursor == items + 4000);
  unsigned ones = 0, twos = 0;
  for (int i = 0; i < 4000; i++) {
    ones += items[i] == 1;
    twos += items[i] == 2;
  }
  CHECK(ones == 2000 && twos == 2000 && items[4000] == 0);
  Point p = panel.point;
  CHECK(p.x == 4000 && p.y == -8000 && p.z == 4000);
  CHECK(panel.sum == 500.0);
  CHECK(panel.light == Light::kGreen);  // 4000 steps from red, three to a turn
  return failures != 0;
}
