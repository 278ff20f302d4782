#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

int put(const uint8_t* name, size_t length, int32_t value);
int get(const uint8_t* name, size_t length, int32_t* value);
int removed(const uint8_t* name, size_t length);
int undo(void);
size_t sorted(int16_t out[]);
void tell(unsigned out[4]);

#define U(s) (const uint8_t*)(s), strlen(s)

static int holds(const char* name, int32_t wanted) {
  int32_t value = -12345;
  return get(U(name), &value) && value == wanted;
}
static int lacks(const char* name) {
  int32_t value = -12345;
  return !get(U(name), &value) && value == -12345;
}

int main(void) {
  int16_t order[26];
  unsigned told[4];
  CHECK(lacks("") && lacks("a") && undo() == 0 && sorted(order) == 0 && removed(U("a")) == 0);
  tell(told);
  CHECK(told[0] == 3 && told[1] == 0 && told[2] == 0 && told[3] == 0);
  CHECK(put(U("a"), 5) == 2 && put(U("b"), -7) == 2 && put(U(""), 5) == 2 && put(U("abcdef"), INT32_MIN) == 2 &&
        put(U("abcdefg"), 1) == -1);
  CHECK(holds("a", 5) && holds("b", -7) && holds("", 5) && holds("abcdef", INT32_MIN) && lacks("abcde") && lacks("abcdefg"));
  CHECK(sorted(order) == 4 && order[0] == 4 && order[1] == 2 && order[2] == 1 && order[3] == 3);
  CHECK(put(U("a"), 6) == 1 && put(U("a"), INT32_MAX) == 1 && holds("a", INT32_MAX) && undo() == 1 && holds("a", 6) && undo() == 1 &&
        holds("a", 5));
  CHECK(undo() == 2 && lacks("abcdef") && undo() == 2 && lacks("") && holds("b", -7) && put(U("z"), 9) == 2 && put(U("a\xff"), 8) == 2);
  CHECK(sorted(order) == 4 && order[0] == 2 && order[1] == 1 && order[2] == 4 && order[3] == 3);  // what was given back last is used first
  CHECK(removed(U("a")) == 1 && lacks("a") && removed(U("a")) == 0 && undo() == 0 && holds("z", 9) && put(U("q"), 1) == 2);
  CHECK(sorted(order) == 4 && order[0] == 2 && order[1] == 1 && order[2] == 4 && order[3] == 3);

  char name[3] = "k?";
  for (int i = 0; i < 20; i++) {
    name[1] = (char)('A' + i);
    CHECK(put(U(name), 1000 - i * i) == 2);
  }
  CHECK(put(U("full"), 0) == -2 && put(U("kA"), 3) == 1 && sorted(order) == 24 && lacks("full"));
  for (int i = 0; i < 20; i++) {
    name[1] = (char)('A' + i);
    CHECK(holds(name, i ? 1000 - i * i : 3));
  }
  // b -7, q 1, kA 3, a\xff 8, z 9, then the k from T to B
  static const int16_t all[24] = {2, 1, 5, 4, 3, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6};
  CHECK(memcmp(order, all, sizeof all) == 0);
  // eight changes are kept: seven insertions and the change of kA
  CHECK(undo() == 1 && holds("kA", 1000));
  for (int i = 0; i < 7; i++) {
    name[1] = (char)('T' - i);
    CHECK(undo() == 2 && lacks(name));
  }
  CHECK(undo() == 0 && sorted(order) == 17 && holds("kM", 1000 - 144));
  for (int i = 12; i >= 0; i -= 2) {
    name[1] = (char)('A' + i);
    CHECK(removed(U(name)) == 1 && removed(U(name)) == 0);
  }
  CHECK(sorted(order) == 10 && holds("kL", 1000 - 121) && holds("kB", 999) && holds("z", 9) && lacks("kM") && lacks("kA"));
  tell(told);
  CHECK(told[2] == 27 && told[3] == 8 && told[0] == 108 && told[1] == 185);
  return failures != 0;
}
