// Ownership: unique_ptr with deleters of the checker, shared_ptr and weak_ptr in a scene graph with parents, aliasing, casts, counts.
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

void closed(int handle);
void gone(const std::string& name);

namespace {

struct Close {
  int* count;
  void operator()(int* handle) const {
    closed(*handle);
    ++*count;
    delete handle;
  }
};
using Handle = std::unique_ptr<int, Close>;

struct Node : std::enable_shared_from_this<Node> {
  std::string name;
  std::vector<std::shared_ptr<Node>> children;
  std::weak_ptr<Node> parent;
  int load[3] = {1, 2, 3};
  explicit Node(std::string n) : name(std::move(n)) {}
  virtual ~Node() { gone(name); }
  std::shared_ptr<Node> add(std::shared_ptr<Node> child) {
    if (auto old = child->parent.lock()) {
      auto& all = old->children;
      for (size_t i = 0; i < all.size(); i++)
        if (all[i] == child) {
          all.erase(all.begin() + static_cast<std::ptrdiff_t>(i));
          break;
        }
    }
    child->parent = weak_from_this();
    children.push_back(std::move(child));
    return children.back();
  }
};
struct Special : Node {
  using Node::Node;
  int extra = 77;
};

std::string path(const Node& node) {
  const auto parent = node.parent.lock();
  return parent ? path(*parent) + "/" + node.name : node.name;
}

size_t total(const std::shared_ptr<Node>& node, long* counts) {
  size_t sum = 1;
  *counts = *counts * 10 + node.use_count();
  for (const auto& child : node->children) sum += total(child, counts);
  return sum;
}

std::shared_ptr<Node> root;
std::weak_ptr<Node> watched;
std::shared_ptr<int> inside;

}  // namespace

int pointers_handles(const int* values, size_t count, int stop, int* closed_count) {
  std::vector<Handle> handles;
  Handle best(nullptr, Close{closed_count});
  for (size_t i = 0; i < count; i++) {
    Handle handle(new int(values[i]), Close{closed_count});
    if (values[i] == stop) return -1;
    if (values[i] < 0) continue;
    if (!best || *best < *handle) best.swap(handle);
    if (handle) handles.push_back(std::move(handle));
  }
  if (handles.size() > 2) handles.erase(handles.begin() + 1);
  if (!handles.empty()) handles.front().reset(new int(1000));
  int* const raw = best.release();
  if (!raw) return 0;
  const int result = *raw * 100 + static_cast<int>(handles.size());
  delete raw;
  return result;
}

std::string pointers_build() {
  root = std::make_shared<Node>("root");
  auto a = root->add(std::make_shared<Node>("a"));
  auto b = root->add(std::shared_ptr<Node>(new Special("b")));
  auto c = a->add(std::make_shared<Special>("c"));
  c->add(std::make_shared<Node>("d"));
  watched = c;
  return path(*c->children[0]);
}

std::string pointers_move() {
  auto c = watched.lock();
  if (!c) return "none";
  const auto a = c->parent.lock();
  root->children[1]->add(c);
  return path(*c->children.at(0)) + ":" + std::to_string(a->children.size()) + ":" + std::to_string(c.use_count());
}

size_t pointers_total(long* counts) {
  *counts = 0;
  return root ? total(root, counts) : 0;
}

// The pointer to a member keeps the whole node.
int pointers_inside(bool take) {
  if (take) {
    auto node = watched.lock();
    inside = std::shared_ptr<int>(node, &node->load[1]);
    inside.get()[1] += 10;
    return *inside * 1000 + inside.get()[1] * 10 + static_cast<int>(inside.use_count());
  }
  inside.reset();
  return watched.expired() ? -1 : static_cast<int>(watched.use_count());
}

int pointers_cast(size_t child) {
  const auto special = std::dynamic_pointer_cast<Special>(root->children.at(child));
  if (!special) return -1;
  const std::shared_ptr<const Node> back = special;
  const std::shared_ptr<void> any = special;
  return special->extra * 100 + static_cast<int>(back.use_count()) * 10 + (any == back);
}

void pointers_drop(int which) {
  if (which < 0)
    root.reset();
  else
    root->children.erase(root->children.begin() + which);
}

long pointers_function() {
  long seen = 0;
  {
    std::unique_ptr<long, std::function<void(long*)>> owner(new long(5), [&seen](long* p) {
      seen = seen * 10 + *p;
      delete p;
    });
    std::unique_ptr<long, std::function<void(long*)>> other(new long(6), owner.get_deleter());
    owner = std::move(other);
    seen = seen * 10 + (other == nullptr);
    std::shared_ptr<long> shared = std::move(owner);
    auto second = shared;
    shared.reset(new long(7), [&seen](long* p) {
      seen = seen * 10 + 8;
      delete p;
    });
    second.swap(shared);
    second.reset();
  }
  return seen;
}
