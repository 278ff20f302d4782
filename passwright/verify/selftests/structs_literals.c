// A drawing language built of compound literals and designated initialisers: what is not named is zero, each time anew.
#include <stddef.h>
#include <stdint.h>

struct Point {
  int x, y;
};

struct Shape {
  int kind;
  struct Point corners[4];
  const struct Shape* next;
  struct {
    int pen, fill;
    int dash[3];
  } style;
};

enum { LINE = 1, BOX, FAN };

static long area(const struct Shape* shape) {
  long sum = 0;
  for (int i = 0; i < 4; i++) {
    const struct Point *a = &shape->corners[i], *b = &shape->corners[(i + 1) % 4];
    sum += (long)a->x * b->y - (long)b->x * a->y;
  }
  return sum;
}

static long ink(const struct Shape* shape) {
  long sum = 0;
  for (; shape; shape = shape->next) {
    sum = sum * 7 + shape->kind + 10 * shape->style.pen + 100 * shape->style.fill;
    for (int i = 0; i < 3; i++) sum += shape->style.dash[i] * (1L << (4 * i));
    sum += area(shape);
  }
  return sum;
}

long box(int width, int height) {
  return area(&(struct Shape){.kind = BOX, .corners = {[1] = {width, 0}, [2] = {width, height}, [3].y = height}});
}

// Three shapes that refer to one another, all alive until the end of this block.
long scene(int a, int b) {
  return ink(&(struct Shape){
      .kind = LINE,
      .corners[0] = {a, b},
      .style = {.dash = {[1] = a}, .pen = 2},
      .next =
          &(const struct Shape){.style.fill = b, .next = &(struct Shape){FAN, {{1, 2}, {.x = a}, {.y = b}}, NULL, {3, 4, {5, [2] = 6}}}},
  });
}

// The literal is set up anew in each round, although the one before was changed.
long rounds(const int* values, size_t n) {
  long sum = 0;
  for (size_t i = 0; i < n; i++) {
    struct Shape* shape = &(struct Shape){.kind = values[i] & 3, .style.dash[1] = values[i]};
    for (int k = 0; k < 4; k++) {
      shape->corners[k].x += k + 1;
      shape->corners[k].y += shape->corners[k].x * values[i];
    }
    shape->style.dash[2]++;
    sum = sum * 3 + ink(shape) + area(shape);
    shape->style.fill = 1000;
    shape->next = shape;
  }
  return sum;
}

static int total(const int* list) {
  int sum = 0;
  while (*list) sum = sum * 10 + *list++;
  return sum;
}

int lists(int a, int b, int c) {
  int sum = total((int[]){a, b, c, 0});
  sum += total((int[5]){c, b});
  sum += total((const int[]){1, 2, 0, 9});
  sum += total((int[]){[3] = 0, [0] = b, a, c});
  int* kept = (int[]){a, b, c, 0};
  kept[1] = kept[0] + kept[2];
  return sum + total(kept);
}

struct Point moved(struct Point p, int dx, int dy) {
  p = (struct Point){p.y + dx, p.x + dy};  // both read before either is written
  return p;
}

void shift_all(struct Point* points, size_t n) {
  for (size_t i = 0; i + 1 < n; i++) points[i] = (struct Point){.y = points[i].x, .x = points[i + 1].y};
}
