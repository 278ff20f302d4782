// Exact 128-bit content hashes.
#pragma once

#include <llvm/ADT/DenseSet.h>

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "module.h"

namespace passwright {

using Hash = std::array<std::uint8_t, 16>;

Hash hash_of(llvm::StringRef bytes);

// Of the whole module: equal hashes mean the same text and the same use-list order. The name of the file that it was read from
// does not count.
Hash module_hash(Module& module);

// Of each definition, by name. Equal hashes mean: same text, same attributes and metadata (by content, not by number), same
// use-list order of arguments, blocks and instructions. Globals are known by name and type only, and the use-list order
// of globals and constants belongs to the module: neither is in a function's hash.
std::map<std::string, Hash> function_hashes(Module& module);

using GlobalSet = llvm::DenseSet<const llvm::GlobalValue*>;

// Of one definition, as above; but global variables that are not among the known ones count by content, not by name.
Hash function_hash(llvm::Function& function, const GlobalSet& known);

// The same with all that code generation sees of the globals that it refers to (see Extract).
Hash code_hash(llvm::Function& function, const GlobalSet& known);

}  // namespace passwright
