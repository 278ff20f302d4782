"""What LLVM is here: modules, targets, pipelines, plans, the pass catalogue, the baseline, the tools on the machine.

Knows nothing of evaluation and search. Only the worker process loads the engine (`load_engine`): no pass, and no parser
for bitcode that came from outside, runs in the user's process.
"""
