// Static polymorphism: mix-ins that give comparisons, counting and iteration to classes by CRTP, beside the same thing with virtual
// functions.
#include <cstddef>
#include <cstdint>
#include <new>

struct Walker {
  virtual ~Walker() = default;
  virtual int64_t step(int64_t at) = 0;
  virtual bool done(int64_t at) const { return at == 1; }
};

namespace {

template <class Derived>
struct Ordered {
  friend bool operator<(const Derived& a, const Derived& b) { return a.compare(b) < 0; }
  friend bool operator>(const Derived& a, const Derived& b) { return b < a; }
  friend bool operator<=(const Derived& a, const Derived& b) { return !(b < a); }
  friend bool operator>=(const Derived& a, const Derived& b) { return !(a < b); }
  friend bool operator==(const Derived& a, const Derived& b) { return a.compare(b) == 0; }
  friend bool operator!=(const Derived& a, const Derived& b) { return !(a == b); }
};

// One count for each class that derives.
template <class Derived>
struct Counted {
  static inline int alive = 0, made = 0;
  Counted() { alive++, made++; }
  Counted(const Counted&) { alive++, made += 100; }
  Counted& operator=(const Counted&) = default;
  ~Counted() { alive--; }
};

struct Version : Ordered<Version>, Counted<Version> {
  unsigned char major, minor, patch;
  Version(unsigned char a, unsigned char b, unsigned char c) : major(a), minor(b), patch(c) {}
  int compare(const Version& other) const {
    if (major != other.major) return major < other.major ? -1 : 1;
    if (minor != other.minor) return minor < other.minor ? -1 : 1;
    return patch - other.patch;
  }
};
struct Length : Ordered<Length>, Counted<Length> {
  double metres;
  explicit Length(double m) : metres(m) {}
  int compare(const Length& other) const { return (metres > other.metres) - (metres < other.metres); }
};

template <class T>
unsigned relations(const T& a, const T& b) {
  return (a < b) + 2u * (a > b) + 4u * (a <= b) + 8u * (a >= b) + 16u * (a == b) + 32u * (a != b);
}

template <class T>
void insertion_sort(T* from, T* to) {
  for (T* i = from; i != to; i++)
    for (T* j = i; j != from && *j < j[-1]; j--) {
      const T kept = *j;
      *j = j[-1];
      j[-1] = kept;
    }
}

template <class Derived, int Limit>
class Walk {
 public:
  int64_t run(int64_t at) {
    int count = 0;
    int64_t highest = at;
    while (!self().done(at) && count < Limit) {
      at = self().step(at);
      if (at > highest) highest = at;
      count++;
    }
    return highest * 1000 + count;
  }
  bool done(int64_t at) const { return at == 1; }

 protected:
  int used_ = 0;

 private:
  Derived& self() { return static_cast<Derived&>(*this); }
};

struct Collatz : Walk<Collatz, 400> {
  int64_t step(int64_t at) const { return at % 2 == 0 ? at / 2 : at * 3 + 1; }
};
struct Halving : Walk<Halving, 7> {
  bool done(int64_t at) const { return at <= 0; }
  int64_t step(int64_t at) {
    used_++;
    return at >> 1;
  }
  int used() const { return used_; }
};
// Takes its steps from an object that is known only at run time.
struct Dynamic : Walk<Dynamic, 50> {
  Walker* walker;
  explicit Dynamic(Walker* w) : walker(w) {}
  int64_t step(int64_t at) { return walker->step(at); }
  bool done(int64_t at) const { return Walk::done(at) || walker->done(at); }
};

}  // namespace

unsigned crtp_versions(const unsigned char* a, const unsigned char* b) {
  return relations(Version(a[0], a[1], a[2]), Version(b[0], b[1], b[2]));
}
unsigned crtp_lengths(double a, double b) { return relations(Length(a), Length(b)); }

int crtp_sort(unsigned char (*rows)[3], size_t count) {
  if (count > 8) return -1;
  const int before = Counted<Version>::made;
  alignas(Version) unsigned char room[8 * sizeof(Version)];
  Version* const all = reinterpret_cast<Version*>(room);
  for (size_t i = 0; i < count; i++) new (all + i) Version(rows[i][0], rows[i][1], rows[i][2]);
  insertion_sort(all, all + count);
  for (size_t i = 0; i < count; i++) {
    rows[i][0] = all[i].major;
    rows[i][1] = all[i].minor;
    rows[i][2] = all[i].patch;
    all[i].~Version();
  }
  return Counted<Version>::made - before;
}

int crtp_alive() { return Counted<Version>::alive * 1000 + Counted<Length>::alive; }
int crtp_made_lengths() { return Counted<Length>::made; }
int64_t crtp_collatz(int64_t from) { return Collatz().run(from); }
int64_t crtp_halving(int64_t from, int* used) {
  Halving halving;
  const int64_t result = halving.run(from);
  *used = halving.used();
  return result;
}
int64_t crtp_dynamic(Walker* walker, int64_t from) { return Dynamic(walker).run(from); }
