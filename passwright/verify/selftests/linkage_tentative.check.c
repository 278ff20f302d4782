#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Pair {
  int left, right;
};
extern int counter, only_here, late[6];
extern struct Pair pair;
int shared = 17;
int shared_array[4] = {1, 20, 300, 4000};
const uint16_t lengths[] = {3, 60000, 65535, 0, 1};
const size_t lengths_count = 5;
uint8_t buffer[16];
const char* const words[] = {"ab", "", "cde", "f", NULL};

int dispatch(long key, int x);
size_t entries(long* sum);
unsigned total(void);
size_t join(size_t room);
int step(int by);
int probe(int which);

int main(void) {
  CHECK(counter == 0 && only_here == 0 && pair.left == 0 && pair.right == 0 && probe(1) == 17 && probe(3) == -1);
  for (int i = 0; i < 6; i++) CHECK(late[i] == 0 && probe(12 + i) == 0);
  static const int initial[] = {1, 20, 300, 4000};
  for (int i = 4; i < 8; i++) CHECK(probe(i) == initial[i - 4]);
  long sum = 1;
  CHECK(entries(&sum) == 3 && sum == 60);
  CHECK(dispatch(30, 5) == 5 && dispatch(10, 5) == 85 && dispatch(20, 5) == -5 && dispatch(0, 5) == -1000 &&
        dispatch(1L << 32 | 10, 5) == -1000);
  CHECK(total() == 125539);
  for (size_t room = 0; room < 9; room++) {
    memset(buffer, 0xdd, sizeof buffer);
    size_t n = join(room);
    CHECK(n == (room < 6 ? room : 6) && memcmp(buffer, "abcdef", n) == 0);
    for (size_t i = n; i < sizeof buffer; i++) CHECK(buffer[i] == 0xdd);
  }
  CHECK(step(5) == 5 && counter == 5 && late[5] == 5 && only_here == 5 && shared_array[1] == 37 && pair.left == 5 && pair.right == 4000 &&
        probe(3) == 5);
  CHECK(step(2) == 12 && probe(0) == 7 && late[1] == 2 && only_here == 2 && shared_array[3] == 4017 && pair.left == 5 &&
        pair.right == 4017);
  shared = -1;
  counter = 100;
  late[5] = 50;
  CHECK(step(-4) == 108 && late[0] == -4 && pair.left == 46 && shared_array[0] == 0 && only_here == (2 ^ 96) && probe(3) == -1 &&
        pair.right == 4017);
  pair.left = 9;
  CHECK(step(1) == 205 && probe(3) == 46 && shared_array[1] == 36 && probe(13) == 3 && probe(5) == 36 && dispatch(30, 3) == 100 &&
        dispatch(10, 3) == -3 && dispatch(7, 0) == -903);
  CHECK(step(0) == 302 && probe(3) == -1 && pair.right == 4017);
  return failures != 0;
}
