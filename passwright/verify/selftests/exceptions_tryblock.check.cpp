#include <cstddef>
#include <cstdint>
#include <cstring>

#include "check.h"

void ledger_set(const int64_t* values);
int64_t ledger_get(unsigned account);
int64_t ledger_transfer(unsigned from, unsigned to, int64_t amount);
int ledger_late(int way);
int ledger_ladder(int steps);

static char events[64];
static unsigned used;
static bool closed[200];

void note(unsigned char event) {
  if (used < sizeof events - 1) events[used++] = static_cast<char>(event);
}
void gate(int point) {
  if (closed[point]) throw point;
}

static void close(int a, int b = 0, int c = 0) {
  memset(closed, 0, sizeof closed);
  closed[a] = closed[b] = closed[c] = true;
  closed[0] = false;
  memset(events, 0, sizeof events);
  used = 0;
}

static const int64_t start[] = {500, 20, 0, 7, -3, 1000000000000, 1, 2};

static bool keep(unsigned a, int64_t x, unsigned b, int64_t y) {
  for (unsigned i = 0; i < 8; i++)
    if (ledger_get(i) != (i == a ? x : i == b ? y : start[i])) return false;
  return true;
}

static int64_t move(unsigned from, unsigned to, int64_t amount) {
  ledger_set(start);
  return ledger_transfer(from, to, amount);
}

#define SAID(text) (strcmp(events, text) == 0)

int main() {
  close(0);
  CHECK(move(0, 1, 500) == 0 && keep(0, 0, 1, 520) && SAID("cc"));
  close(0);
  CHECK(move(0, 2, 499) == 1 && keep(0, 1, 2, 499) && SAID("cc"));
  close(0);
  CHECK(move(1, 3, 50) == -30 && keep(1, 0, 3, 27) && SAID("mcc"));
  close(0);
  CHECK(move(1, 3, 120) == -100 && keep(1, 0, 3, 27) && SAID("mcc"));
  close(0);
  CHECK(move(1, 3, 121) == -101 && keep(1, 20, 3, 7) && SAID("mrM"));
  close(90);
  CHECK(move(4, 3, INT64_MAX - 3) == -INT64_MAX && keep(8, 0, 8, 0) && SAID("mrxM"));
  close(1);
  CHECK(move(0, 1, 5) == 1 && keep(8, 0, 8, 0) && SAID("rP"));
  close(2);
  CHECK(move(0, 1, 5) == 2 && keep(8, 0, 8, 0) && SAID("rP"));
  close(3);
  CHECK(move(0, 1, 5) == 3 && keep(8, 0, 8, 0) && SAID("rrP"));
  close(3, 90);
  CHECK(move(5, 2, 1000000000000) == 3 && keep(8, 0, 8, 0) && SAID("rxrxP"));
  close(3, 90);
  CHECK(move(5, 2, 1000000000009) == 3 && keep(8, 0, 8, 0) && SAID("mrxrxP"));
  close(0);
  CHECK(move(9, 2, 5) == 1009 && keep(8, 0, 8, 0) && SAID("urP"));
  close(2);
  CHECK(move(UINT32_MAX, 2, 5) == 999 && keep(8, 0, 8, 0) && SAID("urP"));
  close(0);
  CHECK(move(3, 3, 5) == 2 && keep(3, 7, 8, 0) && SAID("cc"));

  close(0);
  CHECK(ledger_late(0) == 2 && SAID("l"));
  close(11);
  CHECK(ledger_late(0) == 2 && SAID("l"));
  close(11);
  CHECK(ledger_late(1) == 1012 && SAID("ll"));
  close(80);  // the first one throws, then the inner one throws too
  CHECK(ledger_late(0) == 2 + 80 + 1000 + 800000 && SAID("llo"));
  close(12, 20);
  CHECK(ledger_late(2) == 1 + 12 + 200000 && SAID("llo"));
  close(12, 80);
  CHECK(ledger_late(2) == 1 + 12 + 1000 + 800000 && SAID("llo"));
  close(12, 20, 30);
  CHECK(ledger_late(2) == 1 + 12 + 200000 + 30000000 && SAID("llot"));
  close(80, 20, 30);
  CHECK(ledger_late(2) == 2 + 80 + 200000 + 30000000 && SAID("llot"));

  close(0);
  CHECK(ledger_ladder(0) == 0 && ledger_ladder(9) == 9);
  close(100, 101, 102);  // 1, 2, 0 modulo 3
  CHECK(ledger_ladder(3) == 1110 && ledger_ladder(4) == 1111 && ledger_ladder(1) == 1000);
  close(111);
  CHECK(ledger_ladder(11) == 11 && ledger_ladder(12) == -123 && ledger_ladder(20) == -131);
  close(112, 113);
  CHECK(ledger_ladder(14) == 12 + 1010);
  close(108, 114);
  CHECK(ledger_ladder(14) == 13 + 100 && ledger_ladder(15) == -129);
  return failures != 0;
}
