#include "hash.h"

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/DebugProgramInstruction.h>
#include <llvm/IR/GlobalAlias.h>
#include <llvm/IR/GlobalIFunc.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/ModuleSlotTracker.h>
#include <llvm/IR/Operator.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Support/xxhash.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "compat.h"

namespace passwright {
namespace {

// Metadata nodes are numbered (!7), attribute groups too (#3): drop the numbers outside quoted strings (LLVM writes a quote
// inside a string as \22). What they refer to is written by content.
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

// Writes the content of a module or of one function as bytes that are equal if and only if the content is: what LLVM's text
// says, and the order of uses. Values, types, attributes and metadata are numbered as they are met and written out at
// their first mention, so nothing depends on addresses, on the context or on what else the module holds.
class Content {
 public:
  explicit Content(llvm::Module& module) : module_(module), context_(module.getContext()) {}

  Hash of_module() {
    text(module_.getSourceFileName());
    text(compat::triple_of(module_).str());
    text(module_.getDataLayoutStr());
    text(module_.getModuleInlineAsm());
    // Globals first: their numbers are their places in the module's lists.
    for (auto& value : module_.global_values()) local(value);
    for (auto& variable : module_.globals()) global_variable(variable);
    for (auto& alias : module_.aliases()) {
      global_value(alias);
      value(*alias.getAliasee());
    }
    for (auto& ifunc : module_.ifuncs()) {
      global_value(ifunc);
      value(*ifunc.getResolver());
    }
    for (auto& function : module_) this->function(function);
    for (const auto& named : module_.named_metadata()) {
      text(named.getName());
      number(named.getNumOperands());
      for (const auto* operand : named.operands()) metadata(operand);
    }
    std::vector<llvm::StringRef> comdats;
    for (const auto& entry : module_.getComdatSymbolTable()) comdats.push_back(entry.getKey());
    std::sort(comdats.begin(), comdats.end());
    for (const auto name : comdats) comdat(&module_.getComdatSymbolTable().find(name)->getValue());
    metadata_nodes();
    use_orders();
    return hash();
  }

  // Other globals are known by name and type; the order of uses of globals and constants is the module's.
  Hash of_function(llvm::Function& function, const GlobalSet* known = nullptr, bool surroundings = false) {
    by_name_ = true;
    surroundings_ = surroundings;
    known_ = known;
    this->function(function);
    metadata_nodes();
    use_orders();
    return hash();
  }

 private:
  enum Tag : std::uint8_t { kKnown, kGlobal, kConstant, kMetadata, kAsm, kOther, kNull };

  void byte(std::uint8_t value) { bytes_.push_back(static_cast<char>(value)); }

  void number(std::uint64_t value) {  // LEB128: most are small
    while (value >= 0x80) {
      byte(static_cast<std::uint8_t>(value | 0x80));
      value >>= 7;
    }
    byte(static_cast<std::uint8_t>(value));
  }

  void text(llvm::StringRef text) {
    number(text.size());
    bytes_.append(text.begin(), text.end());
  }

  void integer(const llvm::APInt& value) {
    for (unsigned i = 0; i < value.getNumWords(); ++i) number(value.getRawData()[i]);
  }

  template <typename Write>
  void printed(Write write) {
    std::string shown;
    llvm::raw_string_ostream out(shown);
    write(out);
    text(without_numbers(out.str()));
  }

  // The number of something that is met again and again; true if this is the first time, when its content must follow.
  template <typename Map, typename Key>
  bool first(Map& map, Key key) {
    const auto [place, added] = map.try_emplace(key, static_cast<std::uint32_t>(map.size()));
    number(place->second);
    return added;
  }

  void type(llvm::Type* type) {
    if (!first(types_, type)) return;
    byte(type->getTypeID());
    if (const auto* structure = llvm::dyn_cast<llvm::StructType>(type)) {
      text(structure->hasName() ? structure->getName() : "");
      byte(structure->isLiteral() | structure->isPacked() << 1 | structure->isOpaque() << 2);
    } else if (const auto* array = llvm::dyn_cast<llvm::ArrayType>(type)) {
      number(array->getNumElements());
    } else if (const auto* vector = llvm::dyn_cast<llvm::VectorType>(type)) {
      number(vector->getElementCount().getKnownMinValue());
    } else if (const auto* integer = llvm::dyn_cast<llvm::IntegerType>(type)) {
      number(integer->getBitWidth());
    } else if (const auto* pointer = llvm::dyn_cast<llvm::PointerType>(type)) {
      number(pointer->getAddressSpace());
    } else if (const auto* signature = llvm::dyn_cast<llvm::FunctionType>(type)) {
      byte(signature->isVarArg());
    } else if (type->isTargetExtTy()) {
      printed([&](llvm::raw_ostream& out) { type->print(out); });
    }
    number(type->getNumContainedTypes());
    for (auto* inner : type->subtypes()) this->type(inner);
  }

  void attributes(const llvm::AttributeList& list) {
    if (!first(attribute_lists_, list.getRawPointer())) return;
    number(list.getNumAttrSets());
    for (const auto& set : list) {
      number(set.getNumAttributes());
      for (const auto& attribute : set) {
        if (attribute.isTypeAttribute()) {  // its text names the type only
          number(attribute.getKindAsEnum());
          byte(attribute.getValueAsType() != nullptr);
          if (attribute.getValueAsType()) type(attribute.getValueAsType());
        } else {
          text(attribute.getAsString());
        }
      }
    }
  }

  void comdat(const llvm::Comdat* comdat) {
    byte(comdat != nullptr);
    if (!comdat) return;
    text(comdat->getName());
    byte(comdat->getSelectionKind());
  }

  void global_value(llvm::GlobalValue& global) {
    name(global);
    type(global.getValueType());
    number(global.getAddressSpace());
    byte(global.getLinkage());
    byte(global.getVisibility());
    byte(static_cast<std::uint8_t>(global.getUnnamedAddr()));
    byte(global.getDLLStorageClass());
    byte(global.getThreadLocalMode());
    byte(global.isDSOLocal() | global.hasSanitizerMetadata() << 1);
    if (global.hasSanitizerMetadata()) {
      const auto& sanitizers = global.getSanitizerMetadata();
      byte(sanitizers.NoAddress | sanitizers.NoHWAddress << 1 | sanitizers.Memtag << 2 | sanitizers.IsDynInit << 3);
    }
    text(global.getPartition());
  }

  template <typename Object>
  void global_object(Object& object) {
    global_value(object);
    number(object.getAlign() ? object.getAlign()->value() : 0);
    text(object.getSection());
    comdat(object.getComdat());
    attachments(object);
  }

  void global_variable(llvm::GlobalVariable& variable) {
    global_object(variable);
    byte(variable.isConstant() | variable.isExternallyInitialized() << 1 | variable.hasInitializer() << 2);
    number(variable.getCodeModelRaw());
    attributes(llvm::AttributeList::get(context_, {{llvm::AttributeList::FunctionIndex, variable.getAttributes()}}));
    if (variable.hasInitializer()) value(*variable.getInitializer());
  }

  void function(llvm::Function& function) {
    global_object(function);
    number(function.getCallingConv());
    attributes(function.getAttributes());
    text(function.hasGC() ? function.getGC() : "");
    byte(function.hasPersonalityFn() | function.hasPrefixData() << 1 | function.hasPrologueData() << 2);
    if (function.hasPersonalityFn()) value(*function.getPersonalityFn());
    if (function.hasPrefixData()) value(*function.getPrefixData());
    if (function.hasPrologueData()) value(*function.getPrologueData());
    // All before the first is written: an operand may stand in front of its definition.
    for (auto& argument : function.args()) local(argument);
    for (auto& block : function) local(block);
    for (auto& instruction : llvm::instructions(function)) local(instruction);
    for (auto& argument : function.args()) name(argument);
    number(function.size());
    for (auto& block : function) {
      name(block);
      number(block.size());
      for (auto& instruction : block) this->instruction(instruction);
    }
  }

  void name(llvm::Value& value) { text(value.hasName() ? value.getName() : ""); }

  void local(llvm::Value& value) {
    if (numbers_.try_emplace(&value, static_cast<std::uint32_t>(numbers_.size())).second) numbered_.push_back(&value);
  }

  void value(llvm::Value& value) {
    const auto found = numbers_.find(&value);
    if (found != numbers_.end()) {
      byte(kKnown);
      number(found->second);
    } else if (auto* wrapped = llvm::dyn_cast<llvm::MetadataAsValue>(&value)) {
      byte(kMetadata);
      metadata(wrapped->getMetadata());
    } else if (const auto* assembly = llvm::dyn_cast<llvm::InlineAsm>(&value)) {
      byte(kAsm);
      type(assembly->getFunctionType());
      text(assembly->getAsmString());
      text(assembly->getConstraintString());
      byte(assembly->hasSideEffects() | assembly->isAlignStack() << 1 | assembly->canThrow() << 2);
      byte(assembly->getDialect());
    } else if (auto* global = llvm::dyn_cast<llvm::GlobalValue>(&value)) {
      byte(kGlobal);
      auto* variable = llvm::dyn_cast<llvm::GlobalVariable>(global);
      const bool added = known_ && variable && !known_->contains(global);
      text(added ? "" : global->getName());
      type(global->getType());
      type(global->getValueType());
      numbers_.try_emplace(&value, static_cast<std::uint32_t>(numbers_.size()));
      if (added) {
        byte(variable->getLinkage());
        byte(variable->isConstant() | variable->hasInitializer() << 1);
        number(variable->getAlign() ? variable->getAlign()->value() : 0);
        if (variable->hasInitializer()) this->value(*variable->getInitializer());
      }
      if (surroundings_) declaration(*global);
    } else if (auto* constant = llvm::dyn_cast<llvm::Constant>(&value)) {
      byte(kConstant);
      // Data is met by many users that have nothing to do with each other: its uses have no order that anyone sees.
      if (llvm::isa<llvm::ConstantData>(constant) || by_name_)
        numbers_.try_emplace(&value, static_cast<std::uint32_t>(numbers_.size()));
      else
        local(value);
      this->constant(*constant);
    } else {
      byte(kOther);
      printed([&](llvm::raw_ostream& out) { value.printAsOperand(out, true, &module_); });
    }
  }

  // What an Extract keeps of a global that is not moved itself.
  void declaration(llvm::GlobalValue& global) {
    byte(global.hasExternalWeakLinkage() | global.hasLocalLinkage() << 1 | global.isDSOLocal() << 2);
    byte(global.getVisibility());
    byte(static_cast<std::uint8_t>(global.getUnnamedAddr()));
    byte(global.getDLLStorageClass());
    byte(global.getThreadLocalMode());
    if (const auto* object = llvm::dyn_cast<llvm::GlobalObject>(&global)) text(object->getSection());
    if (const auto* function = llvm::dyn_cast<llvm::Function>(&global)) {
      number(function->getCallingConv());
      attributes(function->getAttributes());
    } else if (auto* variable = llvm::dyn_cast<llvm::GlobalVariable>(&global)) {
      const bool data =
          variable->isConstant() && variable->hasDefinitiveInitializer() && llvm::isa<llvm::ConstantData>(variable->getInitializer());
      byte(variable->isConstant() | data << 1);
      number(variable->getAlign() ? variable->getAlign()->value() : 0);
      number(variable->getCodeModelRaw());
      attributes(llvm::AttributeList::get(context_, {{llvm::AttributeList::FunctionIndex, variable->getAttributes()}}));
      if (data) value(*variable->getInitializer());
    }
  }

  void constant(llvm::Constant& constant) {
    type(constant.getType());
    byte(constant.getValueID());
    if (const auto* integer = llvm::dyn_cast<llvm::ConstantInt>(&constant)) {
      this->integer(integer->getValue());
    } else if (const auto* real = llvm::dyn_cast<llvm::ConstantFP>(&constant)) {
      this->integer(real->getValueAPF().bitcastToAPInt());
    } else if (const auto* data = llvm::dyn_cast<llvm::ConstantDataSequential>(&constant)) {
      text(data->getRawDataValues());
    } else if (const auto* address = llvm::dyn_cast<llvm::BlockAddress>(&constant)) {
      block_address(*address);
    } else if (auto* expression = llvm::dyn_cast<llvm::ConstantExpr>(&constant)) {
      this->expression(*expression);
    } else if (llvm::isa<llvm::ConstantAggregate>(constant) || constant.getNumOperands() != 0) {
      operands(constant);
    } else if (!llvm::isa<llvm::ConstantData>(constant)) {
      printed([&](llvm::raw_ostream& out) { constant.printAsOperand(out, true, &module_); });
    }
  }

  void expression(llvm::ConstantExpr& expression) {
    number(expression.getOpcode());
    byte(expression.getRawSubclassOptionalData());
    if (auto* address = llvm::dyn_cast<llvm::GEPOperator>(&expression)) {
      type(address->getSourceElementType());
      const auto range = address->getInRange();
      byte(range.has_value());
      if (range) {
        integer(range->getLower());
        integer(range->getUpper());
      }
    } else if (expression.getOpcode() == llvm::Instruction::ShuffleVector) {
      for (const int lane : expression.getShuffleMask()) number(static_cast<std::uint32_t>(lane));
    }
    operands(expression);
  }

  // The block by its place: in another function its number may not be given yet.
  void block_address(const llvm::BlockAddress& address) {
    value(*address.getFunction());
    std::uint64_t place = 0;
    for (const auto& block : *address.getFunction()) {
      if (&block == address.getBasicBlock()) break;
      ++place;
    }
    number(place);
  }

  void operands(llvm::User& user) {
    number(user.getNumOperands());
    for (auto& operand : user.operands()) {
      if (operand.get())
        value(*operand.get());
      else
        byte(kNull);
    }
  }

  void instruction(llvm::Instruction& instruction) {
    byte(static_cast<std::uint8_t>(instruction.getOpcode()));
    byte(instruction.getRawSubclassOptionalData());
    type(instruction.getType());
    operands(instruction);
    special_state(instruction);
    name(instruction);
    attachments(instruction);
    const auto records = instruction.getDbgRecordRange();
    number(static_cast<std::uint64_t>(std::distance(records.begin(), records.end())));
    for (auto& record : records) debug_record(record);
  }

  // What llvm::Instruction::hasSameSpecialState compares: the state that is neither operand, type nor flag.
  void special_state(llvm::Instruction& instruction) {
    if (auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction)) {
      number(call->getCallingConv());
      if (const auto* plain = llvm::dyn_cast<llvm::CallInst>(call)) byte(plain->getTailCallKind());
      type(call->getFunctionType());
      attributes(call->getAttributes());
      number(call->getNumOperandBundles());
      for (unsigned i = 0; i < call->getNumOperandBundles(); ++i) {
        const auto bundle = call->getOperandBundleAt(i);
        text(bundle.getTagName());
        number(bundle.Inputs.size());
      }
    } else if (auto* phi = llvm::dyn_cast<llvm::PHINode>(&instruction)) {
      for (auto* block : phi->blocks()) value(*block);
    } else if (auto* load = llvm::dyn_cast<llvm::LoadInst>(&instruction)) {
      byte(load->isVolatile());
      number(load->getAlign().value());
      atomic(load->getOrdering(), load->getSyncScopeID());
    } else if (auto* store = llvm::dyn_cast<llvm::StoreInst>(&instruction)) {
      byte(store->isVolatile());
      number(store->getAlign().value());
      atomic(store->getOrdering(), store->getSyncScopeID());
    } else if (auto* compare = llvm::dyn_cast<llvm::CmpInst>(&instruction)) {
      byte(compare->getPredicate());
    } else if (auto* address = llvm::dyn_cast<llvm::GetElementPtrInst>(&instruction)) {
      type(address->getSourceElementType());
    } else if (auto* slot = llvm::dyn_cast<llvm::AllocaInst>(&instruction)) {
      type(slot->getAllocatedType());
      number(slot->getAlign().value());
      byte(slot->isUsedWithInAlloca() | slot->isSwiftError() << 1);
    } else if (auto* extract = llvm::dyn_cast<llvm::ExtractValueInst>(&instruction)) {
      indices(extract->getIndices());
    } else if (auto* insert = llvm::dyn_cast<llvm::InsertValueInst>(&instruction)) {
      indices(insert->getIndices());
    } else if (auto* shuffle = llvm::dyn_cast<llvm::ShuffleVectorInst>(&instruction)) {
      number(shuffle->getShuffleMask().size());
      for (const int lane : shuffle->getShuffleMask()) number(static_cast<std::uint32_t>(lane));
    } else if (auto* choice = llvm::dyn_cast<llvm::SwitchInst>(&instruction)) {
      for (auto& one : choice->cases()) {  // no operands in every LLVM version
        value(*one.getCaseValue());
        value(*one.getCaseSuccessor());
      }
    } else if (auto* landing = llvm::dyn_cast<llvm::LandingPadInst>(&instruction)) {
      byte(landing->isCleanup());
    } else if (auto* fence = llvm::dyn_cast<llvm::FenceInst>(&instruction)) {
      atomic(fence->getOrdering(), fence->getSyncScopeID());
    } else if (auto* exchange = llvm::dyn_cast<llvm::AtomicCmpXchgInst>(&instruction)) {
      byte(exchange->isVolatile() | exchange->isWeak() << 1);
      number(exchange->getAlign().value());
      atomic(exchange->getSuccessOrdering(), exchange->getSyncScopeID());
      atomic(exchange->getFailureOrdering(), exchange->getSyncScopeID());
    } else if (auto* update = llvm::dyn_cast<llvm::AtomicRMWInst>(&instruction)) {
      byte(update->isVolatile());
      byte(update->getOperation());
      number(update->getAlign().value());
      atomic(update->getOrdering(), update->getSyncScopeID());
    }
  }

  void atomic(llvm::AtomicOrdering ordering, llvm::SyncScope::ID scope) {
    byte(static_cast<std::uint8_t>(ordering));
    if (ordering == llvm::AtomicOrdering::NotAtomic) return;
    llvm::SmallVector<llvm::StringRef, 8> names;
    context_.getSyncScopeNames(names);
    text(names[scope]);
  }

  void indices(llvm::ArrayRef<unsigned> indices) {
    number(indices.size());
    for (const auto index : indices) number(index);
  }

  template <typename Holder>
  void attachments(const Holder& holder) {
    llvm::SmallVector<std::pair<unsigned, llvm::MDNode*>, 4> nodes;
    holder.getAllMetadata(nodes);
    number(nodes.size());
    for (const auto& [kind, node] : nodes) {
      if (kinds_.empty()) context_.getMDKindNames(kinds_);
      text(kinds_[kind]);
      metadata(node);
    }
  }

  void debug_record(const llvm::DbgRecord& record) {
    byte(record.getRecordKind());
    metadata(record.getDebugLoc().getAsMDNode());
    if (const auto* variable = llvm::dyn_cast<llvm::DbgVariableRecord>(&record)) {
      byte(static_cast<std::uint8_t>(variable->getType()));
      metadata(variable->getRawLocation());
      metadata(variable->getRawVariable());
      metadata(variable->getRawExpression());
      if (!variable->isDbgAssign()) return;
      metadata(variable->getRawAssignID());
      metadata(variable->getRawAddress());
      metadata(variable->getRawAddressExpression());
    } else if (const auto* label = llvm::dyn_cast<llvm::DbgLabelRecord>(&record)) {
      metadata(label->getRawLabel());
    }
  }

  // The number of a node, whose content is written at the end: nodes refer to each other in circles.
  void metadata(const llvm::Metadata* metadata) {
    if (!metadata) {
      byte(kNull);
    } else if (const auto* node = llvm::dyn_cast<llvm::MDNode>(metadata)) {
      byte(kMetadata);
      if (first(node_numbers_, node)) nodes_.push_back(node);
    } else if (const auto* string = llvm::dyn_cast<llvm::MDString>(metadata)) {
      byte(kConstant);
      text(string->getString());
    } else if (const auto* wrapped = llvm::dyn_cast<llvm::ValueAsMetadata>(metadata)) {
      byte(kKnown);
      // A constant that only metadata mentions has no place among the numbered values.
      value(*wrapped->getValue());
    } else if (const auto* list = llvm::dyn_cast<llvm::DIArgList>(metadata)) {
      byte(kOther);
      number(list->getArgs().size());
      for (const auto* argument : list->getArgs()) this->metadata(argument);
    } else {
      byte(kAsm);
      printed([&](llvm::raw_ostream& out) { metadata->print(out, slots(), &module_); });
    }
  }

  void metadata_nodes() {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const auto* node = nodes_[i];
      number(node->getMetadataID());
      byte(node->isDistinct());
      if (const auto* place = llvm::dyn_cast<llvm::DILocation>(node)) {
        number(place->getLine());
        number(place->getColumn());
        byte(place->isImplicitCode());
        const auto [group, rank] = compat::atom_of(*place);
        number(group);
        number(rank);
      } else if (const auto* expression = llvm::dyn_cast<llvm::DIExpression>(node)) {
        number(expression->getNumElements());
        for (const auto element : expression->getElements()) number(element);
      } else if (!llvm::isa<llvm::MDTuple>(node)) {
        // A specialised node has fields that are no operands (flags, sizes, an expression): they stand in its text.
        printed([&](llvm::raw_ostream& out) {
          std::string shown;
          llvm::raw_string_ostream shown_out(shown);
          node->print(shown_out, slots(), &module_);
          out << llvm::StringRef(shown_out.str()).split('=').second;
        });
      }
      number(node->getNumOperands());
      for (const auto& operand : node->operands()) metadata(operand.get());
    }
  }

  llvm::ModuleSlotTracker& slots() {
    if (!slots_) slots_ = std::make_unique<llvm::ModuleSlotTracker>(&module_);
    return *slots_;
  }

  // Users without a number are dead constants, which bitcode does not hold either.
  void use_orders() {
    for (const auto* value : numbered_) {
      if (value->use_empty() || !value->hasNUsesOrMore(2)) continue;
      for (const auto& use : value->uses())
        if (const auto found = numbers_.find(use.getUser()); found != numbers_.end()) {
          number(found->second);
          number(use.getOperandNo());
        }
      number(~0u);
    }
  }

  Hash hash() const { return hash_of({bytes_.data(), bytes_.size()}); }

  llvm::Module& module_;
  llvm::LLVMContext& context_;
  bool by_name_ = false;
  bool surroundings_ = false;
  const GlobalSet* known_ = nullptr;  // nothing: all are
  llvm::SmallVector<char, 0> bytes_;
  llvm::DenseMap<const llvm::Value*, std::uint32_t> numbers_;
  std::vector<const llvm::Value*> numbered_;  // those whose order of uses counts
  llvm::DenseMap<const llvm::Type*, std::uint32_t> types_;
  llvm::DenseMap<const void*, std::uint32_t> attribute_lists_;
  llvm::DenseMap<const llvm::MDNode*, std::uint32_t> node_numbers_;
  std::vector<const llvm::MDNode*> nodes_;
  llvm::SmallVector<llvm::StringRef, 0> kinds_;
  std::unique_ptr<llvm::ModuleSlotTracker> slots_;
};

}  // namespace

Hash hash_of(llvm::StringRef bytes) {
  const auto value = llvm::xxh3_128bits(llvm::ArrayRef(bytes.bytes_begin(), bytes.size()));
  Hash hash;
  for (int i = 0; i < 8; ++i) {
    hash[i] = static_cast<std::uint8_t>(value.high64 >> (56 - 8 * i));
    hash[8 + i] = static_cast<std::uint8_t>(value.low64 >> (56 - 8 * i));
  }
  return hash;
}

Hash module_hash(Module& module) { return Content(module.get()).of_module(); }

Hash function_hash(llvm::Function& function, const GlobalSet& known) {
  return Content(*function.getParent()).of_function(function, &known);
}

Hash code_hash(llvm::Function& function, const GlobalSet& known) {
  return Content(*function.getParent()).of_function(function, &known, /*surroundings=*/true);
}

std::map<std::string, Hash> function_hashes(Module& module) {
  std::map<std::string, Hash> hashes;
  for (auto& function : module.get())
    if (!function.isDeclaration()) hashes[function.getName().str()] = Content(module.get()).of_function(function);
  return hashes;
}

}  // namespace passwright
