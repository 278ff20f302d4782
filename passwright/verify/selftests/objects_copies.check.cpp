#include "check.h"

struct Counts {
  int made, copied, moved, assigned, reassigned, gone;
};
Counts counts;

int copies_arguments(int v);
int copies_results(int v);
int copies_aggregates(int v);
int copies_lambdas(int v);
int copies_throw(int v);
int copies_containers(int v);
int copies_forward(int v);

static bool counted(int made, int copied, int moved, int assigned, int reassigned) {
  const bool good = counts.made == made && counts.copied == copied && counts.moved == moved && counts.assigned == assigned &&
                    counts.reassigned == reassigned && counts.gone == made + copied + moved;
  if (!good)
    printf("%d made, %d copied, %d moved, %d %d assigned, %d gone\n", counts.made, counts.copied, counts.moved, counts.assigned,
           counts.reassigned, counts.gone);
  counts = Counts();
  return good;
}

int main() {
  for (int v = 3; v < 6; v++) {
    // x, its next one, and the prvalue that goes through three functions
    CHECK(copies_arguments(v) == v + (v + 1) + v * 10 - 100 + (v + 1) * 2);
    CHECK(counted(3, 1, 1, 0, 0));
    // b: in by copy, out by move; c: two moves; then one into the pair; d: two in by copy, one out; e: two moves in, one out
    CHECK(copies_results(v) == -1 + (v + 1) * 20 + (v + 1) * 200 + (v + 1) * 2000 - 1 - 1);
    CHECK(counted(2, 1 + 2 + 1, 1 + 2 + 1 + 2 + 1, 0, 0));
    // A swap moves once and assigns twice, for both members; then one copy of y and one for p and q.
    CHECK(copies_aggregates(v) == v + (v + 1) * 10 + 700 + 8000 - 20000 - 200000);
    CHECK(counted(4, 2 + 2 + 2, 2, 0, 2 + 4));
    CHECK(copies_lambdas(v) == v * 3 + v * 2 + v + 50 + (v + 1) * 1000 + (v + 2) * 1000 + 5000000 + 50 - 1);
    CHECK(counted(3, 1 + 1 + 1, 2, 0, 1));
    CHECK(copies_throw(v) == v + (v + 1) * 10 + (v + 2) * 100);
    CHECK(counted(3, 2, 0, 0, 0));
    // Four in all when the room grows; erasing assigns three.
    const int wanted = ((((4 + v) * 10 + v + 1) * 10 + v + 2) * 10 + v) * 10;
    CHECK(copies_containers(v) == (((wanted - 1) * 10 + v + 1) * 10 + v + 2) * 10 + v);
    CHECK(counted(1 + 2 + 2, 1 + 4 + 1 + 1 + 4, 2 + 4 + 1, 0, 3 + 1));
    // by copy: x, y and y again, as it is constant; then x and y; the others are moved.
    CHECK(copies_forward(v) == (v + (v + 1) * 10 + (v + 1) * 100 + v + (v + 1) + 1 + v) * 10 - 1);
    CHECK(counted(3, 3 + 2, 2, 0, 0));
  }
  return failures != 0;
}
