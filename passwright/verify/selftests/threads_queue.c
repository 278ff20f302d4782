// Bounded blocking queue with a mutex and two condition variables: producers, consumers, priorities, closing, and a batch drain.
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

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

int queue_open(struct Queue* q) {
  q->first = q->count = q->most = 0;
  q->closed = 0;
  q->put_total = q->got_total = 0;
  if (pthread_mutex_init(&q->lock, NULL) != 0) return 0;
  return pthread_cond_init(&q->filled, NULL) == 0 && pthread_cond_init(&q->emptied, NULL) == 0;
}

void queue_free(struct Queue* q) {
  pthread_cond_destroy(&q->emptied);
  pthread_cond_destroy(&q->filled);
  pthread_mutex_destroy(&q->lock);
}

static struct Item* at(struct Queue* q, uint32_t i) { return &q->items[(q->first + i) % ROOM]; }

// Keeps the most urgent first, and equals in order of arrival.
static void insert(struct Queue* q, struct Item item) {
  uint32_t i = q->count++;
  for (; i > 0 && at(q, i - 1)->urgency < item.urgency; i--) *at(q, i) = *at(q, i - 1);
  *at(q, i) = item;
  if (q->count > q->most) q->most = q->count;
  q->put_total += item.value;
}

static struct Item remove_first(struct Queue* q) {
  struct Item item = *at(q, 0);
  q->first = (q->first + 1) % ROOM;
  q->count--;
  q->got_total += item.value;
  return item;
}

// Returns 1, or 0 if the queue is closed, or -1 if it is full and may not wait.
int queue_put(struct Queue* q, struct Item item, int wait) {
  int result = 0;
  pthread_mutex_lock(&q->lock);
  while (q->count == ROOM && !q->closed && wait) pthread_cond_wait(&q->emptied, &q->lock);
  if (!q->closed) {
    result = -1;
    if (q->count < ROOM) {
      insert(q, item);
      result = 1;
      pthread_cond_signal(&q->filled);
    }
  }
  pthread_mutex_unlock(&q->lock);
  return result;
}

int queue_get(struct Queue* q, struct Item* out, int wait) {
  int result;
  pthread_mutex_lock(&q->lock);
  while (q->count == 0 && !q->closed && wait) pthread_cond_wait(&q->filled, &q->lock);
  if (q->count > 0) {
    *out = remove_first(q);
    result = 1;
    pthread_cond_signal(&q->emptied);
  } else {
    result = q->closed ? 0 : -1;
  }
  pthread_mutex_unlock(&q->lock);
  return result;
}

size_t queue_drain(struct Queue* q, struct Item* out, size_t most) {
  size_t n = 0;
  pthread_mutex_lock(&q->lock);
  while (n < most && q->count > 0) out[n++] = remove_first(q);
  if (n > 0) pthread_cond_broadcast(&q->emptied);
  pthread_mutex_unlock(&q->lock);
  return n;
}

void queue_close(struct Queue* q) {
  pthread_mutex_lock(&q->lock);
  q->closed = 1;
  pthread_cond_broadcast(&q->filled);
  pthread_cond_broadcast(&q->emptied);
  pthread_mutex_unlock(&q->lock);
}
