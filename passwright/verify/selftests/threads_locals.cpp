// Thread-local state that must stay apart: plain, static inside a function, an object with constructor and destructor, and a keyed value.
#include <pthread.h>

#include <cstdint>

namespace {

using Note = void (*)(int kind, std::int64_t value);
Note g_note = nullptr;

thread_local std::uint32_t t_seed = 0x2545f491u;
thread_local std::int64_t t_depth = 0;
thread_local std::uint8_t t_trail[24];
thread_local unsigned t_length = 0;

class Ledger {
 public:
  Ledger() : sum_(1000) { g_note(1, sum_); }
  ~Ledger() { g_note(2, sum_); }
  void Add(std::int64_t v) { sum_ += v; }
  std::int64_t sum() const { return sum_; }

 private:
  std::int64_t sum_;
};

thread_local Ledger t_ledger;

std::uint32_t Draw() {
  t_seed ^= t_seed << 13;
  t_seed ^= t_seed >> 17;
  t_seed ^= t_seed << 5;
  return t_seed;
}

int Visits() {
  static thread_local int visits = 40;
  return ++visits;
}

void Mark(std::uint8_t what) { t_trail[t_length++ % sizeof t_trail] = what; }

std::int64_t Walk(unsigned levels) {
  t_depth++;
  Mark(static_cast<std::uint8_t>(t_depth));
  std::int64_t here = t_depth * 100 + levels;
  if (levels > 0) here += Walk(levels - 1);
  if (levels > 3 && levels % 2 == 0) here += Walk(levels - 3);
  t_depth--;
  return here;
}

pthread_key_t g_key;

void Release(void* value) { g_note(3, static_cast<std::int64_t>(reinterpret_cast<std::uintptr_t>(value))); }

}  // namespace

void LocalsStart(Note note) {
  g_note = note;
  pthread_key_create(&g_key, Release);
}

void LocalsStop() { pthread_key_delete(g_key); }

std::uint32_t LocalsDraw(unsigned count) {
  std::uint32_t last = t_seed;
  while (count-- > 0) last = Draw();
  return last;
}

std::int64_t LocalsWalk(unsigned levels) { return Walk(levels); }

unsigned LocalsTrail(std::uint8_t* out) {
  for (unsigned i = 0; i < t_length && i < sizeof t_trail; i++) out[i] = t_trail[i];
  return t_length;
}

std::int64_t LocalsLedger(std::int64_t add) {
  t_ledger.Add(add);
  return t_ledger.sum();
}

int LocalsVisits(int times) {
  int last = 0;
  for (int i = 0; i < times; i++) last = Visits();
  return last;
}

std::uintptr_t LocalsKeyed(std::uintptr_t value) {
  auto old = reinterpret_cast<std::uintptr_t>(pthread_getspecific(g_key));
  pthread_setspecific(g_key, reinterpret_cast<void*>(value));
  return old;
}

// The address of a thread's own variable, given to others, reaches that variable.
std::int64_t* LocalsDepth() { return &t_depth; }
