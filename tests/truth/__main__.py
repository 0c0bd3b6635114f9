"""Makes graphs of components whose authority is known, and looks for one of which less is told.

    python -m tests.truth --graphs 100000 --seed 1

The bytes of each that is understated go to .cache/truth. The exit code is 1 if there is one.
"""

import argparse
import hashlib
import sys
from pathlib import Path

from tests.truth.run import run

FOLDER = Path(__file__).parents[2] / ".cache" / "truth"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.truth")
    parser.add_argument("--graphs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    outcome = run(options.graphs, options.seed)
    found = outcome.understated
    told = f"{len(found)} are understated" if found else "nothing is understated"
    print(f"{options.graphs} graphs: {told}")
    for what, count in sorted(outcome.counts.items()):
        print(f"  {what}: {count}")
    for binary, lines in found.items():
        FOLDER.mkdir(parents=True, exist_ok=True)
        file = FOLDER / f"{hashlib.sha256(binary).hexdigest()[:16]}.wasm"
        file.write_bytes(binary)
        print(file, *lines, sep="\n  ")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
