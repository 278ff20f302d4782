// The back end of clang for one command line: its own pass pipeline and its own code generation.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "module.h"

namespace llvm::cl {
class Option;
}  // namespace llvm::cl

namespace clang {
class CodeGenOptions;
class CompilerInstance;
}  // namespace clang

namespace passwright {

// What is changed in the attributes of functions, by name: "-minsize" takes one away, "tune-cpu=atom" gives one. Functions that are
// not there are nothing to it.
using Edits = std::map<std::string, std::vector<std::string>>;

// Whether the function has inline assembly, or a calling convention, that may use the register of the frame pointer (rbp, ebp).
bool takes_frame_pointer(const llvm::Function& function);

// Throws std::invalid_argument for an edit that is none, and for a frame pointer where one may not be.
void edit(llvm::Function& function, const std::vector<std::string>& edits);

// A pipeline, and the functions whose passes it runs; without names it is for all. With names it holds function passes only.
// Behind it attributes are edited: what `opt -passes=forceattrs` does with its options, for a pipeline that is forceattrs.
struct Step {
  std::string pipeline;
  std::vector<std::string> functions;
  Edits edits;
};

class Compiler {
 public:
  // Takes the arguments of a `clang -cc1` call (as `clang -###` prints them, without the program and "-cc1").
  // `-mllvm` options are global to the process: a second Compiler with others throws std::invalid_argument.
  explicit Compiler(const std::vector<std::string>& arguments);
  ~Compiler();

  // Runs a new-pass-manager pipeline, as `opt -passes=` does. Throws std::invalid_argument with LLVM's own words.
  void run(Module& module, const std::string& pipeline) const;
  // Runs one step after the other. Gives the numbers of the passes that ran ("1-10,20-30"), as `opt -opt-bisect=` counts
  // them: opt with the pipelines in a row and these numbers does the same. Where nobody wants the numbers, passes for some functions
  // need not be asked about all others: then nothing is given.
  std::string run(Module& module, const std::vector<Step>& steps, bool numbered = true) const;
  // Runs the pipeline that clang itself runs for this command line.
  void run_default(Module& module) const;
  // Generates code, no passes run before it; the module is spent. kind is "obj" or "asm".
  std::string emit(Module& module, const std::string& kind) const;
  // An object of a module in the context of `owner`, each function in a section of its own.
  std::string emit_sections(Module& owner, llvm::Module& module) const;

  const clang::CodeGenOptions& options() const;

  // LLVM's own options ("disable-lsr", "tail-merge-size=2") for all code that is generated from now on; passes do not see them. Throws
  // std::invalid_argument for one that LLVM does not know, and for one that the command line sets.
  void set_codegen(const std::vector<std::string>& options);
  // The options in one text.
  const std::string& codegen() const { return codegen_; }

 private:
  class Errors;
  std::string backend(Module& owner, llvm::Module& module, int action, bool passes) const;

  std::unique_ptr<Errors> errors_;  // outlives the instance, which refers to it
  std::unique_ptr<clang::CompilerInstance> instance_;
  std::vector<std::pair<llvm::cl::Option*, std::string>> codegen_options_;  // with their values
  std::string codegen_;
};

// The names that `opt --print-passes` prints, under its own headings.
std::string pass_names();

}  // namespace passwright
