// What an object file weighs.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace passwright {

// Bytes of an ELF or wasm object. Every section that is allocated when the program runs is in exactly one of the first five.
struct ObjectSize {
  std::uint64_t text = 0;       // code
  std::uint64_t rodata = 0;     // read-only data
  std::uint64_t data = 0;       // writable data
  std::uint64_t unwind = 0;     // unwind tables
  std::uint64_t bss = 0;        // zeroed memory, no bytes in the file
  std::uint64_t text_data = 0;  // sections named .text* and .data* alone: the measure of the papers

  std::uint64_t size() const { return text + rodata + data + unwind; }
};

// Throws std::invalid_argument for bytes that are no ELF or wasm object.
ObjectSize measure(const std::string& object);
// Code bytes by symbol name.
std::map<std::string, std::uint64_t> function_sizes(const std::string& object);

// Bytes that an object has because of each function: its code, its unwind entry, and the read-only data without a name
// (jump tables, constants) that it alone refers to. An estimate of what the object loses without the function: exact for
// code, as near as relocations tell for the rest; on wasm code alone.
std::map<std::string, std::uint64_t> function_costs(const std::string& object);

}  // namespace passwright
