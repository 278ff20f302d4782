// What function passes make of the functions of one module, each step worked out once.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "compiler.h"
#include "extract.h"

namespace passwright {

// Function passes in a row for some functions: each is one element of a pipeline ("gvn", "loop-mssa(licm)").
struct Lane {
  std::vector<std::string> passes;
  std::vector<std::string> functions;
};

// The function behind its lane.
struct Score {
  std::uint64_t bytes = 0;         // what the object has because of it: see function_costs
  std::uint64_t instructions = 0;  // of its IR
};

// How often something was asked for, and how often it had to be worked out.
struct MemoCounts {
  std::uint64_t steps = 0;    // of passes on functions
  std::uint64_t ran = 0;      // steps that a pass was run for
  std::uint64_t ends = 0;     // functions whose bytes were asked for
  std::uint64_t emitted = 0;  // functions whose code was generated
};

// A module that stays in memory. Passes run on one of its functions at a time, with nothing carried from pass to pass but the IR,
// as if `invalidate<all>` stood between them. So the state of a function is its content and the attributes of the functions that
// it refers to, which passes may change (sccp says what range a function returns); a state that was reached on another path is
// the same state, and what a pass makes of it is remembered.
//
// What functions weigh is asked of Weights, which may be shared with other modules.
class Memo {
 public:
  // Throws std::invalid_argument with LLVM's own words. `compiler` and `weights` must outlive it.
  Memo(const Compiler& compiler, const std::string& bitcode, Weights& weights);
  ~Memo();

  // The module as it was opened, behind the lanes: all functions that are not rigid, by name. Functions that are not there are
  // nothing to it. Throws std::invalid_argument for a lane of a rigid function, for a pass that LLVM does not know, and if a
  // pass did not do the same again.
  //
  // The edits come last, and only code generation sees them. Throws std::invalid_argument for one that is none.
  std::vector<std::pair<std::string, Score>> score(const std::vector<Lane>& lanes, const Edits& edits);

  MemoCounts counts() const { return counts_; }

 private:
  struct State;
  class Live;
  std::unique_ptr<Live> live_;
  MemoCounts counts_;
};

}  // namespace passwright
