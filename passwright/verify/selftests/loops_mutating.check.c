#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Queue {
  uint32_t items[64];
  uint32_t count;
  uint32_t seen[8];
};
struct Node {
  int value;
  struct Node* next;
};
typedef int (*Step)(int value, size_t* low, size_t* high);
uint32_t close_over(struct Queue* q);
int interpret(int* cells, int most);
size_t take_out(struct Node** list, int divisor, struct Node** removed);
long narrow(const int* values, size_t n, Step step);
unsigned collapse(unsigned step, unsigned bound, unsigned* last);

static int closes(uint32_t first, uint32_t second, const char* wanted) {
  struct Queue q;
  memset(&q, 0, sizeof q);
  if (first) q.items[q.count++] = first;
  if (second) q.items[q.count++] = second;
  uint32_t turns = close_over(&q);
  char text[400];
  int at = 0;
  text[0] = 0;
  for (uint32_t i = 0; i < q.count; i++) at += snprintf(text + at, 10, "%u ", q.items[i]);
  return turns == q.count && strcmp(text, wanted) == 0;
}

static int interprets(const int* start, int most, int turns, const int* end) {
  int cells[8];
  memcpy(cells, start, sizeof cells);
  return interpret(cells, most) == turns && memcmp(cells, end, sizeof cells) == 0;
}

static int target, trick;

static int step(int value, size_t* low, size_t* high) {
  if (trick == 1) {  // gives back what was cut, once
    trick = 0;
    *low = 0;
    *high = 16;
    return value < target ? 1 : -1;
  }
  if (trick == 2) *high = *low;
  if (trick == 3) *low = *high + 5;
  return value < target ? 1 : value > target ? -1 : 0;
}

int main(void) {
  CHECK(closes(0, 0, "") && closes(200, 0, "200 ") && closes(255, 0, "255 170 ") && closes(31, 0, "31 62 124 248 "));
  CHECK(closes(9, 0, "9 18 6 36 12 4 72 24 8 144 48 16 96 32 192 64 128 ") &&
        closes(27, 81, "27 81 54 18 162 108 36 12 216 72 24 8 144 48 16 96 32 192 64 128 ") &&
        closes(128, 3, "128 3 6 2 12 4 24 8 48 16 96 32 192 64 ") && closes(1, 1, "1 1 2 4 8 16 32 64 128 "));

  static const int starts[11][8] = {{0, 1, 2, 3, 4, 5, 6, 7},  {7, 1, 2, 3, 4, 5, 6, 7},        {7, 0, 0, 0, 0, 0, 0, 0},
                                    {7, -1, 0, 0, 0, 0, 0, 0}, {7, 2, 2, 2, -1, 0, 0, 0},       {3, 3, 3, -3, 9, 9, 9, 9},
                                    {7, 7, 7, 7, 0, 4, -1, 5}, {7, -2, -3, -4, -5, -1, 100, 0}, {-5, 1, 1, 1, 1, 1, 1, 1},
                                    {7, 8, 9, 2, 0, -1, 3, 3}, {7, 4, 5, 6, -1, 4, 6, 0}};
  static const int most[] = {100, 100, 100, 10, 60, 100, 300, 200, 9, 250, 500}, turns[] = {0, 7, 4, 10, 17, 3, 300, 200, 0, 14, 7},
                   ends[][8] = {{0, 1, 2, 3, 4, 5, 6, 7},      {7, 0, 1, 2, 3, 4, 5, 6},        {3, 0, 0, 0, 0, 0, 0, 0},
                                {7, -1, 0, 0, 0, 0, 0, 0},     {1, 0, -1, 2, -1, 0, 0, 0},      {3, 3, 3, -4, 9, 9, 9, 9},
                                {6, 7, 7, 7, -1, 4, -1, -219}, {7, -1, -2, -3, -4, -1, 100, 0}, {-5, 1, 1, 1, 1, 1, 1, 1},
                                {4, 8, 6, 2, 0, -1, 3, 2},     {6, 4, 5, 5, -1, 2, 5, 0}};
  for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) CHECK(interprets(starts[i], most[i], turns[i], ends[i]));

  struct Node nodes[12];
  for (int divisor = -3; divisor < 14; divisor++)
    for (int n = 0; n <= 12; n++) {
      if (divisor == 0) continue;
      struct Node tail = {-99, NULL}, *list = n ? nodes : NULL, *removed = divisor % 2 ? &tail : NULL;
      for (int i = 0; i < 12; i++) nodes[i].value = i - 2, nodes[i].next = i + 1 < n ? nodes + i + 1 : NULL;
      size_t count = 0;
      for (int i = 0; i < n; i++) count += (i - 2) % divisor == 0;
      CHECK(take_out(&list, divisor, &removed) == count);
      for (int i = 0; i < n; i++)
        if ((i - 2) % divisor != 0) {
          CHECK(list == nodes + i);
          if (list) list = list->next;
        }
      CHECK(list == NULL);
      for (int i = n; i-- > 0;)
        if ((i - 2) % divisor == 0) {
          CHECK(removed == nodes + i);
          if (removed) removed = removed->next;
        }
      CHECK(removed == (divisor % 2 ? &tail : NULL));
    }

  static const int values[16] = {1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31};
  static const long narrowed[][3] = {
      {0, 0, 88889000},  {0, 1, 88889000},  {0, 2, 9000},      {0, 3, 9638},      {1, 0, 88890001},  {1, 1, 88890001},
      {1, 2, 9000},      {1, 3, 9638},      {2, 0, 88891031},  {2, 1, 88891031},  {2, 2, 9000},      {2, 3, 9638},
      {7, 0, 8910094},   {7, 1, 8910094},   {7, 2, 9000},      {7, 3, 9638},      {16, 0, 9111248},  {16, 1, 9111248},
      {16, 2, 9000},     {16, 3, 9638},     {17, 0, 10016},    {17, 1, 9111248},  {17, 2, 10000},    {17, 3, 10646},
      {18, 0, 10889279}, {18, 1, 10889279}, {18, 2, 11270},    {18, 3, 11646},    {31, 0, 11110466}, {31, 1, 11110466},
      {31, 2, 11270},    {31, 3, 11646},    {32, 0, 11111496}, {32, 1, 11111496}, {32, 2, 11270},    {32, 3, 11646}};
  for (size_t i = 0; i < sizeof narrowed / sizeof *narrowed; i++) {
    target = (int)narrowed[i][0];
    trick = (int)narrowed[i][1];
    CHECK(narrow(values, 16, step) == narrowed[i][2]);
  }
  trick = 0;
  CHECK(narrow(NULL, 0, step) == 1000);

  static const unsigned collapsed[][4] = {{1, 0, 0, 777},       {1, 1, 1, 0},       {1, 100, 37, 36},  {5, 300, 1047, 73},
                                          {9, 1000, 1059, 159}, {100, 101, 2, 100}, {3, 31, 17, 23},   {1, 16, 15, 14},
                                          {7, 64, 10, 51},      {2, 2000, 98, 99},  {30, 900, 19, 489}};
  for (size_t i = 0; i < sizeof collapsed / sizeof *collapsed; i++) {
    unsigned last = 777;
    CHECK(collapse(collapsed[i][0], collapsed[i][1], &last) == collapsed[i][2] && last == collapsed[i][3]);
  }
  return failures != 0;
}
