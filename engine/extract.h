// Functions in a module of their own, for code generation.
#pragma once

#include <llvm/IR/Module.h>
#include <llvm/Transforms/Utils/ValueMapper.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "compiler.h"
#include "hash.h"
#include "module.h"

namespace passwright {

// Functions that cannot be looked at alone: with blocks whose address is taken, with aliases, without a symbol of their own.
bool is_rigid(const llvm::Function& function);
std::vector<std::string> rigid_functions(Module& module);

// The functions that it refers to, itself among them, each once.
std::vector<llvm::Function*> referred_functions(llvm::Function& function);

// The variable whose address a function returns wherever it returns, if that is so and its body is the last word: LLVM's
// CodeGenPrepare lets callers take the address from the call then. nullptr if not.
llvm::GlobalVariable* returned_address(const llvm::Function& function);

// Declares all other functions: what is left of an object's bytes belongs to none of them.
void drop_bodies(Module& module);
// Of these functions alone; the names of those that are rigid, and stay.
std::vector<std::string> drop_bodies(Module& module, const std::vector<std::string>& names);

// Functions, and the address that each always returns.
using Returned = std::vector<std::pair<llvm::Function*, llvm::GlobalVariable*>>;

// A module of its own for some functions of another one, which lose their bodies to it. Moved, not cloned: the order of uses
// stays. What they refer to is declared; constants keep their values, which code generation may look into.
class Extract {
 public:
  // Globals that are not known were added by passes: they come along with their values.
  Extract(llvm::Module& from, const GlobalSet& known);

  void add(llvm::Function& function, const std::vector<std::string>& edits);

  // What a function returns: see returned_address. If it is not added, it has a body that does just that.
  void returns(llvm::Function& function, llvm::GlobalVariable& address) { returned_.emplace_back(&function, &address); }

  // Whether the functions refer to something that passes added.
  bool has_added() const { return has_added_; }

  llvm::Module& finish();

 private:
  class Declare;

  llvm::GlobalValue* declaration(llvm::GlobalValue& global);
  llvm::Value* mapped(llvm::Value* value);
  void map_operands(llvm::User& user);
  void look_into_tables(llvm::Function& function);

  const GlobalSet& known_;
  llvm::Module& from_;
  std::unique_ptr<llvm::Module> module_;
  llvm::ValueToValueMapTy values_;
  std::vector<llvm::Function*> added_;
  Returned returned_;
  bool has_added_ = false;
  llvm::DenseSet<const llvm::Value*> pointed_;                                      // what the tables that come along point to
  std::vector<std::pair<llvm::GlobalVariable*, llvm::GlobalVariable*>> variables_;  // whose values are still to be given
};

struct HashOfHash {
  std::size_t operator()(const Hash& hash) const {
    std::size_t value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) value = value << 8 | hash[i];
    return value;
  }
};

// A function to be weighed, with what is edited in its attributes before, and what those that it refers to always return.
struct Load {
  llvm::Function* function;
  std::vector<std::string> edits;
  Returned returned;
};

// What functions weigh, by all that code generation sees of them: their content, and of what they refer to as much as an Extract
// holds; and by the options for it. So a weight that was found in one module holds in every other one of the same target.
class Weights {
 public:
  // `last` are module passes that run on what was added to the module (tables that switches became) before code is generated; none
  // if empty. `compiler` must outlive it.
  Weights(const Compiler& compiler, std::string last) : compiler_(compiler), last_(std::move(last)) {}

  // Bytes of each: see function_costs. Code is generated for those that were not met before, all at once, each in a section of
  // its own: what a function weighs then does not depend on the others. Those lose their bodies; `taken` says so, one for each.
  std::vector<std::uint64_t> weigh(Module& owner, const GlobalSet& known, const std::vector<Load>& loads, std::vector<bool>& taken);

  // Bytes of each function that is not rigid, and of all else that the object has, data that one function uses included; the
  // module is spent.
  std::pair<std::map<std::string, std::uint64_t>, std::uint64_t> weigh_module(Module& module);

  const Compiler& compiler() const { return compiler_; }

  // Functions asked for, and those that code was generated for.
  std::pair<std::uint64_t, std::uint64_t> counts() const { return {asked_, emitted_}; }

 private:
  const Compiler& compiler_;
  const std::string last_;
  std::unordered_map<Hash, std::uint64_t, HashOfHash> weights_;
  std::unordered_map<Hash, std::uint64_t, HashOfHash> rests_;
  std::uint64_t asked_ = 0;
  std::uint64_t emitted_ = 0;
};

}  // namespace passwright
