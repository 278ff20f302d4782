from passwright.llvm._engine22 import *  # noqa: F403, the same source built against LLVM 19
