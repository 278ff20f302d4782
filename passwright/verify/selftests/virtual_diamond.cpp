// Virtual inheritance: one shared base at changing offsets, order of construction, calls while parts are built, most derived classes
// unknown here.
#include <cstdint>

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

namespace {

int through_device(Device& device) {
  const int id = device.id();
  device.number += 3;
  return device.id() - id;
}

int through_input(Input& input) { return input.get() * 100 + input.number; }
int through_output(Output& output, int value) {
  const int put = output.put(value);
  return put + through_device(output);
}

struct Local final : Both {
  int extra = 4;
  explicit Local(int n) : Device(n + 50), Both(n) { note("Local", number); }
  ~Local() override { note("~Local", extra); }
  int put(int value) override { return Output::put(value + extra) + in; }
};

}  // namespace

int diamond_device(Device* device) { return through_device(*device); }
int diamond_input(Input* input) { return through_input(*input); }
int diamond_output(Output* output, int value) { return through_output(*output, value); }
int diamond_both(Both* both, int value) {
  const int first = through_input(*both);
  return first + through_output(*both, value) * 10000;
}

int diamond_plain(int n) {
  Input input(n);
  const int first = through_input(input);
  return first + through_device(input);
}
int diamond_built(int n) {
  Both both(n);
  return diamond_both(&both, 2);
}
Device* diamond_make(int which, int n) {
  if (which == 0) return new Input(n);
  if (which == 1) return new Output(n);
  if (which == 2) return new Both(n);
  return new Local(n);
}

bool diamond_same(Both* both) {
  Input* input = both;
  Output* output = both;
  Device* a = input;
  Device* b = output;
  return a == b && a == static_cast<Device*>(both) && &input->number == &output->number && static_cast<Both*>(output) == both;
}

int64_t diamond_member(Both* both, int Input::* one, int Output::* other) { return int64_t{both->*one} * 1000000 + both->*other; }
