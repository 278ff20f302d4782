#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Date {
  int16_t year;
  uint8_t month, day;
};

struct Fraction {
  int32_t top, bottom;
};

struct Pixel {
  uint8_t red, green, blue;
};

struct One {
  unsigned char c;
};

struct Five {
  uint8_t head;
  uint8_t tail[4];
};

struct Bits {
  unsigned low : 3;
  signed middle : 7;
  unsigned high : 20;
};

struct Date next_day(struct Date date);
struct Date add_days(struct Date date, unsigned days);
struct Fraction fraction_add(struct Fraction a, struct Fraction b);
struct Fraction fraction_divide(struct Fraction a, struct Fraction b);
struct Fraction harmonic(int32_t n);
struct Pixel blend(struct Pixel a, struct Pixel b, uint8_t weight);
void blend_row(struct Pixel* row, size_t n, struct Pixel with);
struct One next_one(struct One one);
struct Five turn_five(struct Five five);
struct Bits step_bits(struct Bits bits);
extern struct Five (*const five_table[2])(struct Five);

static int is(struct Date date, int year, int month, int day) { return date.year == year && date.month == month && date.day == day; }

int main(void) {
  struct Date date = {1999, 12, 31};
  CHECK(is(next_day(date), 2000, 1, 1) && is(date, 1999, 12, 31));
  CHECK(is(add_days(date, 0), 1999, 12, 31) && is(add_days(date, 60), 2000, 2, 29) && is(add_days(date, 61), 2000, 3, 1));
  CHECK(is(add_days((struct Date){1900, 2, 28}, 1), 1900, 3, 1) && is(add_days((struct Date){1970, 1, 1}, 20000), 2024, 10, 4));
  CHECK(is(next_day((struct Date){-1, 12, 31}), 0, 1, 1) && is(next_day((struct Date){0, 2, 28}), 0, 2, 29));

  struct Fraction half = {1, 2}, third = {-2, 6};
  struct Fraction sum = fraction_add(half, third);
  CHECK(sum.top == 1 && sum.bottom == 6 && third.top == -2 && third.bottom == 6);
  sum = fraction_add(half, (struct Fraction){-3, 6});
  CHECK(sum.top == 0 && sum.bottom == 1);
  sum = fraction_divide(half, third);
  CHECK(sum.top == -3 && sum.bottom == 2);
  sum = fraction_divide(sum, sum);
  CHECK(sum.top == 1 && sum.bottom == 1);
  static const int32_t tops[] = {0, 1, 3, 11, 25, 137, 49, 363, 761, 7129, 7381, 83711, 86021};
  static const int32_t bottoms[] = {1, 1, 2, 6, 12, 60, 20, 140, 280, 2520, 2520, 27720, 27720};
  for (int n = 0; n <= 12; n++) CHECK(harmonic(n).top == tops[n] && harmonic(n).bottom == bottoms[n]);

  for (int a = 0; a < 256; a += 15) {
    for (int b = 255; b >= 0; b -= 17) {
      struct Pixel from = {(uint8_t)a, (uint8_t)b, 0}, to = {(uint8_t)b, (uint8_t)a, 255};
      for (int weight = 0; weight < 256; weight += 5) {
        struct Pixel mixed = blend(from, to, (uint8_t)weight);
        double share = weight / 255.0;
        CHECK(mixed.red == (int)(a + (b - a) * share + 127 / 255.0 + 1e-9));
        CHECK(mixed.green == (int)(b + (a - b) * share + 127 / 255.0 + 1e-9) && mixed.blue == weight);
      }
    }
  }
  struct Pixel row[8];
  memset(row, 10, sizeof row);
  blend_row(row + 1, 6, (struct Pixel){10, 110, 255});
  static const uint8_t greens[] = {10, 10, 30, 50, 70, 90, 110, 10}, blues[] = {10, 10, 59, 108, 157, 206, 255, 10};
  for (int i = 0; i < 8; i++) CHECK(row[i].red == 10 && row[i].green == greens[i] && row[i].blue == blues[i]);

  struct One one = {255};
  CHECK(next_one(one).c == 0 && one.c == 255 && next_one(next_one(one)).c == 1);
  struct Five five = {1, {2, 3, 4, 5}};
  CHECK(memcmp((struct Five[]){turn_five(five)}, "\2\3\4\5\1", 5) == 0);
  struct Five around = five;
  for (int i = 0; i < 5; i++) around = five_table[i & 1](around);
  CHECK(memcmp(&around, "\1\2\3\4\5", 5) == 0 && memcmp(&five, "\1\2\3\4\5", 5) == 0);

  struct Bits bits = {6, -64, 0xfffff};
  struct Bits next = step_bits(bits);
  CHECK(next.low == 1 && next.middle == 63 && next.high == 1);
  next = step_bits(next);
  CHECK(next.low == 4 && next.middle == -63 && next.high == 6);
  next = step_bits(step_bits(next));
  CHECK(next.low == 2 && next.middle == -62 && next.high == 177);
  CHECK(bits.low == 6 && bits.middle == -64 && bits.high == 0xfffff);
  return failures != 0;
}
