// A robot on a grid: enums with negative and explicit values, nested switches in loops, break and continue of either, defaults that are
// rare.
#include <stddef.h>
#include <stdint.h>

enum Turn { LEFT = -1, KEEP = 0, RIGHT = 1, AROUND = 2 };
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

static enum Heading turned(enum Heading heading, enum Turn turn) {
  switch (turn) {
    case LEFT:
      switch (heading) {
        case NORTH:
          return WEST;
        case EAST:
          return NORTH;
        case SOUTH:
          return EAST;
        case WEST:
          return SOUTH;
      }
      break;
    case KEEP:
      return heading;
    case RIGHT:
      return heading == WEST ? NORTH : (enum Heading)(heading + 1);
    case AROUND:
      return turned(turned(heading, RIGHT), RIGHT);
  }
  return heading;
}

static int move(struct Robot* r, int distance) {
  int done = 0;
  while (done < distance) {
    int x = r->x, y = r->y;
    switch (r->heading) {
      case NORTH:
        y--;
        break;
      case SOUTH:
        y++;
        break;
      case EAST:
        x++;
        break;
      case WEST:
        x--;
        break;
      default:
        return done;
    }
    if (x < 0 || y < 0 || x > 7 || y > 7) {
      r->bumps++;
      break;
    }
    r->x = x;
    r->y = y;
    done++;
    if (r->grid[y][x] == 255) break;
  }
  return done;
}

// how many commands were obeyed; REPEAT does the next command several times, SKIP jumps over some
size_t obey(struct Robot* r, const struct Command* commands, size_t n) {
  size_t obeyed = 0;
  for (size_t i = 0; i < n; i++) {
    int times = 1;
    switch (commands[i].kind) {
      case STOP:
        return obeyed;
      case SKIP:
        if (commands[i].value < 0) break;
        i += (size_t)commands[i].value;
        obeyed++;
        continue;
      case REPEAT:
        times = commands[i].value;
        if (++i == n) continue;
        break;
      default:
        break;
    }
    for (; times > 0; times--) {
      switch (commands[i].kind) {
        case STEP:
          if (move(r, commands[i].value) == 0) break;
          obeyed++;
          continue;
        case TURN:
          switch ((enum Turn)commands[i].value) {
            case LEFT:
            case RIGHT:
            case AROUND:
              r->heading = turned(r->heading, (enum Turn)commands[i].value);
              break;
            default:
              r->ignored += 100;
              continue;
          }
          obeyed++;
          break;
        case PAINT:
          if (r->grid[r->y][r->x] == commands[i].value) continue;
          r->grid[r->y][r->x] = (uint8_t)commands[i].value;
          obeyed++;
          continue;
        case REPEAT:
        case SKIP:
        case STOP:
        default:
          r->ignored++;
          times = 0;
          break;
      }
      if (r->bumps > 9) return obeyed;
    }
  }
  return obeyed;
}
