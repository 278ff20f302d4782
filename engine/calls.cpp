#include "calls.h"

#include <llvm/ADT/SCCIterator.h>
#include <llvm/Analysis/CallGraph.h>
#include <llvm/Analysis/InlineCost.h>
#include <llvm/Analysis/TargetLibraryInfo.h>
#include <llvm/Analysis/TargetTransformInfo.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>

#include <optional>
#include <set>
#include <stdexcept>
#include <unordered_map>

#include "compat.h"

namespace passwright {
namespace {

// Says which calls are open. LLVM asks a call with alwaysinline few of the questions that it asks others: so they are asked here.
class Open {
 public:
  explicit Open(llvm::Module& module)
      : graph_(module), machine_(module.getDataLayout()), library_(llvm::Triple(compat::triple_of(module).str())), names_(library_) {
    for (auto component = llvm::scc_begin(&graph_); !component.isAtEnd(); ++component)
      if (component.hasCycle())
        for (const auto* node : *component) recursive_.insert(node->getFunction());
  }

  bool operator()(llvm::CallBase& call) {
    auto* callee = call.getCalledFunction();
    auto* caller = call.getFunction();
    if (!callee || callee->isDeclaration() || callee->hasAvailableExternallyLinkage() || callee == caller) return false;
    for (const auto kind : {llvm::Attribute::NoInline, llvm::Attribute::AlwaysInline})
      if (call.getAttributes().hasFnAttr(kind) || callee->hasFnAttribute(kind)) return false;
    if (call.hasOperandBundles() || call.isMustTailCall() || caller->hasOptNone()) return false;
    const auto library = [this](llvm::Function&) -> const llvm::TargetLibraryInfo& { return names_; };
    const auto refused = llvm::getAttributeBasedInliningDecision(call, callee, machine_, library);
    if (refused && !refused->isSuccess()) return false;
    // The stack of recursive callers, to which LLVM sets a limit, and that to which the user does.
    if (caller->hasFnAttribute("inline-max-stacksize")) return false;
    return !recursive_.count(caller) || stack_of(*callee) <= llvm::InlineConstants::TotalAllocaSizeRecursiveCaller;
  }

 private:
  // Bytes of the variables of a function and of all that it may take in.
  std::uint64_t stack_of(const llvm::Function& function) {
    const auto [found, fresh] = stacks_.try_emplace(&function, 0);
    if (!fresh) return found->second;
    std::uint64_t bytes = 0;
    std::set<const llvm::Function*> seen{&function};
    std::vector<const llvm::Function*> open{&function};
    while (!open.empty()) {
      const auto* next = open.back();
      open.pop_back();
      for (const auto& instruction : llvm::instructions(*next))
        if (const auto* variable = llvm::dyn_cast<llvm::AllocaInst>(&instruction))
          bytes += variable->getAllocationSize(next->getParent()->getDataLayout()).value_or(llvm::TypeSize::getFixed(1 << 20));
      for (const auto& [call, node] : *graph_[next])
        if (const auto* callee = node->getFunction(); callee && seen.insert(callee).second) open.push_back(callee);
    }
    return stacks_[&function] = bytes;
  }

  llvm::CallGraph graph_;
  llvm::TargetTransformInfo machine_;
  llvm::TargetLibraryInfoImpl library_;
  llvm::TargetLibraryInfo names_;
  std::set<const llvm::Function*> recursive_;
  std::unordered_map<const llvm::Function*, std::uint64_t> stacks_;
};

template <typename Visit>
void for_calls(llvm::Function& function, Visit visit) {
  std::uint32_t number = 0;
  for (auto& instruction : llvm::instructions(function))
    if (auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction)) visit(number++, *call);
}

}  // namespace

std::vector<Call> open_calls(Module& module) {
  std::vector<Call> calls;
  Open open(module.get());
  for (auto& function : module.get())
    for_calls(function, [&](std::uint32_t number, llvm::CallBase& call) {
      if (open(call)) calls.push_back({function.getName().str(), number, call.getCalledFunction()->getName().str()});
    });
  return calls;
}

void decide_calls(Module& module, const Decisions& decisions) {
  Open open(module.get());  // none of the decisions changes what it says of another call
  for (const auto& [name, each] : decisions) {
    auto* function = module.get().getFunction(name);
    std::size_t made = 0;
    if (function)
      for_calls(*function, [&, &decided = each](std::uint32_t number, llvm::CallBase& call) {
        const auto found = decided.find(number);
        if (found == decided.end() || !open(call)) return;
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
