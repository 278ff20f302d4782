#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

#include "check.h"

#define ROOM 8

struct Item {
  uint64_t value;
  int32_t urgency;
  uint16_t origin;
};

struct Queue {
  pthread_mutex_t lock;
  pthread_cond_t filled, emptied;
  struct Item items[ROOM];
  uint32_t first, count, most;
  int closed;
  uint64_t put_total, got_total;
};

int queue_open(struct Queue* q);
void queue_free(struct Queue* q);
int queue_put(struct Queue* q, struct Item item, int wait);
int queue_get(struct Queue* q, struct Item* out, int wait);
size_t queue_drain(struct Queue* q, struct Item* out, size_t most);
void queue_close(struct Queue* q);

static void single(void) {
  struct Queue q;
  struct Item out[ROOM + 1], got = {77, 77, 77};
  CHECK(queue_open(&q));
  CHECK(queue_get(&q, &got, 0) == -1 && got.value == 77 && queue_drain(&q, out, 9) == 0);
  static const int32_t urgency[] = {0, INT32_MIN, 5, 0, INT32_MAX, -1, 5, 0};
  static const uint16_t order[] = {4, 2, 6, 0, 3, 7, 5, 1};
  for (int turn = 0; turn < 5; turn++) {
    for (uint16_t i = 0; i < ROOM; i++) CHECK(queue_put(&q, (struct Item){1ull << (i * 9), urgency[i], i}, i & 1) == 1);
    CHECK(queue_put(&q, (struct Item){1, 9, 9}, 0) == -1 && q.count == ROOM);
    CHECK(queue_get(&q, &got, 0) == 1 && got.origin == 4 && got.urgency == INT32_MAX && got.value == 1ull << 36);
    CHECK(queue_drain(&q, out, turn) == (size_t)turn);
    for (int i = 0; i < turn; i++) CHECK(out[i].origin == order[1 + i]);
    for (int i = turn; i < 7; i++) CHECK(queue_get(&q, &got, 1) == 1 && got.origin == order[1 + i] && got.urgency == urgency[order[1 + i]]);
    CHECK(q.count == 0 && q.first == 0 && q.most == ROOM);
    // An odd number of items more, so that the next turn starts elsewhere in the ring.
    CHECK(queue_put(&q, (struct Item){0, 1, 1}, 1) == 1 && queue_put(&q, (struct Item){0, 2, 2}, 1) == 1);
    CHECK(queue_drain(&q, out, ROOM) == 2 && out[0].origin == 2 && out[1].origin == 1);
    q.first = 0;
  }
  for (uint32_t first = 0; first < ROOM; first++) {
    q.first = first;
    for (uint16_t i = 0; i < 5; i++) CHECK(queue_put(&q, (struct Item){0, i % 2, i}, 0) == 1);
    CHECK(queue_drain(&q, out, ROOM) == 5 && q.first == (first + 5) % ROOM);
    CHECK(out[0].origin == 1 && out[1].origin == 3 && out[2].origin == 0 && out[3].origin == 2 && out[4].origin == 4);
  }
  CHECK(q.put_total == q.got_total);
  queue_put(&q, (struct Item){3, 3, 3}, 0);
  queue_close(&q);
  CHECK(queue_put(&q, (struct Item){4, 4, 4}, 1) == 0);
  CHECK(queue_get(&q, &got, 1) == 1 && got.value == 3 && queue_get(&q, &got, 1) == 0 && queue_get(&q, &got, 0) == 0);
  queue_free(&q);
}

static struct Queue shared;

struct Work {
  uint16_t origin;
  int consumer;
  unsigned put, got, refused;
  uint64_t sum, last[3];
};

static void* work(void* argument) {
  struct Work* w = argument;
  if (!w->consumer) {
    for (uint64_t i = 1; i <= 400; i++) {
      int result = queue_put(&shared, (struct Item){i, 0, w->origin}, i % 10 != 0);
      w->put += result == 1;
      w->sum += result == 1 ? i : 0;
      w->refused += result == -1;
    }
    return w;
  }
  struct Item item;
  int result;
  while ((result = queue_get(&shared, &item, 1)) == 1) {
    // All as urgent: what one producer put must come in its order, at each consumer.
    if (item.origin > 2 || item.value <= w->last[item.origin]) return 0;
    w->last[item.origin] = item.value;
    w->got++;
    w->sum += item.value;
  }
  return result == 0 ? w : 0;
}

int main(void) {
  single();
  CHECK(queue_open(&shared));
  struct Work w[5] = {{.origin = 0}, {.origin = 1}, {.origin = 2}, {.consumer = 1}, {.consumer = 1}};
  pthread_t ids[5];
  for (int i = 0; i < 5; i++) CHECK(pthread_create(&ids[i], 0, work, &w[i]) == 0);
  for (int i = 0; i < 5; i++) {
    if (i == 3) queue_close(&shared);
    void* result = 0;
    CHECK(pthread_join(ids[i], &result) == 0 && result == &w[i]);
  }
  CHECK(w[0].put + w[1].put + w[2].put == w[3].got + w[4].got);
  CHECK(w[0].sum + w[1].sum + w[2].sum == w[3].sum + w[4].sum);
  for (int i = 0; i < 3; i++) CHECK(w[i].put + w[i].refused == 400 && w[i].refused <= 40);
  CHECK(shared.put_total == w[3].sum + w[4].sum && shared.got_total == shared.put_total && shared.count == 0 && shared.most <= ROOM);
  queue_free(&shared);
  return failures != 0;
}
