// Objects with static storage: global constructors in order, locals initialised once and late, tried again after a throw, by two threads,
// torn down in reverse.
#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

void note(unsigned char event);
int number(int which);

namespace {

struct Noted {
  unsigned char letter;
  int value;
  Noted(unsigned char l, int v) : letter(l), value(v) { note(letter); }
  Noted(const Noted&) = delete;
  ~Noted() {
    note(letter + 32);
    value = 0;
  }
};

int zero;
int dynamic = number(1) + 5;
Noted first('A', dynamic);
Noted second('B', first.value * 2);
const int constant = 40 + 2;
const int late = number(2);
std::array<Noted, 2> pair = {{{'C', second.value + late}, {'D', constant}}};
std::string text(30, static_cast<char>('a' + number(3)));

template <int N>
struct Slot {
  static Noted noted;
};
template <int N>
Noted Slot<N>::noted(static_cast<unsigned char>('K' + N), N * 10);

Noted& once(int v) {
  static Noted noted('S', v);
  return noted;
}

int recursive(int n) {
  static int depth = number(4);
  if (n == 0) return depth;
  depth += n;
  return recursive(n - 1) + 1;
}

template <class T>
int counter(T by) {
  static T count = static_cast<T>(number(5));
  count = static_cast<T>(count + by);
  return count;
}

int table(unsigned i) {
  static const std::vector<int> values = [] {
    std::vector<int> made;
    for (int k = 0; k < 10; k++) made.push_back(k * k + number(6));
    return made;
  }();
  return values.at(i);
}

int tried(int v) {
  static const Noted noted('T', number(7) > 2 ? v : throw std::runtime_error("not yet"));
  return noted.value;
}

}  // namespace

// Seen by others at once, and before its own constructor runs: still zero.
extern int shown;
int shown = zero + number(8);

int statics_globals(int which) {
  switch (which) {
    case 0:
      return first.value * 10000 + second.value * 100 + pair[0].value;
    case 1:
      return pair[1].value + static_cast<int>(text.size()) * 100 + text[29];
    case 2:
      return Slot<1>::noted.value + Slot<2>::noted.value;
    default:
      return zero + constant + late + dynamic + shown;
  }
}
int statics_once(int v) { return once(v).value++; }
int statics_recursive(int n) { return recursive(n); }
int statics_counters(int by) {
  const int narrow = counter(static_cast<unsigned char>(by));
  const int wide = counter(by);
  return narrow * 10000 + wide;
}
int statics_table(unsigned i) {
  try {
    return table(i);
  } catch (const std::out_of_range&) {
    return -1;
  }
}
int statics_tried(int v) {
  try {
    return tried(v);
  } catch (const std::runtime_error&) {
    return -v;
  }
}
int statics_threads(int v) {
  static int ready = 0;
  std::array<int, 4> got = {};
  std::array<std::thread, 4> threads;
  for (size_t i = 0; i < 4; i++)
    threads[i] = std::thread([&got, i, v] {
      static Noted shared('U', number(9) + v);
      static thread_local int own = shared.value * 2;
      const int before = own++;
      got[i] = before + own;
    });
  for (std::thread& thread : threads) thread.join();
  ready++;
  int sum = ready;
  for (int each : got) sum = sum * 10 + each;
  return sum;
}
