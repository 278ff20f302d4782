#include <cstddef>
#include <cstring>
#include <stdexcept>
#include <string>

#include "check.h"

using Task = int (*)(int argument);
size_t queue_run(Task task, const int* arguments, size_t count, bool threaded);
int queue_get(size_t index);
size_t queue_drop(size_t keep);
long queue_sum();
std::string chain(int depth, Task task, int argument);

static int alive;

struct Thing {
  int number;
  explicit Thing(int n) : number(n) { alive++; }
  Thing(const Thing& other) : number(other.number) { alive++; }
  ~Thing() { alive--; }
};

static int task(int argument) {
  switch (argument) {
    case 1:
      throw 500;
    case 2:
      throw std::domain_error("two");
    case 3:
      throw Thing(argument * 11);
    case 4:
      throw std::length_error("four");
    case 5:
      return -5;
    case 6:
      throw "six";
    default:
      return argument * 2;
  }
}

int main() {
  static const int arguments[] = {0, 3, 1, 2, 7, 5, 3, 4, 6, -1};
  for (int threaded = 0; threaded < 2; threaded++) {
    CHECK(queue_run(task, arguments, 10, threaded != 0) == 6);
    CHECK(alive == 2);
    CHECK(queue_get(0) == 0 && queue_get(4) == 14 && queue_get(5) == -5 && queue_get(9) == -2);
    const Thing* first = nullptr;
    for (int again = 0; again < 3; again++) {
      int got = 0;
      try {
        queue_get(1);
      } catch (Thing& thing) {
        got = thing.number;
        if (!first) first = &thing;
        CHECK(first == &thing);
        thing.number += 100;
        CHECK(alive == 2);
      }
      CHECK(got == 33 + 100 * again && alive == 2);
    }
    try {
      queue_get(6);
      CHECK(false);
    } catch (Thing thing) {
      CHECK(thing.number == 33 && alive == 3);
    }
    try {
      queue_get(8);
      CHECK(false);
    } catch (const char* text) {
      CHECK(strcmp(text, "six") == 0);
    }
    try {
      queue_get(7);
      CHECK(false);
    } catch (std::domain_error&) {
      CHECK(false);
    } catch (std::logic_error& error) {
      CHECK(strcmp(error.what(), "four") == 0);
      // The queue lets go, the handler still holds.
      CHECK(queue_drop(7) == 7);
      CHECK(strcmp(error.what(), "four") == 0);
    }
    CHECK(queue_sum() == 0 - 1 + 500 + 1000 + 14 - 5 - 1);
    CHECK(queue_drop(2) == 2 && alive == 1);
    bool inside = false;
    try {
      queue_get(1);
    } catch (const Thing& thing) {
      CHECK(queue_drop(0) == 0);
      inside = alive == 1 && thing.number == 333;
    }
    CHECK(inside && alive == 0);
    CHECK(queue_sum() == 0);
    bool out = false;
    try {
      queue_get(0);
    } catch (const std::out_of_range&) {
      out = true;
    }
    CHECK(out);
  }
  CHECK(chain(0, task, 1) == "Rlevel 0;500");
  CHECK(chain(0, task, 2) == "Rlevel 0;Ltwo;");
  CHECK(chain(1, task, 4) == "Lodd 1;Rlevel 0;Lfour;");
  CHECK(chain(4, task, 3) == "Rlevel 4;Lodd 3;Rlevel 2;Lodd 1;Rlevel 0;?");
  CHECK(chain(2, task, 6) == "Rlevel 2;Lodd 1;Rlevel 0;?");
  CHECK(chain(3, task, 7).empty());
  CHECK(alive == 0);
  return failures != 0;
}
