// Exceptions kept in exception_ptr: a task queue whose failures are thrown later, several times, in chains of nested exceptions, across a
// thread.
#include <cstddef>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using Task = int (*)(int argument);

namespace {

struct Result {
  int value = 0;
  std::exception_ptr error;
};

std::vector<Result> results;

Result attempt(Task task, int argument) {
  Result result;
  try {
    result.value = task(argument);
  } catch (...) {
    result.error = std::current_exception();
  }
  return result;
}

void within(int depth, Task task, int argument) {
  try {
    if (depth == 0)
      task(argument);
    else
      within(depth - 1, task, argument);
  } catch (...) {
    if (depth % 2 == 0)
      std::throw_with_nested(std::runtime_error("level " + std::to_string(depth)));
    else
      std::throw_with_nested(std::out_of_range("odd " + std::to_string(depth)));
  }
}

void unfold(const std::exception& error, std::string& text) {
  text += dynamic_cast<const std::logic_error*>(&error) != nullptr ? 'L' : 'R';
  text += error.what();
  text += ';';
  try {
    std::rethrow_if_nested(error);
  } catch (const std::exception& inner) {
    unfold(inner, text);
  } catch (int number) {
    text += std::to_string(number);
  } catch (...) {
    text += '?';
  }
}

}  // namespace

size_t queue_run(Task task, const int* arguments, size_t count, bool threaded) {
  size_t failed = 0;
  for (size_t i = 0; i < count; i++) {
    if (threaded) {
      Result result;
      std::thread worker([&result, task, argument = arguments[i]] { result = attempt(task, argument); });
      worker.join();
      results.push_back(std::move(result));
    } else {
      results.push_back(attempt(task, arguments[i]));
    }
    failed += results.back().error != nullptr;
  }
  return failed;
}

int queue_get(size_t index) {
  const Result& result = results.at(index);
  if (result.error) std::rethrow_exception(result.error);
  return result.value;
}

size_t queue_drop(size_t keep) {
  while (results.size() > keep) results.pop_back();
  results.shrink_to_fit();
  return results.size();
}

// The sum of the values; those that fail count what the checker threw: an int itself, a domain error 1000, the rest -1.
long queue_sum() {
  long sum = 0;
  for (size_t i = 0; i < results.size(); i++) {
    try {
      sum += queue_get(i);
    } catch (int number) {
      sum += number;
    } catch (const std::domain_error&) {
      sum += 1000;
    } catch (...) {
      const std::exception_ptr again = std::current_exception();
      sum -= again == results[i].error ? 1 : 2;
    }
  }
  return sum;
}

std::string chain(int depth, Task task, int argument) {
  std::string text;
  try {
    within(depth, task, argument);
  } catch (const std::exception& error) {
    unfold(error, text);
  }
  return text;
}
