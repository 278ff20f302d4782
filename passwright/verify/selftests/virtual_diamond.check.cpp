#include <cstdint>
#include <cstring>

#include "check.h"

void note(const char* what, int value);

struct Device {
  explicit Device(int n) : number(n) {
    note("Device", n);
    hello(1);
  }
  Device(const Device&) = delete;
  virtual ~Device() {
    hello(2);
    note("~Device", number);
  }
  virtual int id() const { return number; }
  void hello(int when) { note("hello", when * 1000 + id()); }
  int number;
};

struct Input : virtual Device {
  explicit Input(int n) : Device(n + 1), in(n) {
    note("Input", in);
    hello(3);
  }
  ~Input() override {
    hello(4);
    note("~Input", in);
  }
  int id() const override { return number * 10 + 1; }
  virtual int get() { return in += number; }
  int in;
};

struct Output : virtual Device {
  int pad[3] = {1, 2, 3};
  explicit Output(int n) : Device(n + 2), out(n) {
    note("Output", out);
    hello(5);
  }
  ~Output() override {
    hello(6);
    note("~Output", out);
  }
  int id() const override { return number * 10 + 2; }
  virtual int put(int value) { return out = value * number + pad[2]; }
  int out;
};

struct Both : Input, Output {
  explicit Both(int n) : Device(n), Input(n * 2), Output(n * 3) {
    note("Both", n);
    hello(7);
  }
  ~Both() override {
    hello(8);
    note("~Both", number);
  }
  int id() const override { return Input::id() + Output::id(); }
  int get() override { return out + Input::get(); }
};

int diamond_device(Device* device);
int diamond_input(Input* input);
int diamond_output(Output* output, int value);
int diamond_both(Both* both, int value);
int diamond_plain(int n);
int diamond_built(int n);
Device* diamond_make(int which, int n);
bool diamond_same(Both* both);
int64_t diamond_member(Both* both, int Input::* one, int Output::* other);

static char said[600];

void note(const char* what, int value) {
  const size_t length = strlen(said);
  snprintf(said + length, sizeof said - length, "%s%d ", what, value);
}

static bool heard(const char* wanted) {
  const bool same = strcmp(said, wanted) == 0;
  if (!same) printf("%s\nnot\n%s\n", said, wanted);
  said[0] = 0;
  return same;
}

// Puts the shared base elsewhere, with classes between.
struct Cable {
  virtual ~Cable() = default;
  int64_t length[4] = {1, 2, 3, 4};
};
struct Far : Cable, virtual Both {
  int more = 9;
  explicit Far(int n) : Device(n), Both(n + 1) {}
  int id() const override { return -number; }
  int get() override { return 5; }
};
struct Turned : Output, Cable, Input {
  Turned() : Device(6), Output(60), Input(61) {}
  int id() const override { return number * number; }
  int put(int value) override { return value + Input::in; }
};

int main() {
  CHECK(diamond_plain(4) == 905 + 30);
  CHECK(heard("Device5 hello1005 Input4 hello3051 hello4081 ~Input9 hello2008 ~Device8 "));
  // in is 6, then 9; out is 9, then 2 * 3 + 3; the ids are 61 + ... 10 * n + 1 + 10 * n + 2.
  CHECK(diamond_built(3) == (9 + 9) * 100 + 3 + (9 + 60) * 10000);
  CHECK(
      heard("Device3 hello1003 Input6 hello3031 Output9 hello5032 Both3 hello7063 "
            "hello8123 ~Both6 hello6062 ~Output9 hello4061 ~Input9 hello2006 ~Device6 "));
  for (int which = 0; which < 4; which++) {
    static const int grown[] = {30, 30, 60, 60};
    static const char* const whole[] = {"Device8 hello1008 Input7 hello3081 hello4111 ~Input7 hello2011 ~Device11 ",
                                        "Device9 hello1009 Output7 hello5092 hello6122 ~Output7 hello2012 ~Device12 ",
                                        "Device7 hello1007 Input14 hello3071 Output21 hello5072 Both7 hello7143 "
                                        "hello8203 ~Both10 hello6102 ~Output21 hello4101 ~Input14 hello2010 ~Device10 ",
                                        "Device57 hello1057 Input14 hello3571 Output21 hello5572 Both7 hello8143 Local57 "
                                        "~Local4 hello9203 ~Both60 hello6602 ~Output21 hello4601 ~Input14 hello2060 ~Device60 "};
    Device* device = diamond_make(which, 7);
    CHECK(diamond_device(device) == grown[which]);
    delete device;
    CHECK(heard(whole[which]));
  }
  Both* local = dynamic_cast<Both*>(diamond_make(3, 2));
  CHECK(local != nullptr);
  if (local) {
    // number 52; in 4, out 6
    CHECK(diamond_same(local));
    CHECK(diamond_member(local, &Input::in, &Output::out) == 4000006);
    CHECK(diamond_input(local) == (6 + 56) * 100 + 52);
    CHECK(diamond_output(local, 1) == 5 * 52 + 3 + 56 + 60 && local->number == 55 && local->out == 263);
    CHECK(diamond_both(local, -4) == (263 + 111) * 100 + 55 + (3 + 111 + 60) * 10000);
    delete local;
  }
  said[0] = 0;
  {
    Far far(5);
    CHECK(diamond_device(&far) == -3);
    Both& both = far;
    CHECK(diamond_same(&both) && far.number == 8);
    CHECK(diamond_output(&far, 2) == 16 + 3 - 3);
    CHECK(diamond_both(&far, 0) == 511 + (3 - 3) * 10000);
    CHECK(diamond_member(&far, &Input::in, &Output::out) == 12000003);
    CHECK(diamond_input(&far) == 514 && far.length[3] == 4 && far.more == 9);
    Turned turned;
    CHECK(diamond_output(&turned, 8) == 69 + (81 - 36));
    CHECK(diamond_input(&turned) == (61 + 9) * 100 + 9 && turned.length[0] == 1 && turned.pad[0] == 1);
  }
  return failures != 0;
}
