#include "hash.h"

#include <llvm/IR/DebugProgramInstruction.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/ModuleSlotTracker.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Support/xxhash.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace passwright {
namespace {

Hash hash_bytes(const std::string& bytes) {
  const auto value = llvm::xxh3_128bits(llvm::ArrayRef(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
  Hash hash;
  for (int i = 0; i < 8; ++i) {
    hash[i] = static_cast<std::uint8_t>(value.high64 >> (56 - 8 * i));
    hash[8 + i] = static_cast<std::uint8_t>(value.low64 >> (56 - 8 * i));
  }
  return hash;
}

// The numbers of metadata nodes (!7) and attribute groups (#3) depend on the rest of the module: drop them outside quoted
// strings (LLVM writes a quote inside a string as \22). What they refer to is hashed by content.
std::string without_numbers(const std::string& text) {
  std::string out;
  out.reserve(text.size());
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] == '"') quoted = !quoted;
    if (!quoted && (text[i] == '!' || text[i] == '#'))
      while (i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9') ++i;
  }
  return out;
}

// Writes one function's content in a form that does not depend on the rest of its module.
class FunctionContent {
 public:
  FunctionContent(llvm::Function& function, llvm::ModuleSlotTracker& slots) : function_(function), slots_(slots), out_(content_) {}

  std::string build() {
    slots_.incorporateFunction(function_);
    number_values();
    std::string text;
    llvm::raw_string_ostream text_out(text);
    static_cast<const llvm::Value&>(function_).print(text_out, slots_);
    out_ << without_numbers(text_out.str());
    attributes(function_.getAttributes());
    attachments(function_);
    for (auto& argument : function_.args()) use_order(argument);
    for (auto& block : function_) {
      use_order(block);
      for (auto& instruction : block) add(instruction);
    }
    metadata();
    out_.flush();
    return std::move(content_);
  }

 private:
  void number_values() {
    unsigned next = 0;
    for (auto& instruction : llvm::instructions(function_)) number_[&instruction] = next++;
  }

  void add(llvm::Instruction& instruction) {
    if (const auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction)) attributes(call->getAttributes());
    attachments(instruction);
    for (const auto& operand : instruction.operands())
      if (const auto* wrapped = llvm::dyn_cast<llvm::MetadataAsValue>(operand.get())) reference(wrapped->getMetadata());
    for (auto& record : instruction.getDbgRecordRange()) {
      reference(record.getDebugLoc().getAsMDNode());
      if (const auto* variable = llvm::dyn_cast<llvm::DbgVariableRecord>(&record)) {
        reference(variable->getRawVariable());
        reference(variable->getRawExpression());
        if (variable->isDbgAssign()) {
          reference(variable->getRawAssignID());
          reference(variable->getRawAddressExpression());
        }
      } else if (const auto* label = llvm::dyn_cast<llvm::DbgLabelRecord>(&record)) {
        reference(label->getRawLabel());
      }
    }
    use_order(instruction);
  }

  void attributes(const llvm::AttributeList& list) {
    for (const auto& set : list) out_ << set.getAsString() << '\1';
    out_ << '\2';
  }

  template <typename Holder>
  void attachments(const Holder& holder) {
    llvm::SmallVector<std::pair<unsigned, llvm::MDNode*>, 4> nodes;
    holder.getAllMetadata(nodes);
    for (const auto& [kind, node] : nodes) {
      out_ << '!' << kind << ' ';
      reference(node);
    }
  }

  void use_order(llvm::Value& value) {
    if (value.hasNUsesOrMore(2))
      for (const auto& use : value.uses()) {
        const auto found = number_.find(use.getUser());
        // A user that is no instruction of this function is a constant (a block address).
        out_ << (found == number_.end() ? ~0u : found->second) << '.' << use.getOperandNo() << ' ';
      }
    out_ << '\3';
  }

  // Writes a number for the node, counted within this function, and queues its content.
  void reference(const llvm::Metadata* metadata) {
    if (!metadata) {
      out_ << "null ";
    } else if (const auto* node = llvm::dyn_cast<llvm::MDNode>(metadata)) {
      const auto [place, added] = node_number_.try_emplace(node, nodes_.size());
      if (added) nodes_.push_back(node);
      out_ << place->second << ' ';
    } else if (const auto* string = llvm::dyn_cast<llvm::MDString>(metadata)) {
      out_ << string->getLength() << '"' << string->getString() << '"';
    } else {
      std::string text;
      llvm::raw_string_ostream text_out(text);
      metadata->print(text_out, slots_);
      out_ << without_numbers(text_out.str());
    }
  }

  void metadata() {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const auto* node = nodes_[i];
      out_ << node->getMetadataID() << (node->isDistinct() ? 'd' : 'u');
      std::string text;  // the fields of a specialised node that are no operands (line, flags, expression) stand in its text
      llvm::raw_string_ostream text_out(text);
      node->print(text_out, slots_, function_.getParent());
      const auto shown = text_out.str();
      const auto equals = shown.find('=');
      out_ << without_numbers(equals == std::string::npos ? shown : shown.substr(equals));
      for (const auto& operand : node->operands()) reference(operand.get());
    }
  }

  llvm::Function& function_;
  llvm::ModuleSlotTracker& slots_;
  std::string content_;
  llvm::raw_string_ostream out_;
  std::unordered_map<const llvm::Value*, unsigned> number_;
  std::unordered_map<const llvm::MDNode*, std::size_t> node_number_;
  std::vector<const llvm::MDNode*> nodes_;
};

}  // namespace

Hash module_hash(Module& module) {
  auto& m = module.get();
  const auto identifier = m.getModuleIdentifier();
  m.setModuleIdentifier("");
  const auto hash = hash_bytes(module.text());
  m.setModuleIdentifier(identifier);
  return hash;
}

std::map<std::string, Hash> function_hashes(Module& module) {
  std::map<std::string, Hash> hashes;
  llvm::ModuleSlotTracker slots(&module.get());
  for (auto& function : module.get())
    if (!function.isDeclaration()) hashes[function.getName().str()] = hash_bytes(FunctionContent(function, slots).build());
  return hashes;
}

}  // namespace passwright
