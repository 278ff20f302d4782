// Events delivered to listeners by rank, while the listeners subscribe, leave and post more events; late and dead ones are treated exactly.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef int (*Listener)(void* state, unsigned event, int64_t payload);

struct Subscription {
  Listener listener;
  void* state;
  uint32_t mask;
  int rank;
  int id;
  uint64_t born;
};

static struct Subscription subscriptions[8];
static unsigned count;
static int last_id;
static uint64_t serial;
static unsigned depth;

static struct {
  unsigned event;
  int64_t payload;
} queue[8];
static unsigned queued, taken;

static void remove_at(unsigned at) {
  memmove(&subscriptions[at], &subscriptions[at + 1], (count - at - 1) * sizeof *subscriptions);
  count--;
}

int subscribe(Listener listener, void* state, uint32_t mask, int rank) {
  if (count == 8) return -1;
  unsigned at = count;
  while (at > 0 && subscriptions[at - 1].rank > rank) at--;
  memmove(&subscriptions[at + 1], &subscriptions[at], (count - at) * sizeof *subscriptions);
  subscriptions[at] = (struct Subscription){listener, state, mask, rank, ++last_id, serial};
  count++;
  return last_id;
}

static unsigned position_of(int id) {
  unsigned at = 0;
  while (at < count && subscriptions[at].id != id) at++;
  return at;
}

int leave(int id) {
  unsigned at = position_of(id);
  if (at == count) return 0;
  remove_at(at);
  return 1;
}

unsigned leave_all(Listener listener, const void* state) {
  unsigned left = 0;
  for (unsigned at = count; at-- > 0;) {
    if (subscriptions[at].listener != listener || (state != NULL && subscriptions[at].state != state)) continue;
    remove_at(at);
    left++;
  }
  return left;
}

static int wants(const struct Subscription* s, unsigned event, uint64_t now) { return s->born < now && (s->mask >> event & 1); }

static unsigned deliver(unsigned event, int64_t payload) {
  int ids[8];
  unsigned wanted = 0, delivered = 0;
  uint64_t now = ++serial;
  for (unsigned at = 0; at < count; at++)
    if (wants(&subscriptions[at], event, now)) ids[wanted++] = subscriptions[at].id;
  for (unsigned i = 0; i < wanted; i++) {
    unsigned at = position_of(ids[i]);
    if (at == count) continue;
    struct Subscription s = subscriptions[at];
    delivered++;
    if (s.listener(s.state, event, payload) != 0) break;
  }
  return delivered;
}

int post(unsigned event, int64_t payload) {
  if (queued - taken == 8) return 0;
  queue[queued % 8].event = event;
  queue[queued % 8].payload = payload;
  queued++;
  return 1;
}

// What is posted meanwhile comes afterwards; an emission within one comes at once, but drains nothing.
unsigned emit(unsigned event, int64_t payload) {
  depth++;
  unsigned delivered = deliver(event & 31, payload);
  while (depth == 1 && taken != queued) {
    unsigned next = queue[taken % 8].event;
    int64_t load = queue[taken % 8].payload;
    taken++;
    delivered += deliver(next & 31, load);
  }
  depth--;
  return delivered;
}

unsigned listeners(void) { return count; }
