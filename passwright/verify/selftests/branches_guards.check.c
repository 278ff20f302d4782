#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Node {
  int key;
  struct Node *left, *right;
  const int* weight;
};
const struct Node* lookup(const struct Node* node, int key);
int describe(const struct Node* node, int trusted);
int64_t total(const struct Node* node);
unsigned depth(const struct Node* node);
int divide(int a, int b, int* quotient, int* rest);
uint32_t pick(const uint32_t* table, size_t n, size_t index, unsigned shift);
int settle(int* target, int value, int way);
int average(const int* p, size_t n);

int main(void) {
  static const int two = 2, big = INT_MAX, minus = -3;
  struct Node n[8];
  memset(n, 0, sizeof n);
  for (int i = 0; i < 8; i++) n[i].key = i * 10;
  // 40 with 20 (10, 30) and 60 (50 without children, 70), 0 under 10
  n[4].left = n + 2, n[4].right = n + 6, n[2].left = n + 1, n[2].right = n + 3, n[6].left = n + 5, n[6].right = n + 7, n[1].left = n;
  n[4].weight = &two, n[7].weight = &big, n[1].weight = &minus;
  for (int key = -5; key < 80; key++) CHECK(lookup(n + 4, key) == (key >= 0 && key % 10 == 0 ? n + key / 10 : NULL));
  CHECK(lookup(NULL, 0) == NULL && lookup(n + 5, 40) == NULL && lookup(n + 6, INT_MIN) == NULL);
  CHECK(describe(NULL, 0) == -1 && describe(n + 4, 0) == 20 + 2 + 5 && describe(n + 4, 1) == 400 + 2 + 5);
  CHECK(describe(n + 5, 0) == 12 && describe(n + 5, 1) == 512 && describe(n + 1, 0) == 0 - 3 + 5 && describe(n + 2, 1) == 212);
  n[6].weight = &minus;
  CHECK(describe(n + 4, 0) == 19 && describe(n + 4, 3) == 399);
  n[6].weight = NULL;
  CHECK(total(NULL) == 0 && total(n) == 0 && total(n + 1) == -30 && total(n + 2) == 20 - 30 + 30 && total(n + 7) == 70 * (int64_t)INT_MAX);
  CHECK(total(n + 4) == 80 + 20 + 60 + 50 + 70 * (int64_t)INT_MAX);
  n[6].left = NULL;
  n[2].right = NULL;
  CHECK(total(n + 4) == 80 - 10 + 60 + 70 * (int64_t)INT_MAX && depth(n + 4) == 4 && depth(NULL) == 0 && depth(n + 7) == 1 &&
        depth(n + 6) == 2);

  static const int values[] = {INT_MIN, INT_MIN + 1, -17, -1, 0, 1, 17, INT_MAX};
  static const int quotients[8][8] = {{1, 1, 126322567, 0, INT_MIN, INT_MIN, -126322567, -1},
                                      {0, 1, 126322567, 2147483647, INT_MIN, -2147483647, -126322567, -1},
                                      {0, 0, 1, 17, INT_MIN, -17, -1, 0},
                                      {0, 0, 0, 1, INT_MIN, -1, 0, 0},
                                      {0, 0, 0, 0, 2147483647, 0, 0, 0},
                                      {0, 0, 0, -1, 2147483647, 1, 0, 0},
                                      {0, 0, -1, -17, 2147483647, 17, 1, 0},
                                      {0, -1, -126322567, -2147483647, 2147483647, 2147483647, 126322567, 1}};
  static const int rests[8][8] = {{0, -1, -9, 0, 0, 0, -9, -1},   {-2147483647, 0, -8, 0, 0, 0, -8, 0},
                                  {-17, -17, 0, 0, 0, 0, 0, -17}, {-1, -1, -1, 0, 0, 0, -1, -1},
                                  {0, 0, 0, 0, 0, 0, 0, 0},       {1, 1, 1, 0, 0, 0, 1, 1},
                                  {17, 17, 0, 0, 0, 0, 0, 17},    {2147483647, 0, 8, 0, 0, 0, 8, 0}};
  for (int i = 0; i < 8; i++)
    for (int j = 0; j < 8; j++)
      for (int ways = 0; ways < 4; ways++) {
        int q = 1234, r = 4321, a = values[i], b = values[j], over = a == INT_MIN && b == -1;
        CHECK(divide(a, b, ways & 1 ? &q : NULL, ways & 2 ? &r : NULL) == (b == 0 ? 1 : over ? 2 : 0));
        CHECK(q == (ways & 1 && !over ? quotients[i][j] : 1234) && r == (ways & 2 && b != 0 ? rests[i][j] : 4321));
      }
  int same = 55;
  CHECK(divide(17, 5, &same, &same) == 0 && same == 2 && divide(17, -1, &same, &same) == 0 && same == -17 &&
        divide(-17, 0, &same, &same) == 1 && same == INT_MIN);

  static const uint32_t table[] = {0x80000000u, 0xf0f0f0f0u, 1};
  for (unsigned shift = 0; shift < 40; shift++) {
    CHECK(pick(NULL, 0, 0, shift) == (shift < 32 ? 0xffffffffu >> shift % 32 : 0));
    CHECK(pick(table, 3, 0, shift) == (shift < 32 ? (uint32_t)1 << (31 - shift % 32) : 0) && pick(table, 3, 2, shift) == (shift == 0));
    CHECK(pick(table, 2, 2, shift) == (shift < 32 ? 0xffffffffu >> shift % 32 : 0));
    CHECK(pick(NULL, 0, SIZE_MAX, shift) == (shift < 32 ? 0xffffffffu >> shift % 32 : 1));
    CHECK(pick(table, 3, (size_t)1 << 62, shift) == (shift < 32 ? 0xffffffffu >> shift % 32 : 0));  // wraps as a byte offset
  }
  CHECK(pick(table, 3, 1, 4) == 0x0f0f0f0fu && pick(table, 3, 1, UINT_MAX) == 0 && pick(table, 3, SIZE_MAX, 32) == 1);

  int target = 9;
  CHECK(settle(&target, 5, 1) == 1 && target == 5 && settle(&target, 6, 0) == 8 && target == 6 && settle(&target, -6, -5) == -4 &&
        target == -6);
  CHECK(settle(NULL, 5, 0) == 0 && settle(NULL, 5, -1) == 0 && settle(NULL, 5, -2) == 1000 && settle(NULL, 5, INT_MIN) == 1000);
  CHECK(average(NULL, 0) == 0 && average(values, 0) == 0 && average(values, 1) == INT_MIN && average(values + 2, 5) == 0 &&
        average(values + 6, 2) == 1073741832);
  return failures != 0;
}
