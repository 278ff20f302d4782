// Pointers to members: virtual and plain functions and data, through several bases and offsets, compared, null, in dispatch tables.
#include <cstddef>
#include <cstdint>

struct Engine {
  virtual ~Engine();
  int64_t value = 0;
  int64_t add(int64_t n) { return value += n; }
  int64_t negate(int64_t) { return value = -value; }
  virtual int64_t scale(int64_t n) { return value *= n; }
  virtual int64_t finish(int64_t n) const { return value + n; }
};
struct Log {
  virtual ~Log();
  int lines = 0;
  int level = 3;
  virtual int line(int by) { return lines += by; }
  int twice(int by) { return line(by) + line(by); }
};
struct Machine : Engine, Log {
  int64_t scale(int64_t n) override { return value = value * n + 1; }
  int line(int by) override { return lines += by * level; }
  int64_t step(int64_t n) { return value * 2 - n; }
};

Engine::~Engine() = default;
Log::~Log() = default;

using Operation = int64_t (Engine::*)(int64_t);
using Line = int (Log::*)(int);
using MachineOperation = int64_t (Machine::*)(int64_t);
using MachineLine = int (Machine::*)(int);

namespace {

constexpr Operation kTable[] = {&Engine::add, &Engine::negate, &Engine::scale, nullptr};

Operation lookup(unsigned char code) {
  switch (code) {
    case '+':
      return kTable[0];
    case '~':
      return kTable[1];
    case '*':
      return kTable[2];
    default:
      return kTable[3];
  }
}

template <class Class, class Value>
Value total(const Class* all, size_t count, Value Class::* member) {
  Value sum = 0;
  for (size_t i = 0; i < count; i++) sum += all[i].*member;
  return sum;
}

}  // namespace

int64_t members_run(Engine* engine, const unsigned char* code, const int64_t* arguments, size_t count) {
  int64_t checksum = 0;
  for (size_t i = 0; i < count; i++) {
    const Operation operation = lookup(code[i]);
    if (!operation) return -checksum;
    checksum = checksum * 31 + (engine->*operation)(arguments[i]);
  }
  return checksum;
}

int64_t members_call(Engine* engine, Operation operation, int64_t argument) { return (engine->*operation)(argument); }
int members_line(Log* log, Line line, int argument) { return (log->*line)(argument); }
int64_t members_const(const Engine& engine, int64_t (Engine::*finish)(int64_t) const) { return (engine.*finish)(5); }

// Pointers to members of a base become ones of the derived class, with the offset.
MachineLine members_convert(Line line) { return line; }
MachineOperation members_pick(int which) {
  switch (which) {
    case 0:
      return &Machine::add;
    case 1:
      return &Machine::scale;
    case 2:
      return &Machine::step;
    default:
      return nullptr;
  }
}
Line members_back(MachineLine line) { return static_cast<Line>(line); }

unsigned members_compare(Operation a, Operation b) { return (a == b) + 2u * (a != b) + 4u * !a + 8u * !b + 16u * (a == &Engine::scale); }

int Log::* members_field(bool first) { return first ? &Log::lines : &Log::level; }
int64_t Engine::* members_null() { return nullptr; }

int64_t members_total(const Machine* all, size_t count, bool lines) {
  int Machine::* field = members_field(lines);
  return total(all, count, field) * 1000 + total<Machine, int64_t>(all, count, &Machine::value);
}

void members_swap(Machine* a, Machine* b, int Machine::* field) {
  const int kept = a->*field;
  a->*field = b->*field;
  b->*field = kept;
}

int members_repeat(Machine* machine, MachineLine line, int times) {
  int last = -1;
  for (int i = 0; i < times; i++) {
    if (machine->lines > 50) line = &Machine::twice;
    last = (machine->*line)(i);
  }
  return last;
}
