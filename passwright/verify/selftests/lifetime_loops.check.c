#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Frame {
  const struct Frame* outer;
  const char* name;
  int64_t value;
  int64_t marks[3];
};

typedef int64_t (*Look)(int64_t* cell, int64_t round);

extern const struct Frame* current;
int64_t rounds(int64_t n, Look look);
int64_t descend(const char* path, void (*visit)(struct Frame* frame));
void sort(const int32_t* keys, size_t n, int32_t* to);
int64_t relay(const int64_t* values, size_t n);

static int64_t look(int64_t* cell, int64_t round) {
  if (round < 0) {
    *cell += round * 7;
    return 1;
  }
  // Whatever the round before left behind must be gone.
  CHECK(cell[0] == round && cell[1] == 0 && cell[2] == -round && cell[3] == 0);
  cell[1] = round + 2;
  cell[3] = round * 2;
  return round == 4 ? cell[0] = -50 : 1;
}

static int64_t quiet(int64_t* cell, int64_t round) { return cell[0] - round; }

static char visited[64];

static void visit(struct Frame* frame) {
  size_t n = strlen(visited);
  visited[n++] = frame->name[0];
  for (const struct Frame* outer = frame->outer; outer; outer = outer->outer) visited[n++] = '.';
  CHECK(current == frame && frame->marks[0] == 0 && frame->marks[1] == 0 && frame->marks[2] == 0);
  frame->marks[0] = 7, frame->marks[1] = 70;
  // Through the const pointer of a frame that is not const itself: the outer frame's own local.
  if (frame->outer) ((struct Frame*)frame->outer)->marks[2] += 100000, ((struct Frame*)frame->outer)->value++;
}

int main(void) {
  static const int64_t totals[] = {0, 23, 2004, 9857, 35327, 113427, 349859, 1061066, 3196569, 9605018};
  for (int64_t n = 0; n <= 9; n++) CHECK(rounds(n, look) == totals[n]);
  static const int64_t quiets[] = {0, 0, -88, -462, -1683};
  for (int64_t n = 0; n <= 4; n++) CHECK(rounds(n, quiet) == quiets[n]);

  CHECK(descend("3", visit) == 3 + 3007 + 6 + 6070 && strcmp(visited, "33") == 0 && current == NULL);
  memset(visited, 0, sizeof visited);
  CHECK(descend("12", visit) == 425364 && strcmp(visited, "12.2.12.2.") == 0 && current == NULL);
  memset(visited, 0, sizeof visited);
  CHECK(descend("905", visit) == 1779943 && strcmp(visited, "90.5..5..0.5..5..90.5..5..0.5..5..") == 0 && current == NULL);

  int32_t keys[40], out[42];
  uint32_t x = 3;
  for (size_t n = 0; n <= 40; n++) {
    memset(out, 0x55, sizeof out);
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) sum += keys[i] = (int32_t)((x = x * 1664525u + 1013904223u) >> 8) % 1000 - 500;
    if (n > 4) sum += INT32_MIN - (int64_t)keys[2], keys[2] = INT32_MIN;
    sort(keys, n, out + 1);
    for (size_t i = 0; i < n; i++) sum -= out[1 + i];
    for (size_t i = 1; i < n; i++) CHECK(out[i] <= out[1 + i]);
    CHECK(sum == 0 && out[0] == 0x55555555 && out[n + 1] == 0x55555555);
  }
  static const int32_t few[] = {3, 1, 3, 2, 1};
  sort(few, 5, out);
  CHECK(memcmp(out, (int32_t[]){1, 1, 2, 3, 3}, 20) == 0);

  // A negative value is passed over, for the pointer stays with what was carried.
  static const int64_t values[] = {5, -3, 4, -100, 0, 1};
  static const int64_t bests[] = {0, 5, 5, 9, 9, 9, 10};
  for (size_t n = 0; n <= 6; n++) CHECK(relay(values, n) == bests[n]);
  CHECK(relay(values + 1, 1) == 0 && relay(values + 3, 3) == 1);
  return failures != 0;
}
