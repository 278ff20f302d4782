// A small-buffer vector written as a template, used with numbers, strings of bytes and counted objects: growth, insertion, erasure, moves.
#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

struct Item {
  explicit Item(int v);
  Item(const Item& other);
  Item(Item&& other) noexcept;
  Item& operator=(const Item& other);
  Item& operator=(Item&& other) noexcept;
  ~Item();
  int value;
  Item* self;
};

namespace {

template <class T, size_t Inline>
class Few {
 public:
  Few() = default;
  Few(const Few& other) { insert(0, other.begin(), other.size()); }
  Few(Few&& other) noexcept {
    if (other.heap_) {
      heap_ = other.heap_;
      room_ = other.room_;
      size_ = other.size_;
      other.heap_ = nullptr;
      other.room_ = Inline;
      other.size_ = 0;
      return;
    }
    for (T& item : other) new (data() + size_++) T(std::move(item));
    other.clear();
  }
  Few& operator=(Few other) {
    swap(other);
    return *this;
  }
  ~Few() {
    clear();
    ::operator delete(heap_);
  }
  void swap(Few& other) {
    Few kept(std::move(other));
    other.~Few();
    new (&other) Few(std::move(*this));
    this->~Few();
    new (this) Few(std::move(kept));
  }
  T* data() { return heap_ ? heap_ : reinterpret_cast<T*>(inline_); }
  const T* data() const { return heap_ ? heap_ : reinterpret_cast<const T*>(inline_); }
  T* begin() { return data(); }
  T* end() { return data() + size_; }
  const T* begin() const { return data(); }
  const T* end() const { return data() + size_; }
  size_t size() const { return size_; }
  bool heap() const { return heap_ != nullptr; }
  T& operator[](size_t i) { return data()[i]; }

  template <class... Arguments>
  T& emplace(Arguments&&... arguments) {
    reserve(size_ + 1);
    T* made = new (data() + size_) T(std::forward<Arguments>(arguments)...);
    size_++;
    return *made;
  }
  void insert(size_t at, const T* from, size_t count) {
    if (count == 0) return;
    reserve(size_ + count);
    T* const all = data();
    for (size_t i = size_; i > at; i--) {
      new (all + i + count - 1) T(std::move(all[i - 1]));
      all[i - 1].~T();
    }
    for (size_t i = 0; i < count; i++) new (all + at + i) T(from[i]);
    size_ += count;
  }
  void erase(size_t from, size_t to) {
    if (from == to) return;
    T* const all = data();
    while (to < size_) all[from++] = std::move(all[to++]);
    while (size_ > from) all[--size_].~T();
  }
  void clear() { erase(0, size_); }
  void reserve(size_t wanted) {
    if (wanted <= room_) return;
    const size_t room = wanted > room_ * 2 ? wanted : room_ * 2;
    T* const fresh = static_cast<T*>(::operator new(room * sizeof(T)));
    T* const old = data();
    for (size_t i = 0; i < size_; i++) {
      new (fresh + i) T(std::move(old[i]));
      old[i].~T();
    }
    ::operator delete(heap_);
    heap_ = fresh;
    room_ = room;
  }

 private:
  alignas(T) unsigned char inline_[Inline * sizeof(T)];
  T* heap_ = nullptr;
  size_t size_ = 0, room_ = Inline;
};

template <class T, size_t N, class Same>
size_t unique(Few<T, N>& items, Same same) {
  size_t removed = 0;
  for (size_t i = 1; i < items.size();) {
    size_t to = i;
    while (to < items.size() && same(items[i - 1], items[to])) to++;
    removed += to - i;
    items.erase(i, to);
    i++;
  }
  return removed;
}

Few<Item, 3> items;

}  // namespace

size_t few_items(const int* values, size_t count) {
  for (size_t i = 0; i < count; i++) items.emplace(values[i]);
  return items.size() * 2 + items.heap();
}
size_t few_unique() {
  return unique(items, [](const Item& a, const Item& b) { return a.value == b.value; });
}
void few_insert(size_t at, const Item* from, size_t count) { items.insert(at, from, count); }
void few_erase(size_t from, size_t to) { items.erase(from, to); }
bool few_get(int* values) {
  bool good = true;
  for (const Item& item : items) {
    good &= item.self == &item;
    *values++ = item.value;
  }
  return good;
}
int few_copy(int extra) {
  Few<Item, 3> copy(items);
  copy.emplace(extra);
  Few<Item, 3> other;
  other.emplace(-1);
  other.swap(copy);
  items = std::move(other);
  return copy[0].value * 1000 + static_cast<int>(copy.size() * 2 + other.size());
}
void few_clear() { items = Few<Item, 3>(); }

uint64_t few_rows(const unsigned char* bytes, size_t count) {
  Few<Few<unsigned char, 5>, 2> rows;
  rows.emplace();
  for (size_t i = 0; i < count; i++) {
    if (bytes[i] == 0)
      rows.emplace();
    else
      rows[rows.size() - 1].emplace(bytes[i]);
  }
  unique(rows, [](const auto& a, const auto& b) { return a.size() == b.size(); });
  uint64_t sum = 0;
  for (auto& row : rows) {
    sum = sum * 10 + row.size();
    for (unsigned char byte : row) sum += uint64_t{byte} << 32;
  }
  return sum;
}
