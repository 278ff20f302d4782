#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

typedef int (*Function)(int);
int exported(int x);
int exported_twin(int x);
extern void (*const nothings[2])(void);
extern const Function functions[7];
const void* marker(unsigned which);
int colour_of(Function f);
Function colour(int which);
Function turn(Function f, unsigned times);
int apply(Function f, int x);
Function set_hook(Function f);
int run_hook(int x);
Function get_same(void);
int is_default(Function f);
unsigned count_equal(const Function* list, size_t n, Function f);
extern const int* const ends[2];
size_t length_of(const int* const* list);

static int own(int x) { return x * 3 + 1; }
static int minus_one = -1;

int main(void) {
  for (int i = 0; i < 7; i++) {
    for (int j = 0; j < 7; j++) CHECK((functions[i] == functions[j]) == (i == j));
    CHECK(functions[i](7) == 22 && functions[i](-1) == -2);
    CHECK(colour_of(functions[i]) == (i < 4 ? i + 1 : 0));
    CHECK(apply(functions[i], 5) == (i == 1 ? 1016 : i == 6 ? 2016 : 16));
    CHECK(functions[i] != own && count_equal(functions, 7, functions[i]) == 1);
  }
  CHECK(functions[3] == exported && functions[4] == exported_twin && exported != exported_twin);
  CHECK(colour_of(exported) == 4 && colour_of(exported_twin) == 0 && colour_of(own) == 0 && colour_of(NULL) == -1);
  for (int i = 1; i <= 4; i++) CHECK(colour(i) == functions[i - 1] && colour_of(colour(i)) == i);
  CHECK(colour(0) == NULL && colour(5) == NULL && apply(own, 1) == 4);
  CHECK(nothings[0] != nothings[1]);
  nothings[0]();
  nothings[1]();
  for (unsigned times = 0; times < 10; times++) {
    CHECK(colour_of(turn(functions[0], times)) == (int)(times % 3) + 1);
    CHECK(colour_of(turn(functions[2], times)) == (int)((times + 2) % 3) + 1);
    CHECK(turn(own, times) == (times == 0 ? own : functions[(times - 1) % 3]));
  }
  for (unsigned i = 0; i < 7; i++)
    for (unsigned j = 0; j < i; j++) CHECK(marker(i) != marker(j) && marker(i) != NULL);
  CHECK(marker(7) == NULL && marker(0) == marker(0) && (const int*)marker(0) + 1 == marker(6));
  CHECK(memcmp(marker(0), marker(1), 8) == 0 && memcmp(marker(4), "abc", 4) == 0 && memcmp(marker(5), "abc", 4) == 0);
  CHECK(*(const unsigned char*)marker(2) == 7 && *(const unsigned char*)marker(3) == 7);

  Function same = get_same();
  CHECK(!is_default(same) && !is_default(own) && !is_default(NULL));
  CHECK(run_hook(5) == -5 && set_hook(same) == NULL && run_hook(5) == 5);
  CHECK(set_hook(own) == same && run_hook(5) == 16 && set_hook(NULL) == own && run_hook(-5) == 5 && set_hook(NULL) == NULL);
  static const Function list[] = {own, exported, own, exported_twin, NULL, exported};
  for (size_t n = 0; n <= 6; n++) {
    CHECK(count_equal(list, n, own) == (n > 2) + (n > 0) && count_equal(list, n, exported) == (n > 1) + (n > 5));
    CHECK(count_equal(list, n, NULL) == (n > 4) && count_equal(list, n, same) == 0);
  }
  const int* const chain[] = {&minus_one, ends[1], ends[1], NULL, ends[0]};
  CHECK(length_of(chain) == 4 && length_of(chain + 4) == 0 && length_of(chain + 1) == 3 && *ends[0] == -1 && *ends[1] == -1);
  return failures != 0;
}
