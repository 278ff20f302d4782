#include <cstring>

#include "check.h"

void note(unsigned char event);
int order_members(unsigned char a, unsigned char b);
int order_temporaries(unsigned char letter);
int order_kept(unsigned char letter, bool first);
int order_conditions(int a, int b);
int order_loops(int count, int stop);
int order_return(int start);
int order_assign(unsigned char a, unsigned char b);

static char events[160];
static unsigned used;
void note(unsigned char event) {
  if (used < sizeof events - 1) events[used++] = static_cast<char>(event);
}

static bool heard(const char* wanted) {
  const bool same = strcmp(events, wanted) == 0;
  if (!same) printf("%s, not %s\n", events, wanted);
  memset(events, 0, sizeof events);
  used = 0;
  return same;
}

int main() {
  CHECK(order_members('C', 'F') == 205 && heard("B1CDEF3|4fedc2b"));
  CHECK(order_members('X', 'Y') == 2324 && heard("B1XDEY3|4yedx2b"));
  CHECK(order_kept('K', true) == 10 * 10000 + 25 * 100 + 14 + 15);
  CHECK(heard("LKl;MNm;O;Pp;ozk"));
  CHECK(order_kept('A', false) == 2500 + 29 && heard("LAl;MQm;O;Pp;oza"));
  CHECK(order_conditions(0, 0) == 501 + 1000 && heard("Aa;Cc;F;Ggf"));
  CHECK(order_conditions(1, 1) == 501 + 2000 && heard("ABba;Cc;F;HXxhf"));
  CHECK(order_conditions(2, 3) == 510 + 2000 && heard("ABba;CDdc;F;IXxif"));
  CHECK(order_conditions(2, 1) == 401 + 2000 && heard("ABba;CDdc;E;IXxie"));
  CHECK(order_loops(0, 0) == 1000 && heard("A.a_"));
  CHECK(order_loops(3, 9) == 1 + 3 + 1000 && heard("ABLlbCLlcDLld.a_"));
  CHECK(order_loops(3, 2) == 1 && heard("ABLlbCLlcDda_"));
  CHECK(order_loops(3, 0) == 0 && heard("ABba_"));
  CHECK(order_return(5) == 5 && heard("r!"));
  CHECK(order_return(-100) == -100 && heard("r!"));
  const int last = order_temporaries('Q');
  CHECK(last == 16 * 20 * 100 + 18);
  CHECK(heard("T+tQ*q;QRSsrq;"));
  CHECK(order_assign('G', 'H') == 7 * 100 + 18);
  // The right side comes first; the swap copies, assigns twice and destroys; then two copies.
  CHECK(heard("GHS<<s=S<<s=H=SU<<u;uush"));
  return failures != 0;
}
