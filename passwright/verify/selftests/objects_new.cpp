// Allocation that the checker replaces and counts: calls that may not be left out, operators of classes, arrays, alignment, placement,
// failures.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <utility>

void keep(void* memory);
void note(unsigned char event);
void* pool(size_t size);
void unpool(void* memory, size_t size);

namespace {

struct Pooled {
  int value;
  explicit Pooled(int v) : value(v) {
    if (v < 0) throw v;
  }
  virtual ~Pooled() { note('p'); }
  static void* operator new(size_t size) { return pool(size); }
  static void operator delete(void* memory, size_t size) { unpool(memory, size); }
};
struct Larger : Pooled {
  int64_t more[6] = {};
  explicit Larger(int v) : Pooled(v) {}
  ~Larger() override { note('l'); }
};
struct Tagged {
  int value = 5;
  static void* operator new(size_t size, int tag) {
    note(static_cast<unsigned char>('0' + tag));
    return pool(size);
  }
  static void operator delete(void* memory, int tag) {
    note(static_cast<unsigned char>('a' + tag));
    unpool(memory, 0);
  }
  static void operator delete(void* memory) { unpool(memory, 1); }
  explicit Tagged(bool fails) {
    if (fails) throw 'x';
  }
};
struct alignas(64) Wide {
  unsigned char bytes[64];
};
struct Counted {
  int64_t value;
  Counted() : value(7) { note('+'); }
  ~Counted() { note('-'); }
};

class Arena {
 public:
  explicit Arena(size_t size) : base_(static_cast<unsigned char*>(::operator new(size))), size_(size) {}
  ~Arena() { ::operator delete(base_); }
  Arena(const Arena&) = delete;
  void* take(size_t size, size_t alignment) {
    const size_t at = (used_ + alignment - 1) / alignment * alignment;
    if (at + size > size_) return nullptr;
    used_ = at + size;
    return base_ + at;
  }
  template <class T, class... Arguments>
  T* make(Arguments&&... arguments) {
    void* const memory = take(sizeof(T), alignof(T));
    return memory ? ::new (memory) T(std::forward<Arguments>(arguments)...) : nullptr;
  }
  size_t used() const { return used_; }

 private:
  unsigned char* base_;
  size_t size_, used_ = 0;
};

}  // namespace

// Direct calls of the functions are never left out, and their memory is what was given.
bool new_direct(size_t size) {
  void* const a = ::operator new(size);
  keep(a);
  memset(a, 1, size);
  void* const b = ::operator new(size * 2, std::nothrow);
  if (b) memset(b, 2, size * 2);
  keep(b);
  ::operator delete(a);
  ::operator delete(b);
  return b != nullptr;
}

int new_arrays(int count) {
  Counted* const all = new Counted[static_cast<size_t>(count)];
  keep(all);
  int64_t sum = 0;
  for (int i = 0; i < count; i++) sum += all[i].value++ + i;
  delete[] all;
  int* const numbers = new int[static_cast<size_t>(count)]();
  keep(numbers);
  for (int i = 0; i < count; i++) sum += numbers[i];
  delete[] numbers;
  return static_cast<int>(sum);
}

int new_pooled(int v, bool larger) {
  Pooled* one = nullptr;
  try {
    one = larger ? new Larger(v) : new Pooled(v);
  } catch (int thrown) {
    return thrown;
  }
  const int value = one->value * 2;
  delete one;
  return value;
}

int new_tagged(int tag, bool fails) {
  try {
    Tagged* const tagged = new (tag) Tagged(fails);
    const int value = tagged->value;
    delete tagged;
    return value;
  } catch (char thrown) {
    return thrown;
  }
}

bool new_wide() {
  Wide* const wide = new Wide();
  keep(wide);
  bool good = reinterpret_cast<uintptr_t>(wide) % 64 == 0;
  for (unsigned char byte : wide->bytes) good &= byte == 0;
  delete wide;
  return good;
}

int new_fails(size_t size) {
  try {
    keep(::operator new(size));
  } catch (const std::bad_alloc&) {
    void* const none = ::operator new(size, std::nothrow);
    return none == nullptr ? 1 : 2;
  }
  return 3;
}

int new_arena(size_t size, int count) {
  Arena arena(size);
  int made = 0;
  int64_t sum = 0;
  Counted* last = nullptr;
  for (int i = 0; i < count; i++) {
    unsigned char* const byte = arena.make<unsigned char>(static_cast<unsigned char>(i));
    Counted* const next = arena.make<Counted>();
    if (!byte || !next) break;
    next->value += last ? last->value : *byte;
    if (last) last->~Counted();
    last = next;
    made++;
  }
  if (last) {
    sum = last->value;
    last->~Counted();
    // The same place again, with what the constructor gives it.
    sum += (::new (static_cast<void*>(last)) Counted())->value * 1000;
    std::launder(last)->~Counted();
  }
  return static_cast<int>(sum) * 1000 + made * 100 + static_cast<int>(arena.used() % 100);
}
