#include <cstddef>
#include <cstdint>
#include <cstring>

#include "check.h"

struct Walker {
  virtual ~Walker() = default;
  virtual int64_t step(int64_t at) = 0;
  virtual bool done(int64_t at) const { return at == 1; }
};

unsigned crtp_versions(const unsigned char* a, const unsigned char* b);
unsigned crtp_lengths(double a, double b);
int crtp_sort(unsigned char (*rows)[3], size_t count);
int crtp_alive();
int crtp_made_lengths();
int64_t crtp_collatz(int64_t from);
int64_t crtp_halving(int64_t from, int* used);
int64_t crtp_dynamic(Walker* walker, int64_t from);

struct Down : Walker {
  int64_t by;
  mutable int asked = 0;
  explicit Down(int64_t b) : by(b) {}
  int64_t step(int64_t at) override { return at - by; }
  bool done(int64_t at) const override { return asked++, at < -20; }
};
struct Square : Walker {
  int64_t step(int64_t at) override { return at * at % 1000 + 2; }
};

enum { less = 1 + 4 + 32, more = 2 + 8 + 32, same = 4 + 8 + 16 };

int main() {
  static const unsigned char versions[][3] = {{0, 0, 0},     {0, 0, 1},   {0, 0, 255},    {0, 1, 0},   {0, 127, 255},
                                              {0, 128, 0},   {0, 255, 7}, {1, 0, 0},      {127, 9, 9}, {128, 0, 0},
                                              {128, 0, 128}, {255, 0, 0}, {255, 255, 255}};
  for (int i = 0; i < 13; i++)
    for (int j = 0; j < 13; j++)
      CHECK(crtp_versions(versions[i], versions[j]) == static_cast<unsigned>(i < j ? less : i > j ? more : same));
  static const double lengths[] = {-1e300, -1, -5e-324, 0, 5e-324, 1, 1e300};
  for (int i = 0; i < 7; i++)
    for (int j = 0; j < 7; j++) CHECK(crtp_lengths(lengths[i], lengths[j]) == static_cast<unsigned>(i < j ? less : i > j ? more : same));
  CHECK(crtp_lengths(0.0, -0.0) == same && crtp_lengths(__builtin_nan(""), 1) == same && crtp_lengths(1, __builtin_nan("")) == same);
  CHECK(crtp_alive() == 0 && crtp_made_lengths() == 2 * (49 + 3));

  unsigned char rows[9][3];
  memcpy(rows, versions, sizeof rows);
  CHECK(crtp_sort(rows, 8) == 8 && memcmp(rows, versions, sizeof rows) == 0);
  for (int i = 0; i < 8; i++) memcpy(rows[i], versions[12 - i], 3);
  CHECK(crtp_sort(rows, 8) == 8 + 2800);  // each of 28 exchanges makes a copy
  for (int i = 0; i < 8; i++) CHECK(memcmp(rows[i], versions[5 + i], 3) == 0);
  CHECK(memcmp(rows[8], versions[8], 3) == 0);
  static const int shuffle[] = {3, 3, 0, 7, 1};
  for (int i = 0; i < 5; i++) memcpy(rows[i], versions[shuffle[i]], 3);
  CHECK(crtp_sort(rows, 5) == 5 + 500);
  CHECK(memcmp(rows[0], versions[0], 3) == 0 && memcmp(rows[1], versions[1], 3) == 0 && memcmp(rows[2], versions[3], 3) == 0);
  CHECK(memcmp(rows[3], versions[3], 3) == 0 && memcmp(rows[4], versions[7], 3) == 0);
  CHECK(crtp_sort(rows, 0) == 0 && crtp_sort(rows, 1) == 1 && crtp_sort(rows, 9) == -1 && crtp_alive() == 0);

  CHECK(crtp_collatz(1) == 1000 && crtp_collatz(2) == 2001);
  CHECK(crtp_collatz(27) == 9232111);
  CHECK(crtp_collatz(97) == 9232118);
  CHECK(crtp_collatz(int64_t{1} << 50) == (int64_t{1} << 50) * 1000 + 50);
  CHECK(crtp_collatz(0) == 400 && crtp_collatz(-1) == -1000 + 400);  // -1 goes to -2 and back
  int used = -1;
  CHECK(crtp_halving(0, &used) == 0 && used == 0);
  CHECK(crtp_halving(-5, &used) == -5000 && used == 0);
  CHECK(crtp_halving(1, &used) == 1001 && used == 1);
  CHECK(crtp_halving(63, &used) == 63006 && used == 6);
  CHECK(crtp_halving(64, &used) == 64007 && used == 7);
  CHECK(crtp_halving(9000, &used) == 9000007 && used == 7);
  Down three(3), none(0);
  CHECK(crtp_dynamic(&three, 10) == 10003 && three.asked == 3);
  CHECK(crtp_dynamic(&three, 11) == 11011 && three.asked == 3 + 12);
  CHECK(crtp_dynamic(&none, 6) == 6050 && none.asked == 51);
  Square square;
  CHECK(crtp_dynamic(&square, 1) == 1000);
  const int64_t squared = crtp_dynamic(&square, 30);
  CHECK(squared % 1000 == 50 && squared / 1000 == 998);
  return failures != 0;
}
