#include "alone.h"

#include <llvm/ADT/SetVector.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Metadata.h>

namespace passwright {
namespace {

constexpr std::uint64_t kMostBytes = 128;  // of a constant that comes along

bool comes_along(const llvm::GlobalVariable& variable) {
  return variable.isConstant() && variable.hasLocalLinkage() && variable.hasDefinitiveInitializer() &&
         llvm::isa<llvm::ConstantData>(variable.getInitializer()) &&
         variable.getDataLayout().getTypeAllocSize(variable.getValueType()) <= kMostBytes;
}

auto visible(llvm::GlobalValue::LinkageTypes linkage) {
  if (llvm::GlobalValue::isLocalLinkage(linkage)) return llvm::GlobalValue::ExternalLinkage;
  if (llvm::GlobalValue::isLinkOnceLinkage(linkage))
    return llvm::GlobalValue::getWeakLinkage(llvm::GlobalValue::isLinkOnceODRLinkage(linkage));
  return linkage;
}

}  // namespace

bool names_global(const llvm::Metadata& metadata, llvm::function_ref<bool(const llvm::GlobalValue&)> wanted) {
  llvm::SmallSetVector<const llvm::Metadata*, 16> reached;  // may refer to itself
  llvm::SmallSetVector<const llvm::Constant*, 4> constants;
  reached.insert(&metadata);
  for (std::size_t i = 0; i < reached.size(); ++i) {
    if (const auto* value = llvm::dyn_cast<llvm::ConstantAsMetadata>(reached[i])) constants.insert(value->getValue());
    if (const auto* node = llvm::dyn_cast<llvm::MDNode>(reached[i]))
      for (const auto& operand : node->operands())
        if (operand) reached.insert(operand.get());
  }
  for (std::size_t i = 0; i < constants.size(); ++i) {
    if (llvm::isa<llvm::BlockAddress>(constants[i])) return true;
    if (const auto* global = llvm::dyn_cast<llvm::GlobalValue>(constants[i])) {
      if (wanted(*global)) return true;
      continue;
    }
    for (const auto& operand : constants[i]->operands())
      if (const auto* constant = llvm::dyn_cast<llvm::Constant>(operand)) constants.insert(constant);
  }
  return false;
}

class Alone::Declare : public llvm::ValueMaterializer {
 public:
  explicit Declare(Alone& alone) : alone_(alone) {}
  llvm::Value* materialize(llvm::Value* value) override {
    const auto* global = llvm::dyn_cast<llvm::GlobalValue>(value);
    return global && global->getParent() == &alone_.from_ ? alone_.declaration(*global) : nullptr;
  }

 private:
  Alone& alone_;
};

Alone::Alone(llvm::Function& function) : from_(*function.getParent()) {
  module_ = std::make_unique<llvm::Module>("", from_.getContext());
  module_->setDataLayout(from_.getDataLayout());
  module_->setTargetTriple(from_.getTargetTriple());
  auto* copy = llvm::Function::Create(function.getFunctionType(), visible(function.getLinkage()), function.getAddressSpace(),
                                      function.getName(), module_.get());
  copy->copyAttributesFrom(&function);
  if (function.hasLocalLinkage()) copy->setVisibility(llvm::GlobalValue::HiddenVisibility);
  copy->stealArgumentListFrom(function);
  copy->splice(copy->begin(), &function);
  values_[&function] = copy;
  Declare declare(*this);
  map_operands(*copy, declare);
  for (auto& instruction : llvm::instructions(*copy)) map_operands(instruction, declare);
  // Only now it is known what the module has: metadata that names anything else goes.
  llvm::SmallVector<std::pair<unsigned, llvm::MDNode*>, 8> nodes;
  function.getAllMetadata(nodes);
  for (const auto& [kind, node] : nodes)
    if (!names_others(*node)) copy->addMetadata(kind, *node);
  for (auto& instruction : llvm::instructions(*copy)) {
    instruction.getAllMetadata(nodes);
    for (const auto& [kind, node] : nodes)
      if (names_others(*node)) instruction.setMetadata(kind, nullptr);
  }
}

// Of a global without a name, and of an intrinsic, metadata alone would not say which one it is.
bool Alone::names_others(const llvm::Metadata& metadata) {
  return names_global(metadata, [&](const llvm::GlobalValue& global) {
    const auto* function = llvm::dyn_cast<llvm::Function>(&global);
    return !values_.count(&global) || !global.hasName() || (function && function->isIntrinsic());
  });
}

void Alone::map_operands(llvm::User& user, llvm::ValueMaterializer& declare) {
  for (auto& operand : user.operands()) {
    const auto* metadata = llvm::dyn_cast_or_null<llvm::MetadataAsValue>(operand.get());
    if (metadata ? names_global(*metadata->getMetadata())
                 : llvm::isa_and_nonnull<llvm::Constant>(operand.get()) && !llvm::isa<llvm::ConstantData>(operand.get()))
      operand.set(llvm::MapValue(operand.get(), values_, llvm::RF_None, nullptr, &declare));
  }
}

llvm::GlobalValue* Alone::declaration(const llvm::GlobalValue& global) {
  const auto linkage = global.hasExternalWeakLinkage() ? global.getLinkage() : llvm::GlobalValue::ExternalLinkage;
  llvm::GlobalValue* copy = nullptr;
  if (auto* type = llvm::dyn_cast<llvm::FunctionType>(global.getValueType())) {
    auto* function = llvm::Function::Create(type, linkage, global.getAddressSpace(), global.getName(), module_.get());
    if (const auto* original = llvm::dyn_cast<llvm::Function>(&global)) {
      function->setCallingConv(original->getCallingConv());
      function->setAttributes(original->getAttributes());
      function->setUnnamedAddr(original->getUnnamedAddr());
    }
    copy = function;
  } else {
    const auto* original = llvm::dyn_cast<llvm::GlobalVariable>(&global);
    auto* variable = new llvm::GlobalVariable(*module_, global.getValueType(), original && original->isConstant(), linkage, nullptr,
                                              global.getName(), nullptr, global.getThreadLocalMode(), global.getAddressSpace());
    if (original) {
      variable->copyAttributesFrom(original);
      if (comes_along(*original)) {
        variable->setInitializer(const_cast<llvm::Constant*>(original->getInitializer()));
        variable->setLinkage(original->getLinkage());
        return variable;
      }
    }
    copy = variable;
  }
  copy->setVisibility(global.hasLocalLinkage() ? llvm::GlobalValue::HiddenVisibility : global.getVisibility());
  copy->setDSOLocal(global.isDSOLocal());
  return copy;
}

}  // namespace passwright
