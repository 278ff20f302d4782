#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Digest {
  uint32_t state[8];
  uint64_t length;
  uint8_t block[64];
};

void digest_start(struct Digest* d);
void digest_add(struct Digest* d, const void* data, size_t n);
void digest_end(struct Digest* d, uint8_t out[32]);
void digest_keyed(const uint8_t* key, size_t key_size, const uint8_t* data, size_t n, uint8_t out[32]);

static uint8_t message[1100], key[140];

static int is(const uint8_t* got, const char* hex) {
  for (int i = 0; i < 64; i++)
    if ("0123456789abcdef"[i % 2 ? got[i / 2] & 15 : got[i / 2] >> 4] != hex[i]) return 0;
  return 1;
}

static int digest_is(const uint8_t* data, size_t n, size_t chunk, const char* hex) {
  struct Digest d;
  uint8_t out[34];
  memset(&d, 0xee, sizeof d);
  memset(out, 0x5a, sizeof out);
  digest_start(&d);
  for (size_t i = 0; i < n; i += chunk) digest_add(&d, data + i, n - i < chunk ? n - i : chunk);
  digest_add(&d, data, 0);
  digest_end(&d, out + 1);
  return is(out + 1, hex) && out[0] == 0x5a && out[33] == 0x5a;
}

int main(void) {
  static const struct {
    size_t n;
    const char* hex;
  } knowns[] = {
      {0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {1, "084fed08b978af4d7d196a7446a86b58009e636b611db16211b65a9aadff29c5"},
      {2, "323b730f87b4e7cc0948351a1c11b757b3026cda6784282576757bca21f12483"},
      {54, "160bbf14b458c877b7049e7cb5771dd653930f97d20bdd8ee795c16062906233"},
      {55, "e7313d333c272e639f790978283f9eb392e843d0f29b7016828bb1daa4aac70b"},
      {56, "4324d65f3c103567f5589c710bc08f8523f929a9272e3af36fc968e52abc6c27"},
      {57, "35df609437dcfea3279283ab79fd554e2bf78f8f7ae2de532d8ee300b09e8f73"},
      {63, "81c80242132f230c3bd41b3e63bbcff16107339549214a99614ff26664625055"},
      {64, "39e3d7b6b5d075d37d053ad89b24b41bef4f3c29760c84447cab3f3be1882241"},
      {65, "aacca6ff74fdbb296d165a45cecfa04e5127bc008770fbbdd48006f2d2fae95e"},
      {111, "67d9492e628fd376e0b2efec8ca2b99b123e202cf620deb270728df979b2f73e"},
      {119, "9ce7368e4daf32341631b492e80359dc9f594b48453cd0dd5bf0b19279cc177e"},
      {120, "7836b787757e95e58b3ca5aec90b1b004e8deba1e50e9675af9cabf1a13a04b5"},
      {127, "a8d23e75d936f303d248888d9b165ee543f4cbafcad3c9dd2a79bd84faa11d07"},
      {128, "d2742f1f4ac6bb7ca2b239ee18402ba8b3f9f8e652d2a72973c2b9ba11c08cf6"},
      {129, "307f8fc2c1622b92762e818d39a185d4d667ad49a4b07ceae1f4afa008a93ec4"},
      {200, "2c7e18c942ef065b526a2d4e5546283749cd3ddfb51d8fc71f42717363685f46"},
      {1000, "1e9bc38cbf860b9ec31918b065f9b52476c549a782e0e7990bed8ce3868d2371"},
  };
  static const struct {
    size_t key, n;
    const char* hex;
  } keyed[] = {
      {0, 0, "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"},
      {1, 3, "1545ee89c1854559e3ebde580dceada9cb259bbc0173f9c975324609bf7379d9"},
      {20, 8, "cf4cdfb307910ac0edbaedba9f4df983c62c46583a3224955c4a42f64669c2b7"},
      {63, 50, "0b95156eaf48a5fae20925b96b007e44ffe2ba9a0bd67e77e24f97e6ae5d33b6"},
      {64, 64, "55122bd02671eda5d3e93dd242bb68344d8fa61cc6754d946e2aff41fc84bb97"},
      {65, 100, "a3c38813bc4940aafc953c346eb474777a0eb6f9e5076685ca2df73f954dd676"},
      {131, 152, "622bd7f10659802ab48fcefa716f1447ffada091e99ad0542b89b81971098ca3"},
  };
  // The two of the standard.
  CHECK(digest_is((const uint8_t*)"abc", 3, 64, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  CHECK(digest_is((const uint8_t*)"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, 64,
                  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
  for (size_t i = 0; i < sizeof message; i++) message[i] = (uint8_t)(i * 7 + 3);
  for (size_t i = 0; i < sizeof key; i++) key[i] = (uint8_t)(i * 3 + 1);
  for (size_t k = 0; k < sizeof knowns / sizeof *knowns; k++) {
    size_t n = knowns[k].n;
    for (size_t chunk = 1; chunk < 70; chunk += n > 130 ? 9 : 1) CHECK(digest_is(message, n, chunk, knowns[k].hex));
    CHECK(digest_is(message, n, 1000, knowns[k].hex));
    for (size_t cut = 0; cut <= n && n <= 130; cut++) {
      struct Digest d;
      uint8_t out[32];
      digest_start(&d);
      digest_add(&d, message, cut);
      digest_add(&d, message + cut, n - cut);
      digest_end(&d, out);
      CHECK(is(out, knowns[k].hex));
    }
  }
  for (size_t k = 0; k < sizeof keyed / sizeof *keyed; k++) {
    uint8_t out[32];
    digest_keyed(key, keyed[k].key, message, keyed[k].n, out);
    CHECK(is(out, keyed[k].hex));
  }
  return failures != 0;
}
