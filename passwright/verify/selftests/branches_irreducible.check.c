#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

typedef unsigned (*Decide)(void* state, unsigned place);
uint64_t two_entries(unsigned start, unsigned limit, uint64_t seed);
size_t woven(unsigned char* out, size_t room, unsigned rows, unsigned columns, unsigned enter_row, unsigned enter_column);
uint32_t wander(Decide decide, void* state, unsigned counts[5], unsigned fuel);

struct Oracle {
  uint32_t random;
  uint64_t trace;
};

static uint64_t mix(uint64_t hash, uint64_t value) { return (hash ^ value) * 0x100000001b3u; }

static unsigned decide(void* state, unsigned place) {
  struct Oracle* o = state;
  o->trace = mix(o->trace, place);
  o->random = o->random * 1103515245u + 12345u;
  return (o->random >> 16) % 6;
}

static const unsigned script[] = {2, 2, 1, 1, 3, 3, 1, 0};
static unsigned read_script(void* state, unsigned place) {
  unsigned* at = state;
  static const unsigned places[18] = {9, 2, 0, 0, 0, 1, 2, 3, 2, 0, 1, 1, 3, 2, 1, 1, 1, 3};
  CHECK(*at < 18 && places[*at % 18] == place);
  return script[(*at)++ % 8];
}

int main(void) {
  static const uint64_t twos[4][7] = {{262400u, 262400u, 852480u, 2622208u, 74515972u, 13468018541100481831u, 6071631554690454375u},
                                      {131073u, 131073u, 459009u, 1442305u, 125437444u, 15133239104548715305u, 6713788821278068587u},
                                      {3443392227092529408u, 3443392227092529408u, 258658158088421633u, 15965786078582014210u,
                                       8529832848308504068u, 2585965681847909671u, 6059098053378020709u},
                                      {282960110273495041u, 282960110273495041u, 848880330820550913u, 14830454185173975298u,
                                       5987843160661689605u, 1170523530298341930u, 16683079707409159525u}};
  static const unsigned limits[] = {0, 1, 2, 3, 10, 100, 250};
  for (unsigned k = 0; k < 4; k++)
    for (int i = 0; i < 7; i++) CHECK(two_entries(k, limits[i], k < 2 ? 1 : 0xfedcba9876543210u) == twos[k][i]);

  uint64_t hash = 1;
  unsigned char out[200];
  for (unsigned rows = 0; rows < 6; rows++)
    for (unsigned columns = 0; columns < 6; columns++)
      for (unsigned r = 0; r < 6; r++)
        for (unsigned c = 0; c < 6; c += 1 + (r & 1))
          for (size_t room = 0; room < 60; room += 1 + room / 2) {
            memset(out, 0xcc, sizeof out);
            size_t n = woven(out, room, rows, columns, r, c);
            hash = mix(hash, n);
            CHECK(n <= room);
            for (size_t i = 0; i <= n; i++) hash = mix(hash, out[i]);
          }
  CHECK(hash == 10699354891630590353u);
  static const unsigned char small[] = {0x11, 0x00, 0x01, 0x10, 0x11};
  CHECK(woven(out, 99, 2, 2, 1, 1) == sizeof small && memcmp(out, small, sizeof small) == 0);
  CHECK(woven(out, 99, 0, 5, 0, 0) == 0 && woven(out, 0, 3, 3, 9, 9) == 0);

  unsigned counts[5] = {0}, at = 0;
  CHECK(wander(read_script, &at, counts, 100) == 4294963009u && at == 18);
  static const unsigned wanted[5] = {4, 3, 4, 3, 1};
  CHECK(memcmp(counts, wanted, sizeof counts) == 0);
  hash = 1;
  for (uint32_t seed = 0; seed < 200; seed++) {
    struct Oracle o = {seed * 77777u, 1};
    memset(counts, 0, sizeof counts);
    hash = mix(hash, wander(decide, &o, counts, seed % 40));
    for (int i = 0; i < 5; i++) hash = mix(hash, counts[i]);
    hash = mix(hash, o.trace);
  }
  CHECK(hash == 470079792392964023u);
  return failures != 0;
}
