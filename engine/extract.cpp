#include "extract.h"

#include <llvm/IR/Constants.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>

#include <optional>

#include "measure.h"
#include "passes.h"

namespace passwright {

bool is_rigid(const llvm::Function& function) {
  if (!function.hasName() || function.hasPrivateLinkage() || function.hasPrefixData() || function.hasPrologueData()) return true;
  for (const auto& block : function)
    if (block.hasAddressTaken()) return true;
  for (const auto& alias : function.getParent()->aliases())
    if (alias.getAliaseeObject() == &function) return true;
  for (const auto& ifunc : function.getParent()->ifuncs())
    if (ifunc.getResolverFunction() == &function) return true;
  return false;
}

std::vector<std::string> rigid_functions(Module& module) {
  std::vector<std::string> names;
  for (const auto& function : module.get())
    if (!function.isDeclaration() && is_rigid(function)) names.push_back(function.getName().str());
  return names;
}

std::vector<llvm::Function*> referred_functions(llvm::Function& function) {
  std::vector<llvm::Function*> functions;
  llvm::SmallPtrSet<llvm::Function*, 16> seen;
  for (auto& instruction : llvm::instructions(function))
    for (auto& operand : instruction.operands())
      if (auto* other = llvm::dyn_cast<llvm::Function>(operand.get()->stripPointerCasts()); other && seen.insert(other).second)
        functions.push_back(other);
  return functions;
}

llvm::GlobalVariable* returned_address(const llvm::Function& function) {
  if (!function.getReturnType()->isPointerTy() || !function.hasExactDefinition()) return nullptr;
  llvm::GlobalVariable* address = nullptr;
  for (const auto& block : function) {
    const auto* end = llvm::dyn_cast<llvm::ReturnInst>(block.getTerminator());
    if (!end) continue;
    auto* variable = llvm::dyn_cast<llvm::GlobalVariable>(end->getReturnValue());
    if (!variable || (address && address != variable)) return nullptr;
    address = variable;
  }
  return address && address->hasName() ? address : nullptr;
}

namespace {

// What is left of a function whose body is gone, or goes now.
void declare(llvm::Function& function) {
  const bool local = function.hasLocalLinkage();
  const bool dso_local = function.isDSOLocal();
  function.deleteBody();
  function.setComdat(nullptr);
  if (local) function.setVisibility(llvm::GlobalValue::HiddenVisibility);
  function.setDSOLocal(dso_local);
}

}  // namespace

void drop_bodies(Module& module) {
  for (auto& function : module.get())
    if (!function.isDeclaration() && !is_rigid(function)) declare(function);
}

std::vector<std::string> drop_bodies(Module& module, const std::vector<std::string>& names) {
  std::vector<std::string> left;
  for (const auto& name : names) {
    auto* function = module.get().getFunction(name);
    if (!function || function->isDeclaration()) continue;
    if (is_rigid(*function))
      left.push_back(name);
    else
      declare(*function);
  }
  return left;
}

Extract::Extract(llvm::Module& from, const GlobalSet& known) : known_(known), from_(from) {
  module_ = std::make_unique<llvm::Module>(from.getModuleIdentifier(), from.getContext());
  module_->setDataLayout(from.getDataLayout());
  module_->setTargetTriple(from.getTargetTriple());
  if (auto* flags = from.getModuleFlagsMetadata()) {
    auto* mine = module_->getOrInsertModuleFlagsMetadata();
    for (auto* flag : flags->operands()) mine->addOperand(flag);
  }
}

void Extract::add(llvm::Function& function, const std::vector<std::string>& edits) {
  auto* copy = llvm::cast<llvm::Function>(declaration(function));
  copy->setLinkage(function.getLinkage());
  copy->setVisibility(function.getVisibility());
  copy->setDSOLocal(function.isDSOLocal());
  copy->stealArgumentListFrom(function);
  copy->splice(copy->begin(), &function);
  function.setIsMaterializable(true);  // callsite-splitting asks whether a callee is a declaration
  edit(*copy, edits);
  added_.push_back(copy);
}

void Extract::look_into_tables(llvm::Function& function) {
  for (auto& instruction : llvm::instructions(function))
    for (auto& operand : instruction.operands())
      if (auto* table = llvm::dyn_cast<llvm::GlobalVariable>(operand.get()))
        if (!known_.contains(table) && table->hasInitializer())
          for (auto& entry : table->getInitializer()->operands()) pointed_.insert(entry.get());
}

llvm::Module& Extract::finish() {
  for (auto* function : added_) look_into_tables(*function);
  for (auto* function : added_) {
    map_operands(*function);
    for (auto& instruction : llvm::instructions(*function)) map_operands(instruction);
  }
  for (const auto& [function, address] : returned_) {
    auto* copy = llvm::cast<llvm::Function>(declaration(*function));
    if (!copy->isDeclaration()) continue;
    auto* block = llvm::BasicBlock::Create(module_->getContext(), "", copy);
    llvm::ReturnInst::Create(module_->getContext(), mapped(address), block);
  }
  while (!variables_.empty()) {
    const auto [variable, copy] = variables_.back();
    variables_.pop_back();
    copy->setInitializer(llvm::cast<llvm::Constant>(mapped(variable->getInitializer())));
  }
  return *module_;
}

class Extract::Declare : public llvm::ValueMaterializer {
 public:
  explicit Declare(Extract& extract) : extract_(extract) {}
  llvm::Value* materialize(llvm::Value* value) override {
    auto* global = llvm::dyn_cast<llvm::GlobalValue>(value);
    return global && global->getParent() == &extract_.from_ ? extract_.declaration(*global) : nullptr;
  }

 private:
  Extract& extract_;
};

llvm::GlobalValue* Extract::declaration(llvm::GlobalValue& global) {
  if (auto* known = module_->getNamedValue(global.getName()); known && global.hasName()) return known;
  const bool local = global.hasLocalLinkage();
  llvm::GlobalValue* copy = nullptr;
  const auto linkage = global.hasExternalWeakLinkage() ? global.getLinkage() : llvm::GlobalValue::ExternalLinkage;
  if (auto* type = llvm::dyn_cast<llvm::FunctionType>(global.getValueType())) {
    auto* function = llvm::Function::Create(type, linkage, global.getAddressSpace(), global.getName(), module_.get());
    if (const auto* original = llvm::dyn_cast<llvm::Function>(&global)) {
      function->copyAttributesFrom(original);
    }
    copy = function;
  } else {
    auto* original = llvm::dyn_cast<llvm::GlobalVariable>(&global);
    auto* variable = new llvm::GlobalVariable(*module_, global.getValueType(), original && original->isConstant(), linkage, nullptr,
                                              global.getName(), nullptr, global.getThreadLocalMode(), global.getAddressSpace());
    if (original) {
      variable->copyAttributesFrom(original);
      if (!known_.contains(original)) {
        variable->setLinkage(original->getLinkage());
        variables_.emplace_back(original, variable);
        has_added_ = true;
        return variable;
      }
      if (original->isConstant() && original->hasDefinitiveInitializer() && llvm::isa<llvm::ConstantData>(original->getInitializer())) {
        // Tables become relative if what they point to is local; with a symbol, so that it is charged to no function.
        variable->setLinkage(local && pointed_.contains(original) ? llvm::GlobalValue::InternalLinkage
                                                                  : llvm::GlobalValue::AvailableExternallyLinkage);
        variables_.emplace_back(original, variable);
      }
    }
    copy = variable;
  }
  copy->setDSOLocal(global.isDSOLocal());
  copy->setVisibility(local && !copy->hasLocalLinkage() ? llvm::GlobalValue::HiddenVisibility : global.getVisibility());
  return copy;
}

llvm::Value* Extract::mapped(llvm::Value* value) {
  Declare declare(*this);
  return llvm::MapValue(value, values_, llvm::RF_None, nullptr, &declare);
}

void Extract::map_operands(llvm::User& user) {
  for (auto& operand : user.operands())
    if (llvm::isa_and_nonnull<llvm::Constant>(operand.get()) && !llvm::isa<llvm::ConstantData>(operand.get()))
      if (auto* value = mapped(operand.get()); value != operand.get()) operand.set(value);
}

namespace {

// Edits that code generation can take notice of: jump tables come from switches.
std::string noticed(const Load& load) {
  bool switches = false;
  for (const auto& block : *load.function) switches |= llvm::isa<llvm::SwitchInst>(block.getTerminator());
  std::string text;
  for (const auto& edit : load.edits)
    if (switches || edit != "no-jump-tables=true") text += edit + "\n";
  return text;
}

}  // namespace

std::vector<std::uint64_t> Weights::weigh(Module& owner, const GlobalSet& known, const std::vector<Load>& loads, std::vector<bool>& taken) {
  std::vector<Hash> keys;
  std::vector<std::string> names;
  std::optional<Extract> extract;
  taken.assign(loads.size(), false);
  for (std::size_t i = 0; i < loads.size(); ++i) {
    auto& function = *loads[i].function;
    auto text = compiler_.codegen() + noticed(loads[i]);
    const auto content = code_hash(function, known);
    text.append(content.begin(), content.end());
    for (const auto& [callee, address] : loads[i].returned) text += "\n" + callee->getName().str() + "\n" + address->getName().str();
    keys.push_back(hash_of(text));
    const auto name = function.getName();
    names.push_back((name.front() == '\1' ? name.drop_front() : name).str());
    taken[i] = weights_.count(keys.back()) == 0;
  }
  for (std::size_t i = 0; i < loads.size(); ++i) {  // only now: a function that is moved is a declaration to the others
    if (!taken[i]) continue;
    if (!extract) extract.emplace(owner.get(), known);
    extract->add(*loads[i].function, loads[i].edits);
    for (const auto& [callee, address] : loads[i].returned) extract->returns(*callee, *address);
  }
  asked_ += loads.size();
  if (extract) {
    auto& extracted = extract->finish();
    if (extract->has_added() && !last_.empty()) {
      Passes passes(extracted, compiler_.options());
      passes.parse<llvm::ModulePassManager>(last_).run(extracted, passes.modules());
    }
    const auto costs = function_costs(compiler_.emit_sections(owner, extracted));
    for (std::size_t i = 0; i < loads.size(); ++i) {
      if (!taken[i]) continue;
      ++emitted_;
      const auto cost = costs.find(names[i]);
      weights_[keys[i]] = cost == costs.end() ? 0 : cost->second;
    }
  }
  std::vector<std::uint64_t> bytes;
  for (const auto& key : keys) bytes.push_back(weights_.at(key));
  return bytes;
}

namespace {

// Data does not look at what is said of functions elsewhere, which differs from plan to plan: so that modules with the same data are
// the same.
void forget_declarations(llvm::Module& module) {
  if (llvm::any_of(module, [](const llvm::Function& function) { return !function.isDeclaration(); })) return;
  for (auto& function : llvm::make_early_inc_range(module)) {
    function.setAttributes({});
    if (function.use_empty()) function.eraseFromParent();
  }
}

}  // namespace

std::pair<std::map<std::string, std::uint64_t>, std::uint64_t> Weights::weigh_module(Module& module) {
  GlobalSet known;
  for (auto& global : module.get().global_values()) known.insert(&global);
  std::vector<Load> loads;
  for (auto& function : module.get())
    if (!function.isDeclaration() && !is_rigid(function)) loads.push_back({&function, {}, {}});
  for (auto& load : loads)
    for (auto* callee : referred_functions(*load.function))
      if (auto* address = returned_address(*callee)) load.returned.emplace_back(callee, address);
  std::vector<bool> taken;
  const auto bytes = weigh(module, known, loads, taken);
  std::map<std::string, std::uint64_t> functions;
  for (std::size_t i = 0; i < loads.size(); ++i) functions[loads[i].function->getName().str()] = bytes[i];
  for (const auto& load : loads) declare(*load.function);
  forget_declarations(module.get());
  const auto content = module_hash(module);
  const auto key = hash_of(compiler_.codegen() + std::string(content.begin(), content.end()));
  auto rest = rests_.find(key);
  if (rest == rests_.end()) rest = rests_.emplace(key, measure(compiler_.emit(module, "obj")).size()).first;
  return {std::move(functions), rest->second};
}

}  // namespace passwright
