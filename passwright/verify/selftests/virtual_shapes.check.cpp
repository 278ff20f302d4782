#include <cstddef>
#include <cstdint>

#include "check.h"

class Shape {
 public:
  virtual ~Shape();
  virtual int64_t area() const = 0;
  virtual int64_t outline() const { return 0; }
  virtual bool inside(int x, int y) const = 0;
  virtual Shape* grow(int by);
  virtual unsigned kind() const;
  unsigned marks = 0;
};

class Box : public Shape {
 public:
  Box(int left, int top, int width, int height) : left_(left), top_(top), width_(width), height_(height) {}
  int64_t area() const override;
  int64_t outline() const override { return 2 * (int64_t{width_} + height_); }
  bool inside(int x, int y) const override;
  Shape* grow(int by) override;
  unsigned kind() const override;

 protected:
  int left_, top_, width_, height_;
};

Shape* make_square(int left, int top, int side);
Shape* make_box(int left, int top, int width, int height);
Shape* make_union(Shape* a, Shape* b);
int64_t scene_area(Shape* const* shapes, size_t count);
int64_t scene_outline(Shape* const* shapes, size_t count);
size_t scene_hit(Shape* const* shapes, size_t count, int x, int y);
unsigned scene_grow(Shape* const* shapes, size_t count, int by);
void scene_describe(Shape* const* shapes, size_t count, unsigned* to);

static int alive;

class Dot : public Shape {
 public:
  Dot(int x, int y) : x_(x), y_(y) { alive++; }
  ~Dot() override { alive--; }
  int64_t area() const override { return 1; }
  bool inside(int x, int y) const override { return x == x_ && y == y_; }

 private:
  int x_, y_;
};

// Overrides the solution's class in part.
class Frame : public Box {
 public:
  Frame(int left, int top, int width, int height) : Box(left, top, width, height) { alive++; }
  ~Frame() override { alive--; }
  int64_t area() const override { return outline() - 4; }
  bool inside(int x, int y) const override { return Box::inside(x, y) && !(Box::inside(x - 1, y - 1) && Box::inside(x + 1, y + 1)); }
  unsigned kind() const override { return 7; }
  Shape* grow(int by) override {
    grown += by;
    return by == 0 ? nullptr : Box::grow(by);
  }
  int grown = 0;
};

int main() {
  Frame* frame = new Frame(-2, -3, 6, 5);
  Shape* shapes[] = {make_box(0, 0, 4, 3), make_square(-1, -1, 2), new Dot(9, 9), frame, make_union(new Dot(3, 3), make_box(3, 3, 2, 2))};
  CHECK(alive == 3);
  CHECK(scene_area(shapes, 0) == 0 && scene_area(shapes, 1) == 12 && scene_area(shapes, 2) == 16);
  CHECK(scene_area(shapes, 5) == 12 + 4 + 1 + 18 + 4);
  CHECK(scene_outline(shapes, 5) == 14 * 81 + 8 * 27 + 22 * 3);
  CHECK(scene_outline(shapes + 1, 1) == 8);
  CHECK(shapes[0]->marks == 1 && shapes[1]->marks == 2 && shapes[4]->marks == 1);

  CHECK(scene_hit(shapes, 5, 3, 2) == 0);
  CHECK(scene_hit(shapes, 5, 3, 1) == 3);
  CHECK(scene_hit(shapes, 5, 0, 0) == 1);
  CHECK(scene_hit(shapes, 5, 1, 0) == 0);
  CHECK(scene_hit(shapes, 5, -2, -3) == 3);
  CHECK(scene_hit(shapes, 5, -2, 2) == 5);
  CHECK(scene_hit(shapes, 5, 9, 9) == 2 && scene_hit(shapes, 5, 4, 4) == 4 && scene_hit(shapes, 5, 5, 4) == 5);
  CHECK(scene_hit(shapes, 1, 0, 2) == 0 && scene_hit(shapes, 1, 0, 3) == 1 && scene_hit(shapes, 0, 0, 0) == 0);
  CHECK(scene_hit(shapes, 1, INT32_MAX, INT32_MAX) == 1 && scene_hit(shapes, 1, -1, 0) == 1);

  unsigned kinds[8] = {};
  scene_describe(shapes, 5, kinds);
  static const unsigned wanted[] = {2 * 16 + 9, 4 * 16 + 9, 16 + 1, 7 * 16 + 9, 16 + 1, 4 * 16 + 9, 2 * 16 + 8, 0};
  for (int i = 0; i < 8; i++) CHECK(kinds[i] == wanted[i]);

  CHECK(scene_grow(shapes, 5, 0) == 244);  // the union gives its box, a square
  CHECK(scene_grow(shapes, 5, 1) == 2474 && frame->grown == 1);
  CHECK(scene_area(shapes, 5) == 6 * 5 + 16 + 1 + 26 + 16);
  CHECK(scene_hit(shapes, 5, 2, 2) == 4 && scene_hit(shapes, 4, 2, 2) == 3 && scene_hit(shapes, 4, 4, 3) == 0 &&
        scene_hit(shapes, 4, 3, 1) == 0 && scene_hit(shapes, 4, 1, 1) == 1);
  CHECK(scene_grow(shapes + 2, 1, 5) == 0);
  CHECK(scene_grow(shapes + 3, 1, -1) == 7 && scene_area(shapes + 3, 1) == 18);
  Shape* deep = make_union(make_union(new Dot(0, 0), new Dot(1, 1)), make_union(new Dot(0, 0), new Frame(0, 0, 3, 3)));
  CHECK(alive == 7 && scene_area(&deep, 1) == 9 && scene_outline(&deep, 1) == 0);
  CHECK(scene_grow(&deep, 1, 1) == 7 && scene_area(&deep, 1) == 18);
  delete deep;
  CHECK(alive == 3);
  for (Shape* shape : shapes) delete shape;
  CHECK(alive == 0);
  return failures != 0;
}
