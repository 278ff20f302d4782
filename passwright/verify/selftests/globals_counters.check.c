#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

typedef void (*Handler)(int event, unsigned serial);
struct Numbers {
  unsigned used, serial, depth, deepest;
  int last_event;
};
int subscribe(Handler handler);
void unsubscribe(Handler handler);
unsigned publish(int event);
uint32_t next_random(void);
uint32_t next_below(uint32_t bound);
void seed(uint32_t value);
unsigned tick_one(void);
unsigned tick_many(unsigned n);
struct Numbers numbers(void);

static char trace[200];
static int at;

static void plain(int event, unsigned serial) { at += snprintf(trace + at, 20, "p%d.%u ", event, serial); }
static void nested(int event, unsigned serial) {
  at += snprintf(trace + at, 20, "n%d.%u ", event, serial);
  unsigned result = publish(event + 1);
  at += snprintf(trace + at, 20, "=%u ", result);
  struct Numbers n = numbers();
  at += snprintf(trace + at, 20, "d%u,%d ", n.depth, n.last_event);
}
static void once(int event, unsigned serial) {
  at += snprintf(trace + at, 20, "o%d.%u ", event, serial);
  unsubscribe(once);
}
static void grow(int event, unsigned serial) {
  at += snprintf(trace + at, 20, "g%d.%u ", event, serial);
  CHECK(subscribe(plain) == 1 || event > 50);
}

static int told(int event, unsigned result, const char* wanted) {
  at = 0;
  trace[0] = 0;
  return publish(event) == result && strcmp(trace, wanted) == 0;
}

static int now(unsigned used, unsigned serial, unsigned depth, unsigned deepest, int last) {
  struct Numbers n = numbers();
  return n.used == used && n.serial == serial && n.depth == depth && n.deepest == deepest && n.last_event == last;
}

int main(void) {
  CHECK(now(0, 0, 0, 0, -1) && told(7, 100, "") && now(0, 0, 0, 1, 7));
  CHECK(subscribe(plain) == 0 && told(8, 201, "p8.1 ") && now(1, 1, 0, 1, 8));
  CHECK(subscribe(plain) == 1 && told(-1, 302, "p-1.2 p-1.3 ") && subscribe(once) == 2 && subscribe(plain) == 3 && subscribe(plain) == -1);
  CHECK(told(5, 404, "p5.4 p5.5 o5.6 p5.7 ") && now(3, 7, 0, 1, 5) && told(5, 503, "p5.8 p5.9 p5.10 "));
  unsubscribe(once);
  CHECK(now(3, 10, 0, 1, 5));
  unsubscribe(plain);
  CHECK(now(0, 10, 0, 1, 5) && subscribe(once) == 0 && subscribe(once) == 1 && subscribe(plain) == 2);
  CHECK(told(6, 602, "o6.11 p6.12 ") && now(1, 12, 0, 1, 6));
  unsubscribe(plain);
  CHECK(subscribe(grow) == 0 && told(3, 702, "g3.13 p3.14 ") && now(2, 14, 0, 1, 3));
  CHECK(told(60, 803, "g60.15 p60.16 p60.17 ") && now(3, 17, 0, 1, 60));
  unsubscribe(grow);
  unsubscribe(plain);
  CHECK(subscribe(nested) == 0 && subscribe(plain) == 1);
  // the third level is not told; the events change under the outer ones
  CHECK(told(10, 1102, "n10.18 n11.19 n12.20 =0 d3,12 p12.21 =902 d2,12 p12.22 =1002 d1,12 p12.23 "));
  CHECK(now(2, 23, 0, 3, 12));

  static const uint32_t randoms[] = {3336926330u, 1697253807u, 2816511904u, 1955480042u}, bytes[] = {3, 13, 33, 9, 30, 7, 86, 106, 95, 68},
                        reseeded[] = {114u, 25193669u, 2399245289u, 255u, 316753847u, 2028006716u, 127u, 1548709294u, 2393136947u, 172u};
  for (int i = 0; i < 4; i++) CHECK(next_random() == randoms[i]);
  for (int i = 0; i < 10; i++) CHECK(next_below((uint32_t)i * 20) == bytes[i]);
  seed(99);
  for (int i = 0; i < 10; i++) CHECK((i % 3 ? next_random() : next_below(256)) == reseeded[i]);
  seed(0);
  CHECK(next_random() == 270369);
  CHECK(tick_one() == 11 && tick_many(0) == 0 && tick_many(5) == 21 && tick_one() == 22 && tick_many(1) == 22 && tick_many(100) == 4972 &&
        tick_one() == 4973);
  return failures != 0;
}
