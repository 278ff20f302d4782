// Constructors that throw with bases, members, arrays and delegation half done: what was built, and only that, is destroyed; memory
// returns.
#include <cstddef>
#include <new>

void note(unsigned char event);
void step(unsigned char where);
void* take(size_t size);
void give(void* memory);

namespace {

struct Part {
  unsigned char name;
  explicit Part(unsigned char letter) : name(letter) {
    step(letter);
    note(letter);
  }
  ~Part() { note(name + 32); }
  Part(const Part&) = delete;
};

unsigned char next_letter;

struct Numbered : Part {
  Numbered() : Part(next_letter++) {}
};

struct Base {
  Part base;
  explicit Base(unsigned char letter) : base(letter) {}
  virtual ~Base() { note('<'); }
  virtual int kind() const { return 1; }
};

struct Whole : Base {
  Part first;
  Numbered row[3];
  Part last;
  int size;

  explicit Whole(int n) : Base('A'), first('B'), last('C'), size(n) {
    step('#');
    note('#');
  }
  // Once the target constructor is done, an exception runs the destructor.
  Whole() : Whole(5) {
    step('%');
    note('%');
  }
  ~Whole() override { note('>'); }
  int kind() const override { return 2 + size; }

  static void* operator new(size_t size) { return take(size); }
  static void operator delete(void* memory) { give(memory); }
};

struct Guarded : Base {
  Part inside;
  explicit Guarded(int* seen) try : Base('D'), inside('E') {
    step('*');
    note('*');
  } catch (int thrown) {
    note('!');
    *seen = thrown;
    // Falling off the end rethrows.
  } catch (long thrown) {
    note('&');
    throw static_cast<int>(thrown) + 1;
  }
};

template <class Body>
int caught(Body body) {
  try {
    return body();
  } catch (int thrown) {
    note('^');
    return -thrown;
  }
}

}  // namespace

int build_local(bool delegating) {
  next_letter = 'X';
  return caught([=] {
    if (delegating) {
      Whole whole;
      return whole.kind();
    }
    Whole whole(9);
    return whole.kind();
  });
}

int build_heap(bool delegating) {
  next_letter = 'X';
  return caught([=] {
    const Base* whole = delegating ? new Whole : new Whole(20);
    const int kind = whole->kind();
    delete whole;
    return kind;
  });
}

int build_guarded(int* seen) {
  return caught([=] {
    Guarded one(seen);
    return one.kind();
  });
}

int build_array(int count) {
  next_letter = 'P';
  return caught([=] {
    Numbered* all = new Numbered[static_cast<size_t>(count)];
    int sum = 0;
    for (int i = 0; i < count; i++) sum = sum * 2 + (all[i].name - 'P');
    delete[] all;
    return sum;
  });
}

int build_grid() {
  next_letter = 'I';
  return caught([] {
    Numbered grid[2][2];
    return grid[1][0].name - grid[0][1].name;
  });
}
