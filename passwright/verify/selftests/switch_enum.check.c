#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

enum { LEFT = -1, KEEP = 0, RIGHT = 1, AROUND = 2 };
enum Kind { STEP = -3, TURN = -2, PAINT = -1, REPEAT = 100, SKIP = 200, STOP = 1 << 30 };
enum Heading { NORTH = 10, EAST, SOUTH, WEST };

struct Command {
  enum Kind kind;
  int value;
};
struct Robot {
  int x, y;
  enum Heading heading;
  uint8_t grid[8][8];
  unsigned bumps, ignored;
};
size_t obey(struct Robot* r, const struct Command* commands, size_t n);

static struct Robot r;

static void place(int x, int y, enum Heading heading) {
  memset(&r, 0, sizeof r);
  r.x = x;
  r.y = y;
  r.heading = heading;
}

static int at(int x, int y, int heading, unsigned bumps, unsigned ignored) {
  return r.x == x && r.y == y && (int)r.heading == heading && r.bumps == bumps && r.ignored == ignored;
}

#define GO(...) obey(&r, (const struct Command[]){__VA_ARGS__}, sizeof((const struct Command[]){__VA_ARGS__}) / sizeof(struct Command))
#define C(kind, value) {kind, value}

int main(void) {
  // turns: heading and turn to heading
  for (int h = 0; h < 4; h++)
    for (int t = -1; t <= 2; t++) {
      place(3, 3, (enum Heading)(NORTH + h));
      CHECK(GO(C(TURN, t)) == (t != 0));
      CHECK(at(3, 3, NORTH + (h + t + 4) % 4, 0, t == 0 ? 100 : 0));
    }
  static const int dx[] = {0, 1, 0, -1}, dy[] = {-1, 0, 1, 0};
  for (int h = 0; h < 4; h++)
    for (int d = -2; d < 10; d++) {
      place(4, 4, (enum Heading)(NORTH + h));
      int room = h == 1 || h == 2 ? 3 : 4, went = d < 0 ? 0 : d < room ? d : room;
      CHECK(GO(C(STEP, d)) == (went > 0));
      CHECK(at(4 + dx[h] * went, 4 + dy[h] * went, NORTH + h, d > room, 0));
    }
  place(0, 0, EAST);
  CHECK(obey(&r, 0, 0) == 0 && at(0, 0, EAST, 0, 0));
  // a square spiral inwards
  CHECK(GO(C(STEP, 7), C(TURN, RIGHT), C(STEP, 7), C(TURN, RIGHT), C(STEP, 7), C(TURN, RIGHT), C(STEP, 6), C(TURN, RIGHT), C(STEP, 3)) ==
        9);
  CHECK(at(3, 1, EAST, 0, 0));
  CHECK(GO(C(REPEAT, 3), C(TURN, LEFT), C(REPEAT, 0), C(STEP, 1), C(REPEAT, -5), C(TURN, LEFT), C(REPEAT, 2), C(STEP, 1)) == 5);
  CHECK(at(3, 3, SOUTH, 0, 0));
  // painting the same colour again is no work; a wall of 255 stops a step
  CHECK(GO(C(PAINT, 0), C(PAINT, 255), C(REPEAT, 3), C(PAINT, 255), C(STEP, 2), C(TURN, AROUND), C(STEP, 5)) == 4);
  CHECK(at(3, 3, NORTH, 0, 0) && r.grid[3][3] == 255);
  // colours above a byte never compare equal to the cell
  CHECK(GO(C(REPEAT, 3), C(PAINT, 256 + 9)) == 3 && r.grid[3][3] == 9);
  CHECK(GO(C(SKIP, 0), C(SKIP, 1), C(STEP, 1), C(STEP, 2)) == 3 && at(3, 1, NORTH, 0, 0));
  CHECK(GO(C(SKIP, 9), C(STEP, 1)) == 1 && at(3, 1, NORTH, 0, 0));
  CHECK(GO(C(SKIP, -1), C(STEP, 1)) == 1 && at(3, 0, NORTH, 0, 1));
  CHECK(GO(C(REPEAT, 4)) == 0 && at(3, 0, NORTH, 0, 1));
  CHECK(GO(C(REPEAT, 4), C(REPEAT, 5), C(TURN, RIGHT)) == 1 && at(3, 0, EAST, 0, 2));
  CHECK(GO(C(REPEAT, 2), C(STOP, 0), C(STOP, 0), C(TURN, RIGHT)) == 0 && at(3, 0, EAST, 0, 3));
  CHECK(GO(C(REPEAT, 3), C(TURN, 5), C(TURN, INT_MIN), C(TURN, INT_MAX)) == 0 && at(3, 0, EAST, 0, 503));
  static const int unknown[] = {0, 1, -4, INT_MIN, INT_MAX, 99, 101, 199, 201, -200, -100, (1 << 30) + 1, 253};
  for (unsigned i = 0; i < sizeof unknown / sizeof *unknown; i++) {
    place(1, 1, WEST);
    CHECK(GO(C((enum Kind)unknown[i], 3), C(REPEAT, 3), C((enum Kind)unknown[i], 3), C(STEP, 1)) == 1);
    CHECK(at(0, 1, WEST, 0, 2));
  }
  place(0, 0, NORTH);
  CHECK(GO(C(REPEAT, 100), C(STEP, 1), C(TURN, LEFT)) == 0 && at(0, 0, NORTH, 10, 0));
  place(0, 7, NORTH);
  CHECK(GO(C(REPEAT, 100), C(STEP, 2), C(TURN, LEFT)) == 4 && at(0, 0, NORTH, 10, 0));
  place(2, 2, (enum Heading)9);
  CHECK(GO(C(STEP, 3), C(TURN, LEFT), C(STEP, 1)) == 1 && at(2, 2, 9, 0, 0));
  return failures != 0;
}
