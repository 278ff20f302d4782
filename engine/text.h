// Normal text of modules and of single functions: what a reader of LLVM assembly has to know, and nothing that differs for no reason.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "module.h"

namespace passwright {

// Writes modules of one target. Debug information and comments are gone; values, blocks, types and metadata are numbered in the order
// in which LLVM meets them; attributes stand at their place, not in groups; intrinsics are not declared where LLVM knows them by
// name alone. Symbols keep their names.
//
// What all functions of the first module share is a context apart from the text: triple and data layout, name of the source, module
// flags that name no symbol, and the attributes that all definitions (group #0), or all declarations that name a processor (group #1),
// have alike. Context and text in a row are LLVM assembly.
class Texts {
 public:
  explicit Texts(const Module& module);

  const std::string& context() const { return context_; }

  // `order`: with the order of uses, which code generation may go by: only then is the object the same for sure. Intrinsics are all
  // declared there.
  std::string of_module(const Module& module, bool order) const;

  // Each as a module of its own (see Alone). `brief` ones are for reading only: no metadata, no declarations, no groups. Functions that
  // are not there, or that cannot stand alone (see is_rigid), have no text.
  std::map<std::string, std::string> of_functions(const Module& module, const std::vector<std::string>& names, bool brief) const;

 private:
  std::string tidy(const llvm::Module& module, bool brief, bool order) const;
  std::string at_its_place(llvm::StringRef group, bool of_function, bool brief) const;

  std::vector<std::string> defined_;   // attributes of group #0
  std::vector<std::string> declared_;  // of group #1
  std::string context_;
};

}  // namespace passwright
