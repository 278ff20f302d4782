// Own stream buffers: a hexadecimal and line-counting output with a tiny buffer, an input that pulls pieces from the checker, a chain of
// filters.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <istream>
#include <ostream>
#include <streambuf>
#include <string>

// The checker's: take a piece, false to refuse; give a piece, its length or 0 at the end.
bool drain(const char* bytes, size_t count);
size_t supply(char* to, size_t room);

namespace {

class Hex : public std::streambuf {
 public:
  explicit Hex(size_t room) { setp(buffer_, buffer_ + room); }
  ~Hex() override { flush(); }
  unsigned lines() const { return lines_; }

 protected:
  int_type overflow(int_type c) override {
    if (!flush()) return traits_type::eof();
    if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
    *pptr() = traits_type::to_char_type(c);
    pbump(1);
    return c;
  }
  int sync() override { return flush() ? 0 : -1; }

 private:
  bool flush() {
    char text[32];
    size_t length = 0;
    for (const char* at = pbase(); at != pptr(); at++) {
      const unsigned byte = static_cast<unsigned char>(*at);
      text[length++] = "0123456789abcdef"[byte >> 4];
      text[length++] = "0123456789abcdef"[byte & 15];
      lines_ += byte == '\n';
    }
    const bool good = length == 0 || drain(text, length);
    setp(buffer_, epptr());
    return good;
  }
  char buffer_[16];
  unsigned lines_ = 0;
};

class Pieces : public std::streambuf {
 protected:
  int_type underflow() override {
    if (gptr() < egptr()) return traits_type::to_int_type(*gptr());
    char fresh[8];
    const size_t got = supply(fresh, sizeof fresh);
    if (got == 0) return traits_type::eof();
    // The last two bytes stay, so that they can be put back.
    const size_t kept = gptr() - eback() < 2 ? static_cast<size_t>(gptr() - eback()) : 2;
    std::copy(gptr() - kept, gptr(), buffer_ + 2 - kept);
    std::copy(fresh, fresh + got, buffer_ + 2);
    setg(buffer_ + 2 - kept, buffer_ + 2, buffer_ + 2 + got);
    return traits_type::to_int_type(*gptr());
  }

 private:
  char buffer_[10];
};

// Passes on each byte at once: letters are turned by a number of places.
class Turn : public std::streambuf {
 public:
  Turn(std::streambuf* to, int by) : to_(to), by_(by) {}

 protected:
  int_type overflow(int_type c) override {
    if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
    int turned = c;
    if (c >= 'a' && c <= 'z') turned = 'a' + (c - 'a' + by_) % 26;
    if (c >= 'A' && c <= 'Z') turned = 'A' + (c - 'A' + by_) % 26;
    return to_->sputc(traits_type::to_char_type(turned));
  }
  std::streamsize xsputn(const char* bytes, std::streamsize count) override {
    std::streamsize done = 0;
    while (done < count && !traits_type::eq_int_type(overflow(traits_type::to_int_type(bytes[done])), traits_type::eof())) done++;
    return done;
  }
  int sync() override { return to_->pubsync(); }

 private:
  std::streambuf* to_;
  int by_;
};

}  // namespace

unsigned streambuf_hex(const std::string& text, size_t room, int number, unsigned* state) {
  Hex hex(room);
  std::ostream out(&hex);
  out << text << number << '\n' << std::flush;
  *state = out.rdstate() == std::ios_base::goodbit ? 0 : out.bad() ? 2 : 1;
  out << "end";
  return hex.lines();
}

unsigned streambuf_turn(const std::string& text, int first, int second) {
  Hex hex(5);
  Turn inner(&hex, first);
  Turn outer(&inner, second);
  std::ostream out(&outer);
  out << text << ' ' << 'z' << -7 << std::endl;
  out.rdbuf(&inner);
  out << "Zz";
  return hex.lines();
}

int64_t streambuf_sum(std::string* words) {
  Pieces pieces;
  std::istream in(&pieces);
  int64_t sum = 0;
  while (in >> std::ws, in.peek() != std::istream::traits_type::eof()) {
    long number;
    std::string word;
    if (in >> number) {
      sum = sum * 10 + number;
      continue;
    }
    in.clear();
    if (in >> word) *words += word + ',';
  }
  return sum;
}

size_t streambuf_copy(size_t skip) {
  Pieces pieces;
  std::istream in(&pieces);
  in.ignore(static_cast<std::streamsize>(skip));
  if (skip >= 2 && in) {
    in.unget();
    in.unget();
  }
  const std::streamsize start = in.gcount();
  Hex hex(3);
  std::ostream out(&hex);
  out << in.rdbuf();
  return static_cast<size_t>(start) * 10 + out.good();
}
