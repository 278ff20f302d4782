// SipHash with any number of rounds as template parameters, 64 and 128 bits out, and an incremental form.
#include <cstddef>
#include <cstdint>
#include <cstring>

struct Sip {
  std::uint64_t v[4];
  std::uint64_t tail;
  std::uint64_t length;
};

namespace {

constexpr std::uint64_t Rotate(std::uint64_t x, int n) { return x << n | x >> (64 - n); }

class Core {
 public:
  explicit Core(const std::uint64_t* v) : a_(v[0]), b_(v[1]), c_(v[2]), d_(v[3]) {}

  template <int kRounds>
  void Absorb(std::uint64_t m) {
    d_ ^= m;
    Rounds<kRounds>();
    a_ ^= m;
  }

  template <int kRounds>
  std::uint64_t Squeeze(std::uint64_t mark, bool first) {
    (first ? c_ : b_) ^= mark;
    Rounds<kRounds>();
    return a_ ^ b_ ^ c_ ^ d_;
  }

  void Save(std::uint64_t* v) const {
    v[0] = a_;
    v[1] = b_;
    v[2] = c_;
    v[3] = d_;
  }

 private:
  static void Half(std::uint64_t& x, std::uint64_t& y, int n, bool turn) {
    x += y;
    y = Rotate(y, n) ^ x;
    if (turn) x = Rotate(x, 32);
  }

  template <int kRounds>
  void Rounds() {
    for (int i = 0; i < kRounds; i++) {
      Half(a_, b_, 13, true);
      Half(c_, d_, 16, false);
      Half(a_, d_, 21, false);
      Half(c_, b_, 17, true);
    }
  }

  std::uint64_t a_, b_, c_, d_;
};

std::uint64_t Load(const std::uint8_t* p, std::size_t n) {
  std::uint64_t x = 0;
  for (std::size_t i = 0; i < n; i++) x |= std::uint64_t{p[i]} << (8 * i);
  return x;
}

template <int kBlock>
void Feed(Sip* s, const std::uint8_t* p, std::size_t n) {
  Core core(s->v);
  std::size_t held = s->length % 8;
  s->length += n;
  if (held > 0) {
    std::size_t some = n < 8 - held ? n : 8 - held;
    s->tail |= Load(p, some) << (8 * held);
    p += some;
    n -= some;
    if (held + some < 8) return;
    core.Absorb<kBlock>(s->tail);
  }
  for (; n >= 8; p += 8, n -= 8) core.Absorb<kBlock>(Load(p, 8));
  s->tail = Load(p, n);
  core.Save(s->v);
}

template <int kBlock, int kEnd>
void Finish(const Sip* s, bool wide, std::uint64_t* out) {
  Core core(s->v);
  core.Absorb<kBlock>(s->tail | s->length << 56);
  out[0] = core.Squeeze<kEnd>(wide ? 0xee : 0xff, true);
  if (wide) out[1] = core.Squeeze<kEnd>(0xdd, false);
}

}  // namespace

void SipStart(Sip* s, const std::uint8_t key[16], bool wide) {
  static const std::uint8_t text[] = "somepseudorandomlygeneratedbytes";
  for (unsigned i = 0; i < 4; i++) {
    // The text is read from its most significant end.
    std::uint64_t word = 0;
    for (unsigned k = 0; k < 8; k++) word = word << 8 | text[8 * i + k];
    s->v[i] = word ^ Load(key + i % 2 * 8, 8);
  }
  if (wide) s->v[1] ^= 0xee;
  s->tail = s->length = 0;
}

void SipAdd(Sip* s, const std::uint8_t* p, std::size_t n, int rounds) {
  switch (rounds) {
    case 1:
      Feed<1>(s, p, n);
      break;
    case 2:
      Feed<2>(s, p, n);
      break;
    default:
      Feed<4>(s, p, n);
  }
}

void SipEnd(const Sip* s, int rounds, bool wide, std::uint64_t* out) {
  switch (rounds) {
    case 1:
      Finish<1, 3>(s, wide, out);
      break;
    case 2:
      Finish<2, 4>(s, wide, out);
      break;
    default:
      Finish<4, 8>(s, wide, out);
  }
}
