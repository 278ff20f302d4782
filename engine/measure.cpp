#include "measure.h"

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/BinaryFormat/Wasm.h>
#include <llvm/Object/ELFObjectFile.h>
#include <llvm/Object/SymbolSize.h>
#include <llvm/Object/Wasm.h>
#include <llvm/Support/Error.h>
#include <llvm/Support/MemoryBuffer.h>

#include <stdexcept>

namespace passwright {
namespace {

using llvm::object::ObjectFile;

std::unique_ptr<ObjectFile> open(const std::string& object) {
  auto file = ObjectFile::createObjectFile(llvm::MemoryBufferRef(object, "object"));
  if (!file) throw std::invalid_argument(llvm::toString(file.takeError()));
  return std::move(*file);
}

bool is_unwind(llvm::StringRef name) {
  return name.starts_with(".eh_frame") || name.starts_with(".gcc_except_table") || name.starts_with(".ARM.ex");
}

void add_elf_section(const llvm::object::ELFSectionRef& section, ObjectSize& sizes) {
  if (!(section.getFlags() & llvm::ELF::SHF_ALLOC)) return;
  const auto name = llvm::cantFail(section.getName());
  const auto bytes = section.getSize();
  if (section.getType() == llvm::ELF::SHT_NOBITS)
    sizes.bss += bytes;
  else if (section.getFlags() & llvm::ELF::SHF_EXECINSTR)
    sizes.text += bytes;
  else if (is_unwind(name))
    sizes.unwind += bytes;
  else if (section.getFlags() & llvm::ELF::SHF_WRITE)
    sizes.data += bytes;
  else
    sizes.rodata += bytes;
  if (name.starts_with(".text") || name.starts_with(".data")) sizes.text_data += bytes;
}

void add_wasm_section(const llvm::object::WasmSection& section, ObjectSize& sizes) {
  if (section.Type == llvm::wasm::WASM_SEC_CODE)
    sizes.text += section.Content.size();
  else if (section.Type == llvm::wasm::WASM_SEC_DATA)
    sizes.data += section.Content.size();
}

}  // namespace

ObjectSize measure(const std::string& object) {
  const auto file = open(object);
  ObjectSize sizes;
  if (const auto* wasm = llvm::dyn_cast<llvm::object::WasmObjectFile>(file.get())) {
    for (const auto& section : wasm->sections()) add_wasm_section(wasm->getWasmSection(section), sizes);
    sizes.text_data = sizes.size();
  } else if (file->isELF()) {
    for (const auto& section : file->sections()) add_elf_section(llvm::object::ELFSectionRef(section), sizes);
  } else {
    throw std::invalid_argument("only ELF and wasm objects can be measured, not " + file->getFileFormatName().str());
  }
  return sizes;
}

std::map<std::string, std::uint64_t> function_sizes(const std::string& object) {
  const auto file = open(object);
  std::map<std::string, std::uint64_t> sizes;
  for (const auto& [symbol, size] : llvm::object::computeSymbolSizes(*file)) {
    auto type = symbol.getType();
    auto name = symbol.getName();
    if (!type || !name) throw std::invalid_argument("the object has a broken symbol table");
    if (*type == llvm::object::SymbolRef::ST_Function && size) sizes[name->str()] = size;
  }
  return sizes;
}

}  // namespace passwright
