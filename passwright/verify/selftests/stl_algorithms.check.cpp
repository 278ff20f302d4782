#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "check.h"

struct Record {
  int key;
  unsigned tag;
};
size_t algorithm_sort(Record* records, size_t count, int way);
int algorithm_select(std::vector<int> values, size_t at);
size_t algorithm_bounds(const int* sorted, size_t count, int wanted);
void algorithm_order(const double* values, size_t* order, size_t count);
size_t algorithm_sets(const int* a, size_t n, const int* b, size_t m, int which, int* to);
size_t algorithm_permute(unsigned char* bytes, size_t count, size_t times);
size_t algorithm_clean(int* values, size_t count, int drop);
int64_t algorithm_fold(const int* a, const int* b, size_t count);

static uint64_t seed = 1;
static unsigned next() {
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return static_cast<unsigned>(seed >> 33);
}

static bool before(const Record& a, const Record& b, int way) {
  switch (way) {
    case 0:
      return a.key != b.key ? a.key < b.key : a.tag < b.tag;
    case 1:
      return a.tag > b.tag;
    case 2:
      return a.key != b.key ? a.key > b.key : a.tag < b.tag;
    default:
      return a.key <= b.key;
  }
}

int main() {
  Record records[304];
  for (size_t count = 0; count <= 300; count += count < 40 ? 1 : 37) {
    for (int way = 0; way < 4; way++)
      for (int range = 3; range <= 3000; range *= 31) {
        int64_t keys = 0;
        for (unsigned i = 0; i < 304; i++) records[i] = {static_cast<int>(next() % static_cast<unsigned>(range)) - range / 2, i};
        for (size_t i = 0; i < count; i++) keys += records[i].key;
        const size_t calls = algorithm_sort(records, count, way);
        CHECK((calls > 0) == (count > 1 && (way == 0 || way == 3)));
        std::vector<bool> seen(304, false);
        for (size_t i = 0; i < count; i++) {
          CHECK(i == 0 || before(records[i - 1], records[i], way));
          CHECK(records[i].tag < count && !seen[records[i].tag]);
          seen[records[i].tag] = true;
          keys -= records[i].key;
        }
        CHECK(keys == 0 && (count == 304 || records[count].tag == count));
      }
    for (unsigned i = 0; i < 304; i++) records[i] = {static_cast<int>(next() % 5) - 2, i};
    size_t negative = 0;
    for (size_t i = 0; i < count; i++) negative += records[i].key < 0;
    CHECK(algorithm_sort(records, count, 4) == negative);
    for (size_t i = 0; i < count; i++)
      CHECK((records[i].key < 0) == (i < negative) && (i == 0 || i == negative || records[i - 1].tag < records[i].tag));
    algorithm_sort(records, count, 5);
    for (size_t i = 0; i < count; i++) CHECK((records[i].key < 0) == (i >= count - negative));
    for (unsigned i = 0; i < count; i++) records[i] = {static_cast<int>(i < count / 2 ? i : i - count / 2) / 3, i};
    algorithm_sort(records, count, 6);
    for (size_t i = 1; i < count; i++) CHECK(before(records[i - 1], records[i], 0));
  }

  std::vector<int> values;
  for (int i = 0; i < 101; i++) values.push_back(i * 37 % 101 - 50);
  for (size_t at = 0; at < 101; at++) CHECK(algorithm_select(values, at) == 50 - static_cast<int>(at));
  static const int sorted[] = {-5, -5, 0, 3, 3, 3, 9};
  CHECK(algorithm_bounds(sorted, 7, -5) == 21 && algorithm_bounds(sorted, 7, 3) == 30061 && algorithm_bounds(sorted, 7, 9) == 60071);
  CHECK(algorithm_bounds(sorted, 7, -6) == 0 && algorithm_bounds(sorted, 7, 10) == 70070 && algorithm_bounds(sorted, 7, 1) == 30030);
  CHECK(algorithm_bounds(sorted, 0, 3) == 0 && algorithm_bounds(sorted, 4, 3) == 30041);

  static const double doubles[] = {2.5, -0.0, 1e300, 0.0, -1e-300, 2.5, -7, 2.4999999999999996};
  static const size_t wanted[] = {6, 4, 1, 3, 7, 0, 5, 2};
  size_t order[9] = {};
  order[8] = 99;
  algorithm_order(doubles, order, 8);
  CHECK(memcmp(order, wanted, sizeof wanted) == 0 && order[8] == 99);

  static const int a[] = {1, 2, 2, 5, 9}, b[] = {2, 3, 5, 5, 10, 11};
  static const int results[5][12] = {
      {9, 1, 2, 2, 3, 5, 5, 9, 10, 11}, {2, 2, 5}, {3, 1, 2, 9}, {7, 1, 2, 3, 5, 9, 10, 11}, {11, 1, 2, 2, 2, 3, 5, 5, 5, 9, 10, 11}};
  for (int which = 0; which < 5; which++) {
    int to[12];
    memset(to, 0xff, sizeof to);
    const int* const result = results[which];
    CHECK(algorithm_sets(a, 5, b, 6, which, to) == static_cast<size_t>(result[0]));
    CHECK(memcmp(to, result + 1, sizeof(int) * static_cast<size_t>(result[0])) == 0 && to[result[0]] == -1);
    CHECK(algorithm_sets(a, 0, b, 6, which, to) == (which == 1 || which == 2 ? 0u : 6u) &&
          algorithm_sets(a, 5, b, 0, which, to) == (which == 1 ? 0u : 5u));
  }

  unsigned char bytes[8] = "aabcd";
  CHECK(algorithm_permute(bytes, 5, 1) == 0 && memcmp(bytes, "aabdc", 6) == 0);
  CHECK(algorithm_permute(bytes, 5, 58) == 0 && memcmp(bytes, "dcbaa", 6) == 0);
  CHECK(algorithm_permute(bytes, 5, 1) == 1 && memcmp(bytes, "aabcd", 6) == 0 && algorithm_permute(bytes, 5, 180) == 3);
  CHECK(algorithm_permute(bytes, 0, 2) == 2 && algorithm_permute(bytes, 1, 2) == 2 && memcmp(bytes, "aabcd", 6) == 0);

  int numbers[] = {6, 1, 1, 2, 3, 3, 4, 12, 5, 4, 4, 77, -1, 0, 13, 99};
  static const int cleaned[] = {4, 77, -1, 13, 1, 2};
  CHECK(algorithm_clean(numbers, 15, 3) == 6 && memcmp(numbers, cleaned, sizeof cleaned) == 0);
  CHECK(algorithm_clean(numbers, 0, 3) == 0 && numbers[15] == 99);
  static const int x[] = {1, 2, 3, -4}, y[] = {5, -6, 7, 8};
  // 1, 5, 18, 50 with steps 1, 4, 13, 32; the products are 5, -12, 21, -32
  CHECK(algorithm_fold(x, y, 4) == (1 + 5 - 12 + 21 - 32) * 1000 + 0 + 3);
  CHECK(algorithm_fold(x + 3, y, 1) == (1 - 20) * 1000 && algorithm_fold(x, y, 0) == 1);
  return failures != 0;
}
