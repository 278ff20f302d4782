#include <cstddef>
#include <string>

#include "check.h"

std::string words_ranking(const std::string& text, size_t most);
std::string words_index(const std::string& text);
std::string words_anagrams(const std::string& text);
std::string words_replace(std::string text, const std::string& from, const std::string& to);
std::string words_fill(const std::string& text, size_t width);

static bool same(const std::string& got, const std::string& wanted) {
  if (got == wanted) return true;
  printf("%s\nnot\n%s\n", got.c_str(), wanted.c_str());
  return false;
}

int main() {
  const std::string text = "The cat, the act and THE dog. A cat's tac - don't; god and cat!";
  CHECK(same(words_ranking(text, 3), "the=3, and=2, cat=2"));
  CHECK(same(words_ranking(text, 100), "the=3, and=2, cat=2, a=1, act=1, cat's=1, dog=1, don't=1, god=1, tac=1"));
  CHECK(same(words_ranking("", 5), "") && same(words_ranking("12 ,.", 5), "") && same(words_ranking(text, 0), "") &&
        same(words_ranking("x", 1), "x=1"));
  std::string many;
  for (int i = 0; i < 900; i++) {
    many += static_cast<char>('a' + i % 30 % 26);
    many += static_cast<char>('A' + i % 3);
    many += i % 7 ? ' ' : '9';
  }
  CHECK(same(words_ranking(many, 5), "aa=30, ac=30, ba=30, bb=30, cb=30"));
  CHECK(same(words_index(text), "a{:7 ct:3 nd:4:12}c{at:1:13 at's:8}d{og:6 on't:10}g{od:11}t{ac:9 he:0:2:5}"));
  CHECK(same(words_index("b a B"), "a{:1}b{:0:2}") && same(words_index(""), ""));
  CHECK(same(words_anagrams(text), "act(cat act tac)dgo(dog god)"));
  CHECK(same(words_anagrams("one two one ab ba ab 'a a'"), "'a('a a')ab(ab ba)") && same(words_anagrams(""), ""));

  CHECK(same(words_replace("aaaa", "aa", "a"), "aa") && same(words_replace("aaa", "a", "aa"), "aaaaaa") &&
        same(words_replace("abc", "", "x"), "abc"));
  CHECK(same(words_replace("xyxyx", "xyx", ""), "yx") && same(words_replace("", "a", "b"), "") &&
        same(words_replace("end", "d", "ding"), "ending"));
  std::string grown;
  for (int i = 0; i < 50; i++) grown += "<18 letters long!>";
  CHECK(same(words_replace(std::string(50, 'q'), "q", "<18 letters long!>"), grown) &&
        same(words_replace(grown, "<18 letters long!>", "q"), std::string(50, 'q')));

  CHECK(same(words_fill(text, 12), "the cat the.\nact and the.\ndog a cat's.\ntac don't...\ngod and cat."));
  CHECK(same(words_fill(text, 11), "the cat the\nact and the\ndog a cat's\ntac don't..\ngod and cat"));
  CHECK(same(words_fill(text, 1), "the\ncat\nthe\nact\nand\nthe\ndog\na\ncat's\ntac\ndon't\ngod\nand\ncat"));
  CHECK(same(words_fill("", 3), "...") && same(words_fill("", 0), "") && same(words_fill("abc", 0), "abc"));
  CHECK(same(words_fill("a bb", 4), "a bb") && same(words_fill("a bb", 3), "a..\nbb."));
  return failures != 0;
}
