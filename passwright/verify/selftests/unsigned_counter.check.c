#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Ring {
  uint32_t head, tail;
  uint32_t mask;
  unsigned char* bytes;
};
struct Window {
  uint32_t next;
  uint64_t seen;
};

uint32_t ring_put(struct Ring* r, const unsigned char* from, uint32_t n);
uint32_t ring_get(struct Ring* r, unsigned char* to, uint32_t n);
int before(uint32_t a, uint32_t b, unsigned bits);
int window_accept(struct Window* w, uint32_t number);
uint32_t next_timer(uint32_t now, const uint32_t* due, size_t n, size_t* which);
uint64_t through(uint32_t from, uint32_t to, uint32_t step);
unsigned count_bytes(uint8_t from, uint8_t to);
unsigned down_to_zero(uint32_t from, uint32_t step, uint32_t* last);
void store_backwards(unsigned char* base, uint32_t start, uint32_t n);

int main(void) {
  static const uint32_t starts[] = {0, 0xfffffff0, 0xffffffff, 0x7ffffffa, 0x80000000};
  for (int s = 0; s < 5; s++) {
    unsigned char bytes[18], in[40], out[40];
    memset(bytes, 0xee, sizeof bytes);
    struct Ring r = {starts[s], starts[s], 15, bytes + 1};
    unsigned put = 0, got = 0;
    for (int round = 0; round < 60; round++) {
      for (int i = 0; i < 40; i++) in[i] = (unsigned char)(put + (unsigned)i);
      unsigned want = (unsigned)round % 21, room = 16 - (put - got);
      CHECK(ring_put(&r, in, want) == (want < room ? want : room));
      put += want < room ? want : room;
      CHECK(r.head == starts[s] + put);
      memset(out, 0xdd, sizeof out);
      unsigned ask = (unsigned)round * 7 % 19, there = put - got, take = ask < there ? ask : there;
      CHECK(ring_get(&r, out, ask) == take && r.tail == starts[s] + got + take);
      for (unsigned i = 0; i < take; i++) CHECK(out[i] == (unsigned char)(got + i));
      for (unsigned i = take; i < 40; i++) CHECK(out[i] == 0xdd);
      got += take;
    }
    CHECK(bytes[0] == 0xee && bytes[17] == 0xee);
  }

  static const uint32_t p[] = {0, 1, 2, 0x7ffffffe, 0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe, 0xffffffff};
  for (int i = 0; i < 9; i++) {
    for (int j = 0; j < 9; j++) {
      int64_t gap = (int64_t)p[j] - p[i];
      if (gap < 0) gap += 4294967296;
      CHECK(before(p[i], p[j], 32) == (gap > 0 && gap < 2147483648));
    }
  }
  for (int i = 0; i < 256; i++) {
    for (int j = 0; j < 256; j++) {
      int gap = (j - i + 256) % 256;
      CHECK(before((uint32_t)i, (uint32_t)j, 8) == (gap > 0 && gap < 128));
      if (i % 16 == j % 7) CHECK(count_bytes((uint8_t)i, (uint8_t)j) == (unsigned)gap);
    }
  }

  for (int s = 0; s < 5; s++) {
    struct Window w = {starts[s], 0};
    static const struct {
      uint32_t number;
      int accepted;
    } steps[] = {{0, 1},          {0, 0},          {2, 1},          {1, 1},          {1, 0},         {2, 0},   {65, 1},  {2, 0},
                 {1, 0},          {3, 1},          {3, 0},          {64, 1},         {129, 1},       {65, 0},  {66, 1},  {66, 0},
                 {128, 1},        {193, 1},        {129, 0},        {130, 1},        {1000, 1},      {936, 0}, {937, 1}, {937, 0},
                 {0x800003e9, 0}, {0x800003e8, 1}, {0x800003e7, 1}, {0x800003a8, 0}, {0x800003a9, 1}};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) CHECK(window_accept(&w, starts[s] + steps[i].number) == steps[i].accepted);
    CHECK(w.next == starts[s] + 0x800003e9u && w.seen == 0x8000000000000003u);
    CHECK(window_accept(&w, starts[s] + 1000) == 1 && w.next == starts[s] + 1001 && w.seen == 1);
  }

  size_t which;
  static const uint32_t due[] = {0x00000010, 0xfffffff0, 0x7fffffff, 0x80000005};
  CHECK(next_timer(0xffffffe0, due, 2, &which) == 16 && which == 1);
  CHECK(next_timer(0xfffffff1, due, 1, &which) == 31 && which == 0);
  CHECK(next_timer(0xfffffff1, due, 4, &which) == 0 && which == 1);
  CHECK(next_timer(0x11, due, 4, &which) == 0 && which == 0);
  CHECK(next_timer(0x11, due + 2, 1, &which) == 0x7fffffee && which == 0);
  CHECK(next_timer(5, due + 3, 1, &which) == 0x80000000 && which == 0);
  CHECK(next_timer(5, due, 0, &which) == UINT32_MAX && which == 0);

  CHECK(through(0xfffffffe, 2, 1) == 0x781fffff1382u && through(9, 9, 1) == 0 && through(0x80000000, 0, 0x80000000) == 0x80000000);
  CHECK(through(0xfffffffd, 3, 3) == 0x1effffffa3 && through(3, 0xfffffffd, 0xfffffffd) == 93);
  uint32_t last = 77;
  CHECK(down_to_zero(10, 3, &last) == 4 && last == 1);
  CHECK(down_to_zero(9, 3, &last) == 4 && last == 0);
  CHECK(down_to_zero(0, 1, &last) == 1 && last == 0);
  CHECK(down_to_zero(0xffffffff, 0x40000000, &last) == 1000 && last == 0x3fffffff);
  CHECK(down_to_zero(0xfffffffe, 0x40000000, &last) == 1000 && last == 0x3ffffffe);
  CHECK(down_to_zero(0xfffffffe, 0x7fffffff, &last) == 1000 && last == 0x800003e5);
  unsigned char store[24];
  for (uint32_t n = 0; n <= 16; n++) {
    memset(store, 0xcc, sizeof store);
    store_backwards(store, 3, n);
    for (uint32_t i = 0; i < 24; i++) CHECK(store[i] == (i >= 3 && i < 3 + n ? i - 3 : 0xcc));
  }
  return failures != 0;
}
