/* A generator, with the part of <coroutine> that it needs, so that no C++ library has to be there. Returns 0 if it works. */
namespace std {
template <class Result, class... Arguments> struct coroutine_traits { using promise_type = typename Result::promise_type; };

template <class Promise> struct coroutine_handle {
  void *frame = nullptr;
  static coroutine_handle from_address(void *address) { return {address}; }
  static coroutine_handle from_promise(Promise &promise) { return {__builtin_coro_promise(&promise, alignof(Promise), true)}; }
  Promise &promise() const { return *static_cast<Promise *>(__builtin_coro_promise(frame, alignof(Promise), false)); }
  bool done() const { return __builtin_coro_done(frame); }
  void resume() const { __builtin_coro_resume(frame); }
  void destroy() const { __builtin_coro_destroy(frame); }
};

struct suspend_always {
  bool await_ready() const noexcept { return false; }
  template <class Handle> void await_suspend(Handle) const noexcept {}
  void await_resume() const noexcept {}
};
}  // namespace std

struct Numbers {
  struct promise_type {
    int value = 0;
    Numbers get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int next) {
      value = next;
      return {};
    }
    void return_void() {}
    void unhandled_exception() {}
  };
  std::coroutine_handle<promise_type> handle;
  bool next() const {
    handle.resume();
    return !handle.done();
  }
};

Numbers squares(int count) {
  for (int i = 0; i < count; ++i) co_yield i * i;
}

int main(int argc, char **) {
  int sum = 0;
  const Numbers numbers = squares(argc + 4);
  while (numbers.next()) sum += numbers.handle.promise().value;
  numbers.handle.destroy();
  return sum == 30 ? 0 : 1;
}
