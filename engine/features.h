// A vector of 56 counts of a module, in the style of Autophase (Haj-Ali et al., MLSys 2020, table 1).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "module.h"

namespace passwright {

// (name, what is counted), in the order of the vector.
std::vector<std::pair<std::string, std::string>> feature_names();

// The counts, summed over all definitions.
std::vector<std::uint64_t> module_features(Module& module);

// (name, what is counted) of what a function's features have behind the counts: its place in the module.
std::vector<std::pair<std::string, std::string>> place_names();

// The counts of each definition by itself, then its place.
std::map<std::string, std::vector<std::uint64_t>> function_features(Module& module);

}  // namespace passwright
