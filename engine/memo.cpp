#include "memo.h"

#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/Support/Error.h>
#include <llvm/Support/MemoryBuffer.h>

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

#include "passes.h"

namespace passwright {
namespace {

void check(llvm::Error error) {
  if (error) throw std::invalid_argument(llvm::toString(std::move(error)));
}

}  // namespace

struct Memo::State {
  std::map<std::pair<std::uint32_t, Hash>, Hash> next;  // by the number of the pass and the context
  std::map<std::pair<std::uint32_t, Hash>, Hash> ends;  // the same for passes in a row, by their number
  llvm::AttributeList attributes;
  llvm::GlobalVariable* returns = nullptr;  // see returned_address
  std::map<Hash, Score> scores;             // by the context, which code generation looks at too, and the edits
};

class Memo::Live {
 public:
  Live(const Compiler& compiler, const std::string& bitcode, Weights& weights, MemoCounts& counts)
      : weights_(weights), counts_(counts), module_(read(bitcode)), passes_(module_->get(), compiler.options()) {
    passes_.parse<llvm::ModulePassManager>("require<globals-aa>").run(module_->get(), passes_.modules());
    keep_uses();
    for (auto& global : module_->get().global_values()) known_.insert(&global);
    known_elsewhere_ = known_;
    for (auto* table : lone_tables()) known_elsewhere_.erase(table);
    for (auto& function : module_->get()) {
      if (function.isDeclaration() || &function == keeper_) continue;
      if (is_rigid(function)) continue;
      auto& place = functions_[function.getName().str()];
      place.function = &function;
      place.order = functions_.size();
      place.attributes = function.getAttributes();
      place.personality = function.hasPersonalityFn() ? function.getPersonalityFn() : nullptr;
      place.base = function_hash(function, known_);
      place.now = place.base;
      place.returns = known_address(function);
      places_.push_back(&place);
    }
    for (auto* place : places_) {
      for (auto* callee : referred_functions(*place->function)) {
        const auto other = functions_.find(callee->getName().str());
        if (other == functions_.end()) {
          if (auto* address = returned_address(*callee)) place->returned.emplace_back(callee, address);
        } else if (&other->second != place) {
          place->refers_to.push_back(&other->second);
        }
      }
    }
  }

  std::vector<std::pair<std::string, Score>> score(const std::vector<Lane>& lanes, const Edits& edits) {
    managers_.clear();
    changed_.clear();
    module_->take_errors();
    for (auto* place : places_) {
      place->function->setAttributes(place->attributes);
      place->end = place->base;
      place->path.clear();
      place->edits.clear();
    }
    for (const auto& [name, each] : edits)
      if (const auto found = functions_.find(name); found != functions_.end()) found->second.edits = each;
    for (const auto& lane : lanes) {
      const auto row = number_of_row(lane.passes);
      for (auto* place : in_order(lane.functions)) walk(*place, lane.passes, row);
    }
    std::vector<Place*> unknown;
    for (auto* place : places_) {
      ++counts_.ends;
      place->context = context_of(*place, weights_.compiler().codegen(), place->edits, returned_to(*place));
      auto& scores = states_[place->end].scores;
      if (const auto found = scores.find(place->context); found != scores.end()) {
        place->score = &found->second;
        continue;
      }
      bring(*place);
      unknown.push_back(place);
    }
    if (const auto errors = module_->take_errors(); !errors.empty()) throw std::invalid_argument(errors);
    if (!unknown.empty()) weigh(unknown);
    std::vector<std::pair<std::string, Score>> scores;
    scores.reserve(places_.size());
    for (const auto* place : places_) scores.emplace_back(place->function->getName().str(), *place->score);
    return scores;
  }

 private:
  struct Place;

  // A lane on one function: where it began, how many of its passes are known by now, and what was not as it was then.
  struct Stretch {
    Hash from;
    const std::vector<std::string>* passes;
    std::size_t passes_known;
    Hash context;
    std::map<const Place*, llvm::AttributeList> seen;
  };

  // A function with what it was when the module was opened, and the state that its body is in now.
  struct Place {
    llvm::Function* function = nullptr;
    llvm::AttributeList attributes;
    llvm::Constant* personality = nullptr;
    std::vector<Place*> refers_to;
    llvm::GlobalVariable* returns = nullptr;
    Returned returned;      // of rigid functions that it refers to
    std::size_t order = 0;  // its place in the module
    Hash base{};
    Hash end{};                      // where the lanes have come to
    std::vector<std::string> edits;  // of its attributes, when all have run
    Hash context{};                  // with them, then
    const Score* score = nullptr;
    std::vector<Stretch> path;
    std::optional<Hash> now;  // of the body in memory; nothing: it is gone
  };

  static std::unique_ptr<Module> read(const std::string& bitcode) {
    auto context = std::make_unique<llvm::LLVMContext>();
    context->setDiscardValueNames(true);  // they count on as passes run, and nothing depends on them
    auto module = llvm::getOwningLazyBitcodeModule(llvm::MemoryBuffer::getMemBufferCopy(bitcode, "module"), *context);
    if (!module) throw std::invalid_argument(llvm::toString(module.takeError()));
    for (auto& function : **module) check(function.materialize());
    check((*module)->materializeMetadata());
    return std::make_unique<Module>(std::move(context), std::move(*module));
  }

  // Whether a loop is unrolled can hang on a local function that it calls having no other use in the module: LLVM's CodeMetrics
  // takes it for one that is inlined soon. So a function that several use stays so, whatever bodies are in memory.
  void keep_uses() {
    auto& module = module_->get();
    auto* type = llvm::FunctionType::get(llvm::Type::getVoidTy(module.getContext()), false);
    keeper_ = llvm::Function::Create(type, llvm::GlobalValue::InternalLinkage, "passwright.uses", &module);
    auto* block = llvm::BasicBlock::Create(module.getContext(), "", keeper_);
    for (auto& function : module) {
      if (!function.hasLocalLinkage() || users_of(function).size() < 2) continue;
      std::vector<llvm::Value*> arguments;
      for (auto* parameter : function.getFunctionType()->params()) arguments.push_back(llvm::PoisonValue::get(parameter));
      llvm::CallInst::Create(&function, arguments, "", block);
    }
    new llvm::UnreachableInst(module.getContext(), block);
  }

  // Tables of addresses that one function alone reads. LLVM makes them relative at the end, and the function's code with them: so
  // code generation needs to have them, as it has tables that passes add.
  std::vector<llvm::GlobalVariable*> lone_tables() {
    std::vector<llvm::GlobalVariable*> tables;
    for (auto& variable : module_->get().globals()) {
      if (!variable.hasLocalLinkage() || !variable.isConstant() || !variable.hasDefinitiveInitializer()) continue;
      const auto* type = llvm::dyn_cast<llvm::ArrayType>(variable.getValueType());
      if (!type || !type->getElementType()->isPointerTy()) continue;
      if (const auto users = users_of(variable); users.size() != 1 || users.count(nullptr)) continue;
      variable.setLinkage(llvm::GlobalValue::InternalLinkage);  // with a symbol: its bytes are the module's, not the function's
      tables.push_back(&variable);
    }
    return tables;
  }

  // The functions that use it; nullptr stands for all that are none.
  static std::set<const llvm::Function*> users_of(const llvm::GlobalValue& global) {
    std::set<const llvm::Function*> functions;
    for (const auto* user : global.users()) {
      const auto* instruction = llvm::dyn_cast<llvm::Instruction>(user);
      functions.insert(instruction ? instruction->getFunction() : nullptr);
    }
    return functions;
  }

  std::vector<Place*> in_order(const std::vector<std::string>& names) {
    std::vector<Place*> places;
    for (const auto& name : names) {
      const auto found = functions_.find(name);
      if (found != functions_.end())
        places.push_back(&found->second);
      else if (const auto* function = module_->get().getFunction(name); function && !function->isDeclaration())
        throw std::invalid_argument("'" + name + "' cannot be looked at alone");
    }
    std::sort(places.begin(), places.end(), [](const Place* one, const Place* other) { return one->order < other->order; });
    return places;
  }

  // Goes through the passes, running those that are not known yet.
  void walk(Place& place, const std::vector<std::string>& passes, std::uint32_t row) {
    Stretch stretch{place.end, &passes, passes.size(), context_of(place), {}};
    if (!changed_.empty())
      for (const auto* other : place.refers_to)
        if (const auto found = changed_.find(other); found != changed_.end()) stretch.seen.insert(*found);
    counts_.steps += passes.size();
    const auto& ends = states_[place.end].ends;
    if (const auto found = ends.find({row, stretch.context}); found != ends.end()) {
      place.end = found->second;
      place.path.push_back(std::move(stretch));
    } else {
      const auto from = place.end;
      go_on(place, std::move(stretch));
      states_[from].ends[{row, place.path.back().context}] = place.end;
    }
    const auto attributes = attributes_of(place, place.end);
    place.function->setAttributes(attributes);
    if (attributes != place.attributes) changed_[&place] = attributes;
  }

  void go_on(Place& place, Stretch stretch) {
    const auto& passes = *stretch.passes;
    const auto context = stretch.context;
    std::size_t at = 0;
    for (; at < passes.size(); ++at) {
      const auto* next = known_step(place.end, passes[at], context);
      if (!next) break;
      place.end = *next;
    }
    stretch.passes_known = at;
    place.path.push_back(std::move(stretch));
    if (at == passes.size()) return;
    bring(place);
    for (; at < passes.size(); ++at) {
      const auto* next = known_step(place.end, passes[at], context);
      if (next && *next == place.end) continue;
      const auto before = place.end;
      run(place, passes[at]);
      states_[before].next[{number_of(passes[at]), context}] = *place.now;
      auto& state = states_[*place.now];
      state.attributes = place.function->getAttributes();
      state.returns = known_address(*place.function);
      place.end = *place.now;
    }
    place.path.back().passes_known = passes.size();
  }

  const Hash* known_step(const Hash& state, const std::string& pass, const Hash& context) {
    const auto& next = states_[state].next;
    const auto found = next.find({number_of(pass), context});
    return found == next.end() ? nullptr : &found->second;
  }

  // What the functions that it refers to always return, where the lanes have come to.
  Returned returned_to(const Place& place) {
    auto returned = place.returned;
    for (const auto* other : place.refers_to) {
      if (!other->function->getReturnType()->isPointerTy()) continue;
      if (auto* address = other->end == other->base ? other->returns : states_[other->end].returns)
        returned.emplace_back(other->function, address);
    }
    return returned;
  }

  llvm::GlobalVariable* known_address(const llvm::Function& function) const {
    auto* address = returned_address(function);
    return known_.contains(address) ? address : nullptr;  // others come and go
  }

  llvm::AttributeList attributes_of(const Place& place, const Hash& state) {
    return state == place.base ? place.attributes : states_[state].attributes;
  }

  // What the function sees of others that is not as it was; `text` and edits are for code generation.
  Hash context_of(const Place& place, std::string text = "", const std::vector<std::string>& edits = {},
                  const Returned& returned = {}) const {
    for (const auto& edit : edits) text += edit + "\n";
    for (const auto& [callee, address] : returned) text += callee->getName().str() + "\n" + address->getName().str() + "\n";
    for (const auto* other : place.refers_to) {
      const auto found = changed_.find(other);
      if (found == changed_.end()) continue;
      text += other->function->getName();
      for (const auto index : found->second.indexes()) text += "\n" + std::to_string(index) + found->second.getAsString(index);
    }
    return text.empty() ? Hash{} : hash_of(text);
  }

  // Makes the body the one of the state that the lanes have come to, by the passes that led there.
  void bring(Place& place) {
    struct Step {
      Hash before;
      const std::string* pass;
      const Stretch* stretch;
    };
    std::vector<Step> path;  // the passes that change something
    if (place.now != place.end) {
      for (const auto& stretch : place.path) {
        auto state = stretch.from;
        for (std::size_t i = 0; i < stretch.passes_known; ++i) {
          const auto& pass = (*stretch.passes)[i];
          const auto next = *known_step(state, pass, stretch.context);
          if (next != state) path.push_back({state, &pass, &stretch});
          state = next;
        }
      }
    }
    std::size_t from = path.size();
    if (place.now != place.end) {
      while (from > 0 && !(place.now && path[from - 1].before == *place.now)) --from;
      if (from == 0)
        reload(place);
      else
        --from;
    }
    place.function->setAttributes(attributes_of(place, *place.now));
    if (from < path.size()) {
      for (; from < path.size(); ++from) {
        for (auto* other : place.refers_to) {
          const auto found = path[from].stretch->seen.find(other);
          other->function->setAttributes(found == path[from].stretch->seen.end() ? other->attributes : found->second);
        }
        run(place, *path[from].pass);
      }
      for (auto* other : place.refers_to) other->function->setAttributes(attributes_of(*other, other->end));
    }
    if (place.now != place.end)
      throw std::invalid_argument("passes on '" + place.function->getName().str() + "' did not do the same again");
  }

  void run(Place& place, const std::string& pass) {
    auto& function = *place.function;
    auto& manager = managers_[pass];
    if (!manager) manager = std::make_unique<llvm::FunctionPassManager>(passes_.parse<llvm::FunctionPassManager>(pass));
    ++counts_.ran;
    place.now.reset();
    manager->run(function, passes_.functions());
    passes_.functions().invalidate(function, llvm::PreservedAnalyses::none());
    // Whatever the pass says: sccp and correlated-propagation change attributes and call all analyses preserved.
    place.now = function_hash(function, known_);
  }

  // The body as it was when the module was opened: LLVM's reader can read it again from the bitcode.
  void reload(Place& place) {
    auto& function = *place.function;
    place.now.reset();
    passes_.functions().clear(function, function.getName());
    for (auto& block : function) block.dropAllReferences();
    while (!function.empty()) function.begin()->eraseFromParent();
    function.clearMetadata();
    function.setAttributes(place.attributes);
    function.setPersonalityFn(place.personality);
    function.setIsMaterializable(true);
    check(function.materialize());
    place.now = place.base;
    forget_unused();
  }

  // What passes added to the module and nobody uses any more. It stands behind what was there.
  void forget_unused() {
    std::vector<llvm::GlobalValue*> added;
    for (auto& variable : llvm::reverse(module_->get().globals())) {
      if (known_.contains(&variable)) break;
      added.push_back(&variable);
    }
    for (auto& function : llvm::reverse(module_->get())) {
      if (known_.contains(&function)) break;
      added.push_back(&function);
    }
    for (auto* global : added)
      if (global->use_empty()) global->eraseFromParent();
  }

  void weigh(const std::vector<Place*>& places) {
    std::vector<Load> loads;
    std::vector<std::uint64_t> instructions;
    for (auto* place : places) {
      auto& function = *place->function;
      instructions.push_back(function.getInstructionCount());
      passes_.functions().clear(function, function.getName());
      loads.push_back({&function, place->edits, returned_to(*place)});
    }
    std::vector<bool> taken;
    std::vector<std::uint64_t> bytes;
    try {
      bytes = weights_.weigh(*module_, known_elsewhere_, loads, taken);
    } catch (...) {
      for (auto* place : places) place->now.reset();  // nobody says which of them lost their bodies
      throw;
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
      auto& score = states_[places[i]->end].scores[places[i]->context];
      score = {bytes[i], instructions[i]};
      places[i]->score = &score;
      if (!taken[i]) continue;
      places[i]->now.reset();
      ++counts_.emitted;
    }
  }

  std::uint32_t number_of_row(const std::vector<std::string>& passes) {
    std::string text;
    for (const auto& pass : passes) text += pass + ",";
    return number_of(text);
  }

  std::uint32_t number_of(const std::string& pass) {
    return numbers_.try_emplace(pass, static_cast<std::uint32_t>(numbers_.size())).first->second;
  }

  Weights& weights_;
  MemoCounts& counts_;
  std::unique_ptr<Module> module_;
  Passes passes_;
  GlobalSet known_;
  GlobalSet known_elsewhere_;  // of the module, and not part of what one function weighs
  llvm::Function* keeper_ = nullptr;
  std::unordered_map<std::string, Place> functions_;
  std::vector<Place*> places_;  // in the module's order
  std::unordered_map<Hash, State, HashOfHash> states_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::unordered_map<std::string, std::unique_ptr<llvm::FunctionPassManager>> managers_;
  std::map<const Place*, llvm::AttributeList> changed_;  // attributes that are not as they were, of this plan
};

Memo::Memo(const Compiler& compiler, const std::string& bitcode, Weights& weights)
    : live_(std::make_unique<Live>(compiler, bitcode, weights, counts_)) {}
Memo::~Memo() = default;

std::vector<std::pair<std::string, Score>> Memo::score(const std::vector<Lane>& lanes, const Edits& edits) {
  return live_->score(lanes, edits);
}

}  // namespace passwright
