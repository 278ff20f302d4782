// One function as a module that can be read by itself.
#pragma once

#include <llvm/ADT/STLFunctionalExtras.h>
#include <llvm/IR/Module.h>
#include <llvm/Transforms/Utils/ValueMapper.h>

#include <memory>

namespace passwright {

// Whether metadata, or anything that it refers to, names a global that is `wanted`, or the address of a block.
bool names_global(
    const llvm::Metadata& metadata, llvm::function_ref<bool(const llvm::GlobalValue&)> wanted = [](const auto&) { return true; });

// Moves a function out of a module into one of its own in the same context. There it is visible, whatever it was, so that no pass
// takes it away; what it refers to is declared, local names as hidden ones. Small constants that are local keep their values.
// Metadata that names a global to which nothing else refers is left out.
// Functions that are rigid (see extract.h) must not be moved.
class Alone {
 public:
  explicit Alone(llvm::Function& function);

  llvm::Module& get() { return *module_; }

 private:
  class Declare;

  llvm::GlobalValue* declaration(const llvm::GlobalValue& global);
  bool names_others(const llvm::Metadata& metadata);
  void map_operands(llvm::User& user, llvm::ValueMaterializer& declare);

  const llvm::Module& from_;
  std::unique_ptr<llvm::Module> module_;
  llvm::ValueToValueMapTy values_;
};

}  // namespace passwright
