#include "features.h"

#include <llvm/Analysis/CFG.h>
#include <llvm/Analysis/LoopInfo.h>
#include <llvm/IR/CFG.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>

#include <array>

namespace passwright {
namespace {

// One line a feature: the identifier used below, its name, what it counts.
#define PASSWRIGHT_FEATURES(X)                                                                                  \
  X(Functions, "functions", "definitions")                                                                      \
  X(Blocks, "blocks", "basic blocks")                                                                           \
  X(Instructions, "instructions", "instructions")                                                               \
  X(MemoryInstructions, "memory_instructions", "loads, stores, allocas, GEPs, atomics and fences")              \
  X(Edges, "edges", "edges of the control-flow graph")                                                          \
  X(CriticalEdges, "critical_edges", "edges from a block of several successors to one of several predecessors") \
  X(Branches, "branches", "conditional and unconditional branches")                                             \
  X(UnconditionalBranches, "unconditional_branches", "unconditional branches")                                  \
  X(OnePredecessor, "blocks_1_pred", "blocks of one predecessor")                                               \
  X(OnePredecessorOneSuccessor, "blocks_1_pred_1_succ", "blocks of one predecessor and one successor")          \
  X(OnePredecessorTwoSuccessors, "blocks_1_pred_2_succ", "blocks of one predecessor and two successors")        \
  X(OneSuccessor, "blocks_1_succ", "blocks of one successor")                                                   \
  X(TwoPredecessors, "blocks_2_pred", "blocks of two predecessors")                                             \
  X(TwoPredecessorsOneSuccessor, "blocks_2_pred_1_succ", "blocks of two predecessors and one successor")        \
  X(TwoEach, "blocks_2_pred_2_succ", "blocks of two predecessors and two successors")                           \
  X(TwoSuccessors, "blocks_2_succ", "blocks of two successors")                                                 \
  X(MorePredecessors, "blocks_more_pred", "blocks of more than two predecessors")                               \
  X(NoPhiBlocks, "blocks_0_phi", "blocks without a phi")                                                        \
  X(FewPhiBlocks, "blocks_1_to_3_phi", "blocks of one to three phis")                                           \
  X(ManyPhiBlocks, "blocks_more_phi", "blocks of more than three phis")                                         \
  X(PhiFirst, "blocks_phi_first", "blocks that begin with a phi")                                               \
  X(PhiFewArguments, "blocks_phi_args_1_to_5", "blocks whose phis have one to five incoming values in all")     \
  X(PhiManyArguments, "blocks_phi_args_more", "blocks whose phis have more than five incoming values in all")   \
  X(PhiArguments, "phi_args", "incoming values of all phis")                                                    \
  X(SmallBlocks, "blocks_small", "blocks of fewer than 15 instructions")                                        \
  X(MiddleBlocks, "blocks_middle", "blocks of 15 to 500 instructions")                                          \
  X(IntegerReturns, "returns_integer", "calls that return an integer")                                          \
  X(Constants32, "constants_i32", "32-bit integer constants among the operands")                                \
  X(Constants64, "constants_i64", "64-bit integer constants among the operands")                                \
  X(Zeroes, "constants_zero", "integer constants 0 among the operands")                                         \
  X(Ones, "constants_one", "integer constants 1 among the operands")                                            \
  X(ConstantBinary, "binary_constant", "binary operations with a constant operand")                             \
  X(Unary, "unary", "unary operations: casts, loads, negations, freezes")                                       \
  X(AShr, "ashr", "ashr instructions")                                                                          \
  X(Add, "add", "add instructions")                                                                             \
  X(Alloca, "alloca", "alloca instructions")                                                                    \
  X(And, "and", "and instructions")                                                                             \
  X(BitCast, "bitcast", "bitcast instructions")                                                                 \
  X(Call, "call", "call and invoke instructions")                                                               \
  X(GetElementPtr, "getelementptr", "getelementptr instructions")                                               \
  X(ICmp, "icmp", "icmp instructions")                                                                          \
  X(LShr, "lshr", "lshr instructions")                                                                          \
  X(Load, "load", "load instructions")                                                                          \
  X(Mul, "mul", "mul instructions")                                                                             \
  X(Or, "or", "or instructions")                                                                                \
  X(Phi, "phi", "phi instructions")                                                                             \
  X(Ret, "ret", "ret instructions")                                                                             \
  X(SExt, "sext", "sext instructions")                                                                          \
  X(Select, "select", "select instructions")                                                                    \
  X(Shl, "shl", "shl instructions")                                                                             \
  X(Store, "store", "store instructions")                                                                       \
  X(Sub, "sub", "sub instructions")                                                                             \
  X(Switch, "switch", "switch instructions")                                                                    \
  X(Trunc, "trunc", "trunc instructions")                                                                       \
  X(Xor, "xor", "xor instructions")                                                                             \
  X(ZExt, "zext", "zext instructions")

enum Feature {
#define PASSWRIGHT_ID(id, name, meaning) id,
  PASSWRIGHT_FEATURES(PASSWRIGHT_ID)
#undef PASSWRIGHT_ID
      Count
};
static_assert(Count == 56, "the vector has 56 counts");

using Counts = std::array<std::uint64_t, Count>;

void count_opcode(const llvm::Instruction& instruction, Counts& counts) {
  switch (instruction.getOpcode()) {
#define PASSWRIGHT_OPCODE(id) \
  case llvm::Instruction::id: \
    ++counts[id];             \
    break;
    PASSWRIGHT_OPCODE(AShr)
    PASSWRIGHT_OPCODE(Add)
    PASSWRIGHT_OPCODE(Alloca)
    PASSWRIGHT_OPCODE(And)
    PASSWRIGHT_OPCODE(BitCast)
    PASSWRIGHT_OPCODE(GetElementPtr)
    PASSWRIGHT_OPCODE(ICmp)
    PASSWRIGHT_OPCODE(LShr)
    PASSWRIGHT_OPCODE(Load)
    PASSWRIGHT_OPCODE(Mul)
    PASSWRIGHT_OPCODE(Or)
    PASSWRIGHT_OPCODE(Ret)
    PASSWRIGHT_OPCODE(SExt)
    PASSWRIGHT_OPCODE(Select)
    PASSWRIGHT_OPCODE(Shl)
    PASSWRIGHT_OPCODE(Store)
    PASSWRIGHT_OPCODE(Sub)
    PASSWRIGHT_OPCODE(Switch)
    PASSWRIGHT_OPCODE(Trunc)
    PASSWRIGHT_OPCODE(Xor)
    PASSWRIGHT_OPCODE(ZExt)
#undef PASSWRIGHT_OPCODE
    case llvm::Instruction::PHI:
      ++counts[Phi];
      break;
    default:
      break;
  }
}

bool touches_memory(const llvm::Instruction& instruction) {
  return llvm::isa<llvm::LoadInst, llvm::StoreInst, llvm::AllocaInst, llvm::GetElementPtrInst, llvm::FenceInst, llvm::AtomicRMWInst,
                   llvm::AtomicCmpXchgInst>(instruction);
}

void count_instruction(const llvm::Instruction& instruction, Counts& counts) {
  ++counts[Instructions];
  count_opcode(instruction, counts);
  counts[MemoryInstructions] += touches_memory(instruction);
  counts[Unary] += llvm::isa<llvm::UnaryInstruction, llvm::UnaryOperator>(instruction);
  if (llvm::isa<llvm::CallBase>(instruction)) {
    ++counts[Call];
    counts[IntegerReturns] += instruction.getType()->isIntegerTy();
  }
  bool constant_operand = false;
  for (const auto& operand : instruction.operands()) {
    constant_operand |= llvm::isa<llvm::Constant>(operand.get());
    if (const auto* integer = llvm::dyn_cast<llvm::ConstantInt>(operand.get())) {
      counts[Constants32] += integer->getType()->isIntegerTy(32);
      counts[Constants64] += integer->getType()->isIntegerTy(64);
      counts[Zeroes] += integer->isZero();
      counts[Ones] += integer->isOne();
    }
  }
  counts[ConstantBinary] += constant_operand && llvm::isa<llvm::BinaryOperator>(instruction);
}

void count_shape(const llvm::BasicBlock& block, Counts& counts) {
  const auto predecessors = llvm::pred_size(&block);
  const auto successors = llvm::succ_size(&block);
  const auto* terminator = block.getTerminator();
  ++counts[Blocks];
  counts[Edges] += successors;
  if (terminator->getOpcode() == llvm::Instruction::Br) {
    ++counts[Branches];
    counts[UnconditionalBranches] += successors == 1;
  }
  for (unsigned i = 0; i < terminator->getNumSuccessors(); ++i) counts[CriticalEdges] += llvm::isCriticalEdge(terminator, i);
  counts[OnePredecessor] += predecessors == 1;
  counts[OnePredecessorOneSuccessor] += predecessors == 1 && successors == 1;
  counts[OnePredecessorTwoSuccessors] += predecessors == 1 && successors == 2;
  counts[OneSuccessor] += successors == 1;
  counts[TwoPredecessors] += predecessors == 2;
  counts[TwoPredecessorsOneSuccessor] += predecessors == 2 && successors == 1;
  counts[TwoEach] += predecessors == 2 && successors == 2;
  counts[TwoSuccessors] += successors == 2;
  counts[MorePredecessors] += predecessors > 2;
  counts[SmallBlocks] += block.size() < 15;
  counts[MiddleBlocks] += block.size() >= 15 && block.size() <= 500;
}

void count_phis(const llvm::BasicBlock& block, Counts& counts) {
  std::uint64_t phis = 0, arguments = 0;
  for (const auto& phi : block.phis()) {
    ++phis;
    arguments += phi.getNumIncomingValues();
  }
  counts[NoPhiBlocks] += phis == 0;
  counts[FewPhiBlocks] += phis >= 1 && phis <= 3;
  counts[ManyPhiBlocks] += phis > 3;
  counts[PhiFirst] += phis > 0;
  counts[PhiFewArguments] += arguments >= 1 && arguments <= 5;
  counts[PhiManyArguments] += arguments > 5;
  counts[PhiArguments] += arguments;
}

void count_function(const llvm::Function& function, Counts& counts) {
  ++counts[Functions];
  for (const auto& block : function) {
    count_shape(block, counts);
    count_phis(block, counts);
    for (const auto& instruction : block) count_instruction(instruction, counts);
  }
}

// In the order of `place_names`.
std::array<std::uint64_t, 9> place_of(llvm::Function& function) {
  std::uint64_t callers = 0, other_uses = 0, defined = 0, declared = 0, indirect = 0, looping = 0;
  for (const auto& use : function.uses()) {
    const auto* call = llvm::dyn_cast<llvm::CallBase>(use.getUser());
    ++(call && call->isCallee(&use) ? callers : other_uses);
  }
  const llvm::DominatorTree dominators(function);
  const llvm::LoopInfo loops(dominators);
  for (const auto& block : function) {
    looping += loops.getLoopFor(&block) != nullptr;
    for (const auto& instruction : block) {
      const auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
      if (!call || llvm::isa<llvm::IntrinsicInst>(call)) continue;
      const auto* callee = call->getCalledFunction();
      ++(!callee ? indirect : callee->isDeclaration() ? declared : defined);
    }
  }
  return {callers,
          other_uses,
          defined,
          declared,
          indirect,
          function.arg_size(),
          function.hasLocalLinkage(),
          function.isDiscardableIfUnused() && !function.hasLocalLinkage(),
          looping};
}

}  // namespace

std::vector<std::pair<std::string, std::string>> feature_names() {
  return {
#define PASSWRIGHT_NAME(id, name, meaning) {name, meaning},
      PASSWRIGHT_FEATURES(PASSWRIGHT_NAME)
#undef PASSWRIGHT_NAME
  };
}

std::vector<std::uint64_t> module_features(Module& module) {
  Counts counts{};
  for (const auto& function : module.get())
    if (!function.isDeclaration()) count_function(function, counts);
  return {counts.begin(), counts.end()};
}

std::vector<std::pair<std::string, std::string>> place_names() {
  return {{"callers", "calls of it in the module"},
          {"other_uses", "uses of its address"},
          {"calls_defined", "calls of functions that the module defines"},
          {"calls_declared", "calls of functions that it only declares"},
          {"calls_indirect", "calls through a pointer"},
          {"parameters", "parameters"},
          {"local", "whether only the module can see it"},
          {"discardable", "whether other modules may hold it, too"},
          {"blocks_in_loops", "blocks in loops"}};
}

std::map<std::string, std::vector<std::uint64_t>> function_features(Module& module) {
  std::map<std::string, std::vector<std::uint64_t>> features;
  for (auto& function : module.get()) {
    if (function.isDeclaration()) continue;
    Counts counts{};
    count_function(function, counts);
    auto& vector = features[function.getName().str()];
    vector.assign(counts.begin(), counts.end());
    const auto place = place_of(function);
    vector.insert(vector.end(), place.begin(), place.end());
  }
  return features;
}

}  // namespace passwright
