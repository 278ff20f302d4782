"""The composition: LLVM plans as a search space, evaluator, proposers and gates put together into `optimize`."""
