"""A language model of LLVM IR: its shape, its data as rows, its training. Knows nothing of LLVM, of the engine, or of the command line.

Nothing here imports torch or transformers before it is called.
"""
