#include <cstddef>
#include <string>

#include "check.h"

void closed(int handle);
void gone(const std::string& name);
int pointers_handles(const int* values, size_t count, int stop, int* closed_count);
std::string pointers_build();
std::string pointers_move();
size_t pointers_total(long* counts);
int pointers_inside(bool take);
int pointers_cast(size_t child);
void pointers_drop(int which);
long pointers_function();

static std::string said;
void closed(int handle) { said += std::to_string(handle) + ","; }
void gone(const std::string& name) { said += name; }

static bool heard(const char* wanted) {
  const bool same = said == wanted;
  if (!same) printf("%s\nnot\n%s\n", said.c_str(), wanted);
  said.clear();
  return same;
}

int main() {
  static const int values[] = {5, -1, 3, 9, 7, -2, 8};
  int count = 0;
  CHECK(pointers_handles(values, 0, 0, &count) == 0 && count == 0 && heard(""));
  CHECK(pointers_handles(values, 1, 0, &count) == 500 && count == 0 && heard(""));
  CHECK(pointers_handles(values, 2, 0, &count) == 500 && count == 1 && heard("-1,"));
  // 3, then 5 when 9 is the best, then 7 and 8 are kept; the second goes, the first is replaced.
  CHECK(pointers_handles(values, 7, 0, &count) == 903 && count == 1 + 7 && heard("-1,-2,5,3,1000,7,8,"));
  CHECK(pointers_handles(values, 7, 5, &count) == -1 && count == 9 && heard("5,"));
  CHECK(pointers_handles(values, 7, 9, &count) == -1 && heard("-1,9,5,3,"));
  CHECK(count == 13);

  long counts = 0;
  for (int round = 0; round < 2; round++) {
    CHECK(pointers_build() == "root/a/c/d");
    CHECK(heard(""));
    CHECK(pointers_total(&counts) == 5 && counts == 11111);
    CHECK(pointers_cast(0) == -1 && pointers_cast(1) == 7741 && pointers_total(&counts) == 5 && counts == 11111);
    CHECK(pointers_inside(true) == 2000 + 130 + 3);
    CHECK(pointers_inside(true) == 2000 + 230 + 3);
    CHECK(pointers_move() == "root/b/c/d:0:3");
    CHECK(pointers_total(&counts) == 5 && counts == 11121);
    pointers_drop(0);
    CHECK(heard("a") && pointers_total(&counts) == 4 && counts == 1121);
    if (round == 0) {
      CHECK(pointers_inside(false) == 1 && heard(""));
      pointers_drop(-1);
      CHECK(heard("rootbcd"));
    } else {
      pointers_drop(0);
      CHECK(heard("b") && pointers_total(&counts) == 1);
      pointers_drop(-1);
      CHECK(heard("root") && pointers_total(&counts) == 0 && counts == 0);
      CHECK(pointers_inside(false) == -1 && heard("cd"));
    }
    CHECK(pointers_move() == "none");
  }
  CHECK(pointers_function() == 5186);
  return failures != 0;
}
