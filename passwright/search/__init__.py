"""Study, budget, proposers: how candidates are chosen. Generic over a Space; knows nothing of LLVM."""
