// Structs of a few bytes by value: dates, fractions, pixels and flags in every register shape, and the same through a table.
#include <stddef.h>
#include <stdint.h>

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

static int leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

static unsigned days_in(struct Date date) {
  static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[date.month - 1] + (date.month == 2 && leap(date.year));
}

struct Date next_day(struct Date date) {
  if (++date.day > days_in(date)) {
    date.day = 1;
    if (++date.month > 12) date.month = 1, date.year++;
  }
  return date;
}

struct Date add_days(struct Date date, unsigned days) {
  while (days-- > 0) date = next_day(date);
  return date;
}

static int32_t divisor(int32_t a, int32_t b) {
  while (b != 0) {
    int32_t rest = a % b;
    a = b;
    b = rest;
  }
  return a < 0 ? -a : a;
}

static struct Fraction reduced(struct Fraction f) {
  int32_t by = divisor(f.top, f.bottom);
  if (f.bottom < 0) by = -by;
  return (struct Fraction){f.top / by, f.bottom / by};
}

struct Fraction fraction_add(struct Fraction a, struct Fraction b) {
  return reduced((struct Fraction){a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom});
}

struct Fraction fraction_divide(struct Fraction a, struct Fraction b) {
  return reduced((struct Fraction){a.top * b.bottom, a.bottom * b.top});
}

struct Fraction harmonic(int32_t n) {
  struct Fraction sum = {0, 1};
  for (int32_t i = 1; i <= n; i++) sum = fraction_add(sum, (struct Fraction){1, i});
  return sum;
}

struct Pixel blend(struct Pixel a, struct Pixel b, uint8_t weight) {
  a.red = (uint8_t)((a.red * (255 - weight) + b.red * weight + 127) / 255);
  a.green = (uint8_t)((a.green * (255 - weight) + b.green * weight + 127) / 255);
  a.blue = (uint8_t)((a.blue * (255 - weight) + b.blue * weight + 127) / 255);
  return a;
}

void blend_row(struct Pixel* row, size_t n, struct Pixel with) {
  for (size_t i = 0; i < n; i++) row[i] = blend(row[i], with, (uint8_t)(i * 51));
}

struct One next_one(struct One one) { return (struct One){(unsigned char)(one.c + 1)}; }

struct Five turn_five(struct Five five) {
  uint8_t head = five.head;
  five.head = five.tail[0];
  for (int i = 0; i < 3; i++) five.tail[i] = five.tail[i + 1];
  five.tail[3] = head;
  return five;
}

struct Bits step_bits(struct Bits bits) {
  struct Bits next = bits;
  next.low = bits.low + 3u;
  next.middle = bits.middle < 0 ? -(bits.middle + 1) : -bits.middle;
  next.high = bits.high * 5u + bits.low;
  return next;
}

struct Five (*const five_table[2])(struct Five) = {turn_five, turn_five};
