#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

uint64_t hash(const unsigned char* bytes, size_t n);
size_t encode(unsigned char* to, const char* format, const uint64_t* values);
size_t decode(const unsigned char* from, const char* format, uint64_t* values);
uint64_t overlap(unsigned char* bytes, size_t n);
uint64_t bits(const unsigned char* bytes, size_t n, size_t at, unsigned count);
double sum_doubles(const unsigned char* bytes, size_t n, size_t stride);

int main(void) {
  _Alignas(16) unsigned char bytes[112];
  static const uint64_t hashes[40] = {0x0u,
                                      0x70d59d15c4c5391du,
                                      0x526fd8904fea17c8u,
                                      0x71d700eb9d6ad79u,
                                      0xdf315bce62b367bau,
                                      0x706500514ce1c047u,
                                      0x5dfa54ea81aeb7b3u,
                                      0x2c8a87e4b58d81d6u,
                                      0x6ee5c6b0df2bb634u,
                                      0x71eb72da91f4b18du,
                                      0x7ecce85c42db7758u,
                                      0x71eedfeb3cad2750u,
                                      0x4f6693814c3ecfb3u,
                                      0x5c79e85b80afe8d2u,
                                      0x5adc19bddee13b4cu,
                                      0xa8d8eefb6340a843u,
                                      0x5439c4a0fff3b652u,
                                      0x626d2e6beba2eb78u,
                                      0xc7ad6239c5b67593u,
                                      0xcbc83d9ce5573cbdu,
                                      0xe3b44d436f9c3de2u,
                                      0xad97d2803b010bd4u,
                                      0xea8cf79fb077211du,
                                      0x68d61addc4ffd788u,
                                      0xbad5dadf16d166d9u,
                                      0x9d0237484618e459u,
                                      0x77d6fabefe050712u,
                                      0xd1e95ef572e48024u,
                                      0xe0a8c6aaea98acccu,
                                      0x38a25649d632efafu,
                                      0xe1a30fedf15281eeu,
                                      0xe69eedf8e08e0995u,
                                      0x82d14bae90245186u,
                                      0x74ee301c467693cau,
                                      0x2fe8a07d35670189u,
                                      0x30011506ec9b42f9u,
                                      0x1ff0288fae5cf8dbu,
                                      0x6fdf7ef2742e623cu,
                                      0xb6a1ea83feb7832fu,
                                      0xf268980a76628fu};
  static const uint64_t overlaps[40] = {0x0u,
                                        0x0u,
                                        0x0u,
                                        0x0u,
                                        0x0u,
                                        0x0u,
                                        0x0u,
                                        0x0u,
                                        0x3874cf4bb12c77eeu,
                                        0x53110446a86dd17cu,
                                        0x9fcc1f7014eb80b6u,
                                        0x1a5595fef93e9d30u,
                                        0x9a67d1162b1c43b8u,
                                        0xfd37618a2566ebd8u,
                                        0xdd0cb195bea8cbaau,
                                        0x5b1cdea4d1ffd1c4u,
                                        0x17ed9ea404866510u,
                                        0x506bcce6eb103318u,
                                        0x7df348e60b8b5e30u,
                                        0x4e7c998635797ef0u,
                                        0xbe4b4b8db5c5ca79u,
                                        0xef25c27373e2c3ddu,
                                        0xc43db9ac5ab61b1du,
                                        0xd370ebad26c8dd7du,
                                        0x119392d457f02202u,
                                        0xe2d4c36062e637a8u,
                                        0x61acd23cef5a7eabu,
                                        0xcd4effdd6ed0e219u,
                                        0xb964a05c0c13bfd3u,
                                        0xfa85dc1b93d04fe2u,
                                        0xe2c6aed387fd89adu,
                                        0x7936f3a695f0158fu,
                                        0x42bb71e810064fdfu,
                                        0xb7aeb8e4a0339516u,
                                        0xff6a539f8b9cec04u,
                                        0xc9a1f969d3bfb05au,
                                        0xf03a1d66a36b6e15u,
                                        0x656c6b8a840ab74du,
                                        0x460ede6ac87ddca0u,
                                        0xfd1ec0b02fcf51b9u};
  static const uint64_t left[40] = {0x0u,
                                    0xc8u,
                                    0xc995u,
                                    0xca5f71u,
                                    0xcb29d166u,
                                    0xcbf4fb377eu,
                                    0xccc0f032b5c3u,
                                    0xcd8db122e8793fu,
                                    0x5b09b73c77cfc975u,
                                    0x92d5eb245c540e57u,
                                    0xd9564a4f822b2e88u,
                                    0x44cdb1b9fd70c71du,
                                    0x3c947239e080c933u,
                                    0xd2a57939ae8696b7u,
                                    0x2e28d5e03cbd7b64u,
                                    0x9150e836c49c8e4du,
                                    0xce00977307356722u,
                                    0x37cf7e8035596735u,
                                    0x333243fabc7ef98u,
                                    0xbafb1198cfdad452u,
                                    0x2dcd198cf439ae19u,
                                    0xa70a30a596bd34d1u,
                                    0x7843723fa9d015e1u,
                                    0xbb14823d232d6784u,
                                    0xec67345b343ab2a8u,
                                    0x2303308a3bef3070u,
                                    0x25a3f19ae3ea23c9u,
                                    0x481d4e9645708b12u,
                                    0x4ccc427f3e8cbb7au,
                                    0x30bdc300a1bf3e51u,
                                    0x9decf229a7de02b3u,
                                    0x100fc1a003cfd2a0u,
                                    0xd6d6f6d467697026u,
                                    0x85a7b7ded6cedd1eu,
                                    0xc6e1cab689b7d8u,
                                    0x879cef6bd8badc7cu,
                                    0xc9d961dc5aa5cd90u,
                                    0x98d355e0f806bcdu,
                                    0x2f31611381954d09u,
                                    0x1ff16c691d8823b0u};
  for (size_t offset = 0; offset < 9; offset++) {
    for (size_t n = 0; n < 40; n++) {
      memset(bytes, 0xcc, sizeof bytes);
      for (size_t i = 0; i < n; i++) bytes[offset + i] = (unsigned char)(i * i * 5 + 200);
      CHECK(hash(bytes + offset, n) == hashes[n]);
      CHECK(overlap(bytes + offset, n) == overlaps[n]);
      uint64_t sum = 0;
      for (size_t i = 0; i < n; i++) sum = sum * 257 + bytes[offset + i];
      CHECK(sum == left[n] && bytes[offset + n] == 0xcc && (offset == 0 || bytes[offset - 1] == 0xcc));
    }
  }

  static const uint64_t values[] = {0x1122334455667788, 0xfedcba9876543210, 0, UINT64_MAX, 0x8000000000000001};
  for (size_t offset = 0; offset < 8; offset++) {
    for (int size = 1; size <= 8; size++) {
      for (int high = 0; high < 2; high++) {
        // Characters whose low four bits are the size less one, and 8 for the high byte first.
        char code = (char)(0x60 + high * 8 + size - 1), format[6] = {code, 0x68, code, 0x67, code, 0};
        memset(bytes, 0xcc, sizeof bytes);
        size_t length = encode(bytes + offset, format, values), at = offset;
        CHECK(length == (size_t)(3 * size + 9));
        for (int k = 0; k < 5; k++) {
          int width = k == 1 ? 1 : k == 3 ? 8 : size;
          for (int i = 0; i < width; i++) CHECK(bytes[at++] == (unsigned char)(values[k] >> 8 * (high && k % 2 == 0 ? width - 1 - i : i)));
        }
        CHECK(at == offset + length && bytes[at] == 0xcc && (offset == 0 || bytes[offset - 1] == 0xcc));
        uint64_t back[6] = {9, 9, 9, 9, 9, 9};
        CHECK(decode(bytes + offset, format, back) == length && back[5] == 9);
        for (int k = 0; k < 5; k++) {
          int width = k == 1 ? 1 : k == 3 ? 8 : size;
          CHECK(back[k] == (width == 8 ? values[k] : values[k] & ((UINT64_C(1) << 8 * width) - 1)));
        }
      }
    }
  }

  static const unsigned char stream[11] = {0x01, 0x80, 0xff, 0x00, 0x5a, 0xa5, 0x12, 0x34, 0x56, 0x78, 0x9b};
  for (size_t n = 0; n <= 11; n++) {
    for (size_t at = 0; at < 90; at++) {
      for (unsigned count = 0; count <= 64; count += count < 10 ? 1 : 9) {
        uint64_t expected = 0;
        for (unsigned i = 0; i < count; i++) {
          size_t bit = at + i;
          if (bit / 8 < n) expected |= (uint64_t)(stream[bit / 8] >> bit % 8 & 1) << i;
        }
        CHECK(bits(stream, n, at, count) == expected);
      }
    }
  }

  for (size_t offset = 0; offset < 8; offset++) {
    for (size_t stride = 8; stride < 14; stride++) {
      for (int i = 0; i < 7; i++) memcpy(bytes + offset + (size_t)i * stride, &(double){i == 6 ? -1e6 : i * 1.25}, 8);
      CHECK(sum_doubles(bytes + offset, 0, stride) == 0 && sum_doubles(bytes + offset, 6, stride) == 18.75);
      CHECK(sum_doubles(bytes + offset, 7, stride) == 18.75 - 1e6);
    }
  }
  return failures != 0;
}
