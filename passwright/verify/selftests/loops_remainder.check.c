#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

void add_scaled(int32_t* restrict y, const int32_t* restrict x, int32_t a, size_t n);
void add_shifted(uint16_t* y, const uint16_t* x, size_t n);
size_t replace(uint8_t* p, size_t n, uint8_t from, uint8_t to);
int64_t dots(const int16_t* a, const int16_t* b, size_t n);
void reverse(uint16_t* p, size_t n);
void extremes(const int8_t* p, size_t n, int8_t* least, int8_t* most, size_t* first_most);
size_t planes(const uint8_t* p, size_t n, uint8_t* r, uint8_t* g, uint8_t* b);
void widen(int64_t* out, const int8_t* in, size_t n);
uint32_t checksum(const uint8_t* p, size_t n);
size_t compact(uint32_t* p, size_t n, uint32_t bound);

enum { N = 71, ROOM = 96 };

static void lengths(size_t n, size_t off) {
  int32_t y[ROOM], x[ROOM];
  for (int i = 0; i < ROOM; i++) y[i] = i * 1000, x[i] = i - 40;
  add_scaled(y + off, x + 2 * off, -3, n);
  for (size_t i = 0; i < ROOM; i++) CHECK(y[i] == (int32_t)i * 1000 - (i >= off && i < off + n ? 3 * ((int32_t)(i + off) - 40) : 0));

  uint16_t s[ROOM];
  for (int i = 0; i < ROOM; i++) s[i] = (uint16_t)(i + 65500);
  add_shifted(s + 1, s + 1 + off, n);  // read ahead of the stores
  for (size_t i = 0; i < ROOM; i++) CHECK(s[i] == (uint16_t)(i >= 1 && i < n + 1 ? 2 * i + off + 131000 : i + 65500));
  for (int i = 0; i < ROOM; i++) s[i] = 1;
  add_shifted(s + 1 + off, s + 1, n);  // read what was stored off steps before
  for (size_t i = 0; i < ROOM; i++) {
    uint16_t wanted = i <= off || i >= n + 1 + off ? 1 : off == 0 ? 2 : (uint16_t)((i - 1) / off + 1);
    CHECK(s[i] == wanted);
  }

  uint8_t p[ROOM];
  for (unsigned i = 0; i < ROOM; i++) p[i] = (uint8_t)(i * 5 % 7);
  size_t count = 0;
  for (size_t i = off; i < off + n; i++) count += i % 7 == 2;
  CHECK(replace(p + off, n, 3, 200) == count && replace(p + off, n, 3, 201) == 0);
  for (size_t i = 0; i < ROOM; i++) CHECK(p[i] == (i % 7 == 2 && i >= off && i < off + n ? 200 : i * 5 % 7));

  uint16_t r[ROOM];
  for (int i = 0; i < ROOM; i++) r[i] = (uint16_t)(i * 501);
  reverse(r + off, n);
  for (size_t i = 0; i < ROOM; i++) CHECK(r[i] == (uint16_t)((i >= off && i < off + n ? 2 * off + n - 1 - i : i) * 501));

  uint8_t red[34], green[34], blue[34];
  memset(red, 0x99, 34), memset(green, 0x99, 34), memset(blue, 0x99, 34);
  for (unsigned i = 0; i < ROOM; i++) p[i] = (uint8_t)(i * 3 + 200);
  CHECK(planes(p + off, n, red + 3, green + 2, blue + 1) == n % 3);
  for (size_t i = 0; i < 31; i++) {
    unsigned first = (unsigned)((i + 0) * 9 + off * 3 + 200);
    int in = i < n / 3;
    CHECK(red[3 + i] == (in ? (uint8_t)first : 0x99) && green[2 + i] == (in ? (uint8_t)(first + 4) : 0x99));
    CHECK(blue[1 + i] == (in ? (uint8_t)((first + 6) ^ first) : 0x99));
  }
  CHECK(red[2] == 0x99 && green[1] == 0x99 && blue[0] == 0x99);

  int64_t wide[ROOM];
  int8_t narrow[ROOM];
  memset(wide, 0x44, sizeof wide);
  for (int i = 0; i < ROOM; i++) narrow[i] = (int8_t)((i * 29 + 100) % 256 - 128);
  widen(wide + off, narrow + 1, n);
  for (size_t i = 0; i < ROOM; i++) {
    int64_t value = (int64_t)(((i - off + 1) * 29 + 100) % 256) - 128;
    CHECK(wide[i] == (i < off || i >= off + n ? 0x4444444444444444 : value < 0 ? value * 2 : value));
  }

  uint32_t c[ROOM];
  for (unsigned i = 0; i < ROOM; i++) c[i] = i * 37 % 41 + 1;
  size_t kept = compact(c + off, n, 20);
  size_t k = off;
  for (unsigned i = 0; i < ROOM; i++) {
    uint32_t value = i * 37 % 41 + 1;
    if (i < off || i >= off + n)
      CHECK(c[i] == value);
    else if (value >= 20)
      CHECK(c[k++] == value);
  }
  CHECK(k - off == kept);
  for (; k < off + n; k++) CHECK(c[k] == 0);
}

int main(void) {
  for (size_t n = 0; n < N; n++)
    for (size_t off = 0; off < 12; off++) lengths(n, off);

  static const int64_t products[N] = {0,
                                      4294967296,
                                      464137917,
                                      -2105729561,
                                      -5566808386,
                                      -8850046334,
                                      -13501935999,
                                      -16443560993,
                                      -13093000225,
                                      -16496133147,
                                      -18960510710,
                                      -22206770934,
                                      -25068504666,
                                      -27097841198,
                                      -28991543253,
                                      -26917756905,
                                      -29639729129,
                                      -31154665353,
                                      -33233218556,
                                      -34519092226,
                                      -35697469019,
                                      -38338495889,
                                      -36332537233,
                                      -37216560995,
                                      -37252906632,
                                      -37964143040,
                                      -39637539264,
                                      -40495717046,
                                      -40982944423,
                                      -39649286823,
                                      -40247441415,
                                      -41396549639,
                                      -41650752708,
                                      -42145700756,
                                      -42311529271,
                                      -42440204909,
                                      -38267821464,
                                      -38336260148,
                                      -38381614755,
                                      -38481075777,
                                      -38494331030,
                                      -38594863254,
                                      -38621885086,
                                      -38632829598,
                                      -38638161343,
                                      -38118396915,
                                      -37694641139,
                                      -37743271053,
                                      -37709773946,
                                      -37810717306,
                                      -38493962874,
                                      -37464984154,
                                      -37679569683,
                                      -37941415135,
                                      -38147640207,
                                      -38518074305,
                                      -37045742529,
                                      -38271773891,
                                      -38840262958,
                                      -39484149548,
                                      -40061352240,
                                      -38064732464,
                                      -38962949223,
                                      -39456166961,
                                      -41484014641,
                                      -42678767969,
                                      -39847121249,
                                      -37324365559,
                                      -34761927392,
                                      -31994095650,
                                      -29366361329};
  static const uint32_t sums[N] = {1,     0,     0,     771,   2310,  6416,  15395, 32065, 59756, 38054, 35569, 56916, 43719, 1366,  1017,
                                   49084, 24732, 155,   46774, 45044, 4188,  63206, 39326, 8065,  43916, 30406, 44086, 34260, 13996, 60598,
                                   60153, 27516, 42812, 57915, 23926, 22260, 6076,  56774, 30,    48316, 28076, 22758, 52854, 11353, 47244,
                                   54043, 54787, 7233,  63708, 55515, 6203,  5881,  14113, 58027, 35491, 36870, 26321, 30224, 14011, 5337,
                                   34161, 1403,  2051,  3590,  36737, 5248,  5120,  5891,  40326, 12944, 23080};
  int16_t a[N], b[N];
  uint8_t bytes[N + 3];
  for (int i = 0; i < N; i++)
    a[i] = (int16_t)(i % 5 == 0 ? -32768 : i * 977 - 30000), b[i] = (int16_t)(i % 7 == 0 ? -32768 : 32767 - i * 800);
  for (size_t n = 0; n < N; n++) CHECK(dots(a, b, n) == products[n]);
  for (size_t off = 0; off < 3; off++) {
    for (size_t i = 0; i < N; i++) bytes[i + off] = (uint8_t)(i * i + 250);
    for (size_t n = 0; n < N; n++) CHECK(checksum(bytes + off, n) == sums[n]);
  }

  int8_t cells[ROOM];
  for (size_t n = 0; n < N; n++)
    for (size_t at = 0; at < n; at++) {
      memset(cells, 3, sizeof cells);
      cells[at] = 127;
      if (at + 1 < n) cells[n - 1] = 127;
      if (at > 0) cells[at - 1] = -128;
      int8_t least = 4, most = 2;
      size_t first = 999;
      extremes(cells, n, &least, &most, &first);
      CHECK(least == (at > 0 ? -128 : n < 3 ? 4 : 3) && most == 127 && first == at);
    }
  int8_t least = -5, most = 5;
  size_t first = 999;
  memset(cells, 5, sizeof cells);
  extremes(cells, 50, &least, &most, &first);
  CHECK(least == -5 && most == 5 && first == 999);
  // the results lie in the middle of what is read
  memset(cells, 1, sizeof cells);
  cells[20] = 50;
  cells[40] = 9;
  cells[60] = -7;
  extremes(cells, 70, cells + 40, cells + 50, &first);
  CHECK(cells[50] == 50 && cells[40] == -7 && first == 20);
  return failures != 0;
}
