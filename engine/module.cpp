#include "module.h"

#include <llvm/Bitcode/BitcodeWriter.h>
#include <llvm/IR/DiagnosticHandler.h>
#include <llvm/IR/DiagnosticInfo.h>
#include <llvm/IR/DiagnosticPrinter.h>
#include <llvm/IR/Verifier.h>
#include <llvm/IRReader/IRReader.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/SourceMgr.h>
#include <llvm/Support/raw_ostream.h>

#include <stdexcept>

namespace passwright {
namespace {

// LLVM's default handler ends the process at the first error; this one keeps the words.
class CollectErrors : public llvm::DiagnosticHandler {
 public:
  explicit CollectErrors(std::shared_ptr<std::string> errors) : errors_(std::move(errors)) {}

  bool handleDiagnostics(const llvm::DiagnosticInfo& info) override {
    if (info.getSeverity() != llvm::DS_Error) return true;
    llvm::raw_string_ostream out(*errors_);
    llvm::DiagnosticPrinterRawOStream printer(out);
    info.print(printer);
    out << '\n';
    return true;
  }

 private:
  std::shared_ptr<std::string> errors_;
};

}  // namespace

Module::Module(std::unique_ptr<llvm::LLVMContext> context, std::unique_ptr<llvm::Module> module)
    : context_(std::move(context)), module_(std::move(module)), errors_(std::make_shared<std::string>()) {
  context_->setDiagnosticHandler(std::make_unique<CollectErrors>(errors_));
}

std::unique_ptr<Module> Module::parse(const std::string& data, const std::string& name) {
  auto context = std::make_unique<llvm::LLVMContext>();
  auto errors = std::make_shared<std::string>();
  context->setDiagnosticHandler(std::make_unique<CollectErrors>(errors));
  llvm::SMDiagnostic diagnostic;
  auto module = llvm::parseIR(llvm::MemoryBufferRef(data, name), diagnostic, *context);
  if (!module || !errors->empty()) {
    std::string words = *errors;
    llvm::raw_string_ostream out(words);
    if (!module) diagnostic.print(nullptr, out, /*ShowColors=*/false);
    throw std::invalid_argument(words);
  }
  return std::make_unique<Module>(std::move(context), std::move(module));
}

std::unique_ptr<Module> Module::clone() const { return parse(bitcode(), module_->getModuleIdentifier()); }

std::string Module::text() const {
  std::string text;
  llvm::raw_string_ostream out(text);
  module_->print(out, nullptr, /*ShouldPreserveUseListOrder=*/true);
  return text;
}

std::string Module::bitcode() const {
  std::string bytes;
  llvm::raw_string_ostream out(bytes);
  llvm::WriteBitcodeToFile(*module_, out, /*ShouldPreserveUseListOrder=*/true);
  out.flush();
  return bytes;
}

std::string Module::verify() const {
  std::string words;
  llvm::raw_string_ostream out(words);
  llvm::verifyModule(*module_, &out);
  return words;
}

std::uint64_t Module::functions_with(const std::string& attribute) const {
  const auto kind = llvm::Attribute::getAttrKindFromName(attribute);
  if (kind == llvm::Attribute::None) throw std::invalid_argument("LLVM knows no attribute '" + attribute + "'");
  std::uint64_t count = 0;
  for (const auto& function : *module_) count += function.hasFnAttribute(kind);
  return count;
}

std::uint64_t Module::instructions() const {
  std::uint64_t count = 0;
  for (const auto& function : *module_) count += function.getInstructionCount();
  return count;
}

std::map<std::string, std::uint64_t> Module::function_instructions() const {
  std::map<std::string, std::uint64_t> counts;
  for (const auto& function : *module_)
    if (!function.isDeclaration()) counts[function.getName().str()] = function.getInstructionCount();
  return counts;
}

std::string Module::take_errors() { return std::exchange(*errors_, std::string()); }

}  // namespace passwright
