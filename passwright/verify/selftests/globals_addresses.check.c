#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Room {
  const char* name;
  struct Room* exits[4];
  int* counter;
  int (*enter)(struct Room*, int);
};
struct Link {
  int value;
  struct Link** back;
  struct Link* next;
};
extern struct Room* const entrance;
extern struct Link* exported;
int walk(const unsigned char* ways, size_t n, int amount, const char** last);
int visited(unsigned room);
unsigned spread(unsigned add);
unsigned unpack(int change);
int unlink_value(int value);

static int walks(const char* ways, int amount, int result, const char* where) {
  const char* last = NULL;
  return walk((const unsigned char*)ways, strlen(ways), amount, &last) == result && strcmp(last, where) == 0;
}

static int slam(struct Room* room, int amount) { return amount - *room->counter; }

int main(void) {
  CHECK(walks("", 5, 0, "hall") && walks("003", 5, 0, "hall") && visited(0) == 0 && visited(3) == 100);
  CHECK(walks("1", 7, 1093, "kitchen") && walks("11333", 2, 5085, "kitchen") && visited(1) == 5 && visited(3) == 85);
  CHECK(walks("22211", 4, 12, "tower") && visited(2) == 12 && walks("20", 4, 4, "hall") && visited(2) == 16 && visited(0) == 4);
  CHECK(walks("103020", -3, -2, "hall") && visited(1) == 6 && visited(2) == 13 && visited(3) == 88);
  struct Room* kitchen = entrance->exits[1];
  CHECK(kitchen->exits[0] == entrance && kitchen->exits[1] == NULL && kitchen->exits[3] == kitchen && strcmp(entrance->name, "hall") == 0);
  CHECK(entrance->exits[2]->exits[2] == entrance->exits[2] && entrance->exits[0] == NULL && entrance->enter == entrance->exits[2]->enter);
  CHECK(kitchen->counter == entrance->counter + 1 && entrance->exits[2]->counter == entrance->counter + 2 &&
        kitchen->enter != entrance->enter);
  // what the checker writes through them is seen
  *kitchen->counter = 40;
  entrance->exits[2]->enter = slam;
  entrance->exits[0] = entrance->exits[2];
  CHECK(walks("1", 8, 41080, "kitchen") && visited(1) == 41 && walks("0", 100, 87, "tower") && visited(2) == 13);

  CHECK(spread(0) == 2333532504u && spread(5) == 3857855108u && spread(65530) == 2719535388u);

  static const unsigned unpacked[] = {4326341u, 4523109u, 4720901u, 4918693u, 5114437u, 5310181u, 5507973u};
  static const int changes[] = {0, 1, 1, 1, -1, 0, 1};
  for (int i = 0; i < 7; i++) CHECK(unpack(changes[i]) == unpacked[i]);

  struct Link *one = exported, *two = one->next, *three = two->next;
  CHECK(three->next == NULL && three->back == &two->next && two->back == &one->next && one->back == NULL && two == one + 1);
  CHECK(unlink_value(9) == 0 && unlink_value(2) == 1 && one->next == three && three->back == &one->next && unlink_value(2) == 0);
  CHECK(unlink_value(1) == 1 && exported == three && three->back == NULL && unlink_value(1) == 0);
  struct Link fresh = {50, NULL, three};
  three->back = &fresh.next;
  exported = &fresh;
  CHECK(unlink_value(3) == 1 && fresh.next == NULL && exported == &fresh && unlink_value(50) == 1 && exported == NULL &&
        unlink_value(50) == 0);
  return failures != 0;
}
