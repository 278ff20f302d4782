#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct __attribute__((packed)) Record {
  uint8_t bytes[47];
};

extern const size_t sizes[3];
void header_set(void* header, uint32_t length, uint64_t stamp);
uint64_t headers_sum(const void* headers, size_t n);
void headers_sort(void* headers, size_t n);
void headers_age(void* headers, size_t n, uint64_t by);
struct Record record_of(uint8_t tag, double weight, const int16_t* samples);
double records_weigh(void* records, size_t n);
int64_t fields_step(void* fields, size_t n);

// The members by their places, worked out by hand.
static uint64_t get(const unsigned char* at, size_t size) {
  uint64_t word = 0;
  for (size_t i = size; i-- > 0;) word = word << 8 | at[i];
  return word;
}

static int header_is(const unsigned char* at, uint32_t length, uint16_t flags, uint64_t stamp) {
  return at[0] == 3 && get(at + 1, 4) == length && get(at + 5, 2) == flags && get(at + 7, 8) == stamp;
}

int main(void) {
  CHECK(sizes[0] == 15 && sizes[1] == 47 && sizes[2] == 11);
  for (size_t offset = 1; offset < 10; offset++) {
    unsigned char bytes[120];
    unsigned char* at = bytes + offset;
    memset(bytes, 0xcc, sizeof bytes);
    static const uint64_t stamps[] = {500, UINT64_MAX, 0, 0x0102030405060708, 500};
    for (int i = 0; i < 5; i++) header_set(at + 15 * i, 0xabcd0000u + (uint32_t)i, stamps[i]);
    CHECK(bytes[offset - 1] == 0xcc && at[75] == 0xcc);
    for (int i = 0; i < 5; i++) CHECK(header_is(at + 15 * i, 0xabcd0000u + (uint32_t)i, (uint16_t)(0xabcd ^ i), stamps[i]));
    uint64_t sum = 0;
    for (int i = 0; i < 5; i++) sum += (stamps[i] ^ (0xabcd0000 + (uint64_t)i) << 13 ^ 0xabcd ^ (uint64_t)i) * (uint64_t)(i + 1) + 3;
    CHECK(headers_sum(at, 5) == sum && headers_sum(at, 0) == 0);
    headers_sort(at, 5);
    static const int order[] = {2, 0, 4, 3, 1};
    for (int i = 0; i < 5; i++)
      CHECK(header_is(at + 15 * i, 0xabcd0000u + (uint32_t)order[i], (uint16_t)(0xabcd ^ order[i]), stamps[order[i]]));
    headers_age(at + 15, 3, 501);
    CHECK(header_is(at, 0xabcd0002, 0xabcf, 0) && header_is(at + 15, 0xabcd0003, 0xabcd, UINT64_MAX) &&
          header_is(at + 30, 0xabcd0007, 0xabc9, UINT64_MAX));
    CHECK(header_is(at + 45, 0xabcd0006, 0xabcf, 0x0102030405060708 - 501) && header_is(at + 60, 0xabcd0001, 0xabcc, UINT64_MAX));
    CHECK(bytes[offset - 1] == 0xcc && at[75] == 0xcc);
  }

  // Tag, header, a plain struct with its own padding, weight, samples, end.
  static const int16_t samples[3] = {-5, 32767, 100};
  struct Record record = record_of(200, 1.5, samples);
  unsigned char* at = record.bytes;
  double weight;
  CHECK(at[0] == 200 && header_is(at + 1, 14000000, 0xd5 ^ 0x9f80, 0xc8c8c8c8c8c8c8c8) && get(at + 16, 2) == 200 &&
        get(at + 24, 8) == 0xc8c8c8c8c8c8c8c8);
  memcpy(&weight, at + 32, 8);
  CHECK(weight == 1.5 && get(at + 40, 2) == 0xfffb && get(at + 42, 2) == 0x7fff && get(at + 44, 2) == 100 && at[46] == 55);
  for (size_t offset = 0; offset < 9; offset++) {
    unsigned char bytes[160];
    memset(bytes, 0xcc, sizeof bytes);
    for (int i = 0; i < 3; i++) {
      struct Record next = record_of((uint8_t)(255 * i), i - 0.25, samples);
      memcpy(bytes + offset + 47 * i, &next, 47);
    }
    // Samples sum to 32862 and then, with the first in the last's place, to 32757; 1 from each for the sum of the copies.
    CHECK(records_weigh(bytes + offset, 3) == 32862 * (-0.5 + 1.5 + 3.5) + 3 &&
          records_weigh(bytes + offset + 47, 2) == 32757 * (3.0 + 7.0) + 2);
    for (int i = 0; i < 3; i++) {
      const unsigned char* r = bytes + offset + 47 * i;
      memcpy(&weight, r + 32, 8);
      CHECK(r[0] == (uint8_t)(255 * i) && weight == (i - 0.25) * (i ? 4 : 2) && get(r + 16, 2) == r[0] + (i ? 2u : 1u) &&
            get(r + 24, 8) == r[0] * 0x0101010101010101u);
      CHECK(get(r + 40, 2) == 0xfffb && get(r + 42, 2) == 0x7fff && get(r + 44, 2) == 0xfffb && r[46] == 255 - r[0]);
    }
    CHECK(bytes[offset + 141] == 0xcc && (offset == 0 || bytes[offset - 1] == 0xcc));

    // Lead, then 72 bits of fields from the lowest on, then trail.
    static const struct {
      uint8_t lead, trail;
      uint32_t narrow, wide;
      int32_t sign;
      uint64_t huge;
    } rows[4] = {{1, 2, 7, 0x3fffff, -64, 0xffffffffff},
                 {0xff, 0xff, 0, 0, 63, 0x8000000000},
                 {0x55, 0xf0, 3, 0x123456, -1, 0x7fffffffff},
                 {0, 9, 6, 1, 0, 1}};
    unsigned char* f = bytes + offset;
    memset(bytes, 0xcc, sizeof bytes);
    for (int i = 0; i < 4; i++) {
      unsigned __int128 all =
          rows[i].narrow | (uint64_t)rows[i].wide << 3 | (uint64_t)(rows[i].sign & 127) << 25 | (unsigned __int128)rows[i].huge << 32;
      f[11 * i] = rows[i].lead, f[11 * i + 10] = rows[i].trail;
      memcpy(f + 11 * i + 1, &all, 9);
    }
    int64_t expected = 0;
    CHECK(fields_step(f, 0) == 0 && f[0] == 1);
    int64_t got = fields_step(f, 4);
    for (int i = 0; i < 4; i++) {
      uint64_t low = get(f + 11 * i + 1, 4), huge = get(f + 11 * i + 5, 5);
      uint32_t narrow = (rows[i].narrow + 1) % 8, wide = (rows[i].wide * 5 + narrow) % 0x400000;
      int32_t sign = -1 - rows[i].sign;
      uint64_t turned = (rows[i].huge * 2 + (rows[i].huge >= 0x8000000000)) % 0x10000000000;
      CHECK(low % 8 == narrow && (low >> 3) % 0x400000 == wide && low >> 25 == (uint64_t)(sign & 127) && huge == turned);
      CHECK(f[11 * i] == (rows[i].lead ^ rows[i].trail) && f[11 * i + 10] == rows[i].trail);
      expected = expected * 3 + narrow + wide + sign + (int64_t)turned;
    }
    CHECK(got == expected && f[44] == 0xcc && (offset == 0 || bytes[offset - 1] == 0xcc));
  }
  return failures != 0;
}
