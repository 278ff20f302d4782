#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

struct Image {
  uint8_t* pixels;
  int32_t width, height, stride;
};

void scale_smooth(const struct Image* in, const struct Image* out);
void scale_box(const struct Image* in, const struct Image* out, int32_t factor);
void dither_errors(const struct Image* m, int32_t levels, int16_t* row, int16_t* next);
void dither_matrix(const struct Image* m, uint8_t* out);

// Worked out by another program in exact fractions.
struct Known {
  int32_t width, height, seed, a, b;
  uint8_t out[72];
};

static const struct Known smooth[] = {
    {5, 4, 1, 9, 7, {5,  17, 38,  91,  153, 114, 82,  84,  85,  37,  52, 76, 92,  106, 121, 134, 139, 142, 89,  107, 136,
                     93, 31, 133, 216, 226, 233, 105, 125, 160, 114, 48, 93, 133, 149, 159, 109, 133, 173, 132, 71,  51,
                     40, 61, 74,  76,  104, 149, 114, 58,  44,  37,  64, 80, 56,  85,  134, 102, 50,  39,  36,  66,  84}},
    {9, 7, 2, 4, 3, {108, 51, 160, 104, 148, 184, 216, 82, 206, 90, 172, 142}},
    {1, 1, 3, 3, 2, {15, 15, 15, 15, 15, 15}},
    {3, 1, 4, 7, 2, {20, 25, 41, 57, 105, 152, 168, 20, 25, 41, 57, 105, 152, 168}},
    {1, 4, 5, 2, 9, {25, 25, 40, 40, 81, 81, 117, 117, 125, 125, 132, 132, 111, 111, 86, 86, 76, 76}},
    {6, 6, 6, 6, 6, {30, 67,  178, 107, 110, 187, 121, 4,   217, 248, 97,  20, 138, 123, 182, 59, 10, 35,
                     81, 168, 73,  52,  105, 232, 206, 139, 146, 227, 126, 99, 1,   36,  145, 72, 73, 148}},
    {8, 8, 7, 16, 4, {81,  73,  57,  60,  81,  89,  83,  96,  127, 145, 149, 140, 117, 113, 127, 134, 115, 134, 173, 199, 211, 210,
                      195, 167, 125, 134, 193, 207, 175, 130, 71,  42,  109, 124, 154, 139, 78,  68,  108, 135, 148, 148, 134, 107,
                      66,  76,  136, 166, 191, 201, 222, 198, 128, 109, 140, 158, 162, 153, 130, 126, 140, 141, 128, 122}},
    {11, 3, 8, 1, 1, {200}},
};
static const struct Known boxes[] = {
    {6, 4, 1, 2, 0, {73, 120, 143, 124, 47, 138}},
    {7, 5, 2, 2, 0, {83, 83, 123, 82, 151, 159, 143, 140, 145, 127, 149, 30}},
    {7, 5, 3, 3, 0, {109, 106, 98, 113, 137, 100}},
    {5, 5, 4, 1, 0, {20, 57, 168, 97, 100, 111, 216, 139, 136, 207, 128, 45, 36, 101, 240, 71, 56, 115, 248, 199, 196, 249, 120, 65, 84}},
    {5, 3, 5, 9, 0, {125}},
    {12, 4, 6, 4, 0, {116, 100, 164}},
};
static const struct Known errors[] = {
    {9, 6, 1, 2, 0, {0, 0,   255, 0, 0, 255, 0, 0,   0, 0,   255, 0,   255, 255, 0,   255, 255, 0, 0,   255, 0, 0, 255, 255, 0, 255, 255,
                     0, 255, 0,   0, 0, 255, 0, 255, 0, 255, 0,   255, 255, 0,   255, 255, 0,   0, 255, 0,   0, 0, 255, 0,   0, 0,   255}},
    {1, 7, 2, 2, 0, {0, 0, 255, 0, 255, 255, 255}},
    {8, 1, 3, 2, 0, {0, 0, 255, 0, 0, 255, 0, 0}},
    {7, 7, 4, 4, 0, {0,   85,  170, 85,  85,  170, 85, 170, 170, 170, 85,  255, 85, 85, 85,  85, 0, 85,  255, 170, 255, 85, 85,  85, 255,
                     255, 170, 85,  170, 255, 170, 85, 85,  170, 85,  255, 85,  85, 0,  170, 85, 0, 255, 170, 170, 255, 85, 170, 170}},
    {6, 5, 5, 16, 0, {17,  68,  170, 102, 102, 187, 119, 238, 170, 204, 17, 187, 136, 85,  102,
                      204, 136, 119, 68,  119, 221, 153, 153, 221, 204, 68, 0,   17,  102, 17}},
    {9, 5, 6, 3, 0, {0, 127, 127, 127, 127, 127, 127, 0,   127, 127, 0,   255, 255, 127, 0,   0,   127, 255, 127, 127, 127, 0,  0,
                     0, 127, 0,   0,   127, 127, 127, 127, 127, 255, 255, 255, 0,   255, 127, 127, 255, 127, 127, 127, 0,   255}},
};
static const struct Known matrix[] = {
    {8, 8, 1, 0, 0, {174, 95, 234, 69, 190, 192, 171, 33}},
    {9, 10, 2, 0, 0, {174, 128, 68, 0, 234, 128, 84, 0, 172, 128, 205, 0, 202, 128, 116, 0, 238, 128, 156, 0}},
    {1, 3, 3, 0, 0, {128, 0, 128}},
    {17, 4, 4, 0, 0, {174, 234, 128, 92, 213, 0, 174, 127, 0, 21, 17, 0}},
    {7, 9, 5, 0, 0, {174, 84, 186, 52, 138, 204, 160, 84, 238}},
};

enum { ROOM = 600 };
static uint8_t source[ROOM], target[ROOM];

static struct Image image(uint8_t* room, int32_t width, int32_t height, int32_t pad) {
  memset(room, 0xc7, ROOM);
  return (struct Image){room + 20, width, height, width + pad};
}

static struct Image load(const struct Known* k, int32_t pad) {
  struct Image m = image(source, k->width, k->height, pad);
  for (int32_t y = 0; y < k->height; y++)
    for (int32_t x = 0; x < k->width; x++)
      m.pixels[y * m.stride + x] = (uint8_t)(x * x * 37 + y * y * 91 + x * y * 17 * k->seed + k->seed * 5);
  return m;
}

// The pixels are those and all that lies between and around is untouched.
static int holds(const uint8_t* room, const struct Image* m, const uint8_t* want) {
  for (int32_t i = 0; i < ROOM; i++) {
    int32_t y = (i - 20) / m->stride, x = (i - 20) % m->stride;
    int inside = i >= 20 && y < m->height && x < m->width;
    if (room[i] != (inside ? want[y * m->width + x] : 0xc7)) return 0;
  }
  return 1;
}

int main(void) {
  for (int32_t pad = 0; pad < 12; pad += 3) {
    for (size_t i = 0; i < sizeof smooth / sizeof *smooth; i++) {
      struct Image in = load(&smooth[i], pad), out = image(target, smooth[i].a, smooth[i].b, 3 + pad);
      scale_smooth(&in, &out);
      CHECK(holds(target, &out, smooth[i].out));
    }
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) {
      int32_t f = boxes[i].a;
      struct Image in = load(&boxes[i], pad), out = image(target, (in.width + f - 1) / f, (in.height + f - 1) / f, pad);
      scale_box(&in, &out, f);
      CHECK(holds(target, &out, boxes[i].out));
    }
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
      int16_t rows[2][20];
      memset(rows, 0x5a, sizeof rows);
      struct Image m = load(&errors[i], pad);
      dither_errors(&m, errors[i].a, rows[0], rows[1]);
      CHECK(holds(source, &m, errors[i].out));
      CHECK(rows[0][m.width] == 0x5a5a && rows[1][m.width] == 0x5a5a);
    }
    for (size_t i = 0; i < sizeof matrix / sizeof *matrix; i++) {
      struct Image m = load(&matrix[i], pad);
      size_t n = (size_t)((m.width + 7) / 8 * m.height);
      memset(target, 0xc7, ROOM);
      dither_matrix(&m, target + 1);
      CHECK(target[0] == 0xc7 && memcmp(target + 1, matrix[i].out, n) == 0 && target[n + 1] == 0xc7);
    }
  }
  // One grey all over stays so at any size, and the matrix sets as many bits as the grey says.
  for (unsigned grey = 0; grey < 256; grey += 5) {
    struct Image in = image(source, 8, 8, 0), out = image(target, 11, 13, 2);
    memset(in.pixels, (int)grey, 64);
    scale_smooth(&in, &out);
    uint8_t want[143], bits[8];
    memset(want, (int)grey, sizeof want);
    CHECK(holds(target, &out, want));
    unsigned count = 0;
    dither_matrix(&in, bits);
    for (int i = 0; i < 8; i++) count += (unsigned)__builtin_popcount(bits[i]);
    CHECK(count == grey * 64 / 255);
  }
  struct Image none = image(source, 5, 0, 0);
  struct Image out = image(target, 0, 9, 4);
  scale_smooth(&none, &out);
  CHECK(holds(target, &out, target));
  return failures != 0;
}
