// A tree of threads: each splits its range, starts a thread for a half and takes its result from the join; tables made once by
// pthread_once.
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

struct Summary {
  int64_t sum;
  int32_t least, greatest;
  uint32_t primes;
  uint32_t threads;
};

struct Task {
  const int32_t* values;
  size_t count;
  unsigned depth;
  struct Summary result;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static uint8_t composite[1000];
static void (*made)(void);

static void make_table(void) {
  composite[0] = composite[1] = 1;
  for (unsigned i = 2; i < 1000; i++)
    if (!composite[i])
      for (unsigned j = i * i; j < 1000; j += i) composite[j] = 1;
  if (made) made();
}

// Says how often the table is made; call before any other function.
void joins_watch(void (*callback)(void)) { made = callback; }

static int is_prime(int32_t v) {
  pthread_once(&once, make_table);
  return v >= 0 && v < 1000 && !composite[v];
}

static struct Summary nothing(void) { return (struct Summary){0, INT32_MAX, INT32_MIN, 0, 1}; }

static void merge(struct Summary* into, const struct Summary* from) {
  into->sum += from->sum;
  if (from->least < into->least) into->least = from->least;
  if (from->greatest > into->greatest) into->greatest = from->greatest;
  into->primes += from->primes;
  into->threads += from->threads;
}

static struct Summary scan(const int32_t* values, size_t count) {
  struct Summary s = nothing();
  for (size_t i = 0; i < count; i++) {
    struct Summary one = {values[i], values[i], values[i], (uint32_t)is_prime(values[i]), 0};
    merge(&s, &one);
  }
  return s;
}

static void* descend(void* argument) {
  struct Task* t = argument;
  if (t->depth == 0 || t->count < 2) {
    t->result = scan(t->values, t->count);
    return t;
  }
  struct Task left = {t->values, t->count / 2, t->depth - 1, nothing()};
  struct Task right = {t->values + t->count / 2, t->count - t->count / 2, t->depth - 1, nothing()};
  pthread_t id;
  int started = pthread_create(&id, NULL, descend, &left) == 0;
  if (!started) descend(&left);
  descend(&right);
  void* back = &left;
  if (started) pthread_join(id, &back);
  t->result = ((struct Task*)back)->result;
  merge(&t->result, &right.result);
  return t;
}

struct Summary joins_summarize(const int32_t* values, size_t count, unsigned depth) {
  struct Task task = {values, count, depth, nothing()};
  return ((struct Task*)descend(&task))->result;
}

static void* leave(void* argument) {
  uintptr_t n = (uintptr_t)argument;
  // From a depth of calls, by pthread_exit, or as a plain return.
  if (n % 3 == 0) pthread_exit((void*)(n * n));
  return (void*)(n % 3 == 1 ? ~n : n / 2);
}

// Starts as many threads and collects what they give back, in order; returns how many joined.
unsigned joins_collect(unsigned count, uintptr_t first, uintptr_t* results) {
  pthread_t ids[8];
  unsigned good = 0;
  if (count > 8) count = 8;
  for (unsigned i = 0; i < count; i++)
    if (pthread_create(&ids[i], NULL, leave, (void*)(first + i)) != 0) count = i;
  for (unsigned i = count; i-- > 0;) {
    void* out = NULL;
    good += pthread_join(ids[i], &out) == 0;
    results[i] = (uintptr_t)out;
  }
  return good;
}
