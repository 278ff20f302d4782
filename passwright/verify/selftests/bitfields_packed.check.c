#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct __attribute__((packed)) Record {
  unsigned int kind : 3;
  unsigned int source : 13;
  uint64_t time : 37;
  signed int level : 11;
  unsigned int serial : 24;
  uint16_t tail;
};

struct __attribute__((packed)) Odd {
  unsigned char head;
  unsigned int one : 1;
  unsigned int most : 31;
  int64_t rest : 56;
};

size_t record_size(void);
void make(struct Record* r, unsigned kind, unsigned source, uint64_t time, int level, unsigned serial);
int64_t total(const struct Record* r, size_t n, uint64_t* times);
void bump(struct Record* r, size_t n, int which, int by);
void sort_records(struct Record* r, size_t n);
size_t find_time(const struct Record* r, size_t n, uint64_t time);
void copy_levels(struct Record* to, const struct Record* from, size_t n);
void odd_write(struct Odd* o, size_t n, int64_t v);
int64_t odd_read(const struct Odd* o, size_t n);

// The fields as numbers, and the bits they stand at in the bytes.
static const unsigned at[] = {0, 3, 16, 53, 64, 88}, width[] = {3, 13, 37, 11, 24, 16};

static uint64_t take(const unsigned char* p, unsigned from, unsigned bits) {
  uint64_t v = 0;
  for (unsigned i = 0; i < bits; i++) v |= (uint64_t)(p[(from + i) / 8] >> (from + i) % 8 & 1) << i;
  return v;
}

static uint64_t field(const struct Record* r, int which) {
  unsigned char bytes[13];
  memcpy(bytes, r, 13);
  return take(bytes, at[which], width[which]);
}

static int64_t low(uint64_t v, unsigned bits) { return v >> (bits - 1) & 1 ? (int64_t)(v | UINT64_MAX << bits) : (int64_t)v; }

enum { N = 17 };
static const uint64_t values[] = {0, UINT64_MAX, 1, 0x5555555555555555, 0x123456789abcdef0, 0x8000000000, 0x1000000000, 0x400, 0x3ff};

static void start(struct Record* r, size_t n) {
  memset(r, 0xd7, (n + 2) * sizeof *r);
  for (size_t i = 0; i < n; i++)
    make(r + 1 + i, (unsigned)values[i * 7 % 9], (unsigned)values[i % 9] + (unsigned)i, values[(i + 4) % 9] + i, (int)values[i * 4 % 9],
         (unsigned)values[i * 5 % 9]);
}

int main(void) {
  unsigned char guard[13];
  memset(guard, 0xd7, sizeof guard);
  CHECK(record_size() == 1312);
  struct Record r[N + 2], before[N + 2];
  for (size_t n = 0; n <= N; n++) {
    start(r, n);
    int64_t sum = 0;
    uint64_t times = 0, got = 1;
    for (size_t i = 0; i < n; i++) {
      const struct Record* p = r + 1 + i;
      unsigned kind = (unsigned)values[i * 7 % 9], source = (unsigned)values[i % 9] + (unsigned)i;
      CHECK(field(p, 0) == (kind & 7) && field(p, 1) == (source & 8191) && field(p, 2) == ((values[(i + 4) % 9] + i) & 0x1fffffffff));
      CHECK(field(p, 3) == (values[i * 4 % 9] & 2047) && field(p, 4) == (values[i * 5 % 9] & 0xffffff) &&
            field(p, 5) == ((kind ^ source) & 65535));
      sum += low(field(p, 3), 11) * (int64_t)(field(p, 0) + 1) - (int64_t)field(p, 4);
      times += field(p, 2) + field(p, 5);
    }
    CHECK(memcmp(r, guard, 13) == 0 && memcmp(r + n + 1, guard, 13) == 0 && total(r + 1, n, &got) == sum && got == times);
    memcpy(before, r, sizeof r);
    static const int bys[] = {1, -1, 5, 0x7fff, -1025};
    for (int which = 0; which < 6; which++) {
      for (int b = 0; b < 5; b++) {
        uint64_t by = (uint64_t)(int64_t)bys[b];
        bump(r + 1, n, which, bys[b]);
        for (size_t i = 1; i <= n; i++) {
          for (int k = 0; k < 6; k++) {
            uint64_t v = field(&before[i], k);
            if (k == which) v = k == 1 ? v - by : k == 4 ? v ^ by : k == 5 ? v * 3 + by : v + by;
            CHECK(field(&r[i], k) == (v & (((uint64_t)1 << width[k]) - 1)));
          }
        }
        CHECK(memcmp(r, guard, 13) == 0 && memcmp(r + n + 1, guard, 13) == 0);
        memcpy(r, before, sizeof r);
      }
    }
    for (size_t i = 0; i < n; i++) {
      size_t first = 0;
      while (field(&r[1 + first], 2) != field(&r[1 + i], 2)) first++;
      CHECK(find_time(r + 1, n, field(&r[1 + i], 2)) == first);
    }
    CHECK(find_time(r + 1, n, 0x2000000000) == n && find_time(r + 1, n, 777777) == n);
    sort_records(r + 1, n);
    for (size_t i = 1; i <= n; i++) {
      // Each old record is there as often as before, and the keys rise.
      int balance = 0;
      for (size_t k = 1; k <= n; k++) balance += (memcmp(&r[k], &before[i], 13) == 0) - (memcmp(&before[k], &before[i], 13) == 0);
      CHECK(balance == 0);
      if (i > 1) {
        uint64_t a = field(&r[i - 1], 0) << 50 | field(&r[i - 1], 1) << 37 | field(&r[i - 1], 2),
                 b = field(&r[i], 0) << 50 | field(&r[i], 1) << 37 | field(&r[i], 2);
        CHECK(a <= b);
      }
    }
    CHECK(memcmp(r, guard, 13) == 0 && memcmp(r + n + 1, guard, 13) == 0);
  }
  // Overlapping by one record: each takes what the next one had, or what the one before has by now.
  for (int down = 0; down < 2; down++) {
    start(r, N);
    memcpy(before, r, sizeof r);
    copy_levels(r + 1 + !down, r + 1 + down, N - 1);
    for (int i = 1; i <= N; i++) {
      int from = down ? (i < N ? i + 1 : N) : 1;
      for (int k = 0; k < 6; k++) CHECK(field(&r[i], k) == field(&before[k == 3 || k == 4 ? from : i], k));
    }
  }
  static const int64_t vs[] = {0, -1, 1, INT64_MAX - 50, INT64_MIN + 50, 0x7fffffffffffff, 0x80000000000000, 0x123456789abcdef, 0x7ffffffb};
  for (int v = 0; v < 9; v++) {
    for (size_t n = 0; n <= 9; n++) {
      struct Odd o[11];
      uint64_t sum = 0;
      memset(o, 0x3c, sizeof o);
      odd_write(o + 1, n, vs[v]);
      for (size_t i = 0; i < 11; i++) {
        unsigned char bytes[12];
        memcpy(bytes, &o[i], 12);
        if (i == 0 || i > n) {
          CHECK(take(bytes, 0, 48) == 0x3c3c3c3c3c3c && take(bytes, 48, 48) == 0x3c3c3c3c3c3c);
        } else {
          uint64_t x = (uint64_t)vs[v], rest = (x - (i - 1)) & 0xffffffffffffff, most = (x + i - 1) & 0x7fffffff;
          CHECK(bytes[0] == 0x3c && take(bytes, 8, 1) == (x >> (i - 1) & 1) && take(bytes, 9, 31) == most && take(bytes, 40, 56) == rest);
          sum = sum * 5 + (uint64_t)low(rest, 56) + (most * 2 & 0xffffffff) + (x >> (i - 1) & 1) + 0x3c;
        }
      }
      CHECK(odd_read(o + 1, n) == (int64_t)sum);
    }
  }
  return failures != 0;
}
