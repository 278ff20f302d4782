// Inlining decisions for single calls.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "module.h"

namespace passwright {

// A call whose inlining may be decided, by its number among all calls of its caller (invokes and those of intrinsics count), from 0
// and in the order of the text.
struct Call {
  std::string caller;
  std::uint32_t number;
  std::string callee;
};

// Direct calls from one definition of the module to another, less those on which the module has decided itself: by attributes of
// the call, of the caller (optnone) or of the callee (noinline, alwaysinline), or since the call must stay what it is (musttail);
// and less those that no inliner may take in: of functions that the linker may replace, that are made for another processor, or that
// would make the stack of a recursive caller larger.
std::vector<Call> open_calls(Module& module);

// By caller and number: "noinline" or "alwaysinline".
using Decisions = std::map<std::string, std::map<std::uint32_t, std::string>>;

// Gives the calls attributes, which LLVM's inliners go by; a call that is inlined with its caller takes its attribute along. Throws
// std::invalid_argument for a decision that is none, and for a call that is not open.
void decide_calls(Module& module, const Decisions& decisions);

}  // namespace passwright
