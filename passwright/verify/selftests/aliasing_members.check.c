#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Link {
  struct Link *next, *previous;
};

struct Task {
  int32_t kind;
  int32_t priority;
};

struct Timer {
  struct Task task;
  struct Link by_time;
  int64_t due;
};

struct Worker {
  struct Task task;
  int64_t done;
  struct Link by_load;
  struct Timer timer;
};

struct Board {
  struct Link timers, workers;
  int64_t now;
};

void board_start(struct Board* board);
void board_arm(struct Board* board, struct Timer* timer, int64_t due);
void board_enlist(struct Board* board, struct Worker* worker);
int32_t raise_priority(struct Task* task, int32_t by);
size_t board_advance(struct Board* board, int64_t to, struct Task** fired, size_t room);

static struct Worker workers[3];
static struct Timer timers[2];

static int name(const struct Task* task) {
  for (int i = 0; i < 3; i++) {
    if (task == &workers[i].task) return 'A' + i;
  }
  for (int i = 0; i < 2; i++) {
    if (task == &timers[i].task) return 'x' + i;
  }
  return '?';
}

static int fires(struct Board* board, int64_t to, size_t room, const char* expected) {
  struct Task* fired[32];
  char names[33] = {0};
  size_t count = board_advance(board, to, fired, room);
  for (size_t i = 0; i < count; i++) names[i] = (char)name(fired[i]);
  return strcmp(names, expected) == 0;
}

static int order(const struct Board* board, const char* expected) {
  char forwards[4] = {0}, backwards[4] = {0};
  int n = 0;
  for (const struct Link* at = board->workers.next; at != &board->workers; at = at->next) n++;
  if (n > 3) return 0;
  int i = 0;
  for (const struct Link* at = board->workers.next; at != &board->workers; at = at->next) {
    forwards[i++] = (char)name((const struct Task*)(const void*)((const char*)at - offsetof(struct Worker, by_load)));
  }
  for (const struct Link* at = board->workers.previous; at != &board->workers; at = at->previous) {
    backwards[--i] = (char)name((const struct Task*)(const void*)((const char*)at - offsetof(struct Worker, by_load)));
  }
  return strcmp(forwards, expected) == 0 && strcmp(backwards, expected) == 0;
}

int main(void) {
  struct Board board;
  board_start(&board);
  CHECK(order(&board, "") && fires(&board, 5, 4, "") && board.now == 5);
  board_start(&board);
  for (int i = 0; i < 3; i++) {
    workers[i].task = (struct Task){2, i + 2};
    workers[i].timer.task = (struct Task){3, 0};
    board_enlist(&board, &workers[i]);
  }
  for (int i = 0; i < 2; i++) timers[i].task = (struct Task){1, 0};
  board_arm(&board, &timers[0], 3);
  board_arm(&board, &timers[1], 0);
  CHECK(order(&board, "ABC"));
  // A is due at 2, B at 3, C at 4, x at 3 (after B, for it came later), y at 0; A then again at 3, after x.
  CHECK(fires(&board, 3, 32, "yABxA") && board.now == 3);
  CHECK(workers[0].task.priority == 0 && workers[0].done == 2 + 1 + 3 + 0 && workers[0].timer.task.priority == 0);
  CHECK(workers[1].task.priority == 2 && workers[1].done == 3 + 2 && workers[1].timer.due == 5 && workers[1].timer.task.priority == 1);
  CHECK(order(&board, "CBA"));
  // Armed again: moved within the list, not twice in it.
  board_arm(&board, &timers[0], 9);
  board_arm(&board, &timers[0], 4);
  CHECK(raise_priority(&timers[0].task, 3) == 3 && timers[0].due == 1);
  CHECK(raise_priority(&workers[2].task, 10) == 14 && workers[2].done == 14 && workers[2].timer.task.priority == 7);
  CHECK(raise_priority(&workers[2].timer.task, 1) == 8 && workers[2].done == 14);
  CHECK(fires(&board, 100, 2, "Cx") && board.now == 1);  // x went back in time after it was put in
  CHECK(workers[2].task.priority == 13 && workers[2].done == 14 + 4 + 13 && workers[2].timer.due == 17);
  CHECK(workers[2].timer.task.priority == 6 && order(&board, "BAC"));
  CHECK(fires(&board, 6, 32, "BB") && board.now == 6 && order(&board, "ACB"));
  CHECK(workers[1].task.priority == 0 && workers[1].done == 5 + 5 + 1 + 6 + 0);
  CHECK(fires(&board, 16, 32, "") && board.now == 16 && fires(&board, 17, 0, "") && board.now == 16);
  CHECK(fires(&board, 95, 32, "CCCCCCCCCCCCC") && workers[2].task.priority == 0 && board.now == 95);
  // Due at 17, then 12 more, 11 more, ... 1 more: 17, 29, 40, ... 95, which sum to 871; priorities 12 ... 0 sum to 78.
  CHECK(workers[2].timer.due == 95 && workers[2].done == 31 + 871 + 78);
  CHECK(timers[0].by_time.next == &timers[0].by_time && timers[1].by_time.previous == &timers[1].by_time);
  return failures != 0;
}
