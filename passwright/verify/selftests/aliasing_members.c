// A scheduler over intrusive lists: items are reached through their first member, through links inside them, and back by offsetof.
#include <stddef.h>
#include <stdint.h>

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

#define OWNER(type, member, link) ((struct type*)(void*)((unsigned char*)(link) - offsetof(struct type, member)))

static void empty(struct Link* list) { list->next = list->previous = list; }

static void insert(struct Link* before, struct Link* link) {
  link->next = before;
  link->previous = before->previous;
  before->previous->next = link;
  before->previous = link;
}

static void take(struct Link* link) {
  link->previous->next = link->next;
  link->next->previous = link->previous;
  empty(link);
}

void board_start(struct Board* board) {
  empty(&board->timers);
  empty(&board->workers);
  board->now = 0;
}

void board_arm(struct Board* board, struct Timer* timer, int64_t due) {
  if (timer->by_time.next) take(&timer->by_time);
  timer->due = due;
  struct Link* at = board->timers.next;
  while (at != &board->timers && OWNER(Timer, by_time, at)->due <= due) at = at->next;
  insert(at, &timer->by_time);
}

void board_enlist(struct Board* board, struct Worker* worker) {
  insert(&board->workers, &worker->by_load);
  board_arm(board, &worker->timer, board->now + worker->task.priority);
}

// Adds to the priority of any kind of item, through its first member only.
int32_t raise_priority(struct Task* task, int32_t by) {
  task->priority += by;
  if (task->kind == 1) ((struct Timer*)task)->due -= by;
  if (task->kind == 2) {
    struct Worker* worker = (struct Worker*)task;
    worker->done += task->priority;
    worker->timer.task.priority = worker->task.priority / 2;
  }
  return task->priority;
}

// A worker's timer brings its worker work; a timer of its own only counts.
size_t board_advance(struct Board* board, int64_t to, struct Task** fired, size_t room) {
  size_t count = 0;
  while (count < room && board->timers.next != &board->timers) {
    struct Timer* timer = OWNER(Timer, by_time, board->timers.next);
    if (timer->due > to) break;
    board->now = timer->due;
    take(&timer->by_time);
    if (timer->task.kind == 3) {
      struct Worker* worker = OWNER(Worker, timer, timer);
      worker->done += timer->due;
      take(&worker->by_load);
      insert(&board->workers, &worker->by_load);
      raise_priority(&worker->task, -1);
      if (worker->task.priority > 0) board_arm(board, &worker->timer, board->now + worker->task.priority);
      fired[count++] = &worker->task;
    } else {
      fired[count++] = (struct Task*)timer;
    }
  }
  if (count < room && board->now < to) board->now = to;
  return count;
}
