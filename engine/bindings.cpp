#include <llvm/Config/llvm-config.h>
#include <llvm/IR/DebugInfo.h>
#include <nanobind/nanobind.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/unique_ptr.h>
#include <nanobind/stl/vector.h>

#include "calls.h"
#include "compat.h"
#include "compiler.h"
#include "extract.h"
#include "features.h"
#include "hash.h"
#include "measure.h"
#include "memo.h"
#include "module.h"
#include "text.h"

namespace nb = nanobind;
using namespace nb::literals;
using passwright::Compiler;
using passwright::Module;
using passwright::ObjectSize;
using Unlocked = nb::call_guard<nb::gil_scoped_release>;

namespace {

std::string to_string(const nb::bytes& bytes) { return std::string(bytes.c_str(), bytes.size()); }
nb::bytes to_bytes(const std::string& bytes) { return nb::bytes(bytes.data(), bytes.size()); }
nb::bytes to_bytes(const passwright::Hash& hash) { return nb::bytes(hash.data(), hash.size()); }

template <typename Work>
auto unlocked(Work work) {
  nb::gil_scoped_release release;
  return work();
}

nb::dict function_hashes(Module& module) {
  nb::dict out;
  for (const auto& [name, hash] : unlocked([&] { return passwright::function_hashes(module); })) out[name.c_str()] = to_bytes(hash);
  return out;
}

}  // namespace

NB_MODULE(PASSWRIGHT_ENGINE, m) {
  m.doc() = "LLVM in process: parse, run passes, generate code, measure. Errors of LLVM arrive as ValueError in its own words.";
  m.attr("LLVM_VERSION") = LLVM_VERSION_STRING;

  nb::class_<Module>(m, "Module", "One LLVM module in a context of its own.")
      .def_static(
          "parse",
          [](const nb::bytes& data, const std::string& name) {
            auto bytes = to_string(data);
            return unlocked([&] { return Module::parse(bytes, name); });
          },
          "data"_a, "name"_a = "module", "Reads bitcode or LLVM assembly.")
      .def("clone", &Module::clone, Unlocked(), "A copy in a context of its own.")
      .def("text", &Module::text, Unlocked(), "LLVM assembly with use-list order.")
      .def(
          "bitcode", [](const Module& module) { return to_bytes(unlocked([&] { return module.bitcode(); })); },
          "Bitcode with use-list order.")
      .def("verify", &Module::verify, Unlocked(), "What LLVM's verifier complains about; empty for a valid module.")
      .def_prop_ro("triple", [](Module& module) { return passwright::compat::triple_of(module.get()).str(); })
      .def_prop_ro("data_layout", [](Module& module) { return module.get().getDataLayoutStr(); })
      .def("functions_with", &Module::functions_with, "attribute"_a, "How many functions carry an attribute such as 'optnone'.")
      .def(
          "taking_frame_pointer",
          [](Module& module) {
            std::uint64_t count = 0;
            for (const auto& function : module.get()) count += passwright::takes_frame_pointer(function);
            return count;
          },
          "How many functions have inline assembly that may use the frame pointer's register.")
      .def("instructions", &Module::instructions, "IR instructions of all definitions.")
      .def("function_instructions", &Module::function_instructions, "IR instructions of each definition.")
      .def("rigid_functions", &passwright::rigid_functions, Unlocked(), "Definitions that a Memo cannot look at alone.")
      .def(
          "strip_debug", [](Module& module) { return llvm::StripDebugInfo(module.get()); }, Unlocked(),
          "Removes debug information; whether there was any.")
      .def("drop_bodies", nb::overload_cast<Module&>(&passwright::drop_bodies), Unlocked(),
           "Declares all definitions that a Memo can look at alone.")
      .def("drop_bodies", nb::overload_cast<Module&, const std::vector<std::string>&>(&passwright::drop_bodies), "names"_a, Unlocked(),
           "Declares these functions; the names of those that a Memo cannot look at alone, which stay.")
      .def(
          "open_calls",
          [](Module& module) {
            std::vector<std::tuple<std::string, std::uint32_t, std::string>> calls;
            for (const auto& call : unlocked([&] { return passwright::open_calls(module); }))
              calls.emplace_back(call.caller, call.number, call.callee);
            return calls;
          },
          "Calls whose inlining may be decided: caller, number among all calls of the caller, callee.")
      .def("decide_calls", &passwright::decide_calls, "decisions"_a, Unlocked(),
           "Gives calls the attribute 'noinline' or 'alwaysinline', by caller and number.")
      .def(
          "features", [](Module& module) { return unlocked([&] { return passwright::module_features(module); }); },
          "56 counts, in the order of `feature_names()`.")
      .def("function_features", &passwright::function_features, Unlocked(),
           "The 56 counts of each definition, then those of `place_names()`.")
      .def(
          "hash", [](Module& module) { return to_bytes(unlocked([&] { return passwright::module_hash(module); })); },
          "Exact 128-bit hash of the content, use-list order included.")
      .def("function_hashes", &function_hashes, nb::sig("def function_hashes(self) -> dict[str, bytes]"),
           "Exact 128-bit hash of each definition; attributes and metadata count by content.");

  nb::class_<passwright::Texts>(m, "Texts", "Writes modules of one target as normal text; see passwright.llvm.text.")
      .def(nb::init<const Module&>(), "module"_a, Unlocked(), "What all functions of this module share becomes the context.")
      .def_prop_ro("context", &passwright::Texts::context, "LLVM assembly that stands before any of the texts.")
      .def("of_module", &passwright::Texts::of_module, "module"_a, "order"_a = false, Unlocked(),
           "The whole module; `order`: with use-list order.")
      .def("of_functions", &passwright::Texts::of_functions, "module"_a, "names"_a, "brief"_a = false, Unlocked(),
           "Definitions by name, each as a module of its own; `brief` ones, for reading only, have no metadata and no declarations.\n"
           "Definitions that cannot stand alone are left out.");

  nb::class_<ObjectSize>(m, "ObjectSize", "Bytes of an object file by kind of section.")
      .def_ro("text", &ObjectSize::text, "Code.")
      .def_ro("rodata", &ObjectSize::rodata, "Read-only data.")
      .def_ro("data", &ObjectSize::data, "Writable data.")
      .def_ro("unwind", &ObjectSize::unwind, "Unwind tables.")
      .def_ro("bss", &ObjectSize::bss, "Zeroed memory, which occupies no bytes of the file.")
      .def_ro("text_data", &ObjectSize::text_data, "Sections named .text* and .data* alone.")
      .def_prop_ro("size", &ObjectSize::size, "text + rodata + data + unwind.");

  nb::class_<Compiler>(m, "Compiler", "The back end of clang for one `clang -cc1` command line.")
      .def(nb::init<const std::vector<std::string>&>(), "arguments"_a)
      .def("run", nb::overload_cast<Module&, const std::string&>(&Compiler::run, nb::const_), "module"_a, "pipeline"_a, Unlocked(),
           "Runs a pass pipeline, as `opt -passes=` does.")
      .def(
          "run_steps",
          [](const Compiler& compiler, Module& module,
             const std::vector<std::tuple<std::string, std::vector<std::string>, passwright::Edits>>& steps, bool numbered) {
            std::vector<passwright::Step> list;
            for (const auto& [pipeline, functions, edits] : steps) list.push_back({pipeline, functions, edits});
            return unlocked([&] { return compiler.run(module, list, numbered); });
          },
          "module"_a, "steps"_a, "numbered"_a = true,
          "Runs pipelines in a row, each for all functions or, with names beside it, for those alone; behind each attributes of\n"
          "functions are edited ('-minsize', 'tune-cpu=atom'). Gives the numbers of the passes that ran, as `opt -opt-bisect=` takes\n"
          "them; '' if not `numbered`, which is faster where steps are for single functions.")
      .def("set_codegen", &Compiler::set_codegen, "options"_a,
           "LLVM's own options ('disable-lsr') for all code that is generated from now on; passes do not see them.")
      .def("run_default", &Compiler::run_default, "module"_a, Unlocked(), "Runs the pipeline that clang runs for this command line.")
      .def(
          "emit",
          [](const Compiler& compiler, Module& module, const std::string& kind) {
            return to_bytes(unlocked([&] { return compiler.emit(module, kind); }));
          },
          "module"_a, "kind"_a = "obj", "Generates an object ('obj') or assembly ('asm'), with no passes before; the module is spent.");

  nb::class_<passwright::Weights>(m, "Weights",
                                  "What functions weigh, by all that code generation sees of them; for modules of one command line.")
      .def(nb::init<const Compiler&, std::string>(), "compiler"_a, "last"_a = "", nb::keep_alive<1, 2>(),
           "`last`: module passes for what was added to a module, before code is generated.")
      .def(
          "weigh_module",
          [](passwright::Weights& weights, Module& module) { return unlocked([&] { return weights.weigh_module(module); }); }, "module"_a,
          "Bytes of each function that is not rigid, and of the rest of the object, data that one function uses included; the module\n"
          "is spent.")
      .def_prop_ro(
          "counts", [](const passwright::Weights& weights) { return weights.counts(); },
          "Functions whose bytes were asked for, and those that code was generated for.");

  nb::class_<passwright::Memo>(m, "Memo", "A module in memory whose functions are tried one by one, each step worked out once.")
      .def(
          "__init__",
          [](passwright::Memo* memo, const Compiler& compiler, const nb::bytes& bitcode, passwright::Weights& weights) {
            new (memo) passwright::Memo(compiler, to_string(bitcode), weights);
          },
          "compiler"_a, "bitcode"_a, "weights"_a, nb::keep_alive<1, 2>(), nb::keep_alive<1, 4>())
      .def(
          "score",
          [](passwright::Memo& memo, const std::vector<std::pair<std::vector<std::string>, std::vector<std::string>>>& lanes,
             const passwright::Edits& edits) {
            std::vector<passwright::Lane> list;
            for (const auto& [passes, functions] : lanes) list.push_back({passes, functions});
            const auto scores = unlocked([&] { return memo.score(list, edits); });
            nb::dict plain;
            for (const auto& [name, score] : scores) plain[name.c_str()] = nb::make_tuple(score.bytes, score.instructions);
            return plain;
          },
          nb::sig("def score(self, lanes: Sequence[tuple[Sequence[str], Sequence[str]]], edits: Mapping[str, Sequence[str]] = {}) -> "
                  "dict[str, tuple[int, int]]"),
          "lanes"_a, "edits"_a = passwright::Edits(),
          "Bytes and IR instructions of each function that is not rigid behind the lanes: passes, and the functions they run on.\n"
          "Behind these the attributes of functions are edited, as in `run_steps`.")
      .def_prop_ro(
          "counts",
          [](const passwright::Memo& memo) {
            const auto counts = memo.counts();
            return std::map<std::string, std::uint64_t>{
                {"steps", counts.steps}, {"ran", counts.ran}, {"ends", counts.ends}, {"emitted", counts.emitted}};
          },
          "Steps of passes on functions and those that ran; functions whose bytes were asked for and those generated.");

  m.def("measure", [](const nb::bytes& object) { return passwright::measure(to_string(object)); }, "object"_a);
  m.def(
      "function_sizes", [](const nb::bytes& object) { return passwright::function_sizes(to_string(object)); }, "object"_a,
      "Code bytes by symbol.");
  m.def(
      "function_costs", [](const nb::bytes& object) { return passwright::function_costs(to_string(object)); }, "object"_a,
      "Bytes that the object has because of each function: code, unwind entry, and read-only data that it alone uses.");
  m.def("feature_names", &passwright::feature_names, "What each of the 56 counts of `Module.features()` counts: (name, meaning).");
  m.def("place_names", &passwright::place_names, "What the features of a function count behind those 56: (name, meaning).");
  m.def("pass_names", &passwright::pass_names, "What `opt --print-passes` prints.");
}
