#include <stddef.h>
#include <string.h>

#include "check.h"

typedef int (*Probe)(void* state, int which);
struct World {
  Probe probe;
  void* state;
  int calls;
};
int formula(struct World* w, int number);
unsigned counters(const int* p, size_t n, unsigned counts[4]);

struct Script {
  int answers[8];
  char trace[16];
  int at;
};

static int probe(void* state, int which) {
  struct Script* s = state;
  if (s->at < 15) s->trace[s->at++] = (char)('0' + which);
  return s->answers[which];
}

static unsigned long long mix(unsigned long long hash, unsigned long long value) { return (hash ^ value) * 0x100000001b3u; }

int main(void) {
  static const struct {
    int number;
    unsigned answers;
    int result;
    const char* trace;
  } cases[] = {{0, 0, 0, "0"},       {0, 1, 0, "01"},    {0, 7, 1, "012"},   {0, 3, 0, "012"},  {1, 0, 0, "012"},    {1, 1, 1, "0"},
               {1, 2, 1, "01"},      {2, 0, 0, "01"},    {2, 1, 0, "023"},   {2, 2, 0, "0123"}, {2, 6, 1, "012"},    {2, 9, 1, "023"},
               {3, 7, 1, "012"},     {3, 1, 0, "01"},    {3, 8, 1, "023"},   {4, 3, -1, "01"},  {4, 1, 1, "0123"},   {4, 4, 0, "02"},
               {6, 2, 1, "01"},      {6, 1, 0, "012"},   {6, 12, 1, "0123"}, {7, 0, 0, "04"},   {7, 3, 3, "01"},     {7, 5, 3, "0123"},
               {7, 13, 0, "01234"},  {7, 16, 2, "04"},   {8, 7, 1, "012"},   {8, 6, 0, "01"},   {9, 0, 20, "0123"},  {9, 12, 13, "0123"},
               {9, 1, 21, "03"},     {10, 1, 0, ""},     {11, 0, 1, ""},     {12, 3, 1, "01"},  {13, 0, 0, "0"},     {13, 7, 30, "031425"},
               {13, 63, 12, "0314"}, {14, 0, 0, "0122"}, {14, 4, 1, "012"},  {14, 1, 0, "013"}, {14, 10, 1, "0133"}, {15, 7, -2, ""}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct Script s = {{0}, "", 0};
    struct World w = {probe, &s, 0};
    for (int k = 0; k < 8; k++) s.answers[k] = cases[i].answers >> k & 1;
    CHECK(formula(&w, cases[i].number) == cases[i].result);
    CHECK(strcmp(s.trace, cases[i].trace) == 0 && w.calls == s.at);
  }
  static const unsigned long long hashes[] = {53526944429268081u,   9854239333542929105u,  7438859866270621961u,  9024389190240186505u,
                                              3695828792086051481u, 10647052591835392769u, 13172080608996131433u, 9501610978519305041u,
                                              748547077071077969u,  147719806514510881u,   1052683768129437953u,  4567116543701043521u,
                                              8545422895536660225u, 3018409821184430730u,  16676635532567227697u};
  for (int number = 0; number < 15; number++) {
    unsigned long long hash = 1;
    for (int answers = 0; answers < 64; answers++) {
      struct Script s = {{0}, "", 0};
      struct World w = {probe, &s, 0};
      // true is a different number at each place, some negative
      for (int k = 0; k < 8; k++) s.answers[k] = answers >> k & 1 ? (k % 3 == 2 ? -5 : k * 2 + 1) : 0;
      hash = mix(hash, (unsigned)formula(&w, number));
      for (int k = 0; k < s.at; k++) hash = mix(hash, (unsigned)s.trace[k]);
    }
    CHECK(hash == hashes[number]);
  }
  static const int values[] = {0, 5, 12, -3, 2, 0, 4, 11, -8, 1, 6, 0, 13, 3, -1};
  static const unsigned wanted[16][5] = {{0, 0, 0, 0, 0},   {0, 0, 2, 0, 0},    {2, 1, 2, 0, 1},    {3, 1, 3, 0, 3},
                                         {4, 1, 3, 1, 3},   {5, 3, 3, 1, 2},    {5, 3, 5, 1, 2},    {6, 3, 7, 1, 2},
                                         {8, 3, 7, 1, 7},   {8, 3, 8, 2, 9},    {10, 4, 8, 2, 9},   {11, 6, 8, 2, 5},
                                         {11, 6, 10, 2, 5}, {13, 6, 11, 2, 12}, {15, 6, 12, 2, 14}, {16, 6, 12, 3, 15}};
  for (size_t n = 0; n <= 15; n++) {
    unsigned counts[4] = {0, 0, 0, 0};
    CHECK(counters(values, n, counts) == wanted[n][4]);
    CHECK(memcmp(counts, wanted[n], sizeof counts) == 0);
  }
  return failures != 0;
}
