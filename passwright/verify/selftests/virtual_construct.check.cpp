#include <cstddef>
#include <cstdint>
#include <cstring>

#include "check.h"

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

int construct_top(int n);
int construct_copy(const Middle& from);
Stage* construct_new(int which, int n);
int construct_plan(const int* values, int count);

static char said[400];
static Stage* last;

void enrolled(Stage* stage, int when) {
  last = stage;
  const size_t length = strlen(said);
  snprintf(said + length, sizeof said - length, "%d%s%d:%d ", when, stage->name(), stage->weight(), stage->trace());
}

static bool heard(const char* wanted) {
  const bool same = strcmp(said, wanted) == 0;
  if (!same) printf("%s\nnot\n%s\n", said, wanted);
  said[0] = 0;
  return same;
}

class Mine : public Middle {
 public:
  explicit Mine(int n) : Middle(n), own(n) { announce(7); }
  Mine(const Mine& other) : Middle(other), own(-1) {}
  ~Mine() override { announce(0); }
  int weight() const override { return own; }
  const char* name() const override { return "Mine"; }
  int extra() override { return own * 5; }
  int sum() const { return sum_; }

 private:
  int own;
};

int main() {
  // Middle: 200 + 2 + 2 * 3; Top: 400 + 4 + 4000
  CHECK(construct_top(3) == (208 + 4404) * 10 + 4);
  CHECK(heard("1Stage1:1 3Middle2:12 5Top4:124 6Top4:1244 8Middle2:12442 9Stage1:124421 "));
  CHECK(construct_top(-2) == (202 - 4 - 101 - 1000) * 10 - 1);
  CHECK(heard("1Stage1:1 3Middle2:12 5Top-1:119 6Top-1:1189 8Middle2:11892 9Stage1:118921 "));

  Stage* stage = construct_new(0, 5);
  CHECK(last == stage && stage->weight() == 1);
  delete stage;
  CHECK(heard("1Stage1:1 9Stage1:11 "));
  stage = construct_new(1, 5);
  CHECK(last == stage && stage->weight() == 2 && static_cast<Middle*>(stage)->extra() == 10);
  delete stage;
  CHECK(heard("1Stage1:1 3Middle2:12 8Middle2:122 9Stage1:1221 "));
  stage = construct_new(2, 5);
  CHECK(stage->weight() == 6 && strcmp(stage->name(), "Top") == 0 && static_cast<Middle*>(stage)->extra() == 6000);
  said[0] = 0;
  CHECK(construct_copy(*static_cast<Middle*>(stage)) == 2020000 + 120 + 1 + 12000000);
  CHECK(heard("2Stage1:1 4Middle2:12 8Middle2:122 9Stage1:1221 "));
  delete stage;
  CHECK(heard("6Top6:1266 8Middle2:12662 9Stage1:126621 "));

  {
    Mine mine(8);
    CHECK(mine.sum() == 202 + 16 && mine.trace() == 128);
    CHECK(heard("1Stage1:1 3Middle2:12 7Mine8:128 "));
    CHECK(construct_copy(mine) == 2020000 + 121 + 18000000);
    CHECK(heard("2Stage1:1 4Middle2:12 8Middle2:122 9Stage1:1221 "));
    Mine other(mine);
    CHECK(other.sum() == 217 && other.weight() == -1 && heard("2Stage1:1 4Middle2:12 "));
  }
  CHECK(heard("0Mine-1:119 8Middle2:1192 9Stage1:11921 0Mine8:1288 8Middle2:12882 9Stage1:128821 "));

  static const int values[] = {7, -2, 100};
  // The base counts 10 + 11; plans add up to 105 and 98.
  CHECK(construct_plan(values, 3) == 21105 + 21098 * 3 + 98);
  CHECK(construct_plan(values, 1) == 21007 + 21000 * 3 + 0);
  CHECK(construct_plan(values, 0) == 21000 * 4);
  return failures != 0;
}
