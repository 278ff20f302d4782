// Order of construction and destruction: members in the order of declaration, temporaries at the end of the expression, kept references,
// early exits.
#include <cstddef>
#include <utility>

void note(unsigned char event);

namespace {

struct Mark {
  unsigned char letter;
  explicit Mark(unsigned char l) : letter(l) { note(letter); }
  Mark(const Mark& other) : letter(other.letter) {
    note('=');
    note(letter);
  }
  Mark& operator=(const Mark& other) {
    letter = other.letter;
    note('<');
    return *this;
  }
  ~Mark() { note(letter + 32); }
  int value() const { return letter - 'A'; }
  Mark next() const { return Mark(letter + 1); }
  const Mark& self() const { return *this; }
};

int add(int a, int b) {
  note('+');
  return a + b;
}
int weigh(const Mark& mark, int by) {
  note('*');
  return mark.value() * by;
}

struct Base {
  Mark base{'B'};
  Base() { note('1'); }
  ~Base() { note('2'); }
};
// The initialisers stand in another order than the members.
#pragma clang diagnostic ignored "-Wreorder-ctor"
struct Whole : Base {
  Mark first, second{'D'};
  Mark rest[2];
  Whole(unsigned char a, unsigned char b) : rest{Mark('E'), Mark(b)}, first(a), Base() { note('3'); }
  ~Whole() { note('4'); }
};

struct Holder {
  const Mark& held;
  Mark own;
};

Mark make(unsigned char letter) {
  Mark local('L');
  return Mark(letter);
}
Mark pick(bool first) {
  Mark local('M');
  if (first) return Mark('N');
  return Mark(local.letter + 4);
}

struct Finally {
  int& place;
  ~Finally() {
    place += 100;
    note('!');
  }
};

}  // namespace

int order_members(unsigned char a, unsigned char b) {
  Whole whole(a, b);
  note('|');
  return whole.first.value() * 100 + whole.rest[1].value();
}

int order_temporaries(unsigned char letter) {
  const int by = add(1, Mark('T').value());
  const int result = weigh(Mark(letter), by);
  note(';');
  const int other = Mark(letter).next().next().value();
  note(';');
  return result * 100 + other;
}

int order_kept(unsigned char letter, bool first) {
  const Mark& kept = make(letter);
  note(';');
  Mark&& also = pick(first);
  note(';');
  const Mark& member = Holder{kept, Mark('O')}.own;
  note(';');
  const int copied = Mark('P').self().value();
  note(';');
  also.letter = 'Z';
  return kept.value() * 10000 + also.value() * 100 + member.value() + copied;
}

int order_conditions(int a, int b) {
  int result = 0;
  if (Mark('A').value() == a || Mark('B').value() == b) result += 1;
  note(';');
  if (Mark('C').value() == a && Mark('D').value() == b) result += 10;
  note(';');
  const Mark& either = a > b ? Mark('E') : Mark('F');
  result += either.value() * 100;
  note(';');
  switch (Mark mark(static_cast<unsigned char>('G' + a)); mark.value()) {
    case 6:
      result += 1000;
      break;
    default:
      Mark inner('X');
      result += 2000;
  }
  return result;
}

int order_loops(int count, int stop) {
  int sum = 0;
  for (Mark outer('A'); sum < 1000; sum += 1000) {
    for (int i = 0; i < count; i++) {
      Mark each(static_cast<unsigned char>('B' + i));
      if (i == stop) goto out;
      Mark late('L');
      if (i % 2) continue;
      sum += each.value();
    }
    note('.');
  }
out:
  note('_');
  return sum;
}

// The result is fixed before the guard changes its source.
int order_return(int start) {
  int value = start;
  Finally guard{value};
  note('r');
  return value;
}
int order_assign(unsigned char a, unsigned char b) {
  Mark x(a), y(b);
  (x = y) = Mark('S');
  std::swap(x, y);
  Mark both[2] = {x, y};
  both[0] = both[1] = Mark('U');
  note(';');
  return x.value() * 100 + y.value();
}
