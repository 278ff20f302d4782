#include "compiler.h"

#include <clang/Basic/CodeGenOptions.h>
#include <clang/Basic/Diagnostic.h>
#include <llvm/Analysis/LoopInfo.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/Error.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>

#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

#include "compat.h"
#include "passes.h"

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

// Holds options of LLVM's, which are global variables, at their values.
class Held {
 public:
  explicit Held(const std::vector<std::pair<llvm::cl::Option*, std::string>>& options) : options_(options) {
    for (const auto& [option, value] : options_)
      if (option->addOccurrence(0, option->ArgStr, value)) {
        release();
        throw std::invalid_argument("LLVM's option " + option->ArgStr.str() + " takes no '" + value + "'");
      }
  }
  ~Held() { release(); }

 private:
  void release() {
    for (const auto& [option, value] : options_) option->reset();
  }

  const std::vector<std::pair<llvm::cl::Option*, std::string>>& options_;
};

// Lets passes through by function, and counts all as `opt -opt-bisect` does: every pass that may be skipped, run or not.
class FunctionGate : public compat::PassGate {
 public:
  explicit FunctionGate(llvm::LLVMContext& context) : context_(context) { context.setOptPassGate(*this); }
  ~FunctionGate() override { context_.setOptPassGate(llvm::getGlobalPassGate()); }

  // Must stand before LLVM's own callbacks, which ask the gate: a gate is told names only, not what a pass runs on.
  void watch(llvm::PassInstrumentationCallbacks& callbacks) {
    callbacks.registerShouldRunOptionalPassCallback([this](llvm::StringRef, llvm::Any unit) {
      current_ = nullptr;
      if (const auto* function = llvm::any_cast<const llvm::Function*>(&unit)) current_ = *function;
      if (const auto* loop = llvm::any_cast<const llvm::Loop*>(&unit)) current_ = (*loop)->getHeader()->getParent();
      return true;
    });
  }

  void open(const llvm::Module& module, const std::vector<std::string>& functions) {
    all_ = functions.empty();
    allowed_.clear();
    for (const auto& name : functions)
      if (const auto* function = module.getFunction(name)) allowed_.insert(function);
  }

  std::string ran() const {
    std::string text;
    for (const auto& [first, last] : ran_) {
      if (!text.empty()) text += ',';
      text += std::to_string(first);
      if (last != first) text += '-' + std::to_string(last);
    }
    return text;
  }

 private:
  bool admit() override {
    ++number_;
    if (!all_ && !allowed_.contains(current_)) return false;
    if (!ran_.empty() && ran_.back().second + 1 == number_)
      ran_.back().second = number_;
    else
      ran_.emplace_back(number_, number_);
    return true;
  }

  llvm::LLVMContext& context_;
  const llvm::Function* current_ = nullptr;
  bool all_ = true;
  llvm::SmallPtrSet<const llvm::Function*, 8> allowed_;
  std::uint64_t number_ = 0;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> ran_;
};

// Whether the text is one function(...), so that functions go through all of it one after the other.
bool is_one_for_functions(llvm::StringRef pipeline) {
  int depth = 0;
  if (!pipeline.starts_with("function(")) return false;
  for (std::size_t i = 0; i < pipeline.size(); ++i) {
    depth += pipeline[i] == '(' ? 1 : pipeline[i] == ')' ? -1 : 0;
    if (pipeline[i] == ')' && depth == 0) return i + 1 == pipeline.size();
  }
  return false;
}

// What the adaptor of function passes does, without asking every pass about every other function of the module: with a list for
// each of its functions that would take the square of their number.
void run_alone(llvm::Module& module, const Step& step, Passes& passes) {
  auto pipeline = passes.parse<llvm::FunctionPassManager>(step.pipeline);
  auto& analyses = passes.modules().getResult<llvm::FunctionAnalysisManagerModuleProxy>(module).getManager();
  auto preserved = llvm::PreservedAnalyses::all();
  llvm::SmallPtrSet<const llvm::Function*, 8> wanted;
  for (const auto& name : step.functions) wanted.insert(module.getFunction(name));
  for (auto& function : module) {  // in the module's order
    if (function.isDeclaration() || !wanted.contains(&function)) continue;
    const auto each = pipeline.run(function, analyses);
    analyses.invalidate(function, each);
    preserved.intersect(each);
  }
  preserved.preserveSet<llvm::AllAnalysesOn<llvm::Function>>();
  preserved.preserve<llvm::FunctionAnalysisManagerModuleProxy>();
  passes.modules().invalidate(module, preserved);
}

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
  // clang's driver asks for it, as cc1 ends soon; here each code generation would leave its target machine behind, 0.7 MB.
  instance_->getCodeGenOpts().DisableFree = false;
}

Compiler::~Compiler() = default;

const clang::CodeGenOptions& Compiler::options() const { return instance_->getCodeGenOpts(); }

void Compiler::set_codegen(const std::vector<std::string>& options) {
  std::vector<std::pair<llvm::cl::Option*, std::string>> list;
  std::string together;
  auto& known = llvm::cl::getRegisteredOptions();
  for (const auto& text : options) {
    const auto [name, value] = llvm::StringRef(text).split('=');
    const auto found = known.find(name);
    if (found == known.end()) throw std::invalid_argument("LLVM knows no option '" + name.str() + "'");
    if (found->second->getNumOccurrences() > 0) throw std::invalid_argument("the command line sets '" + name.str() + "' itself");
    list.emplace_back(found->second, value.str());
    together += text + "\n";
  }
  codegen_options_ = std::move(list);
  codegen_ = std::move(together);
}

std::string Compiler::backend(Module& owner, llvm::Module& module, int action, bool passes) const {
  instance_->getCodeGenOpts().DisableLLVMPasses = !passes;
  owner.take_errors();
  llvm::SmallVector<char, 0> bytes;
  std::optional<Held> held;
  if (action != clang::Backend_EmitNothing) held.emplace(codegen_options_);
  compat::run_backend(*instance_, module, static_cast<clang::BackendAction>(action), std::make_unique<llvm::raw_svector_ostream>(bytes));
  const std::string errors = owner.take_errors() + errors_->take();
  instance_->getDiagnostics().Reset();
  if (!errors.empty()) throw std::invalid_argument(errors);
  return std::string(bytes.data(), bytes.size());
}

void Compiler::run_default(Module& module) const { backend(module, module.get(), clang::Backend_EmitNothing, true); }

std::string Compiler::emit(Module& module, const std::string& kind) const {
  if (kind == "obj") return backend(module, module.get(), clang::Backend_EmitObj, false);
  if (kind == "asm") return backend(module, module.get(), clang::Backend_EmitAssembly, false);
  throw std::invalid_argument("kind is 'obj' or 'asm', not '" + kind + "'");
}

std::string Compiler::emit_sections(Module& owner, llvm::Module& module) const {
  auto& options = instance_->getCodeGenOpts();
  const bool before = options.FunctionSections;
  options.FunctionSections = true;
  std::string object;
  try {
    object = backend(owner, module, clang::Backend_EmitObj, false);
  } catch (...) {
    options.FunctionSections = before;
    throw;
  }
  options.FunctionSections = before;
  return object;
}

void Compiler::run(Module& module, const std::string& pipeline) const { run(module, std::vector<Step>{{pipeline, {}, {}}}); }

std::string Compiler::run(Module& module, const std::vector<Step>& steps, bool numbered) const {
  FunctionGate gate(module.context());
  Passes passes(module.get(), instance_->getCodeGenOpts(), [&](auto& callbacks) { gate.watch(callbacks); });
  module.take_errors();
  for (const auto& step : steps) {
    gate.open(module.get(), step.functions);
    if (!numbered && !step.functions.empty() && is_one_for_functions(step.pipeline))
      run_alone(module.get(), step, passes);
    else
      passes.parse<llvm::ModulePassManager>(step.pipeline).run(module.get(), passes.modules());
    for (const auto& [name, edits] : step.edits)
      if (auto* function = module.get().getFunction(name)) edit(*function, edits);
  }
  if (const auto errors = module.take_errors(); !errors.empty()) throw std::invalid_argument(errors);
  return numbered ? gate.ran() : "";
}

bool takes_frame_pointer(const llvm::Function& function) {
  // These conventions hand an argument over in it.
  const auto takes = [](llvm::CallingConv::ID convention) {
    return convention == llvm::CallingConv::GHC || convention == llvm::CallingConv::HiPE;
  };
  if (takes(function.getCallingConv())) return true;
  for (const auto& instruction : llvm::instructions(function)) {
    const auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
    if (call && takes(call->getCallingConv())) return true;
    const auto* assembly = call ? llvm::dyn_cast<llvm::InlineAsm>(call->getCalledOperand()) : nullptr;
    if (assembly && (llvm::Twine(assembly->getAsmString()) + " " + assembly->getConstraintString()).str().find("bp") != std::string::npos)
      return true;
  }
  return false;
}

void edit(llvm::Function& function, const std::vector<std::string>& edits) {
  for (const auto& text : edits) {
    auto [key, value] = llvm::StringRef(text).split('=');
    if (key == "frame-pointer" && (!llvm::Triple(compat::triple_of(*function.getParent()).str()).isX86() || takes_frame_pointer(function)))
      throw std::invalid_argument("'" + function.getName().str() + "' may use the frame pointer's register otherwise");
    const auto kind = key.consume_front("-") ? llvm::Attribute::getAttrKindFromName(key) : llvm::Attribute::None;
    if (kind != llvm::Attribute::None && llvm::Attribute::isEnumAttrKind(kind))
      function.removeFnAttr(kind);
    else if (!key.empty() && text[0] != '-' && !value.empty())
      function.addFnAttr(key, value);
    else
      throw std::invalid_argument("no edit of an attribute: '" + text + "'");
  }
}

std::string pass_names() {
  std::string text;
  llvm::raw_string_ostream out(text);
  llvm::PassBuilder builder;
  builder.printPassNames(out);
  return text;
}

}  // namespace passwright
