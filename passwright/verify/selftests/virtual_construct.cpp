// Virtual calls while an object is built and torn down, also through helpers and a registry: each stage runs the functions of its own
// class.
#include <cstddef>
#include <cstdint>

class Stage;
void enrolled(Stage* stage, int when);

class Stage {
 public:
  explicit Stage(int n) : size_(n) { announce(1); }
  Stage(const Stage& other) : size_(other.size_ + 1) { announce(2); }
  Stage& operator=(const Stage&) = delete;
  virtual ~Stage() { announce(9); }
  virtual int weight() const { return 1; }
  virtual const char* name() const { return "Stage"; }
  int trace() const { return trace_; }

 protected:
  void announce(int when) {
    trace_ = trace_ * 10 + weight();
    enrolled(this, when);
  }
  int size_;
  int trace_ = 0;
};

class Middle : public Stage {
 public:
  explicit Middle(int n);
  Middle(const Middle& other);
  ~Middle() override;
  int weight() const override;
  const char* name() const override;
  virtual int extra() { return size_ * 2; }

 protected:
  int sum_;
};

namespace {

[[gnu::noinline]] int weigh(const Stage& stage) { return stage.weight() * 100; }

int weigh_twice(const Stage* stage) {
  const int first = weigh(*stage);
  return first + stage->weight();
}

class Top final : public Middle {
 public:
  explicit Top(int n) : Middle(n), factor_(n + 1) {
    announce(5);
    sum_ += weigh_twice(this) + extra();
  }
  ~Top() override { announce(6); }
  int weight() const override { return factor_; }
  const char* name() const override { return "Top"; }
  int extra() override { return factor_ * 1000; }
  int sum() const { return sum_; }

 private:
  int factor_;
};

// A base class that asks for its parts as it is built gets its own answers, however deep the object is.
class Plan {
 public:
  Plan() { total_ = build(); }
  virtual ~Plan() = default;
  int build() {
    int all = 0;
    for (int i = 0; i < parts(); i++) all += part(i);
    return all;
  }
  int total() const { return total_; }

 protected:
  virtual int parts() const { return 2; }
  virtual int part(int i) const { return i + 10; }
  int total_;
};

class LargePlan : public Plan {
 public:
  LargePlan(const int* values, int count) : values_(values), count_(count) { total_ = total_ * 1000 + build(); }

 protected:
  int parts() const override { return count_; }
  int part(int i) const override { return values_[i]; }

 private:
  const int* values_;
  int count_;
};

}  // namespace

Middle::Middle(int n) : Stage(n), sum_(weigh_twice(this)) {
  announce(3);
  sum_ += extra();
}
Middle::Middle(const Middle& other) : Stage(other), sum_(other.sum_ - 1) { announce(4); }
Middle::~Middle() { announce(8); }
int Middle::weight() const { return 2; }
const char* Middle::name() const { return "Middle"; }

int construct_top(int n) {
  Top top(n);
  return top.sum() * 10 + weigh(top) / 100;
}

int construct_copy(const Middle& from) {
  Middle copy(from);
  const int sliced = weigh_twice(&copy);
  return sliced * 10000 + copy.trace() * 10 + (copy.name()[0] == 'M') + copy.extra() * 1000000;
}

Stage* construct_new(int which, int n) {
  switch (which) {
    case 0:
      return new Stage(n);
    case 1:
      return new Middle(n);
    default:
      return new Top(n);
  }
}

int construct_plan(const int* values, int count) {
  const LargePlan plan(values, count);
  LargePlan again(values + (count > 0), count > 0 ? count - 1 : 0);
  Plan& base = again;
  return plan.total() + again.total() * 3 + base.build();
}
