// Several bases: calls and deletes through the second and third one, covariant results that move the pointer, null ones too.
#include <cstddef>
#include <cstdint>

struct Reader {
  virtual ~Reader();
  virtual int read() = 0;
  virtual size_t left() const { return 0; }
};
struct Writer {
  virtual ~Writer();
  virtual bool write(int value) = 0;
  virtual Writer* fork() = 0;
  int64_t written = 0;
};
struct Counter {
  unsigned count = 0;
  virtual ~Counter();
  virtual unsigned step(unsigned by) { return count += by; }
};
struct Pipe : Reader, Writer, Counter {
  int read() override = 0;
  Pipe* fork() override = 0;
};

Reader::~Reader() = default;
Writer::~Writer() = default;
Counter::~Counter() = default;

namespace {

constexpr int kRoom = 8;

class Ring : public Pipe {
 public:
  explicit Ring(int* alive) : alive_(alive) { ++*alive_; }
  ~Ring() override { --*alive_; }
  int read() override {
    if (from_ == to_) return -1;
    step(1);
    return values_[from_++ % kRoom];
  }
  size_t left() const override { return to_ - from_; }
  bool write(int value) override {
    if (to_ - from_ == kRoom) return false;
    values_[to_++ % kRoom] = value;
    written += value;
    step(100);
    return true;
  }
  Ring* fork() override {
    if (from_ == to_) return nullptr;
    Ring* copy = new Ring(alive_);
    for (unsigned i = from_; i != to_; i++) copy->write(values_[i % kRoom]);
    return copy;
  }

 private:
  int* alive_;
  int values_[kRoom] = {};
  unsigned from_ = 0, to_ = 0;
};

class Slow final : public Ring {
 public:
  using Ring::Ring;
  unsigned step(unsigned by) override { return Ring::step(by * 2 + 1); }
  Slow* fork() override { return this; }
};

int drain(Reader& reader) {
  int sum = 0;
  for (int value; (value = reader.read()) >= 0;) sum = sum * 10 + value;
  return sum;
}

unsigned fill(Writer& writer, int from, int to) {
  unsigned count = 0;
  while (from < to && writer.write(from)) from++, count++;
  return count;
}

}  // namespace

Pipe* make_pipe(bool slow, int* alive) { return slow ? new Slow(alive) : new Ring(alive); }

int pipe_pump(Reader* from, Writer* to, int most) {
  int moved = 0;
  while (moved < most) {
    const int value = from->read();
    if (value < 0 || !to->write(value)) break;
    moved++;
  }
  return moved;
}

unsigned pipe_fill(Pipe* pipe, int from, int to) { return fill(*pipe, from, to); }
int pipe_drain(Pipe* pipe) { return drain(*pipe); }

// Goes through the base class's function: its result must point to a Writer, or to nothing.
int64_t pipe_fork(Writer* writer, bool* same) {
  Writer* copy = writer->fork();
  *same = copy == writer;
  if (!copy) return -1;
  copy->write(9);
  const int64_t sum = copy->written;
  if (copy != writer) delete copy;
  return sum;
}

unsigned pipe_steps(Counter* const* counters, size_t count) {
  unsigned sum = 0;
  for (size_t i = 0; i < count; i++) sum = sum * 7 + (counters[i] ? counters[i]->step(static_cast<unsigned>(i)) : 5);
  return sum;
}

void pipe_delete(Pipe* pipe, int through) {
  Reader* reader = pipe;
  Writer* writer = pipe;
  Counter* counter = pipe;
  switch (through) {
    case 0:
      delete reader;
      break;
    case 1:
      delete writer;
      break;
    case 2:
      delete counter;
      break;
    default:
      delete pipe;
  }
}

// Conversions of null stay null although the bases are not at the start.
unsigned pipe_null(Pipe* pipe) {
  Writer* writer = pipe;
  Counter* counter = pipe;
  return (writer == nullptr) + 2u * (counter == nullptr) + 4u * (writer && static_cast<Pipe*>(writer) == pipe) +
         8u * (counter && static_cast<Pipe*>(counter) == pipe);
}
