// A configuration reader over istringstream: numbers in all bases, failures and clears, peek, putback, ignore, getline, an own operator>>.
#include <cstddef>
#include <cstdint>
#include <iomanip>
#include <ios>
#include <istream>
#include <limits>
#include <sstream>
#include <string>

void report(const char* kind, const std::string& name, long long value);

namespace {

struct Point {
  int x, y;
};

std::istream& operator>>(std::istream& in, Point& point) {
  char open, comma, close;
  int x, y;
  if (in >> open >> x >> comma >> y >> close) {
    if (open == '(' && comma == ',' && close == ')')
      point = {x, y};
    else
      in.setstate(std::ios_base::failbit);
  }
  return in;
}

unsigned state_of(const std::ios& stream) { return stream.eof() * 4u + stream.fail() * 2u + stream.bad(); }

bool value(std::istream& in, const std::string& name) {
  in >> std::ws;
  switch (in.peek()) {
    case '(': {
      Point point = {-1, -1};
      if (!(in >> point)) return false;
      report("point", name, point.x * 1000LL + point.y);
      return true;
    }
    case '"': {
      std::string text;
      if (!(in >> std::quoted(text))) return false;
      report("text", name + "=" + text, static_cast<long long>(text.size()));
      return true;
    }
    case '#': {
      in.get();
      unsigned number;
      if (!(in >> std::hex >> number >> std::dec)) return false;
      report("hex", name, number);
      return true;
    }
    case 't':
    case 'f': {
      bool flag;
      if (!(in >> std::boolalpha >> flag)) return false;
      report("flag", name, flag);
      return true;
    }
    default: {
      short number = 0;
      if (in >> number) {
        report("short", name, number);
        return true;
      }
      const short clamped = number;
      in.clear();
      report("clamped", name, clamped);
      return clamped != 0;
    }
  }
}

}  // namespace

size_t parse_configuration(const std::string& text) {
  std::istringstream lines(text);
  std::string line;
  size_t good = 0;
  while (std::getline(lines, line)) {
    std::istringstream in(line);
    std::string name;
    if (!std::getline(in >> std::ws, name, ':') || name.empty() || name[0] == ';') continue;
    if (in.eof()) {
      report("bare", name, 0);
      continue;
    }
    while (value(in, name)) {
      good++;
      if (!(in >> std::ws) || in.peek() != '|') break;
      in.get();
    }
    if (!in.eof()) {
      in.clear();
      in.ignore(std::numeric_limits<std::streamsize>::max(), '!');
      report("rest", name, in.eof() ? -1 : static_cast<long long>(in.tellg()));
    }
  }
  return good;
}

unsigned parse_number(const std::string& text, int base, long long* number, std::string* rest) {
  std::istringstream in(text);
  if (base == 0)
    in.unsetf(std::ios_base::basefield);
  else
    in >> std::setbase(base);
  in >> *number;
  const unsigned state = state_of(in);
  in.clear();
  *rest = std::string();
  std::getline(in, *rest, '\0');
  return state;
}

unsigned parse_real(const std::string& text, double* number) {
  std::istringstream in(text);
  in >> *number;
  return state_of(in);
}

// Sums the numbers between other things; a stream with exceptions on stops it at the end.
long long parse_sum(const std::string& text, int* seen) {
  std::istringstream in(text);
  long long sum = 0;
  in.exceptions(std::ios_base::eofbit);
  try {
    for (;;) {
      const int c = in.get();
      if (c == '-' || (c >= '0' && c <= '9')) {
        in.putback(static_cast<char>(c));
        long long number = 0;
        if (in >> number) {
          sum += number;
          ++*seen;
        } else {
          in.clear();
          if (in.peek() == '-') in.ignore();
        }
      }
    }
  } catch (const std::ios_base::failure&) {
    in.exceptions(std::ios_base::goodbit);
    in.clear();
    in.unget();
    const int last = in.get();
    return sum * 1000 + last;
  }
}
