// A ledger written with ostringstream: widths, fills, bases, signs, precisions, flags kept and restored, own operators and manipulators.
#include <cstddef>
#include <cstdint>
#include <iomanip>
#include <ios>
#include <ostream>
#include <sstream>
#include <string>

struct Money {
  int64_t cents;
};

std::ostream& operator<<(std::ostream& out, Money money);

namespace {

const int kCurrency = std::ios_base::xalloc();

std::ostream& euros(std::ostream& out) {
  out.iword(kCurrency) = 1;
  return out;
}

struct Column {
  int width;
  char fill;
};
std::ostream& operator<<(std::ostream& out, Column column) { return out << std::setw(column.width) << std::setfill(column.fill); }

class Keep {
 public:
  explicit Keep(std::ostream& out) : out_(out), flags_(out.flags()), precision_(out.precision()), fill_(out.fill()) {}
  ~Keep() {
    out_.flags(flags_);
    out_.precision(precision_);
    out_.fill(fill_);
  }
  Keep(const Keep&) = delete;

 private:
  std::ostream& out_;
  std::ios_base::fmtflags flags_;
  std::streamsize precision_;
  char fill_;
};

template <class T>
void bases(std::ostream& out, T value) {
  Keep keep(out);
  out << std::showbase << std::dec << value << ' ' << std::hex << value << ' ' << std::uppercase << value << ' ' << std::oct << value;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, Money money) {
  std::ostringstream text;
  const uint64_t size = money.cents < 0 ? 0 - static_cast<uint64_t>(money.cents) : static_cast<uint64_t>(money.cents);
  text << (money.cents < 0                        ? "-"
           : out.flags() & std::ios_base::showpos ? "+"
                                                  : "")
       << size / 100 << '.' << std::setw(2) << std::setfill('0') << size % 100;
  if (out.iword(kCurrency) == 1) text << " EUR";
  return out << text.str();
}

std::string format_integers(int value, long long wide, unsigned short small) {
  std::ostringstream out;
  bases(out, value);
  out << '|';
  bases(out, wide);
  out << '|';
  bases(out, small);
  out << '|' << value;
  return out.str();
}

std::string format_fields(int value, const char* word, int width) {
  std::ostringstream out;
  out << std::setw(width) << value << '|' << std::left << std::setw(width) << value << '|' << std::internal << std::setfill('0')
      << std::setw(width) << value << '|' << std::right << std::setfill('.') << std::setw(width) << word << '|' << word << '|' << std::hex
      << std::showbase << std::internal << std::setw(width + 4) << value;
  return out.str();
}

std::string format_reals(double value, int precision) {
  std::ostringstream out;
  out << value << ' ' << std::setprecision(precision) << value << ' ' << std::fixed << value << ' ' << std::scientific << value << ' ';
  out.unsetf(std::ios_base::floatfield);
  out << std::showpoint << std::showpos << value << ' ' << std::noshowpoint << std::hexfloat << value;
  return out.str();
}

std::string format_other(bool flag, unsigned char letter, const void* none, const std::string& text) {
  std::ostringstream out;
  out << flag << std::boolalpha << flag << std::setw(7) << !flag << std::noboolalpha << !flag << letter << static_cast<int>(letter)
      << (none == nullptr) << std::quoted(text) << std::setw(3) << 'x' << text.size();
  return out.str();
}

std::string format_ledger(const int64_t* cents, const char* const* names, size_t count, bool currency) {
  std::ostringstream out;
  if (currency) out << euros;
  Money total = {0};
  for (size_t i = 0; i < count; i++) {
    total.cents += cents[i];
    out << std::right << Column{3, '0'} << i + 1 << ' ' << std::left << Column{8, '.'} << names[i] << std::right << Column{14, ' '}
        << Money{cents[i]} << '\n';
  }
  {
    Keep keep(out);
    out << std::showpos << Column{26, '='} << total << '\n';
  }
  out << static_cast<long>(out.tellp()) << std::ends;
  return out.str();
}
