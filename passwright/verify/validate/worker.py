"""The process that holds z3: `python -m passwright.verify.validate.worker SOURCE TARGET SECONDS MEBIBYTES`, functions on standard input.

It writes a line of JSON with the functions of both, then one with the answer for each function that is asked for. A crash, a hang or a
lack of memory costs the one that was asked for.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path


def main() -> None:
    source_path, target_path, seconds, mebibytes = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (int(mebibytes) << 20, int(mebibytes) << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # z3's library has words of its own for standard output.
    out = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    from passwright.verify.lexer import Unsupported
    from passwright.verify.validate import check
    from passwright.verify.validate.reader import Reader, read_module

    try:
        source, target = (Reader(read_module(Path(path).read_text("utf-8", "replace"))) for path in (source_path, target_path))
    except Unsupported as error:
        print(json.dumps({"module": error.reason}), file=out)
        return
    both = [name for name in source.module.bodies if name in target.module.bodies]
    print(json.dumps({"functions": both, "gone": len(source.module.bodies) - len(both)}), file=out)
    for line in sys.stdin:
        name = line.rstrip("\n")
        start = time.monotonic()
        answer = check.decide(source, target, name, float(seconds))
        local = source.module.bodies[name].split("@")[0].split()
        print(
            json.dumps(
                {
                    "function": name,
                    "verdict": answer.verdict,
                    "words": answer.words,
                    "witness": answer.witness,
                    "local": bool({"internal", "private"} & set(local)),
                    "seconds": round(time.monotonic() - start, 3),
                }
            ),
            file=out,
        )


if __name__ == "__main__":
    main()
