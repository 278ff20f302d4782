#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

void rotate(const uint8_t ring[256], uint8_t start, uint8_t step, uint8_t* out, size_t n);
uint64_t sum_down(const uint8_t* table, uint16_t start, uint32_t count);
uint32_t fold(const uint32_t* cells, uint64_t from, uint64_t to);
size_t trace_signed(signed char low, signed char high, int16_t* out);
uint32_t gather(const uint32_t* cells, uint32_t offset, uint32_t from, uint32_t n);
int64_t around(const int32_t* middle, int32_t reach);
unsigned until(uint32_t bound, const uint8_t* stops);
uint64_t pairs(uint64_t a, uint32_t steps);

static uint8_t table[65536];

int main(void) {
  uint8_t ring[256], out[600];
  for (unsigned i = 0; i < 256; i++) ring[i] = (uint8_t)(i ^ 0x5a);
  static const uint8_t starts[] = {0, 1, 200, 255}, steps[] = {0, 1, 2, 7, 16, 127, 128, 255};
  for (unsigned s = 0; s < 4; s++)
    for (unsigned t = 0; t < 8; t++)
      for (size_t n = 0; n < 600; n = n * 2 + 1) {
        memset(out, 0x77, sizeof out);
        rotate(ring, starts[s], steps[t], out, n);
        for (size_t i = 0; i < 600; i++) CHECK(out[i] == (i < n ? ((starts[s] + i * steps[t]) % 256) ^ 0x5a : 0x77));
      }

  for (unsigned i = 0; i < 65536; i++) table[i] = (uint8_t)(i * 167 >> 4);
  CHECK(sum_down(table, 5, 0) == 0 && sum_down(table, 5, 1) == table[5]);
  CHECK(sum_down(table, 3, 8) == 94423u && sum_down(table, 0, 2) == 245u);
  CHECK(sum_down(table, 65535, 65536) == 905395058556600320u && sum_down(table, 1000, 70000) == 16643240085897306436u);

  static const uint32_t cells[8] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
  CHECK(fold(cells, 0, 0) == 0 && fold(cells, 0, 8) == 11111111 && fold(cells, 7, 9) == 10000001);
  CHECK(fold(cells, 0xfffffffeu, 0x100000002u) == 11000011 + 11);
  CHECK(fold(cells, 0x2ffffffffu, 0x300000001u) == 10000000 * 3u + 1 * 4);
  CHECK(fold(cells, 0xfffffffffffffffeu, 3) == (1000000u + 10000000u) * 0xffffffffu + 11000000u + 111u);
  CHECK(fold(cells, 250, 262) == 11222211u);

  int16_t values[256];
  for (int low = -128; low < 128; low += 15)
    for (int high = -128; high < 128; high += 15) {
      memset(values, 0x11, sizeof values);
      size_t n = trace_signed((signed char)low, (signed char)high, values), wanted = (size_t)((high - low + 256) % 256 + 1);
      CHECK(n == wanted);
      for (size_t i = 0; i < 256; i++) CHECK(values[i] == (i < n ? ((low + 128 + (int)i) % 256 - 128) * 256 : 0x1111));
    }
  CHECK(trace_signed(127, -128, values) == 2 && values[0] == 32512 && values[1] == -32768);
  CHECK(trace_signed(0, -1, values) == 256 && values[127] == 32512 && values[128] == -32768 && values[255] == -256);

  CHECK(gather(cells, 0, 0, 0) == 0 && gather(cells, 2, 0, 3) == 100 * 961 + 1000 * 31 + 10000);
  CHECK(gather(cells, 0xffffffffu, 3, 2) == 100 * 31 + 1000 && gather(cells, 5, 0xfffffffbu, 3) == 961 + 310 + 100);
  CHECK(gather(cells, 0xfffffffeu, 2, 8) == gather(cells, 0, 0, 8) && gather(cells, 0x80000003u, 0x7fffffffu, 2) == 100 * 31 + 1000);
  CHECK(gather(cells, 3, 0xffffffffu, 3) == 100 * 961 + 1000 * 31 + 10000);

  int32_t line[41];
  for (int i = 0; i < 41; i++) line[i] = i % 2 ? INT32_MAX : INT32_MIN + i;
  for (int reach = 0; reach <= 20; reach++) {
    int64_t wanted = 0;
    for (int i = 1; i <= reach; i++) wanted += (int64_t)i * (i % 2 ? 0 : 2 * i);
    CHECK(around(line + 20, reach) == wanted);
  }
  CHECK(around(line + 20, -1) == 0 && around(line + 20, -2147483647) == 0);
  CHECK(around(line + 1, 1) == (int64_t)INT32_MIN + 2 - INT32_MIN);

  uint8_t stops[256] = {0};
  CHECK(until(0, stops) == 0 && until(1, stops) == 1 && until(255, stops) == 255 && until(256, stops) == 1000 &&
        until(0xffffffffu, stops) == 1000);
  for (unsigned at = 0; at < 256; at++) {
    stops[at] = 1;
    CHECK(until(256, stops) == 256 + at && until(255, stops) == 255 && until(0x80000000u, stops) == 256 + at && until(at, stops) == at);
    stops[at] = 0;
  }

  static const uint64_t inputs[] = {0, 0x7fff, 0x8000, 0xffff, 0x123456789abcdef0u};
  static const uint64_t hashes[5][3] = {{0u, 9607312496875384752u, 15385859675434852064u},
                                        {36027697521590092u, 7065286406751853184u, 12220384842111243456u},
                                        {18410715276676333568u, 2449622294959009712u, 2484003094613270240u},
                                        {18446742974197923660u, 5652509990392830592u, 10061130006088242368u},
                                        {18437437807288373952u, 9121174113623819376u, 1395952727461256224u}};
  for (unsigned i = 0; i < 5; i++)
    CHECK(pairs(inputs[i], 0) == 0 && pairs(inputs[i], 1) == hashes[i][0] && pairs(inputs[i], 6) == hashes[i][1] &&
          pairs(inputs[i], 700) == hashes[i][2]);
  return failures != 0;
}
