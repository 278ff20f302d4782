// Which handler takes what: classes with several and virtual bases, ambiguous and private ones, pointers, numbers, enumerations; slicing,
// rethrow.
#include <cstddef>

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

namespace {

struct Outcome {
  int handler;
  int value;
};

Outcome classes(Thrower thrower, int argument) {
  try {
    thrower(argument);
  } catch (const Left& left) {
    return {1, left.say() + left.left};
  } catch (Right right) {
    right.tag += 1;
    return {2, right.say() + right.right};
  } catch (Root root) {
    return {3, root.say()};
  } catch (Shared& shared) {
    return {4, shared.shared + shared.side};
  } catch (const Side& side) {
    return {5, side.side};
  }
  return {0, 0};
}

Outcome numbers(Thrower thrower, int argument) {
  try {
    return classes(thrower, argument);
  } catch (short value) {
    return {11, value};
  } catch (unsigned value) {
    return {12, static_cast<int>(value >> 1)};
  } catch (const int& value) {
    return {13, value};
  } catch (long value) {
    return {14, static_cast<int>(value / 2)};
  } catch (Colour colour) {
    return {15, colour == Colour::green};
  } catch (Plain value) {
    return {16, value};
  } catch (bool value) {
    return {17, value};
  }
}

Outcome pointers(Thrower thrower, int argument) {
  try {
    return numbers(thrower, argument);
  } catch (Left* left) {
    return {21, left ? left->left : -1};
  } catch (const Root* root) {
    return {22, root ? root->say() : -2};
  } catch (const Side* side) {
    return {23, side->side};
  } catch (const unsigned char* bytes) {
    return {24, bytes[0] + bytes[1]};
  } catch (int (*function)(int)) {
    return {25, function(argument)};
  } catch (const void* any) {
    return {26, any == nullptr};
  } catch (int Side::* member) {
    Side side = {argument + 4};
    return {27, side.*member};
  }
}

}  // namespace

int hierarchy_select(Thrower thrower, int argument, int* value) {
  Outcome outcome = {99, 0};
  try {
    outcome = pointers(thrower, argument);
  } catch (...) {
    outcome.value = argument;
  }
  *value = outcome.value;
  return outcome.handler;
}

// Changes made through a reference are seen by the next handler, changes of a copy are not.
int hierarchy_rethrow(Thrower thrower, int argument) {
  try {
    try {
      try {
        thrower(argument);
      } catch (Root copy) {
        copy.tag = -1000;
        throw;
      }
    } catch (Root& same) {
      same.tag += 7;
      throw;
    }
  } catch (const Right& right) {
    return right.say() * 10 + 2;
  } catch (Left& left) {
    left.left++;
    try {
      throw left;
    } catch (Root& again) {
      again.tag = 0;
      return left.say() * 10 + 1;
    }
  } catch (Root& root) {
    try {
      throw root;
    } catch (Left&) {
      return -1;
    } catch (Root& sliced) {
      return sliced.say() * 10 + (&sliced == &root ? 4 : 3);
    }
  }
  return 0;
}
