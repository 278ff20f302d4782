// What differs between the LLVM versions that the engine is built against. No other file asks for the version.
#pragma once

#include <clang/Basic/TargetInfo.h>
#include <clang/CodeGen/BackendUtil.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/CompilerInvocation.h>
#include <llvm/Config/llvm-config.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/Intrinsics.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/OptBisect.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/TargetParser/Triple.h>

#include <memory>
#include <string>
#include <utility>

namespace passwright::compat {

inline std::unique_ptr<clang::CompilerInstance> make_instance(std::shared_ptr<clang::CompilerInvocation> invocation,
                                                              clang::DiagnosticConsumer& diagnostics) {
#if LLVM_VERSION_MAJOR >= 22
  auto instance = std::make_unique<clang::CompilerInstance>(std::move(invocation));
  instance->createVirtualFileSystem();
  instance->createDiagnostics(&diagnostics, /*ShouldOwnClient=*/false);
#else
  auto instance = std::make_unique<clang::CompilerInstance>();
  instance->setInvocation(std::move(invocation));
  instance->createDiagnostics(&diagnostics, /*ShouldOwnClient=*/false);
#endif
  instance->createFileManager();
  return instance;
}

inline llvm::IntrusiveRefCntPtr<clang::DiagnosticsEngine> make_diagnostics(clang::DiagnosticConsumer& consumer) {
  // Owned by the engine on 19, only referred to on 22: one instance that lives for ever serves both.
  static auto* options = new clang::DiagnosticOptions();
  llvm::IntrusiveRefCntPtr<clang::DiagnosticIDs> ids(new clang::DiagnosticIDs());
#if LLVM_VERSION_MAJOR >= 22
  return llvm::makeIntrusiveRefCnt<clang::DiagnosticsEngine>(ids, *options, &consumer, /*ShouldOwnClient=*/false);
#else
  options->Retain();
  return llvm::makeIntrusiveRefCnt<clang::DiagnosticsEngine>(ids, options, &consumer, /*ShouldOwnClient=*/false);
#endif
}

inline void run_backend(clang::CompilerInstance& instance, llvm::Module& module, clang::BackendAction action,
                        std::unique_ptr<llvm::raw_pwrite_stream> out) {
#if LLVM_VERSION_MAJOR >= 22
  clang::emitBackendOutput(instance, instance.getCodeGenOpts(), instance.getTarget().getDataLayoutString(), &module, action,
                           instance.getVirtualFileSystemPtr(), std::move(out));
#else
  clang::EmitBackendOutput(instance.getDiagnostics(), instance.getHeaderSearchOpts(), instance.getCodeGenOpts(), instance.getTargetOpts(),
                           instance.getLangOpts(), instance.getTarget().getDataLayoutString(), &module, action,
                           &instance.getVirtualFileSystem(), std::move(out));
#endif
}

// From LLVM 21 on the APIs below take an llvm::Triple where they took its text.
#if LLVM_VERSION_MAJOR >= 22
inline const llvm::Triple& triple_argument(const llvm::Triple& triple) { return triple; }
#else
inline const std::string& triple_argument(const llvm::Triple& triple) { return triple.str(); }
#endif

// Group and rank of a location among those of one source atom ("key instructions").
inline std::pair<std::uint64_t, std::uint64_t> atom_of(const llvm::DILocation& place) {
#if LLVM_VERSION_MAJOR >= 22
  return {place.getAtomGroup(), place.getAtomRank()};
#else
  (void)place;
  return {0, 0};
#endif
}

// Asked once for every pass that may be skipped.
class PassGate : public llvm::OptPassGate {
 public:
  bool isEnabled() const override { return true; }
#if LLVM_VERSION_MAJOR >= 22
  bool shouldRunPass(llvm::StringRef, llvm::StringRef) const override { return const_cast<PassGate*>(this)->admit(); }
#else
  bool shouldRunPass(llvm::StringRef, llvm::StringRef) override { return admit(); }
#endif

 private:
  virtual bool admit() = 0;
};

// What LLVM itself says of an intrinsic.
inline llvm::AttributeList intrinsic_attributes(const llvm::Function& function) {
#if LLVM_VERSION_MAJOR >= 22
  return llvm::Intrinsic::getAttributes(function.getContext(), function.getIntrinsicID(), function.getFunctionType());
#else
  return llvm::Intrinsic::getAttributes(function.getContext(), function.getIntrinsicID());
#endif
}

inline llvm::Triple triple_of(const llvm::Module& module) { return llvm::Triple(module.getTargetTriple()); }

}  // namespace passwright::compat
