#include <cstddef>
#include <cstdint>

#include "check.h"

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

Pipe* make_pipe(bool slow, int* alive);
int pipe_pump(Reader* from, Writer* to, int most);
unsigned pipe_fill(Pipe* pipe, int from, int to);
int pipe_drain(Pipe* pipe);
int64_t pipe_fork(Writer* writer, bool* same);
unsigned pipe_steps(Counter* const* counters, size_t count);
void pipe_delete(Pipe* pipe, int through);
unsigned pipe_null(Pipe* pipe);

static int mine;

// The order of the bases is another one, and the pipe is not at the start.
struct Header {
  virtual ~Header() = default;
  virtual int head() { return 1; }
  int64_t pad = -1;
};
struct Odd : Header, Counter, Reader, Writer {
  int state;
  explicit Odd(int s) : state(s) { mine++; }
  ~Odd() override { mine--; }
  int read() override { return state > 0 ? state-- : -1; }
  bool write(int value) override {
    written += value * 1000;
    return value != 3;
  }
  Odd* fork() override { return state < 0 ? nullptr : new Odd(state - 100); }
};
struct OddPipe : Header, Pipe {
  OddPipe() { mine++; }
  ~OddPipe() override { mine--; }
  int read() override { return static_cast<int>(left()); }
  size_t left() const override { return count > 3 ? static_cast<size_t>(-1) : count; }
  bool write(int value) override { return written += value, value < 4; }
  OddPipe* fork() override { return written > 50 ? nullptr : new OddPipe; }
  unsigned step(unsigned by) override { return Counter::step(by + 1); }
};

int main() {
  int alive = 0;
  Pipe* ring = make_pipe(false, &alive);
  Pipe* slow = make_pipe(true, &alive);
  CHECK(alive == 2);
  CHECK(pipe_null(nullptr) == 3 && pipe_null(ring) == 12);
  bool same = true;
  CHECK(pipe_fork(ring, &same) == -1 && !same);
  CHECK(pipe_fill(ring, 1, 5) == 4 && ring->written == 10 && ring->count == 400 && ring->left() == 4);
  CHECK(pipe_fork(ring, &same) == 19 && !same && alive == 2 && ring->written == 10);
  CHECK(pipe_drain(ring) == 1234 && ring->count == 404);
  CHECK(pipe_fill(ring, 1, 20) == 8 && ring->left() == 8 && ring->count == 1204);
  CHECK(pipe_fork(ring, &same) == 36 && ring->count == 1204);
  CHECK(pipe_pump(ring, slow, 5) == 5 && ring->left() == 3 && slow->left() == 5 && slow->count == 1005 && slow->written == 15);
  CHECK(pipe_fork(slow, &same) == 24 && same && slow->left() == 6 && slow->count == 1206);
  CHECK(pipe_pump(ring, slow, 5) == 2 && ring->left() == 0 && slow->left() == 8 && ring->count == 1212);
  CHECK(pipe_drain(slow) == 12345967 && slow->count == 1206 + 2 * 201 + 8 * 3);
  CHECK(pipe_pump(ring, ring, 5) == 0);

  Odd odd(5);
  CHECK(pipe_pump(&odd, ring, 9) == 5 && ring->left() == 5 && odd.state == 0 && odd.pad == -1);
  CHECK(pipe_pump(ring, &odd, 9) == 2 && odd.written == 12000);
  CHECK(pipe_fork(&odd, &same) == 9000 && !same && mine == 1);
  odd.state = -1;
  CHECK(pipe_fork(&odd, &same) == -1 && mine == 1);
  OddPipe* own = new OddPipe;
  CHECK(pipe_fork(own, &same) == 9 && !same && mine == 2);
  CHECK(pipe_fill(own, 1, 9) == 3 && own->written == 10 && pipe_null(own) == 12);
  CHECK(pipe_fill(own, 60, 61) == 0 && pipe_fork(own, &same) == -1);
  Counter plain;
  Counter* counters[] = {ring, slow, &odd, nullptr, own, &plain};
  plain.count = 1;
  odd.count = 10;
  ring->count = 2;
  slow->count = 3;
  // 2, 3 + 3, 10 + 2, 5, 0 + 5, 1 + 5
  CHECK(pipe_steps(counters, 6) == ((((2u * 7 + 6) * 7 + 12) * 7 + 5) * 7 + 5) * 7 + 6);
  CHECK(slow->count == 6 && odd.count == 12 && own->count == 5 && plain.count == 6);
  CHECK(pipe_steps(counters, 0) == 0);
  CHECK(pipe_drain(own) == 0);
  own->count = 0;
  pipe_delete(own, 1);
  CHECK(mine == 1);
  for (int through = 0; through < 4; through++) {
    pipe_delete(new OddPipe, through);
    CHECK(mine == 1);
    pipe_delete(make_pipe(through % 2 != 0, &alive), through);
    CHECK(alive == 2);
  }
  pipe_delete(ring, 2);
  pipe_delete(slow, 1);
  CHECK(alive == 0);
  return failures != 0;
}
