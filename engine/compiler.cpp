#include "compiler.h"

#include <clang/Basic/CodeGenOptions.h>
#include <clang/Basic/Diagnostic.h>
#include <llvm/Analysis/AliasAnalysis.h>
#include <llvm/Analysis/TargetLibraryInfo.h>
#include <llvm/IR/PassManager.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Passes/StandardInstrumentations.h>
#include <llvm/Support/CodeGen.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/Error.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/Target/TargetOptions.h>

#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

#include "compat.h"

namespace passwright {
namespace {

void initialize_targets() {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeAllTargetInfos();
    llvm::InitializeAllTargets();
    llvm::InitializeAllTargetMCs();
    llvm::InitializeAllAsmPrinters();
    llvm::InitializeAllAsmParsers();
  });
}

// LLVM's own options are global variables and may be set once only.
void set_llvm_options(const std::vector<std::string>& options) {
  static std::optional<std::vector<std::string>> current;
  if (current && *current != options) throw std::invalid_argument("this process already runs with other -mllvm options");
  if (current) return;
  current = options;
  std::vector<const char*> argv{"passwright (LLVM option parsing)"};
  for (const auto& option : *current) argv.push_back(option.c_str());
  std::string words;
  llvm::raw_string_ostream out(words);
  if (!llvm::cl::ParseCommandLineOptions(static_cast<int>(argv.size()), argv.data(), "", &out)) throw std::invalid_argument(words);
}

std::optional<llvm::CodeModel::Model> code_model(const std::string& name) {
  if (name == "tiny") return llvm::CodeModel::Tiny;
  if (name == "small") return llvm::CodeModel::Small;
  if (name == "kernel") return llvm::CodeModel::Kernel;
  if (name == "medium") return llvm::CodeModel::Medium;
  if (name == "large") return llvm::CodeModel::Large;
  return std::nullopt;
}

struct Analyses {
  llvm::LoopAnalysisManager loop;
  llvm::FunctionAnalysisManager function;
  llvm::CGSCCAnalysisManager cgscc;
  llvm::ModuleAnalysisManager module;
};

}  // namespace

// Keeps the errors that clang reports, one a line.
class Compiler::Errors : public clang::DiagnosticConsumer {
 public:
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& info) override {
    if (level < clang::DiagnosticsEngine::Error) return;
    llvm::SmallString<128> line;
    info.FormatDiagnostic(line);
    words_ += line.str().str() + "\n";
  }
  std::string take() { return std::exchange(words_, std::string()); }

 private:
  std::string words_;
};

Compiler::Compiler(const std::vector<std::string>& arguments) : errors_(std::make_unique<Errors>()) {
  initialize_targets();
  auto engine = compat::make_diagnostics(*errors_);
  std::vector<const char*> argv;
  for (const auto& argument : arguments) argv.push_back(argument.c_str());
  auto invocation = std::make_shared<clang::CompilerInvocation>();
  if (!clang::CompilerInvocation::CreateFromArgs(*invocation, argv, *engine)) throw std::invalid_argument(errors_->take());
  set_llvm_options(invocation->getFrontendOpts().LLVMArgs);
  instance_ = compat::make_instance(std::move(invocation), *errors_);
  // Works out the target's features from CPU and flags: code generation reads them, and functions may lack them.
  if (!instance_->createTarget()) throw std::invalid_argument(errors_->take());
}

Compiler::~Compiler() = default;

std::string Compiler::backend(Module& module, int action, bool passes) const {
  auto& options = instance_->getCodeGenOpts();
  options.DisableLLVMPasses = !passes;
  module.take_errors();
  llvm::SmallVector<char, 0> bytes;
  compat::run_backend(*instance_, module.get(), static_cast<clang::BackendAction>(action),
                      std::make_unique<llvm::raw_svector_ostream>(bytes));
  const std::string errors = module.take_errors() + errors_->take();
  instance_->getDiagnostics().Reset();
  if (!errors.empty()) throw std::invalid_argument(errors);
  return std::string(bytes.data(), bytes.size());
}

void Compiler::run_default(Module& module) const { backend(module, clang::Backend_EmitNothing, true); }

std::string Compiler::emit(Module& module, const std::string& kind) const {
  if (kind == "obj") return backend(module, clang::Backend_EmitObj, false);
  if (kind == "asm") return backend(module, clang::Backend_EmitAssembly, false);
  throw std::invalid_argument("kind is 'obj' or 'asm', not '" + kind + "'");
}

void Compiler::run(Module& module, const std::string& pipeline) const {
  // Everything here is as stock `opt` sets it up, so that `opt -passes=` gives the same IR.
  const auto triple = compat::triple_of(module.get());
  std::string error;
  const auto* target = llvm::TargetRegistry::lookupTarget(compat::triple_argument(triple), error);
  if (!target) throw std::invalid_argument(error);
  const auto& options = instance_->getCodeGenOpts();
  const std::unique_ptr<llvm::TargetMachine> machine(target->createTargetMachine(
      compat::triple_argument(triple), "", "", llvm::TargetOptions(), options.RelocationModel, code_model(options.CodeModel)));
  if (!machine) throw std::invalid_argument("no target machine for " + triple.str());

  llvm::PassInstrumentationCallbacks callbacks;
  llvm::StandardInstrumentations instrumentations(module.context(), /*DebugLogging=*/false);
  Analyses analyses;
  instrumentations.registerCallbacks(callbacks, &analyses.module);
  llvm::PassBuilder builder(machine.get(), llvm::PipelineTuningOptions(), std::nullopt, &callbacks);
  analyses.function.registerPass([&] { return builder.buildDefaultAAPipeline(); });
  llvm::TargetLibraryInfoImpl library(triple);
  analyses.function.registerPass([&] { return llvm::TargetLibraryAnalysis(library); });
  builder.registerModuleAnalyses(analyses.module);
  builder.registerCGSCCAnalyses(analyses.cgscc);
  builder.registerFunctionAnalyses(analyses.function);
  builder.registerLoopAnalyses(analyses.loop);
  builder.crossRegisterProxies(analyses.loop, analyses.function, analyses.cgscc, analyses.module);

  llvm::ModulePassManager passes;
  if (auto failure = builder.parsePassPipeline(passes, pipeline)) throw std::invalid_argument(llvm::toString(std::move(failure)));
  module.take_errors();
  passes.run(module.get(), analyses.module);
  if (const auto errors = module.take_errors(); !errors.empty()) throw std::invalid_argument(errors);
}

std::string pass_names() {
  std::string text;
  llvm::raw_string_ostream out(text);
  llvm::PassBuilder builder;
  builder.printPassNames(out);
  return text;
}

}  // namespace passwright
