// One LLVM module with the context that it lives in.
#pragma once

#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace passwright {

class Module {
 public:
  // Parses bitcode or text. Throws std::invalid_argument with LLVM's own words.
  static std::unique_ptr<Module> parse(const std::string& data, const std::string& name);

  Module(std::unique_ptr<llvm::LLVMContext> context, std::unique_ptr<llvm::Module> module);

  llvm::Module& get() { return *module_; }
  llvm::LLVMContext& context() { return *context_; }

  std::unique_ptr<Module> clone() const;  // a copy in a context of its own
  std::string text() const;               // with use-list order
  std::string bitcode() const;            // with use-list order
  std::string verify() const;             // what the verifier complains about; empty when the module is valid
  // How many functions carry an attribute, by LLVM's name of it ("optnone"). Throws std::invalid_argument for an unknown one.
  std::uint64_t functions_with(const std::string& attribute) const;
  std::uint64_t instructions() const;
  std::map<std::string, std::uint64_t> function_instructions() const;  // of definitions, by name

  // The errors that LLVM reported on this context since the last call, one a line.
  std::string take_errors();

 private:
  std::unique_ptr<llvm::LLVMContext> context_;
  std::unique_ptr<llvm::Module> module_;
  std::shared_ptr<std::string> errors_;
};

}  // namespace passwright
