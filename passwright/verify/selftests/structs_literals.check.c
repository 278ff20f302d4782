#include <stddef.h>

#include "check.h"

struct Point {
  int x, y;
};

long box(int width, int height);
long scene(int a, int b);
long rounds(const int* values, size_t n);
int lists(int a, int b, int c);
struct Point moved(struct Point p, int dx, int dy);
void shift_all(struct Point* points, size_t n);

int main(void) {
  CHECK(box(0, 0) == 0 && box(3, 4) == 24 && box(-3, 4) == -24 && box(1, -1) == -2 && box(40000, 40000) == 3200000000);

  // By a model in Python.
  static const int pairs[][2] = {{0, 0}, {1, 0}, {0, 1}, {5, -3}, {-7, 11}};
  static const long scenes[] = {3003, 3785, 3703, 4798, 5152};
  for (int i = 0; i < 5; i++) CHECK(scene(pairs[i][0], pairs[i][1]) == scenes[i]);

  static const int values[] = {0, 1, 7, -2, 1000};
  static const long sums[] = {0, 256, 1041, 3494, 10708, 48380};
  for (size_t n = 0; n <= 5; n++) CHECK(rounds(values, n) == sums[n]);

  CHECK(lists(1, 2, 3) == 123 + 32 + 12 + 213 + 143);
  CHECK(lists(0, 2, 3) == 0 + 32 + 12 + 2 + 0);
  CHECK(lists(4, 0, 5) == 4 + 5 + 12 + 0 + 495);
  CHECK(lists(2, 7, -2) == 268 + (-20 + 7) + 12 + 718 + 2);

  struct Point p = {1, 2}, q = moved(p, 10, 20);
  CHECK(q.x == 12 && q.y == 21 && p.x == 1 && p.y == 2);
  p = moved(p, 0, 0);
  CHECK(p.x == 2 && p.y == 1);
  struct Point points[4] = {{1, 2}, {3, 4}, {5, 6}, {7, 8}};
  shift_all(points, 3);
  CHECK(points[0].x == 4 && points[0].y == 1 && points[1].x == 6 && points[1].y == 3 && points[2].x == 5 && points[2].y == 6);
  shift_all(points + 3, 1);
  shift_all(points, 0);
  CHECK(points[3].x == 7 && points[3].y == 8 && points[0].x == 4);
  return failures != 0;
}
