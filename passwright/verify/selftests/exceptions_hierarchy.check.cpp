#include <climits>
#include <cstddef>

#include "check.h"

struct Root {
  int tag;
  explicit Root(int t) : tag(t) {}
  virtual ~Root() = default;
  virtual int say() const { return tag; }
};
struct Left : Root {
  int left;
  explicit Left(int t) : Root(t), left(t * 2) {}
  int say() const override { return tag + 100; }
};
struct Right : Root {
  int right;
  explicit Right(int t) : Root(t), right(t * 3) {}
  int say() const override { return tag + 200; }
};
struct Side {
  int side;
};
struct Shared : virtual Side {
  int shared;
};
struct Other : virtual Side {
  int other;
};
enum class Colour { red, green };
enum Plain { plain = 3 };

using Thrower = void (*)(int argument);
int hierarchy_select(Thrower thrower, int argument, int* value);
int hierarchy_rethrow(Thrower thrower, int argument);

namespace {

struct LeftMore : Left {
  int more;
  explicit LeftMore(int t) : Left(t), more(t) {}
  int say() const override { return more + 1000; }
};
struct RightMore : Side, Right {
  explicit RightMore(int t) : Side{t + 50}, Right(t) {}
  int say() const override { return 5000; }
};
struct RootMore : Root {
  using Root::Root;
  int say() const override { return 77; }
};
struct Both : Left, Right {
  explicit Both(int t) : Left(t), Right(t) {}
};
struct Hidden : private Root, Side {
  explicit Hidden(int t) : Root(t), Side{t * 5} {}
};
struct Diamond : Shared, Other {
  explicit Diamond(int t) {
    side = t;
    shared = t * 2;
    other = t * 3;
  }
};
struct OtherOnly : Other {
  explicit OtherOnly(int t) {
    other = 1;
    side = t + 6;
  }
};
struct Twice : LeftMore {
  Side a;
  explicit Twice(int t) : LeftMore(t), a{t} {}
};
struct Ambiguous : RootMore, Right {
  explicit Ambiguous(int t) : RootMore(t), Right(t + 1) {}
};
struct SecretOnly : private Left {
  explicit SecretOnly(int t) : Left(t) {}
};

LeftMore a_left(8);
RootMore a_root(8);
RightMore a_right(8);
Diamond a_diamond(12);
Both a_both(1);
const unsigned char bytes[] = {40, 2};
int plus(int n) { return n + 1; }

void thrower(int which) {
  switch (which) {
    case 0:
      return;
    case 1:
      throw Left(which);
    case 2:
      throw LeftMore(which);
    case 3:
      throw Right(which);
    case 4:
      throw RightMore(which);
    case 5:
      throw Root(which);
    case 6:
      throw RootMore(which);
    case 7:
      throw Both(which);
    case 8:
      throw Hidden(which);
    case 9:
      throw Diamond(which);
    case 10:
      throw OtherOnly(which);
    case 11:
      throw Twice(which);
    case 12:
      throw Ambiguous(which);
    case 13:
      throw SecretOnly(which);
    case 20:
      throw static_cast<short>(-20);
    case 21:
      throw UINT_MAX;
    case 22:
      throw INT_MIN;
    case 23:
      throw -100L;
    case 24:
      throw Colour::green;
    case 25:
      throw plain;
    case 26:
      throw true;
    case 27:
      throw 1.0;
    case 28:
      throw static_cast<unsigned short>(1);
    case 29:
      throw 1LL;
    case 30:
      throw &a_left;
    case 31:
      throw static_cast<const LeftMore*>(&a_left);
    case 32:
      throw static_cast<Root*>(&a_left);
    case 33:
      throw &a_root;
    case 34:
      throw &a_right;
    case 35:
      throw static_cast<Side*>(&a_right);
    case 36:
      throw &a_diamond;
    case 37:
      throw &bytes[0];
    case 38:
      throw plus;
    case 39:
      throw nullptr;
    case 40:
      throw static_cast<void*>(nullptr);
    case 41:
      throw &Side::side;
    case 42:
      throw static_cast<Left*>(nullptr);
    case 43:
      throw &thrower;
    case 44:
      throw &a_both;
    case 45:
      throw static_cast<volatile int*>(nullptr);
    case 46:
      throw static_cast<int*>(nullptr);
  }
}

struct Case {
  int which, handler, value;
};

// 4 is a Right before it is a Side; 7 has two roots, but a left one; 8 hides its root; 12 has a Right that it takes first.
const Case cases[] = {{0, 0, 0},      {1, 1, 103},       {2, 1, 1006},      {3, 2, 213},   {4, 2, 217},    {5, 3, 5},      {6, 3, 6},
                      {7, 1, 121},    {8, 5, 40},        {9, 4, 27},        {10, 5, 16},   {11, 1, 1033},  {12, 2, 253},   {13, 99, 13},
                      {20, 11, -20},  {21, 12, INT_MAX}, {22, 13, INT_MIN}, {23, 14, -50}, {24, 15, 1},    {25, 16, 3},    {26, 17, 1},
                      {27, 99, 27},   {28, 99, 28},      {29, 99, 29},      {30, 21, 16},  {31, 22, 1008}, {32, 22, 1008}, {33, 22, 77},
                      {34, 22, 5000}, {35, 23, 58},      {36, 23, 12},      {37, 24, 42},  {38, 25, 39},   {40, 26, 1},    {41, 27, 45},
                      {42, 21, -1},   {43, 99, 43},      {44, 21, 2},       {45, 99, 45},  {46, 26, 1}};

}  // namespace

int main() {
  for (const Case& one : cases) {
    int value = -12345;
    const int handler = hierarchy_select(thrower, one.which, &value);
    CHECK(handler == one.handler && value == one.value);
    if (failures) printf("%d: handler %d value %d\n", one.which, handler, value);
    if (failures) break;
  }
  int value = 0;
  CHECK(hierarchy_select(thrower, 39, &value) == 21 && value == -1);  // nullptr matches the first pointer
  CHECK(hierarchy_rethrow(thrower, 0) == 0);
  CHECK(hierarchy_rethrow(thrower, 1) == 1081);
  CHECK(hierarchy_rethrow(thrower, 2) == 10021);
  CHECK(hierarchy_rethrow(thrower, 3) == 2102);
  CHECK(hierarchy_rethrow(thrower, 4) == 50002);
  CHECK(hierarchy_rethrow(thrower, 5) == 123);
  CHECK(hierarchy_rethrow(thrower, 6) == 133);
  CHECK(hierarchy_rethrow(thrower, 7) == 2072);
  CHECK(hierarchy_rethrow(thrower, 12) == 2132);
  bool passed = false;
  try {
    hierarchy_rethrow(thrower, 22);
  } catch (int number) {
    passed = number == INT_MIN;
  }
  CHECK(passed);
  CHECK(a_left.say() == 1008 && a_right.say() == 5000);
  return failures != 0;
}
