#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "check.h"

bool drain(const char* bytes, size_t count);
size_t supply(char* to, size_t room);
unsigned streambuf_hex(const std::string& text, size_t room, int number, unsigned* state);
unsigned streambuf_turn(const std::string& text, int first, int second);
int64_t streambuf_sum(std::string* words);
size_t streambuf_copy(size_t skip);

static std::string drained, supplied;
static size_t pieces, longest, refuse_at, piece;

bool drain(const char* bytes, size_t count) {
  if (++pieces == refuse_at) return false;
  if (count > longest) longest = count;
  drained.append(bytes, count);
  return true;
}
size_t supply(char* to, size_t room) {
  pieces++;
  size_t count = supplied.size() < piece ? supplied.size() : piece;
  if (count > room) count = room;
  memcpy(to, supplied.data(), count);
  supplied.erase(0, count);
  return count;
}

static std::string hex(const std::string& text) {
  std::string result;
  char two[3];
  for (unsigned char c : text) {
    snprintf(two, sizeof two, "%02x", c);
    result += two;
  }
  return result;
}
static void reset() {
  drained.clear();
  pieces = longest = refuse_at = 0;
}

int main() {
  unsigned state = 9;
  for (size_t room = 1; room <= 16; room++) {
    const std::string text("a\nbc\0\xff\x80 longer\n\n", 17);
    reset();
    CHECK(streambuf_hex(text, room, -42, &state) == 4 && state == 0);
    CHECK(drained == hex(text + "-42\nend"));
    CHECK(pieces == (21 + room - 1) / room + (3 + room - 1) / room && longest == 2 * room);
    reset();
    CHECK(streambuf_hex("", room, 7, &state) == 1 && state == 0 && drained == hex("7\nend"));
    // The first piece is refused: the stream is bad, and what follows is not written.
    reset();
    refuse_at = 1;
    streambuf_hex("0123456789abcdefghi", room, 5, &state);
    CHECK(state == 2 && drained.find(hex("end")) == std::string::npos && drained.find(hex("0")) != 0);
  }
  reset();
  CHECK(streambuf_turn("Hello, World", 1, 2) == 1 && drained == hex("Khoor, Zruog c-7\nAa"));
  reset();
  CHECK(streambuf_turn("azAZ\n\n", 25, 1) == 3 && drained == hex("azAZ\n\n z-7\nYy"));
  reset();
  CHECK(streambuf_turn("", 0, 13) == 1 && drained == hex(" m-7\nZz") && pieces == 2 + 0);

  for (piece = 1; piece <= 9; piece++) {
    std::string words;
    pieces = 0;
    supplied = " 12 word -3\n\n400000 x9 +5 - 7end";
    CHECK(streambuf_sum(&words) == ((12 * 10 - 3) * 10 + 400000) * 10 + 5 && words == "word,x9,7end,");
    words.clear();
    supplied = "";
    CHECK(streambuf_sum(&words) == 0 && words.empty());
    supplied = "1";
    CHECK(streambuf_sum(&words) == 1 && words.empty());

    const std::string whole("0123456789\n\0\xff\nabcdefghijklm", 27);
    for (size_t skip = 0; skip <= 27; skip++) {
      reset();
      supplied = whole;
      const size_t got = streambuf_copy(skip);
      CHECK(drained == hex(whole.substr(skip < 2 ? skip : skip - 2)));
      CHECK(got == (skip == 1 ? 11 : 1) && supplied.empty());
    }
    reset();
    supplied = whole;
    CHECK(streambuf_copy(28) == 1 && drained == hex("lm"));
    reset();
    CHECK(streambuf_copy(0) == 0 && drained.empty());
  }
  return failures != 0;
}
