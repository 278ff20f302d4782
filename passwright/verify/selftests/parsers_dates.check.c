#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Moment {
  int32_t year;
  uint8_t month, day, hour, minute, second;
  int16_t offset;
};

int64_t days_from(int32_t year, unsigned month, unsigned day);
void days_to(int64_t days, struct Moment* m);
unsigned weekday(int64_t days);
unsigned week_of(int64_t days, int32_t* year);
void add_months(struct Moment* m, int32_t months);
int64_t seconds_of(const struct Moment* m);
void moment_of(int64_t seconds, int16_t offset, struct Moment* m);
ptrdiff_t date_read(const unsigned char* text, struct Moment* m);

// Day by day through a calendar kept by hand.
static void walk(int32_t year, int years) {
  static const unsigned lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int64_t day = days_from(year, 1, 1);
  unsigned wrong = 0, week = weekday(day);
  for (int32_t y = year; y < year + years; y++)
    for (unsigned m = 1; m <= 12; m++) {
      int is_leap = (y & 3) == 0 && ((y % 25) != 0 || (y & 15) == 0);
      unsigned n = m == 2 && is_leap ? 29 : lengths[m - 1];
      for (unsigned d = 1; d <= n; d++, day++) {
        struct Moment got = {0, 0, 0, 99, 98, 97, 96};
        days_to(day, &got);
        wrong += got.year != y || got.month != m || got.day != d || got.hour != 99 || got.offset != 96;
        wrong += days_from(y, m, d) != day || weekday(day) != week;
        week = week % 7 + 1;
      }
    }
  CHECK(wrong == 0);
}

static void weeks(int32_t y, unsigned m, unsigned d, unsigned day, unsigned week, int32_t year) {
  int32_t got = 0;
  CHECK(weekday(days_from(y, m, d)) == day);
  CHECK(week_of(days_from(y, m, d), &got) == week && got == year);
}

static void months(int32_t y, unsigned m, unsigned d, int32_t add, int32_t want_y, unsigned want_m, unsigned want_d) {
  struct Moment t = {y, (uint8_t)m, (uint8_t)d, 1, 2, 3, 4};
  add_months(&t, add);
  CHECK(t.year == want_y && t.month == want_m && t.day == want_d && t.hour == 1 && t.minute == 2 && t.second == 3 && t.offset == 4);
}

static void reads(const char* text, int64_t seconds, int offset) {
  struct Moment m, back;
  CHECK(date_read((const unsigned char*)text, &m) == -1);
  CHECK(seconds_of(&m) == seconds && m.offset == offset);
  moment_of(seconds, (int16_t)offset, &back);
  CHECK(back.year == m.year && back.month == m.month && back.day == m.day && back.hour == m.hour && back.minute == m.minute &&
        back.second == m.second && back.offset == m.offset);
}

int main(void) {
  CHECK(days_from(1970, 1, 1) == 0 && days_from(1969, 12, 31) == -1 && days_from(2000, 2, 29) == 11016 && days_from(2000, 3, 1) == 11017);
  CHECK(days_from(1, 1, 1) == -719162 && days_from(0, 3, 1) == -719468 && days_from(9999, 12, 31) == 2932896);
  CHECK(days_from(INT32_MIN, 1, 1) == -784353015833ll && days_from(INT32_MAX, 12, 31) == 784351576776ll);
  struct Moment edge;
  days_to(-784353015833ll, &edge);
  CHECK(edge.year == INT32_MIN && edge.month == 1 && edge.day == 1);
  days_to(784351576776ll, &edge);
  CHECK(edge.year == INT32_MAX && edge.month == 12 && edge.day == 31);
  walk(1897, 12);
  walk(1996, 10);
  walk(-402, 6);
  walk(-5, 10);
  weeks(1970, 1, 1, 4, 1, 1970);
  weeks(2005, 1, 1, 6, 53, 2004);
  weeks(2005, 1, 2, 7, 53, 2004);
  weeks(2008, 12, 29, 1, 1, 2009);
  weeks(2010, 1, 3, 7, 53, 2009);
  weeks(2010, 1, 4, 1, 1, 2010);
  weeks(2000, 2, 29, 2, 9, 2000);
  weeks(1600, 12, 31, 7, 52, 1600);
  months(2023, 1, 31, 1, 2023, 2, 28);
  months(2024, 1, 31, 1, 2024, 2, 29);
  months(1900, 3, 31, -1, 1900, 2, 28);
  months(2024, 2, 29, 12, 2025, 2, 28);
  months(2024, 2, 29, -48, 2020, 2, 29);
  months(2000, 12, 15, 1, 2001, 1, 15);
  months(2000, 1, 15, -1, 1999, 12, 15);
  months(0, 1, 31, -2, -1, 11, 30);
  months(2000, 6, 30, 0, 2000, 6, 30);
  months(2000, 1, 1, INT32_MAX, 178958970, 8, 1);
  months(2000, 1, 1, INT32_MIN, -178954971, 5, 1);

  reads("1970-01-01", 0, 0);
  reads("1970-01-01T00:00:01Z", 1, 0);
  reads("1969-12-31T23:59:59Z", -1, 0);
  reads("2000-02-29T12:30", 951827400, 0);
  reads("2038-01-19T03:14:08Z", 2147483648ll, 0);
  reads("1901-12-13T20:45:52Z", -2147483648ll, 0);
  reads("2024-03-01T00:15:00+01:30", 1709246700, 90);
  reads("2023-12-31T23:45-00:30", 1704068100, -30);
  reads("0000-01-01T00:00:00+14:59", -62167219200ll - 53940, 899);
  reads("9999-12-31T23:59:59-14:00", 253402300799ll + 50400, -840);

  static const struct {
    const char* text;
    ptrdiff_t where;
  } faults[] = {{"", 0},
                {"19", 2},
                {"1970", 4},
                {"1970/01/01", 4},
                {"1970-00-01", 5},
                {"1970-13-01", 5},
                {"1970-02-29", 8},
                {"1972-02-30", 8},
                {"2100-02-29", 8},
                {"1970-04-31", 8},
                {"1970-01-00", 8},
                {"1970-1-01", 6},
                {"1970-01-01 ", 10},
                {"1970-01-01T", 11},
                {"1970-01-01T24:00", 11},
                {"1970-01-01T23:60", 14},
                {"1970-01-01T23", 13},
                {"1970-01-01T23:59:60", 17},
                {"1970-01-01T23:59:", 17},
                {"1970-01-01T23:59:5", 18},
                {"1970-01-01T23:59Zx", 17},
                {"1970-01-01T23:59+15:00", 17},
                {"1970-01-01T23:59+1:00", 18},
                {"1970-01-01T23:59*01:00", 16},
                {"1970-01-01T23:59-01:00Z", 22},
                {"1970-01-01T23:59-01", 19},
                {"\xb2\xb0", 0}};
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
    struct Moment m;
    CHECK(date_read((const unsigned char*)faults[i].text, &m) == faults[i].where);
  }
  return failures != 0;
}
