#include "calls.h"

#include <llvm/IR/Attributes.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>

#include <stdexcept>

namespace passwright {
namespace {

// Whether the callee's code means the same in the caller.
bool alike(const llvm::Function& caller, const llvm::Function& callee) {
  for (const auto* key : {"target-cpu", "target-features", "no-builtins", "null-pointer-is-valid", "probe-stack", "stack-probe-size"})
    if (caller.getFnAttribute(key) != callee.getFnAttribute(key)) return false;
  for (const auto kind : {llvm::Attribute::StrictFP, llvm::Attribute::NoBuiltin, llvm::Attribute::NullPointerIsValid,
                          llvm::Attribute::PresplitCoroutine, llvm::Attribute::Naked})
    if (caller.hasFnAttribute(kind) != callee.hasFnAttribute(kind)) return false;
  return llvm::AttributeFuncs::areInlineCompatible(caller, callee);
}

// The function that an open call calls; null if the call is none.
llvm::Function* open_callee(const llvm::CallBase& call) {
  auto* callee = call.getCalledFunction();
  if (!callee || callee->isDeclaration() || callee == call.getFunction()) return nullptr;
  for (const auto kind : {llvm::Attribute::NoInline, llvm::Attribute::AlwaysInline})
    if (call.getAttributes().hasFnAttr(kind) || callee->hasFnAttribute(kind)) return nullptr;
  if (call.hasOperandBundles() || call.isMustTailCall() || call.getFunction()->hasOptNone()) return nullptr;
  // LLVM asks none of these of a call with alwaysinline: the linker may take another definition, the code another processor.
  if (callee->isInterposable() || callee->hasOptNone() || !alike(*call.getFunction(), *callee)) return nullptr;
  return callee;
}

template <typename Visit>
void for_calls(llvm::Function& function, Visit visit) {
  std::uint32_t number = 0;
  for (auto& instruction : llvm::instructions(function))
    if (auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction)) visit(number++, *call);
}

}  // namespace

std::vector<Call> open_calls(Module& module) {
  std::vector<Call> calls;
  for (auto& function : module.get())
    for_calls(function, [&](std::uint32_t number, const llvm::CallBase& call) {
      if (const auto* callee = open_callee(call)) calls.push_back({function.getName().str(), number, callee->getName().str()});
    });
  return calls;
}

void decide_calls(Module& module, const Decisions& decisions) {
  for (const auto& [name, each] : decisions) {
    auto* function = module.get().getFunction(name);
    std::size_t made = 0;
    if (function)
      for_calls(*function, [&, &decided = each](std::uint32_t number, llvm::CallBase& call) {
        const auto found = decided.find(number);
        if (found == decided.end() || !open_callee(call)) return;
        const auto kind = llvm::Attribute::getAttrKindFromName(found->second);
        if (kind != llvm::Attribute::NoInline && kind != llvm::Attribute::AlwaysInline)
          throw std::invalid_argument("no decision about a call: '" + found->second + "'");
        call.addFnAttr(kind);
        ++made;
      });
    if (made != each.size()) throw std::invalid_argument("'" + name + "' lacks calls that are decided on");
  }
}

}  // namespace passwright
