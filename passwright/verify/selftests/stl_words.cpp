// Word statistics with string, map, unordered_map, set and vector: splitting, counting, ranking with ties, an index, joined reports.
#include <algorithm>
#include <cctype>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace {

bool letter(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\''; }

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto from = std::find_if(text.begin(), text.end(), letter);
    const auto to = std::find_if_not(from, text.end(), letter);
    if (from == to) break;
    std::string word(from, to);
    for (char& c : word)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    words.push_back(std::move(word));
    text.remove_prefix(static_cast<size_t>(to - text.begin()));
  }
  return words;
}

std::string join(const std::vector<std::string>& parts, const std::string& between) {
  std::string result;
  for (const std::string& part : parts) {
    if (!result.empty()) result += between;
    result.append(part);
  }
  return result;
}

}  // namespace

std::string words_ranking(const std::string& text, size_t most) {
  std::unordered_map<std::string, size_t> counts;
  for (auto& word : split(text)) counts[word]++;
  std::vector<std::pair<std::string, size_t>> ranked(counts.begin(), counts.end());
  std::sort(ranked.begin(), ranked.end(),
            [](const auto& a, const auto& b) { return a.second != b.second ? a.second > b.second : a.first < b.first; });
  if (ranked.size() > most) ranked.erase(ranked.begin() + static_cast<std::ptrdiff_t>(most), ranked.end());
  std::vector<std::string> parts;
  for (const auto& [word, count] : ranked) parts.push_back(word + "=" + std::to_string(count));
  return join(parts, ", ");
}

std::string words_index(const std::string& text) {
  std::map<char, std::map<std::string, std::set<size_t>>> index;
  const auto words = split(text);
  for (size_t i = 0; i < words.size(); i++) index[words[i].front()][words[i]].insert(i);
  std::string result;
  for (const auto& [first, entries] : index) {
    result += first;
    result += '{';
    for (const auto& [word, places] : entries) {
      result += word.substr(1);
      for (size_t place : places) result += ':' + std::to_string(place);
      result += ' ';
    }
    result.back() = '}';
  }
  return result;
}

std::string words_anagrams(const std::string& text) {
  std::map<std::string, std::vector<std::string>> groups;
  for (std::string& word : split(text)) {
    std::string key = word;
    std::sort(key.begin(), key.end());
    auto& group = groups[std::move(key)];
    if (std::find(group.begin(), group.end(), word) == group.end()) group.push_back(std::move(word));
  }
  for (auto at = groups.begin(); at != groups.end();) at = at->second.size() < 2 ? groups.erase(at) : std::next(at);
  std::vector<std::string> parts;
  for (auto& [key, group] : groups) parts.push_back(key + "(" + join(group, " ") + ")");
  return join(parts, "");
}

std::string words_replace(std::string text, const std::string& from, const std::string& to) {
  if (from.empty()) return text;
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  return text;
}

// Widths of the lines when the text is filled; words that are too long stand alone.
std::string words_fill(const std::string& text, size_t width) {
  std::vector<std::string> lines(1);
  for (const auto& word : split(text)) {
    std::string& line = lines.back();
    if (line.empty())
      line = word;
    else if (line.size() + 1 + word.size() <= width)
      line.append(1, ' ').append(word);
    else
      lines.emplace_back(word);
  }
  for (std::string& line : lines) line.resize(std::max(width, line.size()), '.');
  return join(lines, "\n");
}
