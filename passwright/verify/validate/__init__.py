"""Translation validation. Knows LLVM's text, z3 (in a process of its own) and alive-tv; must not know how plans are found."""
