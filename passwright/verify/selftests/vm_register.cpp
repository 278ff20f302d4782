// A register machine: 32-bit instruction words in fields, dispatch through member functions, flags, loads and stores of each width, faults.
#include <cstddef>
#include <cstdint>
#include <cstring>

struct Core {
  std::uint32_t r[16];  // r[0] reads as zero
  std::uint32_t pc;
  bool carry, overflow;
  std::uint8_t* memory;
  std::uint32_t size;
  std::uint64_t cycles;
};

// Bits 31-26 operation, 25-22 destination, 21-18 and 17-14 sources, 13-0 a signed number.
enum class Fault { kNone, kStop, kIllegal, kAddress, kUnaligned, kFetch, kBudget };

namespace {

struct Fields {
  unsigned d, a, b;
  std::int32_t n;
};

Fields Split(std::uint32_t w) { return Fields{w >> 22 & 15, w >> 18 & 15, w >> 14 & 15, static_cast<std::int32_t>(w << 18) >> 18}; }

class Runner {
 public:
  explicit Runner(Core* c) : c_(*c) {}

  Fault Step(const std::uint32_t* code, std::size_t count) {
    if (c_.pc >= count) return Fault::kFetch;
    std::uint32_t w = code[c_.pc];
    unsigned op = w >> 26;
    if (op >= sizeof kTable / sizeof *kTable) return Fault::kIllegal;
    c_.pc++;
    c_.cycles++;
    Fault f = (this->*kTable[op])(Split(w));
    c_.r[0] = 0;
    if (f != Fault::kNone) c_.pc--;
    return f;
  }

 private:
  using Action = Fault (Runner::*)(const Fields&);
  static const Action kTable[21];

  std::uint32_t Immediate(const Fields& f) const { return c_.r[f.b] + static_cast<std::uint32_t>(f.n); }

  Fault Write(unsigned d, std::uint32_t v) {
    c_.r[d] = v;
    return Fault::kNone;
  }

  Fault Sum(unsigned d, std::uint32_t a, std::uint32_t b, bool in) {
    std::uint64_t wide = std::uint64_t{a} + b + in;
    std::uint32_t v = static_cast<std::uint32_t>(wide);
    c_.carry = wide >> 32;
    c_.overflow = (~(a ^ b) & (a ^ v)) >> 31;
    return Write(d, v);
  }

  Fault Stop(const Fields&) { return Fault::kStop; }
  Fault Add(const Fields& f) { return Sum(f.d, c_.r[f.a], Immediate(f), false); }
  Fault AddCarry(const Fields& f) { return Sum(f.d, c_.r[f.a], Immediate(f), c_.carry); }
  Fault Subtract(const Fields& f) { return Sum(f.d, c_.r[f.a], ~Immediate(f), true); }
  Fault SubtractCarry(const Fields& f) { return Sum(f.d, c_.r[f.a], ~Immediate(f), c_.carry); }
  Fault And(const Fields& f) { return Write(f.d, c_.r[f.a] & Immediate(f)); }
  Fault Or(const Fields& f) { return Write(f.d, c_.r[f.a] | Immediate(f)); }
  Fault Xor(const Fields& f) { return Write(f.d, c_.r[f.a] ^ Immediate(f)); }

  // Counts of 32 and above shift everything out.
  Fault Left(const Fields& f) {
    std::uint32_t n = Immediate(f);
    return Write(f.d, n < 32 ? c_.r[f.a] << n : 0);
  }
  Fault Right(const Fields& f) {
    std::uint32_t n = Immediate(f);
    return Write(f.d, n < 32 ? c_.r[f.a] >> n : 0);
  }
  Fault Arithmetic(const Fields& f) {
    std::uint32_t n = Immediate(f);
    return Write(f.d, static_cast<std::uint32_t>(static_cast<std::int32_t>(c_.r[f.a]) >> (n < 31 ? n : 31)));
  }

  Fault Multiply(const Fields& f) {
    std::uint64_t p = std::uint64_t{c_.r[f.a]} * Immediate(f);
    c_.overflow = p >> 32;
    return Write(f.d, static_cast<std::uint32_t>(p));
  }
  Fault MultiplyHigh(const Fields& f) {
    std::int64_t p = std::int64_t{static_cast<std::int32_t>(c_.r[f.a])} * static_cast<std::int32_t>(Immediate(f));
    return Write(f.d, static_cast<std::uint32_t>(p >> 32));
  }

  template <typename T>
  Fault Check(std::uint32_t at) const {
    if (at % sizeof(T) != 0) return Fault::kUnaligned;
    return at > c_.size || c_.size - at < sizeof(T) ? Fault::kAddress : Fault::kNone;
  }

  template <typename T>
  Fault Load(const Fields& f) {
    std::uint32_t at = c_.r[f.a] + Immediate(f);
    Fault fault = Check<T>(at);
    if (fault != Fault::kNone) return fault;
    T v;
    std::memcpy(&v, c_.memory + at, sizeof v);
    return Write(f.d, static_cast<std::uint32_t>(static_cast<std::int32_t>(v)));
  }

  // The destination field is what is stored.
  template <typename T>
  Fault Store(const Fields& f) {
    std::uint32_t at = c_.r[f.a] + Immediate(f);
    Fault fault = Check<T>(at);
    if (fault != Fault::kNone) return fault;
    T v = static_cast<T>(c_.r[f.d]);
    std::memcpy(c_.memory + at, &v, sizeof v);
    return Fault::kNone;
  }

  Fault Jump(bool taken, const Fields& f) {
    if (taken) c_.pc += static_cast<std::uint32_t>(f.n);
    return Fault::kNone;
  }
  Fault JumpLess(const Fields& f) { return Jump(static_cast<std::int32_t>(c_.r[f.a]) < static_cast<std::int32_t>(c_.r[f.b]), f); }
  Fault JumpOther(const Fields& f) { return Jump(c_.r[f.a] != c_.r[f.b], f); }
  Fault Link(const Fields& f) {
    std::uint32_t target = c_.r[f.a] + Immediate(f);
    Write(f.d, c_.pc);
    c_.pc = target;
    return Fault::kNone;
  }

  Core& c_;
};

const Runner::Action Runner::kTable[21] = {
    &Runner::Stop,
    &Runner::Add,
    &Runner::AddCarry,
    &Runner::Subtract,
    &Runner::SubtractCarry,
    &Runner::And,
    &Runner::Or,
    &Runner::Xor,
    &Runner::Left,
    &Runner::Right,
    &Runner::Arithmetic,
    &Runner::Multiply,
    &Runner::MultiplyHigh,
    &Runner::Load<std::int8_t>,
    &Runner::Load<std::uint16_t>,
    &Runner::Load<std::uint32_t>,
    &Runner::Store<std::uint8_t>,
    &Runner::Store<std::uint32_t>,
    &Runner::JumpLess,
    &Runner::JumpOther,
    &Runner::Link,
};

}  // namespace

// Returns the fault that ended it; the place of the fault is where the program counter stands.
int CoreRun(Core* core, const std::uint32_t* code, std::size_t count, std::uint64_t budget) {
  Runner runner(core);
  while (budget-- > 0) {
    Fault f = runner.Step(code, count);
    if (f != Fault::kNone) return static_cast<int>(f);
  }
  return static_cast<int>(Fault::kBudget);
}
