#include <cstddef>
#include <cstdint>
#include <cstring>

#include "check.h"

struct Core {
  std::uint32_t r[16];
  std::uint32_t pc;
  bool carry, overflow;
  std::uint8_t* memory;
  std::uint32_t size;
  std::uint64_t cycles;
};

int CoreRun(Core* core, const std::uint32_t* code, std::size_t count, std::uint64_t budget);

enum Op {
  kStop,
  kAdd,
  kAddCarry,
  kSub,
  kSubCarry,
  kAnd,
  kOr,
  kXor,
  kLeft,
  kRight,
  kArith,
  kMul,
  kHigh,
  kLoad8,
  kLoad16,
  kLoad32,
  kStore8,
  kStore32,
  kLess,
  kOther,
  kLink
};
enum Fault { kNone, kStopped, kIllegal, kAddress, kUnaligned, kFetch, kBudget };

static std::uint32_t W(unsigned op, unsigned d, unsigned a, unsigned b, int n) {
  return op << 26 | d << 22 | a << 18 | b << 14 | (static_cast<std::uint32_t>(n) & 0x3fff);
}

static std::uint8_t memory[72];

// One instruction with two values; the result goes to register 3.
static Core One(unsigned op, std::uint32_t a, std::uint32_t b, int n, bool carry, int want) {
  Core c = {};
  std::uint32_t code[] = {W(op, 3, 1, 2, n), W(kStop, 0, 0, 0, 0)};
  c.r[1] = a;
  c.r[2] = b;
  c.r[3] = 0x87654321u;
  c.carry = carry;
  c.memory = memory + 4;
  c.size = 64;
  CHECK(CoreRun(&c, code, 2, 10) == want);
  CHECK(c.pc == (want == kStopped ? 1u : 0u) && c.r[0] == 0 && c.r[1] == a && c.r[2] == b);
  return c;
}

static void Arithmetic() {
  static const std::uint32_t edges[] = {0,           1,           2,           31,          32,          33,         0x7fffffffu,
                                        0x80000000u, 0x80000001u, 0xffffffffu, 0xfffffffeu, 0x12345678u, 0xdeadbeefu};
  for (std::uint32_t a : edges)
    for (std::uint32_t b : edges)
      for (int carry = 0; carry < 2; carry++) {
        std::int64_t sa = static_cast<std::int32_t>(a), sb = static_cast<std::int32_t>(b);
        for (int op = kAdd; op <= kSubCarry; op++) {
          int in = op == kAdd ? 0 : op == kSub ? 1 : carry;
          bool minus = op >= kSub;
          // A borrow is a carry that is not there.
          std::int64_t exact = minus ? sa - sb - 1 + in : sa + sb + in;
          std::int64_t plain = minus ? std::int64_t{a} - b - 1 + in : std::int64_t{a} + b + in;
          Core c = One(op, a, b, 0, carry, kStopped);
          CHECK(c.r[3] == static_cast<std::uint32_t>(exact) && c.overflow == (exact != static_cast<std::int32_t>(c.r[3])));
          CHECK(c.carry == (minus ? plain >= 0 : plain > 0xffffffffll) && c.cycles == 2);
        }
        CHECK(One(kAnd, a, b, 0, carry, kStopped).r[3] == (a & b) && One(kOr, a, b, 0, carry, kStopped).r[3] == (a | b));
        Core x = One(kXor, a, b, -1, carry, kStopped);
        CHECK(x.r[3] == (a ^ (b - 1)) && x.carry == carry && !x.overflow);
        CHECK(One(kLeft, a, b, 0, carry, kStopped).r[3] == (b > 31 ? 0 : a * (b == 31 ? 0x80000000u : b == 0 ? 1u : b == 1 ? 2u : 4u)));
        CHECK(One(kRight, a, b, 0, carry, kStopped).r[3] == (b > 31 ? 0 : a / (b == 31 ? 0x80000000u : b == 0 ? 1u : b == 1 ? 2u : 4u)));
        std::uint32_t want = b > 30   ? (sa < 0 ? 0xffffffffu : 0)
                             : b == 0 ? a
                                      : static_cast<std::uint32_t>((sa - (sa & (b == 1 ? 1 : 3))) / (b == 1 ? 2 : 4));
        CHECK(One(kArith, a, b, 0, carry, kStopped).r[3] == want);
        Core m = One(kMul, a, b, 0, carry, kStopped);
        CHECK(m.r[3] == a * b && m.overflow == (a != 0 && (a * b) / a != b));
        CHECK(One(kHigh, a, b, 0, carry, kStopped).r[3] ==
              static_cast<std::uint32_t>((sa * sb - ((sa * sb) & 0xffffffffll)) / 4294967296ll));
      }
  CHECK(One(kAdd, 5, 0, 8191, false, kStopped).r[3] == 8196 && One(kAdd, 5, 0, -8192, false, kStopped).r[3] == 0xffffe005u);
}

static void Memory() {
  static const std::uint8_t bytes[] = {0x01, 0x82, 0x03, 0x84};
  std::memset(memory, 0xc3, sizeof memory);
  std::memcpy(memory + 4, bytes, 4);
  std::memcpy(memory + 64, bytes, 4);
  CHECK(One(kLoad8, 0, 1, 0, false, kStopped).r[3] == 0xffffff82u && One(kLoad8, 60, 3, -1, false, kStopped).r[3] == 3);
  CHECK(One(kLoad16, 0, 0, 0, false, kStopped).r[3] == 0x8201 && One(kLoad16, 70, 0xfffffff8u, 0, false, kStopped).r[3] == 0x8403);
  CHECK(One(kLoad32, 64, 0, -4, false, kStopped).r[3] == 0x84038201u);
  CHECK(One(kLoad8, 64, 0, 0, false, kAddress).r[3] == 0x87654321u && One(kLoad8, 0, 0, -1, false, kAddress).r[3] == 0x87654321u);
  CHECK(One(kLoad16, 1, 0, 0, false, kUnaligned).cycles == 1 && One(kLoad16, 64, 0, 0, false, kAddress).cycles == 1);
  One(kLoad32, 62, 0, 0, false, kUnaligned);
  One(kLoad32, 0xfffffffcu, 0, 0, false, kAddress);
  One(kStore32, 64, 0, 0, false, kAddress);
  One(kStore32, 0, 2, 0, false, kUnaligned);
  One(kStore8, 0, 0xffffffffu, 0, false, kAddress);
  unsigned wrong = 0;
  One(kStore8, 63, 0, 0, false, kStopped);
  One(kStore32, 8, 0, 0, false, kStopped);
  static const std::uint8_t stored[] = {0x21, 0x43, 0x65, 0x87};
  for (unsigned i = 0; i < 72; i++)
    wrong += memory[i] != (i < 4 || i >= 68    ? 0xc3
                           : i < 8             ? bytes[i - 4]
                           : i == 67           ? 0x21
                           : i >= 64           ? bytes[i - 64]
                           : i >= 12 && i < 16 ? stored[i - 12]
                                               : 0xc3);
  CHECK(wrong == 0);
}

int main() {
  Arithmetic();
  Memory();
  One(21, 1, 2, 3, false, kIllegal);
  One(63, 1, 2, 3, false, kIllegal);

  // Greatest common divisor by taking away, as a routine that is called twice.
  const std::uint32_t code[] = {
      W(kAdd, 1, 0, 0, 1071),  // 0
      W(kAdd, 2, 0, 0, 462),   // 1
      W(kLink, 15, 0, 0, 9),   // 2: call 9
      W(kAdd, 5, 1, 0, 0),     // 3
      W(kAdd, 1, 0, 0, 17),    // 4
      W(kAdd, 2, 0, 0, 8191),  // 5
      W(kLink, 15, 0, 0, 9),   // 6: call 9
      W(kAdd, 6, 1, 0, 0),     // 7
      W(kStop, 0, 0, 0, 0),    // 8
      W(kLess, 0, 1, 2, 3),    // 9: if r1 < r2 go to 13
      W(kOther, 0, 1, 2, 1),   // 10: if not equal go to 12
      W(kLink, 0, 15, 0, 0),   // 11: return
      W(kLess, 0, 2, 1, 2),    // 12: go to 15
      W(kSub, 2, 2, 1, 0),     // 13
      W(kLink, 0, 0, 0, 9),    // 14
      W(kSub, 1, 1, 2, 0),     // 15
      W(kLink, 0, 0, 0, 9),    // 16
  };
  Core c = {};
  CHECK(CoreRun(&c, code, 17, 100000) == kStopped && c.r[5] == 21 && c.r[6] == 1 && c.r[1] == 1 && c.r[2] == 1 && c.r[15] == 7 &&
        c.pc == 8);
  std::uint64_t cycles = c.cycles;
  CHECK(cycles == 1532);
  for (std::uint64_t slice = 1; slice < 12; slice++) {
    Core d = {};
    int fault = kBudget;
    while (fault == kBudget) fault = CoreRun(&d, code, 17, slice);
    CHECK(fault == kStopped && d.r[5] == 21 && d.r[6] == 1 && d.cycles == cycles);
  }
  Core e = {};
  CHECK(CoreRun(&e, code, 0, 5) == kFetch && e.cycles == 0 && CoreRun(&e, code, 17, 0) == kBudget && e.pc == 0);
  const std::uint32_t away[] = {W(kOther, 0, 1, 0, -2)};
  e.r[1] = 1;
  CHECK(CoreRun(&e, away, 1, 5) == kFetch && e.pc == 0xffffffffu && e.cycles == 1);
  const std::uint32_t zero[] = {W(kAdd, 0, 0, 0, 5), W(kAdd, 4, 0, 0, 0), W(kMul, 4, 0, 0, 7), W(kLink, 0, 0, 0, 4), W(kStop, 0, 0, 0, 0)};
  e = Core{};
  e.r[4] = 9;
  CHECK(CoreRun(&e, zero, 5, 50) == kStopped && e.r[0] == 0 && e.r[4] == 0 && e.pc == 4);
  return failures != 0;
}
