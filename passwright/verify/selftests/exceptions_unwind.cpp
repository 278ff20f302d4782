// Objects across several frames, loops and handlers, with a throw at any of many points: destructors run once, in reverse order.
void note(unsigned char event);
void step();

namespace {

class Tracker {
 public:
  explicit Tracker(unsigned char letter) : letter_(letter) {
    step();
    note(letter_);
  }
  ~Tracker() { note(letter_ + 32); }
  Tracker(const Tracker&) = delete;
  Tracker& operator=(const Tracker&) = delete;
  int weight() const { return letter_ - 'A'; }

 private:
  unsigned char letter_;
};

int leaf(int rounds) {
  Tracker a('A');
  int total = 0;
  for (int i = 0; i < rounds; i++) {
    Tracker b('B');
    if (i % 2 == 1) continue;
    Tracker c('C');
    total += c.weight() + i;
    if (i == 4) break;
  }
  Tracker d('D');
  return total + d.weight();
}

int middle(int rounds, bool keeps) {
  Tracker m('M');
  int result = -1;
  try {
    Tracker n('N');
    result = leaf(rounds);
    result += 100;
  } catch (int thrown) {
    note('!');
    if (!keeps) throw;
    Tracker h('H');
    result = thrown * 1000 + result;
  }
  Tracker o('O');
  return result + o.weight();
}

int sum(const Tracker& left, const Tracker& right) {
  step();
  return left.weight() + right.weight();
}

}  // namespace

int unwind_leaf(int rounds) { return leaf(rounds); }

int unwind_middle(int rounds, int keeps) {
  Tracker z('Z');
  return middle(rounds, keeps != 0);
}

int unwind_twice(int rounds) {
  int total = 0;
  for (int i = 0; i < 2; i++) {
    try {
      total += middle(rounds, false);
    } catch (...) {
      note('?');
      total += 7;
      continue;
    }
    note('+');
  }
  return total;
}

int unwind_temporaries(bool first) {
  Tracker k('K');
  const int total = first ? Tracker('P').weight() : sum(k, Tracker('Q'));
  const Tracker& kept = Tracker('R');
  step();
  return total + kept.weight();
}

void unwind_heap(int count) {
  Tracker* all[4] = {};
  int made = 0;
  try {
    for (; made < count; made++) all[made] = new Tracker(static_cast<unsigned char>('S' + made));
    step();
  } catch (...) {
    note(static_cast<unsigned char>('0' + made));
    while (made > 0) delete all[--made];
    throw;
  }
  for (int i = 0; i < made; i++) delete all[i];
}
