#include "passes.h"

#include <llvm/Analysis/AliasAnalysis.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/CodeGen.h>
#include <llvm/Target/TargetOptions.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "compat.h"

namespace passwright {
namespace {

std::optional<llvm::CodeModel::Model> code_model(const std::string& name) {
  if (name == "tiny") return llvm::CodeModel::Tiny;
  if (name == "small") return llvm::CodeModel::Small;
  if (name == "kernel") return llvm::CodeModel::Kernel;
  if (name == "medium") return llvm::CodeModel::Medium;
  if (name == "large") return llvm::CodeModel::Large;
  return std::nullopt;
}

std::unique_ptr<llvm::TargetMachine> target_machine(const llvm::Module& module, const clang::CodeGenOptions& options) {
  const auto triple = compat::triple_of(module);
  std::string error;
  const auto* target = llvm::TargetRegistry::lookupTarget(compat::triple_argument(triple), error);
  if (!target) throw std::invalid_argument(error);
  std::unique_ptr<llvm::TargetMachine> machine(target->createTargetMachine(compat::triple_argument(triple), "", "", llvm::TargetOptions(),
                                                                           options.RelocationModel, code_model(options.CodeModel)));
  if (!machine) throw std::invalid_argument("no target machine for " + triple.str());
  return machine;
}

}  // namespace

void check_adaptors(llvm::StringRef pipeline) {
  std::vector<llvm::StringRef> adaptors;
  int parameters = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= pipeline.size(); ++i) {
    const char c = i < pipeline.size() ? pipeline[i] : ',';
    parameters += c == '<' ? 1 : c == '>' ? -1 : 0;
    if (parameters > 0 || (c != '(' && c != ')' && c != ',')) continue;
    const auto name = pipeline.slice(start, i).split('<').first;
    // Alone or first of all they get loop-mssa around them, behind others and in any other adaptor plain loop.
    const bool first = adaptors.empty() && start == 0;
    start = i + 1;
    if ((name == "licm" || name == "lnicm") && !first && (adaptors.empty() || adaptors.back() != "loop-mssa"))
      throw std::invalid_argument(("'" + name + "' can stand in loop-mssa(...) only").str());
    if (c == '(') adaptors.push_back(name);
    if (c == ')' && !adaptors.empty()) adaptors.pop_back();
  }
}

Passes::Passes(llvm::Module& module, const clang::CodeGenOptions& options,
               const std::function<void(llvm::PassInstrumentationCallbacks&)>& watch)
    : machine_(target_machine(module, options)),
      library_(compat::triple_of(module)),
      instrumentations_(module.getContext(), /*DebugLogging=*/false) {
  watch(callbacks_);
  instrumentations_.registerCallbacks(callbacks_, &modules_);
  builder_ = std::make_unique<llvm::PassBuilder>(machine_.get(), llvm::PipelineTuningOptions(), std::nullopt, &callbacks_);
  functions_.registerPass([this] { return builder_->buildDefaultAAPipeline(); });
  functions_.registerPass([this] { return llvm::TargetLibraryAnalysis(library_); });
  builder_->registerModuleAnalyses(modules_);
  builder_->registerCGSCCAnalyses(cgscc_);
  builder_->registerFunctionAnalyses(functions_);
  builder_->registerLoopAnalyses(loops_);
  builder_->crossRegisterProxies(loops_, functions_, cgscc_, modules_);
}

}  // namespace passwright
