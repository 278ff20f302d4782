#include <cstddef>
#include <cstdint>
#include <cstring>

#include "check.h"

uint64_t containers_cache(const int* keys, size_t count, size_t room, int64_t (*load)(int), int64_t* sum);
void containers_paths(const int (*edges)[3], size_t count, size_t nodes, size_t from, int64_t* distances);
size_t containers_window(const int* values, size_t count, size_t width, int* largest);
size_t containers_lists(const int* values, size_t count, int pivot, int* to);
uint64_t containers_bits(const unsigned* numbers, size_t count, size_t shift);

static uint64_t loads;
static int64_t load(int key) {
  loads = loads * 100 + static_cast<unsigned>(key);
  return key * 2;
}

int main() {
  static const int keys[] = {1, 2, 3, 1, 4, 2, 1, 1, 5};
  int64_t sum = 0, wanted = 0;
  for (int key : keys) wanted = wanted * 3 + 2 * key;
  CHECK(containers_cache(keys, 9, 3, load, &sum) == 50102 && sum == wanted && loads == 10203040205);
  loads = 0;
  CHECK(containers_cache(keys, 9, 1, load, &sum) == 5 && sum == wanted && loads == 102030104020105);
  loads = 0;
  CHECK(containers_cache(keys, 9, 9, load, &sum) == 501020403 && sum == wanted && loads == 102030405);
  CHECK(containers_cache(keys, 0, 2, load, &sum) == 0 && sum == 0);

  // All pairs are compared with the plain cubic way.
  enum { N = 24, E = 70 };
  int edges[E][3];
  uint64_t seed = 7;
  static int64_t all[N][N], got[N + 1];
  memset(all, -1, sizeof all);
  for (int i = 0; i < N; i++) all[i][i] = 0;
  for (auto& edge : edges) {
    for (int k = 0; k < 3; k++) {
      seed = seed * 6364136223846793005u + 1442695040888963407u;
      edge[k] = static_cast<int>((seed >> 40) % (k < 2 ? N - 2 : 1000));
    }
    int64_t& known = all[edge[0]][edge[1]];
    if (known < 0 || known > edge[2]) known = edge[2];
  }
  for (int k = 0; k < N; k++)
    for (int i = 0; i < N; i++)
      for (int j = 0; j < N; j++)
        if (all[i][k] >= 0 && all[k][j] >= 0 && (all[i][j] < 0 || all[i][j] > all[i][k] + all[k][j])) all[i][j] = all[i][k] + all[k][j];
  for (int from = 0; from < N; from++) {
    memset(got, 0x77, sizeof got);
    containers_paths(edges, E, N, static_cast<size_t>(from), got);
    CHECK(memcmp(got, all[from], sizeof all[from]) == 0 && got[N] == 0x7777777777777777);
  }
  static const int two[][3] = {{0, 1, INT32_MAX}, {1, 2, INT32_MAX}, {0, 0, 0}};
  containers_paths(two, 3, 3, 0, got);
  CHECK(got[0] == 0 && got[1] == INT32_MAX && got[2] == 2 * int64_t{INT32_MAX});

  int values[60], largest[61];
  for (int i = 0; i < 60; i++) values[i] = i * 29 % 31 - (i % 4) * 5;
  for (size_t width = 1; width <= 61; width++) {
    memset(largest, 0x55, sizeof largest);
    const size_t written = containers_window(values, 60, width, largest);
    CHECK(written == 61 - width && largest[written] == 0x55555555);
    for (size_t i = 0; i < written; i++) {
      int most = values[i];
      for (size_t j = i; j < i + width; j++)
        if (values[j] > most) most = values[j];
      CHECK(largest[i] == most);
    }
  }

  int to[12];
  memset(to, 0xff, sizeof to);
  static const int mixed[] = {9, 4, 8, 1, 4, 7, 5, 6, 1, 5};
  // 9 goes first, then 8 7 6 behind; reversed. What stays is 1 4 5, and 5 itself is removed.
  static const int result[] = {1, 6, 7, 8, 9, 4, -1};
  CHECK(containers_lists(mixed, 10, 5, to) == 600 && memcmp(to, result, sizeof result) == 0);
  CHECK(containers_lists(mixed, 0, 5, to) == 0);
  CHECK(containers_lists(mixed, 3, 0, to) == 300 && to[0] == 9 && to[1] == 4 && to[2] == 8);
  CHECK(containers_lists(mixed, 10, 100, to) == 700 && to[0] == 1 && to[1] == 4 && to[6] == 9);

  static const unsigned numbers[] = {0, 99, 63, 64, 65, 99, 199, 1, 50, 150};
  CHECK(containers_bits(numbers, 0, 5) == 2555u);
  CHECK(containers_bits(numbers, 10, 0) == 6005103122u);
  CHECK(containers_bits(numbers, 10, 35) == 6008103122u);
  CHECK(containers_bits(numbers, 7, 64) == 5005003122u);
  CHECK(containers_bits(numbers, 10, 100) == 6004003122u);
  return failures != 0;
}
