// Dates: reads and writes the forms of ISO 8601, days since 1970 both ways, weeks, months added with the day kept in range, and offsets.
#include <stddef.h>
#include <stdint.h>

struct Moment {
  int32_t year;
  uint8_t month, day, hour, minute, second;
  int16_t offset;
};

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }
static int64_t floor_mod(int64_t a, int64_t b) { return a - floor_div(a, b) * b; }

static int leap(int64_t y) { return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0); }

static unsigned month_days(int64_t y, unsigned m) {
  static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[m - 1] + (m == 2 && leap(y));
}

// The year is taken to begin in March, so that the odd day is its last.
int64_t days_from(int32_t year, unsigned month, unsigned day) {
  int64_t y = (int64_t)year - (month <= 2);
  int64_t era = floor_div(y, 400);
  int64_t in_era = y - era * 400;
  int64_t in_year = (153 * ((int64_t)month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

void days_to(int64_t days, struct Moment* m) {
  days += 719468;
  int64_t era = floor_div(days, 146097), d = floor_mod(days, 146097);
  int64_t y = (d - d / 1460 + d / 36524 - d / 146096) / 365;
  int64_t in_year = d - (365 * y + y / 4 - y / 100);
  int64_t month = (5 * in_year + 2) / 153;
  m->day = (uint8_t)(in_year - (153 * month + 2) / 5 + 1);
  m->month = (uint8_t)(month < 10 ? month + 3 : month - 9);
  m->year = (int32_t)(y + era * 400 + (m->month <= 2));
}

unsigned weekday(int64_t days) { return (unsigned)floor_mod(days + 3, 7) + 1; }

// The ISO week: the one with the year's first Thursday is the first.
unsigned week_of(int64_t days, int32_t* year) {
  struct Moment thursday;
  days_to(days - (int64_t)weekday(days) + 4, &thursday);
  *year = thursday.year;
  return (unsigned)((days - (int64_t)weekday(days) + 4 - days_from(thursday.year, 1, 1)) / 7) + 1;
}

void add_months(struct Moment* m, int32_t months) {
  int64_t total = (int64_t)m->year * 12 + m->month - 1 + months;
  m->year = (int32_t)floor_div(total, 12);
  m->month = (uint8_t)(floor_mod(total, 12) + 1);
  unsigned most = month_days(m->year, m->month);
  if (m->day > most) m->day = (uint8_t)most;
}

int64_t seconds_of(const struct Moment* m) {
  return days_from(m->year, m->month, m->day) * 86400 + m->hour * 3600 + m->minute * 60 + m->second - (int64_t)m->offset * 60;
}

void moment_of(int64_t seconds, int16_t offset, struct Moment* m) {
  seconds += (int64_t)offset * 60;
  days_to(floor_div(seconds, 86400), m);
  int64_t rest = floor_mod(seconds, 86400);
  m->hour = (uint8_t)(rest / 3600);
  m->minute = (uint8_t)(rest / 60 % 60);
  m->second = (uint8_t)(rest % 60);
  m->offset = offset;
}

struct Cursor {
  const unsigned char *start, *at;
};

static int field(struct Cursor* c, unsigned digits, unsigned least, unsigned most, unsigned* out) {
  unsigned v = 0;
  const unsigned char* start = c->at;
  for (unsigned i = 0; i < digits; i++) {
    if (*c->at < '0' || *c->at > '9') return 0;
    v = v * 10 + (*c->at++ - '0');
  }
  if (v < least || v > most) {
    c->at = start;
    return 0;
  }
  *out = v;
  return 1;
}

static int sign(struct Cursor* c, unsigned char wanted) {
  if (*c->at != wanted) return 0;
  c->at++;
  return 1;
}

static int read_fields(struct Cursor* c, struct Moment* m) {
  unsigned v, w;
  if (!field(c, 4, 0, 9999, &v)) return 0;
  m->year = (int32_t)v;
  if (!sign(c, '-') || !field(c, 2, 1, 12, &w)) return 0;
  m->month = (uint8_t)w;
  if (!sign(c, '-') || !field(c, 2, 1, month_days(v, w), &v)) return 0;
  m->day = (uint8_t)v;
  m->hour = m->minute = m->second = 0;
  m->offset = 0;
  if (*c->at == 0) return 1;
  if (!sign(c, 'T') || !field(c, 2, 0, 23, &v) || !sign(c, ':') || !field(c, 2, 0, 59, &w)) return 0;
  m->hour = (uint8_t)v;
  m->minute = (uint8_t)w;
  if (sign(c, ':')) {
    if (!field(c, 2, 0, 59, &v)) return 0;
    m->second = (uint8_t)v;
  }
  if (sign(c, 'Z') || *c->at == 0) return *c->at == 0;
  int east = *c->at == '+';
  if (!east && *c->at != '-') return 0;
  c->at++;
  if (!field(c, 2, 0, 14, &v) || !sign(c, ':') || !field(c, 2, 0, 59, &w)) return 0;
  m->offset = (int16_t)(east ? v * 60 + w : -(int)(v * 60 + w));
  return *c->at == 0;
}

// Returns -1 if all is well, else the place of the fault.
ptrdiff_t date_read(const unsigned char* text, struct Moment* m) {
  struct Cursor c = {text, text};
  return read_fields(&c, m) ? -1 : c.at - c.start;
}
