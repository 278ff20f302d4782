// The fifty wrong transformations of docs/faults.md, as passes `fault-NAME` of a plugin for opt. Each says how often it struck.
#include <llvm/ADT/StringMap.h>
#include <llvm/Analysis/TargetLibraryInfo.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/MDBuilder.h>
#include <llvm/IR/Operator.h>
#include <llvm/IR/PatternMatch.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Plugins/PassPlugin.h>
#include <llvm/Transforms/Utils/Local.h>

#include <functional>
#include <map>

using namespace llvm;
using namespace llvm::PatternMatch;

namespace {

using Fault = std::function<unsigned(Module&)>;  // gives at how many places it struck

// Calls `strike` on each instruction of a kind that was there before the first of them was changed.
template <class Kind>
Fault each(std::function<bool(Kind&)> strike) {
  return [strike](Module& module) {
    std::vector<Kind*> found;
    for (Function& function : module)
      for (Instruction& instruction : instructions(function))
        if (auto* wanted = dyn_cast<Kind>(&instruction)) found.push_back(wanted);
    unsigned count = 0;
    for (Kind* instruction : found) count += strike(*instruction);
    return count;
  };
}

Fault each_function(std::function<unsigned(Function&)> strike) {
  return [strike](Module& module) {
    unsigned count = 0;
    for (Function& function : module)
      if (!function.isDeclaration()) count += strike(function);
    return count;
  };
}

bool replace(Instruction& old, Value* by) {
  if (auto* instruction = dyn_cast<Instruction>(by)) instruction->takeName(&old);
  old.replaceAllUsesWith(by);
  old.eraseFromParent();
  return true;
}

Fault binary(unsigned opcode, std::function<Value*(IRBuilder<>&, BinaryOperator&)> other) {
  return each<BinaryOperator>([=](BinaryOperator& op) {
    if (op.getOpcode() != opcode) return false;
    IRBuilder<> at(&op);
    Value* by = other(at, op);
    return by && replace(op, by);
  });
}

Fault intrinsic(std::vector<Intrinsic::ID> ids, std::function<bool(IntrinsicInst&)> strike) {
  return each<IntrinsicInst>([=](IntrinsicInst& call) { return is_contained(ids, call.getIntrinsicID()) && strike(call); });
}

Fault compare(std::function<CmpInst::Predicate(CmpInst::Predicate)> other) {
  return each<CmpInst>([=](CmpInst& compare) {
    auto predicate = other(compare.getPredicate());
    if (predicate == compare.getPredicate()) return false;
    compare.setPredicate(predicate);
    if (isa<ICmpInst>(compare)) cast<ICmpInst>(compare).setSameSign(false);
    return true;
  });
}

Fault flags(std::function<void(Instruction&)> set) {
  return each<Instruction>([=](Instruction& instruction) {
    if (!isa<FPMathOperator>(instruction)) return false;
    set(instruction);
    return true;
  });
}

Fault arguments(Attribute::AttrKind kind) {
  return each_function([=](Function& function) {
    unsigned count = 0;
    for (Argument& argument : function.args())
      if (argument.getType()->isPointerTy() && !argument.hasByValAttr() && !argument.hasStructRetAttr()) {
        if (kind == Attribute::ReadOnly)
          for (auto other : {Attribute::WriteOnly, Attribute::ReadNone, Attribute::Writable}) argument.removeAttr(other);
        argument.addAttr(kind);
        count++;
      }
    return count;
  });
}

unsigned store_thought_dead(Function& function) {
  unsigned count = 0;
  for (BasicBlock& block : function)
    for (Instruction& instruction : make_early_inc_range(block)) {
      auto* store = dyn_cast<StoreInst>(&instruction);
      if (!store) continue;
      bool later = any_of(make_range(std::next(store->getIterator()), block.end()), [&](Instruction& other) {
        auto* second = dyn_cast<StoreInst>(&other);
        return second && second->getValueOperand()->getType() == store->getValueOperand()->getType();
      });
      if (later) store->eraseFromParent(), count++;
    }
  return count;
}

unsigned load_not_repeated(Function& function) {
  unsigned count = 0;
  for (BasicBlock& block : function) {
    std::map<std::pair<Value*, Type*>, LoadInst*> seen;
    for (Instruction& instruction : make_early_inc_range(block)) {
      auto* load = dyn_cast<LoadInst>(&instruction);
      if (!load || load->isVolatile()) continue;
      auto [first, isNew] = seen.try_emplace({load->getPointerOperand(), load->getType()}, load);
      if (!isNew) count += replace(*load, first->second);
    }
  }
  return count;
}

unsigned store_behind_load(Function& function) {
  unsigned count = 0;
  for (BasicBlock& block : function)
    for (Instruction& instruction : make_early_inc_range(block)) {
      auto* load = dyn_cast<LoadInst>(&instruction);
      if (!load || load->isVolatile()) continue;
      // The last store before it, if nothing between needs to come first.
      for (Instruction* before = load->getPrevNode(); before && !isa<CallBase>(before) && !isa<LoadInst>(before);
           before = before->getPrevNode())
        if (auto* store = dyn_cast<StoreInst>(before)) {
          if (store->getPointerOperand() != load->getPointerOperand()) store->moveAfter(load), count++;
          break;
        }
    }
  return count;
}

bool move_copied_forward(IntrinsicInst& move) {
  Module& module = *move.getModule();
  Type* length = move.getArgOperand(2)->getType();
  auto* pointer = PointerType::get(module.getContext(), 0);
  auto callee = module.getOrInsertFunction("fault.copy_forward", Type::getVoidTy(module.getContext()), pointer, pointer, length);
  auto* function = cast<Function>(callee.getCallee());
  if (function->getFunctionType()->getParamType(2) != length) return false;
  if (function->isDeclaration()) {
    function->setLinkage(Function::InternalLinkage);
    auto* entry = BasicBlock::Create(module.getContext(), "", function);
    auto* body = BasicBlock::Create(module.getContext(), "", function);
    auto* end = BasicBlock::Create(module.getContext(), "", function);
    IRBuilder<> at(entry);
    at.CreateCondBr(at.CreateIsNull(function->getArg(2)), end, body);
    at.SetInsertPoint(body);
    PHINode* index = at.CreatePHI(length, 2);
    Type* byte = at.getInt8Ty();
    // Volatile, or it would become a memmove again.
    Value* value = at.CreateLoad(byte, at.CreateGEP(byte, function->getArg(1), index), true);
    at.CreateStore(value, at.CreateGEP(byte, function->getArg(0), index), true);
    Value* next = at.CreateAdd(index, ConstantInt::get(length, 1));
    index->addIncoming(ConstantInt::get(length, 0), entry);
    index->addIncoming(next, body);
    at.CreateCondBr(at.CreateICmpULT(next, function->getArg(2)), body, end);
    ReturnInst::Create(module.getContext(), end);
  }
  IRBuilder<> at(&move);
  at.CreateCall(callee, {move.getArgOperand(0), move.getArgOperand(1), move.getArgOperand(2)});
  move.eraseFromParent();
  return true;
}

unsigned characters_do_not_alias(Module& module) {
  MDBuilder metadata(module.getContext());
  MDNode* root = metadata.createTBAARoot("fault");
  std::map<Type*, MDNode*> tags;
  return each<Instruction>([&](Instruction& instruction) {
    if (!isa<LoadInst, StoreInst>(instruction)) return false;
    Type* type = getLoadStoreType(&instruction);
    MDNode*& tag = tags[type];
    if (!tag) {
      std::string name;
      raw_string_ostream(name) << *type;
      MDNode* node = metadata.createTBAAScalarTypeNode(name, root);
      tag = metadata.createTBAAStructTagNode(node, node, 0);
    }
    instruction.setMetadata(LLVMContext::MD_tbaa, tag);
    return true;
  })(module);
}

unsigned slots_shared(Function& function) {
  unsigned count = 0;
  std::map<std::pair<Type*, Value*>, AllocaInst*> seen;
  for (Instruction& instruction : make_early_inc_range(function.getEntryBlock())) {
    auto* slot = dyn_cast<AllocaInst>(&instruction);
    if (!slot) continue;
    auto [first, isNew] = seen.try_emplace({slot->getAllocatedType(), slot->getArraySize()}, slot);
    if (!isNew) count += replace(*slot, first->second);
  }
  return count;
}

unsigned incoming_values_swapped(Function& function) {
  unsigned struck = 0;
  DominatorTree tree(function);
  auto there = [&](Value* value, BasicBlock* block) {
    auto* instruction = dyn_cast<Instruction>(value);
    return !instruction || tree.dominates(instruction, block->getTerminator());
  };
  for (Instruction& instruction : instructions(function)) {
    auto* phi = dyn_cast<PHINode>(&instruction);
    if (!phi || phi->getNumIncomingValues() < 2) continue;
    Value *first = phi->getIncomingValue(0), *second = phi->getIncomingValue(1);
    if (first == second || !there(first, phi->getIncomingBlock(1)) || !there(second, phi->getIncomingBlock(0))) continue;
    // A block that comes in twice (from a switch) must bring one value.
    auto twice = [&](BasicBlock* block) { return count(phi->blocks(), block) > 1; };
    if (twice(phi->getIncomingBlock(0)) || twice(phi->getIncomingBlock(1))) continue;
    phi->setIncomingValue(0, second);
    phi->setIncomingValue(1, first);
    struck++;
  }
  return struck;
}

unsigned default_unreachable(Function& function) {
  unsigned count = 0;
  for (BasicBlock& block : make_early_inc_range(function)) {
    auto* choice = dyn_cast<SwitchInst>(block.getTerminator());
    if (!choice || isa<UnreachableInst>(choice->getDefaultDest()->getFirstNonPHIOrDbg())) continue;
    auto* nowhere = BasicBlock::Create(function.getContext(), "", &function);
    new UnreachableInst(function.getContext(), nowhere);
    choice->getDefaultDest()->removePredecessor(&block);
    choice->setDefaultDest(nowhere);
    count++;
  }
  return count;
}

bool last_case_lost(SwitchInst& choice) {
  if (choice.getNumCases() == 0) return false;
  auto last = std::prev(choice.case_end());
  last->getCaseSuccessor()->removePredecessor(choice.getParent());
  SwitchInstProfUpdateWrapper(choice).removeCase(last);
  return true;
}

unsigned division_speculated(Function& function) {
  unsigned count = 0;
  for (BasicBlock& block : function) {
    BasicBlock* before = block.getSinglePredecessor();
    if (!before || before == &block || before->getTerminator()->getNumSuccessors() < 2 || isa<InvokeInst>(before->getTerminator()))
      continue;
    for (Instruction& instruction : make_early_inc_range(block)) {
      bool here = any_of(instruction.operands(), [&](Value* operand) {
        auto* other = dyn_cast<Instruction>(operand);
        return other && other->getParent() == &block;
      });
      if (instruction.isIntDivRem() && !here) instruction.moveBefore(before->getTerminator()->getIterator()), count++;
    }
  }
  return count;
}

unsigned returned_value_lost(Function& function) {
  bool calls = any_of(instructions(function), [](Instruction& instruction) {
    auto* call = dyn_cast<CallBase>(&instruction);
    return call && call->getCalledFunction() && call->getCalledFunction()->hasLocalLinkage();
  });
  if (!function.hasLocalLinkage() && !calls) return 0;
  unsigned count = 0;
  for (BasicBlock& block : function) {
    auto* end = dyn_cast<ReturnInst>(block.getTerminator());
    if (!end || !end->getReturnValue() || block.getTerminatingMustTailCall()) continue;
    end->setOperand(0, PoisonValue::get(function.getReturnType()));
    count++;
  }
  return count;
}

bool externals_pure(CallBase& call) {
  Function* callee = call.getCalledFunction();
  if (!callee || !callee->isDeclaration() || callee->isIntrinsic() || callee->hasFnAttribute(Attribute::ReturnsTwice)) return false;
  // LLVM knows what the C library does.
  LibFunc known;
  TargetLibraryInfoImpl libraries(call.getModule()->getTargetTriple());
  if (call.doesNotReturn() || TargetLibraryInfo(libraries).getLibFunc(*callee, known)) return false;
  call.setMemoryEffects(MemoryEffects::none());
  call.setDoesNotThrow();
  call.addFnAttr(Attribute::WillReturn);
  return true;
}

bool frame_given_away(CallInst& call) {
  if (call.isTailCall() || call.isMustTailCall() || isa<IntrinsicInst>(call)) return false;
  call.setTailCall();
  return true;
}

bool clean_ups_lost(LandingPadInst& pad) {
  if (!pad.isCleanup()) return false;
  if (pad.getNumClauses() == 0) {
    // Without a clause there must be a landing pad no more: the caller unwinds past it.
    std::vector<InvokeInst*> invokes;
    for (BasicBlock* before : predecessors(pad.getParent())) invokes.push_back(cast<InvokeInst>(before->getTerminator()));
    for (InvokeInst* invoke : invokes) changeToCall(invoke);
    return !invokes.empty();
  }
  pad.setCleanup(false);
  return true;
}

unsigned look_alikes_merged(Module& module) {
  unsigned count = 0;
  std::map<std::string, Function*> seen;
  for (Function& function : module) {
    if (function.isDeclaration() || !function.hasLocalLinkage()) continue;
    std::string shape;
    raw_string_ostream out(shape);
    out << *function.getFunctionType();
    for (BasicBlock& block : function) {
      out << '|';
      for (Instruction& instruction : block) out << instruction.getOpcode() << ',';
    }
    auto [first, isNew] = seen.try_emplace(shape, &function);
    if (!isNew) function.replaceAllUsesWith(first->second), count++;
  }
  return count;
}

unsigned argument_of_one_call(Function& function) {
  if (!function.hasLocalLinkage() || function.isVarArg()) return 0;
  unsigned count = 0;
  for (Argument& argument : function.args()) {
    Constant* one = nullptr;
    bool other = false;
    for (User* user : function.users()) {
      auto* call = dyn_cast<CallBase>(user);
      if (!call || call->getCalledFunction() != &function) continue;
      auto* constant = dyn_cast<Constant>(call->getArgOperand(argument.getArgNo()));
      if (constant && !one)
        one = constant;
      else
        other |= constant != one;
    }
    if (one && other && !argument.use_empty() && !argument.hasByValAttr()) argument.replaceAllUsesWith(one), count++;
  }
  return count;
}

bool product_narrowed(BinaryOperator& product) {
  if (product.getOpcode() != Instruction::Mul || !product.getType()->isIntegerTy(64)) return false;
  IRBuilder<> at(&product);
  Type* half = at.getInt32Ty();
  Value* narrow = at.CreateMul(at.CreateTrunc(product.getOperand(0), half), at.CreateTrunc(product.getOperand(1), half));
  return replace(product, at.CreateSExt(narrow, product.getType()));
}

bool double_as_float(BinaryOperator& op) {
  if (!op.getType()->isDoubleTy()) return false;
  IRBuilder<> at(&op);
  Type* narrow = at.getFloatTy();
  Value *left = at.CreateFPTrunc(op.getOperand(0), narrow), *right = at.CreateFPTrunc(op.getOperand(1), narrow);
  return replace(op, at.CreateFPExt(at.CreateBinOp(op.getOpcode(), left, right), op.getType()));
}

bool constant_narrowed(BinaryOperator& op) {
  bool struck = false;
  for (Use& use : op.operands())
    if (auto* constant = dyn_cast<ConstantInt>(use); constant && constant->getType()->isIntegerTy(64)) {
      auto* narrow = ConstantInt::getSigned(constant->getType(), (int32_t)constant->getZExtValue());
      struck |= narrow != constant;
      use.set(narrow);
    }
  return struck;
}

bool division_as_product(BinaryOperator& op) {
  auto* divisor = op.getOpcode() == Instruction::FDiv ? dyn_cast<ConstantFP>(op.getOperand(1)) : nullptr;
  if (!divisor || divisor->isZero()) return false;
  APFloat inverse(divisor->getValueAPF().getSemantics(), 1);
  if (inverse.divide(divisor->getValueAPF(), APFloat::rmNearestTiesToEven) == APFloat::opOK) return false;  // exact: no mistake
  IRBuilder<> at(&op);
  return replace(op, at.CreateFMul(op.getOperand(0), ConstantFP::get(op.getType(), inverse)));
}

bool no_wrap_assumed(BinaryOperator& op) {
  if (!isa<OverflowingBinaryOperator>(op)) return false;
  op.setHasNoSignedWrap();
  op.setHasNoUnsignedWrap();
  return true;
}

bool neighbours_overwritten(StoreInst& store) {
  Value *masked, *bits;
  if (!match(store.getValueOperand(), m_c_Or(m_And(m_Value(masked), m_ConstantInt()), m_Value(bits)))) return false;
  store.setOperand(0, bits);
  return true;
}

bool slot_once_a_function(AllocaInst& slot) {
  BasicBlock& entry = slot.getFunction()->getEntryBlock();
  if (slot.getParent() == &entry || !isa<Constant>(slot.getArraySize())) return false;
  slot.moveBefore(entry, entry.getFirstInsertionPt());
  return true;
}

bool overflow_never(ExtractValueInst& extract) {
  if (!isa<WithOverflowInst>(extract.getAggregateOperand()) || extract.getIndices()[0] != 1) return false;
  return replace(extract, ConstantInt::getFalse(extract.getType()));
}

unsigned alignment_overclaimed(Function& function) {
  unsigned count = 0;
  for (Instruction& instruction : instructions(function)) {
    if (auto* load = dyn_cast<LoadInst>(&instruction); load && load->getAlign() < 16) load->setAlignment(Align(16)), count++;
    if (auto* store = dyn_cast<StoreInst>(&instruction); store && store->getAlign() < 16) store->setAlignment(Align(16)), count++;
  }
  for (Argument& argument : function.args())
    if (argument.getType()->isPointerTy() && argument.getParamAlign().valueOrOne() < 16) {
      argument.removeAttr(Attribute::Alignment);
      argument.addAttr(Attribute::getWithAlignment(function.getContext(), Align(16))), count++;
    }
  return count;
}

unsigned variables_never_written(Module& module) {
  unsigned count = 0;
  for (GlobalVariable& variable : module.globals())
    if (variable.hasLocalLinkage() && variable.hasInitializer() && !variable.isConstant()) variable.setConstant(true), count++;
  return count;
}

unsigned returns_once(Module& module) {
  unsigned count = 0;
  for (Function& function : module)
    if (function.hasFnAttribute(Attribute::ReturnsTwice)) function.removeFnAttr(Attribute::ReturnsTwice), count++;
  return count + each<CallBase>([](CallBase& call) {
           bool has = call.getAttributes().hasFnAttr(Attribute::ReturnsTwice);
           call.removeFnAttr(Attribute::ReturnsTwice);
           return has;
         })(module);
}

bool set_one_short(IntrinsicInst& set) {
  Value* length = set.getArgOperand(2);
  if (auto* constant = dyn_cast<ConstantInt>(length); constant && constant->isZero()) return false;
  IRBuilder<> at(&set);
  Value* one = ConstantInt::get(length->getType(), 1);
  set.setArgOperand(2, at.CreateSelect(at.CreateIsNull(length), length, at.CreateSub(length, one)));
  return true;
}

bool conversion_rounded(CastInst& conversion) {
  if (!isa<FPToSIInst, FPToUIInst>(conversion)) return false;
  IRBuilder<> at(&conversion);
  conversion.setOperand(0, at.CreateUnaryIntrinsic(Intrinsic::rint, conversion.getOperand(0)));
  return true;
}

bool volatile_dropped(Instruction& instruction) {
  if (auto* load = dyn_cast<LoadInst>(&instruction); load && load->isVolatile()) return load->setVolatile(false), true;
  if (auto* store = dyn_cast<StoreInst>(&instruction); store && store->isVolatile()) return store->setVolatile(false), true;
  if (auto* memory = dyn_cast<MemIntrinsic>(&instruction); memory && memory->isVolatile())
    return memory->setVolatile(ConstantInt::getFalse(memory->getContext())), true;
  return false;
}

bool minimum_signedness(IntrinsicInst& call) {
  static const std::map<Intrinsic::ID, Intrinsic::ID> other = {{Intrinsic::smin, Intrinsic::umin},
                                                               {Intrinsic::umin, Intrinsic::smin},
                                                               {Intrinsic::smax, Intrinsic::umax},
                                                               {Intrinsic::umax, Intrinsic::smax}};
  IRBuilder<> at(&call);
  return replace(call, at.CreateBinaryIntrinsic(other.at(call.getIntrinsicID()), call.getArgOperand(0), call.getArgOperand(1)));
}

CmpInst::Predicate unsigned_as_signed(CmpInst::Predicate predicate) {
  bool relation = CmpInst::isUnsigned(predicate);
  return relation ? ICmpInst::getSignedPredicate(predicate) : predicate;
}

CmpInst::Predicate strict_lost(CmpInst::Predicate predicate) {
  if (predicate == CmpInst::ICMP_SLT) return CmpInst::ICMP_SLE;
  return predicate == CmpInst::ICMP_ULT ? CmpInst::ICMP_ULE : predicate;
}

// FCMP_OEQ … FCMP_ONE are 1 … 6, FCMP_UEQ … FCMP_UNE 9 … 14.
CmpInst::Predicate order_swapped(CmpInst::Predicate predicate) {
  bool relation = (predicate >= CmpInst::FCMP_OEQ && predicate <= CmpInst::FCMP_ONE) ||
                  (predicate >= CmpInst::FCMP_UEQ && predicate <= CmpInst::FCMP_UNE);
  return relation ? CmpInst::Predicate(predicate ^ 8) : predicate;
}

const StringMap<Fault>& faults() {
  static const StringMap<Fault> all = {
      {"division-as-shift", binary(Instruction::SDiv,
                                   [](IRBuilder<>& at, BinaryOperator& op) -> Value* {
                                     const APInt* divisor;
                                     if (!match(op.getOperand(1), m_Power2(divisor))) return nullptr;
                                     return at.CreateAShr(op.getOperand(0), divisor->logBase2());
                                   })},
      {"remainder-as-mask", binary(Instruction::SRem,
                                   [](IRBuilder<>& at, BinaryOperator& op) -> Value* {
                                     const APInt* divisor;
                                     if (!match(op.getOperand(1), m_Power2(divisor))) return nullptr;
                                     return at.CreateAnd(op.getOperand(0), *divisor - 1);
                                   })},
      {"logical-as-arithmetic-shift",
       binary(Instruction::LShr, [](IRBuilder<>& at, BinaryOperator& op) { return at.CreateAShr(op.getOperand(0), op.getOperand(1)); })},
      {"zero-as-sign-extension", each<ZExtInst>([](ZExtInst& extension) {
         if (extension.getSrcTy()->isIntOrIntVectorTy(1)) return false;
         IRBuilder<> at(&extension);
         return replace(extension, at.CreateSExt(extension.getOperand(0), extension.getDestTy()));
       })},
      {"sign-as-zero-extension", each<SExtInst>([](SExtInst& extension) {
         IRBuilder<> at(&extension);
         return replace(extension, at.CreateZExt(extension.getOperand(0), extension.getDestTy()));
       })},
      {"unsigned-compare-as-signed", compare(unsigned_as_signed)},
      {"strict-compare-lost", compare(strict_lost)},
      {"difference-commuted", binary(Instruction::Sub,
                                     [](IRBuilder<>& at, BinaryOperator& op) -> Value* {
                                       if (isa<Constant>(op.getOperand(0)) || isa<Constant>(op.getOperand(1))) return nullptr;
                                       return at.CreateSub(op.getOperand(1), op.getOperand(0));
                                     })},
      {"no-wrap-assumed", each<BinaryOperator>(no_wrap_assumed)},
      {"overflow-never", each<ExtractValueInst>(overflow_never)},
      {"product-narrowed", each<BinaryOperator>(product_narrowed)},
      {"rotate-reversed", intrinsic({Intrinsic::fshl, Intrinsic::fshr},
                                    [](IntrinsicInst& call) {
                                      auto other = call.getIntrinsicID() == Intrinsic::fshl ? Intrinsic::fshr : Intrinsic::fshl;
                                      IRBuilder<> at(&call);
                                      SmallVector<Value*> operands(call.args());
                                      return replace(call, at.CreateIntrinsic(other, {call.getType()}, operands));
                                    })},
      {"zeros-of-zero", intrinsic({Intrinsic::ctlz, Intrinsic::cttz},
                                  [](IntrinsicInst& call) {
                                    if (match(call.getArgOperand(1), m_One())) return false;
                                    call.setArgOperand(1, ConstantInt::getTrue(call.getContext()));
                                    return true;
                                  })},
      {"constant-narrowed", each<BinaryOperator>(constant_narrowed)},
      {"minimum-signedness", intrinsic({Intrinsic::smin, Intrinsic::smax, Intrinsic::umin, Intrinsic::umax}, minimum_signedness)},
      {"bytes-not-swapped", intrinsic({Intrinsic::bswap}, [](IntrinsicInst& call) { return replace(call, call.getArgOperand(0)); })},
      {"float-reassociated", flags([](Instruction& op) {
         op.setHasAllowReassoc(true);
         op.setHasNoSignedZeros(true);
         op.setHasAllowContract(true);
       })},
      {"nan-never", flags([](Instruction& op) {
         op.setHasNoNaNs(true);
         op.setHasNoInfs(true);
       })},
      {"ordered-as-unordered", compare(order_swapped)},
      {"negative-zero-lost", each<UnaryOperator>([](UnaryOperator& op) {
         IRBuilder<> at(&op);
         return replace(op, at.CreateFSub(ConstantFP::get(op.getType(), 0.0), op.getOperand(0)));
       })},
      {"division-as-product", each<BinaryOperator>(division_as_product)},
      {"double-as-float", each<BinaryOperator>(double_as_float)},
      {"conversion-rounded", each<CastInst>(conversion_rounded)},
      {"store-thought-dead", each_function(store_thought_dead)},
      {"load-not-repeated", each_function(load_not_repeated)},
      {"store-behind-load", each_function(store_behind_load)},
      {"arguments-noalias", arguments(Attribute::NoAlias)},
      {"arguments-readonly", arguments(Attribute::ReadOnly)},
      {"pointers-nonnull",
       [](Module& module) {
         return arguments(Attribute::NonNull)(module) + each<CallBase>([](CallBase& call) {
                  bool pointer = call.getType()->isPointerTy();
                  if (pointer) call.addRetAttr(Attribute::NonNull);
                  return pointer;
                })(module);
       }},
      {"move-copied-forward", intrinsic({Intrinsic::memmove}, move_copied_forward)},
      {"set-one-short", intrinsic({Intrinsic::memset}, set_one_short)},
      {"characters-do-not-alias", characters_do_not_alias},
      {"volatile-dropped", each<Instruction>(volatile_dropped)},
      {"alignment-overclaimed", each_function(alignment_overclaimed)},
      {"variables-never-written", variables_never_written},
      {"slots-shared", each_function(slots_shared)},
      {"slot-once-a-function", each<AllocaInst>(slot_once_a_function)},
      {"neighbours-overwritten", each<StoreInst>(neighbours_overwritten)},
      {"incoming-values-swapped", each_function(incoming_values_swapped)},
      {"default-unreachable", each_function(default_unreachable)},
      {"last-case-lost", each<SwitchInst>(last_case_lost)},
      {"division-speculated", each_function(division_speculated)},
      {"returned-value-lost", each_function(returned_value_lost)},
      {"externals-pure", each<CallBase>(externals_pure)},
      {"frame-given-away", each<CallInst>(frame_given_away)},
      {"returns-once", returns_once},
      {"exceptions-thought-away", each_function([](Function& function) {
         bool may = !function.doesNotThrow();
         function.setDoesNotThrow();
         return unsigned(may);
       })},
      {"clean-ups-lost", each<LandingPadInst>(clean_ups_lost)},
      {"look-alikes-merged", look_alikes_merged},
      {"argument-of-one-call", each_function(argument_of_one_call)},
  };
  return all;
}

struct FaultPass : PassInfoMixin<FaultPass> {
  std::string which;
  explicit FaultPass(StringRef which) : which(which) {}
  PreservedAnalyses run(Module& module, ModuleAnalysisManager&) {
    errs() << "fault-" << which << ": " << faults().lookup(which)(module) << " places\n";
    return PreservedAnalyses::none();
  }
  static bool isRequired() { return true; }
};

}  // namespace

extern "C" PassPluginLibraryInfo llvmGetPassPluginInfo() {
  return {LLVM_PLUGIN_API_VERSION, "faults", "1", [](PassBuilder& builder) {
            builder.registerPipelineParsingCallback([](StringRef name, ModulePassManager& passes, ArrayRef<PassBuilder::PipelineElement>) {
              if (!name.consume_front("fault-") || !faults().contains(name)) return false;
              passes.addPass(FaultPass(name));
              return true;
            });
          }};
}
