#include <cstddef>
#include <cstdint>

#include "check.h"

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

using Operation = int64_t (Engine::*)(int64_t);
using Line = int (Log::*)(int);
using MachineOperation = int64_t (Machine::*)(int64_t);
using MachineLine = int (Machine::*)(int);

int64_t members_run(Engine* engine, const unsigned char* code, const int64_t* arguments, size_t count);
int64_t members_call(Engine* engine, Operation operation, int64_t argument);
int members_line(Log* log, Line line, int argument);
int64_t members_const(const Engine& engine, int64_t (Engine::*finish)(int64_t) const);
MachineLine members_convert(Line line);
MachineOperation members_pick(int which);
Line members_back(MachineLine line);
unsigned members_compare(Operation a, Operation b);
int Log::* members_field(bool first);
int64_t Engine::* members_null();
int64_t members_total(const Machine* all, size_t count, bool lines);
void members_swap(Machine* a, Machine* b, int Machine::* field);
int members_repeat(Machine* machine, MachineLine line, int times);

struct Pad {
  virtual ~Pad() = default;
  int64_t pad = 99;
};
// The machine lies behind another base; own functions become operations of the base by a cast.
struct Mine : Pad, Machine {
  int own = 4;
  int64_t scale(int64_t n) override { return value = n - pad; }
  int64_t finish(int64_t n) const override { return n * own; }
  int line(int by) override { return -by; }
  int64_t special(int64_t n) { return n * 1000 + own + pad + value; }
  virtual int64_t later(int64_t n) { return n + 1; }
  int noted(int by) { return own * 10 + by + lines; }
};
struct Mine2 : Mine {
  int64_t later(int64_t n) override { return n - 1; }
};

int main() {
  static const unsigned char code[] = "+*~+*?+";
  static const int64_t arguments[] = {7, 3, 0, 1, -2, 5, 5};
  Engine engine;
  Machine machine;
  // 7, 21, -21, -20, 40 and 7, 22, -22, -21, 43
  CHECK(members_run(&engine, code, arguments, 5) == (((7 * 31 + 21) * 31 - 21) * 31 - 20) * 31 + 40);
  engine.value = 0;
  CHECK(members_run(&engine, code, arguments, 7) == -((((7 * 31 + 21) * 31 - 21) * 31 - 20) * 31 + 40));
  CHECK(members_run(&machine, code, arguments, 5) == (((7 * 31 + 22) * 31 - 22) * 31 - 21) * 31 + 43);
  CHECK(machine.value == 43 && machine.lines == 0 && machine.level == 3);
  CHECK(members_run(&machine, code, arguments, 0) == 0);

  Mine mine;
  Mine2 mine2;
  mine.value = 5;
  mine2.value = 6;
  CHECK(members_call(&engine, &Engine::add, 2) == 42);
  CHECK(members_call(&mine, &Engine::scale, 100) == 1 && mine.value == 1);
  const Operation special = static_cast<Operation>(static_cast<int64_t (Mine::*)(int64_t)>(&Mine::special));
  const Operation later = static_cast<Operation>(static_cast<int64_t (Mine::*)(int64_t)>(&Mine::later));
  const Operation step = static_cast<Operation>(&Machine::step);
  CHECK(members_call(&mine, special, 2) == 2000 + 4 + 99 + 1);
  CHECK(members_call(&mine2, special, -2) == -2000 + 4 + 99 + 6);
  CHECK(members_call(&mine, later, 50) == 51 && members_call(&mine2, later, 50) == 49);
  CHECK(members_call(&machine, step, 6) == 80 && members_call(&mine, step, 6) == -4);
  CHECK(members_const(engine, &Engine::finish) == 47 && members_const(mine, &Engine::finish) == 20);

  Log log;
  CHECK(members_line(&log, &Log::line, 2) == 2 && members_line(&log, &Log::twice, 3) == 5 + 8);
  CHECK(members_line(&machine, &Log::line, 2) == 6 && members_line(&machine, &Log::twice, 1) == 9 + 12);
  CHECK(members_line(&mine, &Log::twice, 4) == -8);
  mine.lines = 1;
  const Line noted = static_cast<Line>(static_cast<int (Mine::*)(int)>(&Mine::noted));
  CHECK(members_line(&mine, noted, 5) == 46);

  CHECK(members_convert(nullptr) == nullptr && members_back(nullptr) == nullptr);
  CHECK((machine.*members_convert(&Log::line))(1) == 15);
  CHECK((static_cast<Machine&>(mine).*members_convert(&Log::twice))(3) == -6);
  CHECK((mine.*members_back(&Machine::line))(9) == -9);
  CHECK(members_back(&Machine::twice) == &Log::twice && members_convert(&Log::twice) == &Machine::twice);
  CHECK((machine.*members_pick(0))(7) == 50 && (machine.*members_pick(1))(2) == 101 && (machine.*members_pick(2))(2) == 200);
  CHECK((mine.*members_pick(1))(2) == -97 && members_pick(3) == nullptr && members_pick(0) == &Machine::add);

  CHECK(members_compare(&Engine::add, &Engine::add) == 1);
  CHECK(members_compare(&Engine::add, &Engine::negate) == 2);
  CHECK(members_compare(nullptr, &Engine::scale) == 6);
  CHECK(members_compare(&Engine::scale, nullptr) == 26);
  CHECK(members_compare(nullptr, nullptr) == 13);
  CHECK(members_compare(static_cast<Operation>(members_pick(0)), &Engine::add) == 1);

  CHECK(members_field(true) == &Log::lines && members_field(false) == &Log::level && members_null() == nullptr);
  CHECK(log.*members_field(true) == 8 && log.*members_field(false) == 3);
  Machine all[3];
  for (int i = 0; i < 3; i++) all[i].value = 10 << i, all[i].lines = i + 1, all[i].level = -i;
  CHECK(members_total(all, 3, true) == 6070 && members_total(all, 3, false) == -3000 + 70 && members_total(all, 0, true) == 0);
  members_swap(&all[0], &all[2], members_field(true));
  CHECK(all[0].lines == 3 && all[2].lines == 1 && all[0].level == 0 && all[2].level == -2);
  members_swap(&all[1], &all[2], &Machine::level);
  CHECK(all[1].level == -2 && all[2].level == -1 && all[1].lines == 2);

  all[0] = Machine();
  CHECK(members_repeat(&all[0], &Machine::line, 0) == -1);
  CHECK(members_repeat(&all[0], &Machine::line, 7) == 63);  // 3 * (1 + ... + 6); more than 50 only after the last
  CHECK(members_repeat(&all[0], &Machine::line, 3) == 75 + 81 && all[0].lines == 81);  // by twice
  CHECK(members_repeat(&mine, &Machine::line, 3) == -2 && mine.lines == 1);
  return failures != 0;
}
