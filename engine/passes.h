// Everything that running passes on one module needs, set up as stock `opt` sets it up: so `opt -passes=` gives the same IR.
#pragma once

#include <clang/Basic/CodeGenOptions.h>
#include <llvm/Analysis/CGSCCPassManager.h>
#include <llvm/Analysis/LoopAnalysisManager.h>
#include <llvm/Analysis/TargetLibraryInfo.h>
#include <llvm/IR/PassManager.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Passes/StandardInstrumentations.h>
#include <llvm/Target/TargetMachine.h>

#include <functional>
#include <memory>

namespace passwright {

// Throws std::invalid_argument for a pipeline that LLVM reads, and then ends the process for.
void check_adaptors(llvm::StringRef pipeline);

class Passes {
 public:
  // `watch` may register callbacks that are to be asked before LLVM's own.
  Passes(
      llvm::Module& module, const clang::CodeGenOptions& options,
      const std::function<void(llvm::PassInstrumentationCallbacks&)>& watch = [](llvm::PassInstrumentationCallbacks&) {});

  // Parses a pipeline whose first pass decides the level of all. Throws std::invalid_argument with LLVM's own words.
  template <typename Manager>
  Manager parse(const std::string& pipeline) {
    check_adaptors(pipeline);
    Manager passes;
    if (auto failure = builder_->parsePassPipeline(passes, pipeline)) throw std::invalid_argument(llvm::toString(std::move(failure)));
    return passes;
  }

  llvm::FunctionAnalysisManager& functions() { return functions_; }
  llvm::ModuleAnalysisManager& modules() { return modules_; }

 private:
  std::unique_ptr<llvm::TargetMachine> machine_;
  llvm::TargetLibraryInfoImpl library_;
  llvm::PassInstrumentationCallbacks callbacks_;
  llvm::StandardInstrumentations instrumentations_;
  llvm::LoopAnalysisManager loops_;
  llvm::FunctionAnalysisManager functions_;
  llvm::CGSCCAnalysisManager cgscc_;
  llvm::ModuleAnalysisManager modules_;
  std::unique_ptr<llvm::PassBuilder> builder_;
};

}  // namespace passwright
