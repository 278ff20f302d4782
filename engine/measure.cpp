#include "measure.h"

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/BinaryFormat/Wasm.h>
#include <llvm/Object/ELFObjectFile.h>
#include <llvm/Object/SymbolSize.h>
#include <llvm/Object/Wasm.h>
#include <llvm/Support/Endian.h>
#include <llvm/Support/Error.h>
#include <llvm/Support/MathExtras.h>
#include <llvm/Support/MemoryBuffer.h>

#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

namespace passwright {
namespace {

using llvm::object::ObjectFile;

std::unique_ptr<ObjectFile> open(const std::string& object) {
  auto file = ObjectFile::createObjectFile(llvm::MemoryBufferRef(object, "object"));
  if (!file) throw std::invalid_argument(llvm::toString(file.takeError()));
  return std::move(*file);
}

bool is_unwind(llvm::StringRef name) {
  return name.starts_with(".eh_frame") || name.starts_with(".gcc_except_table") || name.starts_with(".ARM.ex");
}

void add_elf_section(const llvm::object::ELFSectionRef& section, ObjectSize& sizes) {
  if (!(section.getFlags() & llvm::ELF::SHF_ALLOC)) return;
  const auto name = llvm::cantFail(section.getName());
  const auto bytes = section.getSize();
  if (section.getType() == llvm::ELF::SHT_NOBITS)
    sizes.bss += bytes;
  else if (section.getFlags() & llvm::ELF::SHF_EXECINSTR)
    sizes.text += bytes;
  else if (is_unwind(name))
    sizes.unwind += bytes;
  else if (section.getFlags() & llvm::ELF::SHF_WRITE)
    sizes.data += bytes;
  else
    sizes.rodata += bytes;
  if (name.starts_with(".text") || name.starts_with(".data")) sizes.text_data += bytes;
}

void add_wasm_section(const llvm::object::WasmSection& section, ObjectSize& sizes) {
  if (section.Type == llvm::wasm::WASM_SEC_CODE)
    sizes.text += section.Content.size();
  else if (section.Type == llvm::wasm::WASM_SEC_DATA)
    sizes.data += section.Content.size();
}

// Charges functions with what lies outside their code.
class Attribution {
 public:
  Attribution(const ObjectFile& file, std::map<std::string, std::uint64_t>& costs) : file_(file), costs_(costs) {}

  void run() {
    for (const auto& [symbol, size] : llvm::object::computeSymbolSizes(file_)) {
      auto type = symbol.getType();
      auto section = symbol.getSection();
      auto name = symbol.getName();
      if (!type || !section || !name || *section == file_.section_end()) continue;
      auto value = symbol.getValue();
      if (!value) throw std::invalid_argument(llvm::toString(value.takeError()));
      const Place place{(*section)->getIndex(), *value};
      if (*type == llvm::object::SymbolRef::ST_Function && size) functions_[place] = {place.second + size, name->str()};
      if (*type == llvm::object::SymbolRef::ST_Data) named_[place] = place.second + size;
    }
    for (const llvm::object::ELFSectionRef section : file_.sections()) {
      // Constants that hold addresses are written once, when the program starts.
      const bool constant = !(section.getFlags() & llvm::ELF::SHF_WRITE) || llvm::cantFail(section.getName()).starts_with(".data.rel.ro");
      if (section.isData() && constant) constants_[section.getIndex()] = {section.getSize(), entry_of(section)};
    }
    for (const auto& section : file_.sections()) {
      auto about = section.getRelocatedSection();
      if (!about || *about == file_.section_end()) continue;
      auto about_name = (*about)->getName();
      if (!about_name) throw std::invalid_argument(llvm::toString(about_name.takeError()));
      if (about_name->starts_with(".eh_frame"))
        unwind_entries(section, **about);
      else if ((*about)->isText())
        references(section, **about);
    }
    for (auto place = users_.begin(); place != users_.end(); ++place) {
      const auto [section, from] = place->first;
      const auto named = named_.upper_bound(place->first);
      if (place->second.size() != 1 || is_inside(named, place->first)) continue;
      auto end = constants_.at(section).size;
      if (const auto next = std::next(place); next != users_.end() && next->first.first == section) end = next->first.second;
      if (named != named_.end() && named->first.first == section) end = std::min(end, named->first.second);
      if (end > from) costs_[*place->second.begin()] += end - from;
    }
  }

 private:
  using Place = std::pair<std::uint64_t, std::uint64_t>;  // section, offset
  struct Constants {
    std::uint64_t size = 0;
    std::uint64_t entry = 1;  // all entries have this size; 1 if not
  };

  static std::uint64_t entry_of(const llvm::object::ELFSectionRef& section) {
    if (!(section.getFlags() & llvm::ELF::SHF_MERGE) || (section.getFlags() & llvm::ELF::SHF_STRINGS)) return 1;
    const auto name = llvm::cantFail(section.getName());  // .rodata.cst8, also in a section of its own
    std::uint64_t entry = 1;
    const auto digits = name.substr(name.find(".cst") + 4).take_while([](char c) { return c >= '0' && c <= '9'; });
    return name.contains(".cst") && !digits.getAsInteger(10, entry) && entry ? entry : 1;
  }

  // Whether a place belongs to the symbol before `next`, which is the first behind it.
  bool is_inside(std::map<Place, std::uint64_t>::const_iterator next, const Place& place) const {
    if (next == named_.begin()) return false;
    const auto& [start, end] = *std::prev(next);
    return start == place || (start.first == place.first && place.second < end);
  }

  const std::string* function_at(const Place& place) const {
    auto found = functions_.upper_bound(place);
    if (found == functions_.begin()) return nullptr;
    --found;
    return found->first.first == place.first && place.second < found->second.first ? &found->second.second : nullptr;
  }

  // Where a relocation points to; nowhere if its section or its addend is not known.
  std::optional<Place> target(const llvm::object::RelocationRef& relocation) const {
    const auto symbol = relocation.getSymbol();
    if (symbol == file_.symbol_end()) return std::nullopt;
    auto section = symbol->getSection();
    auto value = symbol->getValue();
    auto addend = llvm::object::ELFRelocationRef(relocation).getAddend();
    if (!addend) llvm::consumeError(addend.takeError());
    if (!section || !value || *section == file_.section_end()) return std::nullopt;
    return Place{(*section)->getIndex(), *value + (addend ? *addend : 0)};
  }

  // A reference may point outside: to the start of a table whose first index is not zero.
  void uses(const std::string& function, Place place) {
    const auto section = constants_.find(place.first);
    if (section == constants_.end()) return;
    // On x86-64 it also points before a constant, by the bytes of the instruction that stand behind the reference.
    const auto entry = section->second.entry;
    place.second = (place.second + entry - 1) / entry * entry;
    if (place.second < section->second.size) users_[place].insert(function);
  }

  void references(const llvm::object::SectionRef& section, const llvm::object::SectionRef& code) {
    for (const auto& relocation : section.relocations()) {
      const auto* user = function_at({code.getIndex(), relocation.getOffset()});
      auto place = target(relocation);
      if (!user || !place) continue;
      // A PC-relative x86-64 reference counts from behind its own four bytes.
      if (file_.getArch() == llvm::Triple::x86_64) place->second += 4;
      uses(*user, *place);
    }
  }

  void unwind_entries(const llvm::object::SectionRef& section, const llvm::object::SectionRef& frames) {
    std::map<std::uint64_t, std::pair<const std::string*, Place>> targets;  // by where the reference stands
    for (const auto& relocation : section.relocations())
      if (const auto place = target(relocation)) targets[relocation.getOffset()] = {function_at(*place), *place};
    auto contents = frames.getContents();
    if (!contents) throw std::invalid_argument(llvm::toString(contents.takeError()));
    const auto order = file_.isLittleEndian() ? llvm::endianness::little : llvm::endianness::big;
    for (std::uint64_t at = 0; at + 8 <= contents->size();) {
      const std::uint64_t length = llvm::support::endian::read32(contents->data() + at, order);
      if (length > contents->size() - at - 4) break;  // the 64-bit form, or nonsense
      const auto end = at + 4 + length;
      const auto start = targets.find(at + 8);
      if (start != targets.end() && start->second.first) {
        const auto& function = *start->second.first;
        costs_[function] += entry_size(contents->substr(at, 4 + length));
        // What else it refers to is the table of the function's landing pads.
        for (auto other = std::next(start); other != targets.end() && other->first < end; ++other) uses(function, other->second.second);
      }
      at = end;
    }
  }

  // Without what fills up the last entry of the section: which one that is is nobody's cost. Entries end with operations that
  // do nothing (zero bytes), up to a multiple of four; in front of them stand 17 bytes and what the 17th counts.
  static std::uint64_t entry_size(llvm::StringRef entry) {
    constexpr std::size_t kFixed = 17;
    std::size_t size = entry.size();
    const std::size_t least = entry.size() < kFixed ? entry.size() : kFixed + static_cast<std::uint8_t>(entry[kFixed - 1]);
    while (size > least && entry[size - 1] == 0) --size;
    return llvm::alignTo(size, 4);
  }

  const ObjectFile& file_;
  std::map<std::string, std::uint64_t>& costs_;
  std::map<Place, std::pair<std::uint64_t, std::string>> functions_;  // start -> end and name
  std::map<Place, std::uint64_t> named_;                              // start -> end
  std::map<Place, std::set<std::string>> users_;
  std::map<std::uint64_t, Constants> constants_;  // read-only data sections
};

}  // namespace

ObjectSize measure(const std::string& object) {
  const auto file = open(object);
  ObjectSize sizes;
  if (const auto* wasm = llvm::dyn_cast<llvm::object::WasmObjectFile>(file.get())) {
    for (const auto& section : wasm->sections()) add_wasm_section(wasm->getWasmSection(section), sizes);
    sizes.text_data = sizes.size();
  } else if (file->isELF()) {
    for (const auto& section : file->sections()) add_elf_section(llvm::object::ELFSectionRef(section), sizes);
  } else {
    throw std::invalid_argument("only ELF and wasm objects can be measured, not " + file->getFileFormatName().str());
  }
  return sizes;
}

std::map<std::string, std::uint64_t> function_costs(const std::string& object) {
  const auto file = open(object);
  auto costs = function_sizes(object);
  if (file->isELF()) Attribution(*file, costs).run();
  return costs;
}

std::map<std::string, std::uint64_t> function_sizes(const std::string& object) {
  const auto file = open(object);
  std::map<std::string, std::uint64_t> sizes;
  for (const auto& [symbol, size] : llvm::object::computeSymbolSizes(*file)) {
    auto type = symbol.getType();
    auto name = symbol.getName();
    if (!type || !name) throw std::invalid_argument("the object has a broken symbol table");
    if (*type == llvm::object::SymbolRef::ST_Function && size) sizes[name->str()] = size;
  }
  return sizes;
}

}  // namespace passwright
