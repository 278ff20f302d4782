#include "text.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/IR/DebugInfo.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/TypeFinder.h>
#include <llvm/Support/raw_ostream.h>

#include <algorithm>
#include <optional>
#include <set>

#include "alone.h"
#include "compat.h"
#include "extract.h"

namespace passwright {
namespace {

// Named metadata that is of the context, and the number that its nodes begin with: no text has as many.
constexpr const char* kShared[] = {"llvm.module.flags", "llvm.ident", "llvm.errno.tbaa"};
constexpr unsigned kFirstNode = 1000000;

// Whether a node of such metadata is of the context: one that names a symbol is not, as no function's own text need have that.
bool is_shared(const llvm::MDNode* node) { return !names_global(*node); }

// Leaves what LLVM prints as little to say as is possible.
void forget_names(llvm::Module& module) {
  llvm::StripDebugInfo(module);
  for (auto& function : module) {
    for (auto& argument : function.args()) argument.setName("");
    for (auto& block : function) {
      block.setName("");
      for (auto& instruction : block) {
        instruction.setName("");
        instruction.setMetadata("srcloc", nullptr);  // where inline assembly stands in the source
      }
    }
  }
  llvm::TypeFinder types;
  types.run(module, /*onlyNamed=*/true);
  for (auto* type : types) type->setName("");
}

void forget_metadata(llvm::Function& function) {
  function.clearMetadata();
  for (auto& instruction : llvm::make_early_inc_range(llvm::instructions(function))) {
    instruction.dropUnknownNonDebugMetadata();
    if (llvm::isa<llvm::NoAliasScopeDeclInst>(instruction)) instruction.eraseFromParent();
  }
}

std::string printed(const llvm::Module& module, bool order) {
  std::string text;
  llvm::raw_string_ostream out(text);
  module.print(out, nullptr, order);
  return text;
}

// Calls `take` with each line; LLVM writes no line break within a quoted string.
template <typename Take>
void each_line(llvm::StringRef text, Take take) {
  while (!text.empty()) {
    const auto [line, rest] = text.split('\n');
    take(line);
    text = rest;
  }
}

// Splits where a space stands outside quotes and brackets: attributes, one by one.
std::vector<std::string> pieces(llvm::StringRef text) {
  std::vector<std::string> found;
  std::string piece;
  bool quoted = false;
  int depth = 0;
  for (const char sign : text) {
    if (sign == '"') quoted = !quoted;
    if (!quoted) depth += sign == '(' ? 1 : sign == ')' ? -1 : 0;
    if (sign != ' ' || quoted || depth > 0) {
      piece += sign;
    } else if (!piece.empty()) {
      found.push_back(std::move(piece));
      piece.clear();
    }
  }
  if (!piece.empty()) found.push_back(std::move(piece));
  return found;
}

std::string joined(const std::vector<std::string>& list) {
  std::string text;
  for (const auto& each : list) text += (text.empty() ? "" : " ") + each;
  return text;
}

// The string attributes that all these functions have alike, sorted.
std::vector<std::string> common(const std::vector<const llvm::Function*>& functions) {
  std::optional<std::set<std::string>> all;
  for (const auto* function : functions) {
    std::set<std::string> mine;
    for (const auto& attribute : function->getAttributes().getFnAttrs())
      if (attribute.isStringAttribute() && (!all || all->count(attribute.getAsString(true)))) mine.insert(attribute.getAsString(true));
    all = std::move(mine);
  }
  return all ? std::vector<std::string>(all->begin(), all->end()) : std::vector<std::string>();
}

bool holds(const std::vector<std::string>& list, const std::vector<std::string>& wanted) {
  return llvm::all_of(wanted, [&](const std::string& one) { return llvm::is_contained(list, one); });
}

// Whether LLVM makes the same declaration by itself when it reads a call; what metadata names it does not.
bool is_understood(const llvm::Function& function) {
  return function.isIntrinsic() && function.isDeclaration() && !function.hasMetadata() && !function.isUsedByMetadata() &&
         function.getAttributes() == compat::intrinsic_attributes(function);
}

// The symbol that a line declares, as it stands there; of one in quotes, at least the first of them.
llvm::StringRef declared_symbol(llvm::StringRef line) {
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') quoted = !quoted;
    if (!quoted && line[i] == '@') return line.substr(i + 1).split('(').first;
  }
  return "";
}

std::string renumbered(llvm::StringRef line) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') quoted = !quoted;
    out += line[i];
    if (quoted || line[i] != '!') continue;
    auto rest = line.substr(i + 1);
    if (unsigned number = 0; !rest.consumeInteger(10, number)) {
      out += std::to_string(kFirstNode + number);
      i = line.size() - rest.size() - 1;
    }
  }
  return out;
}

}  // namespace

Texts::Texts(const Module& module) {
  const auto own = module.clone();
  auto& from = own->get();
  std::vector<const llvm::Function*> definitions, declarations;
  for (const auto& function : from)
    if (!function.isDeclaration())
      definitions.push_back(&function);
    else if (function.hasFnAttribute("target-cpu"))
      declarations.push_back(&function);
  defined_ = common(definitions);
  declared_ = common(declarations);
  llvm::Module shared("", from.getContext());
  shared.setSourceFileName(from.getSourceFileName());
  shared.setDataLayout(from.getDataLayout());
  shared.setTargetTriple(from.getTargetTriple());
  for (const auto* name : kShared)
    if (auto* node = from.getNamedMetadata(name))
      for (auto* operand : llvm::make_filter_range(node->operands(), is_shared)) shared.getOrInsertNamedMetadata(name)->addOperand(operand);
  each_line(printed(shared, /*order=*/false), [&](llvm::StringRef line) {
    if (!line.empty() && line.front() != ';') context_ += renumbered(line) + "\n";
  });
  if (!defined_.empty()) context_ += "attributes #0 = { " + joined(defined_) + " }\n";
  if (!declared_.empty()) context_ += "attributes #1 = { " + joined(declared_) + " }\n";
}

// What stands in place of a group's number: with what is of the context in front, as that group.
std::string Texts::at_its_place(llvm::StringRef group, bool of_function, bool brief) const {
  auto list = pieces(group);
  for (auto& each : list)
    if (llvm::StringRef(each).starts_with("alignstack=")) each = "alignstack(" + each.substr(11) + ")";
  if (!of_function) return joined(list);
  const auto* context = !defined_.empty() && holds(list, defined_)     ? &defined_
                        : !declared_.empty() && holds(list, declared_) ? &declared_
                                                                       : nullptr;
  if (!context) return joined(list);
  std::vector<std::string> rest;
  if (!brief) rest.push_back(context == &defined_ ? "#0" : "#1");
  for (auto& each : list)
    if (!llvm::is_contained(*context, each)) rest.push_back(std::move(each));
  return joined(rest);
}

std::string Texts::tidy(const llvm::Module& module, bool brief, bool order) const {
  std::set<llvm::StringRef> understood;
  for (const auto& function : module)
    if (!order && is_understood(function)) understood.insert(function.getName());
  const auto text = printed(module, order);
  std::map<unsigned, llvm::StringRef> groups;
  each_line(text, [&](llvm::StringRef line) {
    unsigned number = 0;
    if (line.consume_front("attributes #") && !line.consumeInteger(10, number) && line.consume_front(" = { ") && line.consume_back(" }"))
      groups[number] = line;
  });
  std::string out;
  each_line(text, [&](llvm::StringRef line) {
    for (const auto* start : {"source_filename = ", "target datalayout = ", "target triple = ", "attributes #"})
      if (line.starts_with(start)) return;
    const bool declares = line.starts_with("declare ");
    if (declares && (brief || understood.count(declared_symbol(line)))) return;
    const bool of_function = declares || line.starts_with("define ");
    const auto words = line.ltrim(' ');
    std::string tidied;
    bool quoted = false;
    for (std::size_t i = 0; i < words.size() && (quoted || words[i] != ';'); ++i) {
      if (words[i] == '"') quoted = !quoted;
      if (!quoted && words[i] == '#') {
        auto rest = words.substr(i + 1);
        unsigned number = 0;
        if (!rest.consumeInteger(10, number) && groups.count(number)) {
          const auto place = at_its_place(groups[number], of_function, brief);
          tidied += place;
          if (place.empty() && !tidied.empty() && tidied.back() == ' ') tidied.pop_back();
          i = words.size() - rest.size() - 1;
          continue;
        }
      }
      tidied += words[i];
    }
    const auto trimmed = llvm::StringRef(tidied).rtrim(' ');
    if (trimmed.empty() || (brief && trimmed.starts_with("@"))) return;
    if (trimmed.starts_with("uselistorder ptr asm ")) return;  // LLVM writes it, and cannot read it
    if (words.size() < line.size()) out += ' ';
    out += trimmed.str() + "\n";
  });
  return out;
}

std::string Texts::of_module(const Module& module, bool order) const {
  const auto own = module.clone();
  forget_names(own->get());
  for (const auto* name : kShared)
    if (auto* node = own->get().getNamedMetadata(name)) {
      std::vector<llvm::MDNode*> rest(node->op_begin(), node->op_end());
      llvm::erase_if(rest, is_shared);
      node->clearOperands();
      for (auto* operand : rest) node->addOperand(operand);
      if (rest.empty()) node->eraseFromParent();
    }
  return tidy(own->get(), /*brief=*/false, order);
}

std::map<std::string, std::string> Texts::of_functions(const Module& module, const std::vector<std::string>& names, bool brief) const {
  const auto own = module.clone();
  forget_names(own->get());
  std::map<std::string, std::string> texts;
  for (const auto& name : names) {
    auto* function = own->get().getFunction(name);
    if (!function || function->isDeclaration() || is_rigid(*function) || texts.count(name)) continue;
    if (brief) forget_metadata(*function);
    Alone alone(*function);
    texts[name] = tidy(alone.get(), brief, /*order=*/false);
  }
  return texts;
}

}  // namespace passwright
