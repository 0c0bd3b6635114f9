"""Makes graphs of components whose authority is known, and looks for one of which less is told.

    python -m tests.truth --graphs 100000 --seed 1
    python -m tests.truth --planned --graphs 20000 --seed 1

With `--planned` the graphs are those of random manifests, floors among them: then nothing more than
the truth may be told, either.

Each processor works on a piece at a time. The bytes of each graph that is understated go to
.cache/truth as soon as its piece is done. The exit code is 1 if there is one.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.truth import planned
from tests.truth.run import Outcome, run

FOLDER = Path(__file__).parents[2] / ".cache" / "truth"
PIECE = 500


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.truth")
    parser.add_argument("--graphs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes side by side")
    parser.add_argument("--planned", action="store_true", help="graphs of random manifests")
    options = parser.parse_args()
    make = planned.run if options.planned else run
    outcome = _in_pieces(make, options.graphs, options.seed, options.jobs)
    actual = outcome.understated
    told = f"{len(actual)} are understated" if actual else "nothing is understated"
    print(f"{options.graphs} graphs: {told}")
    for what, count in sorted(outcome.counts.items()):
        print(f"  {what}: {count}")
    return 1 if actual else 0


def _in_pieces(make: Callable[..., Outcome], graphs: int, seed: int, jobs: int) -> Outcome:
    """The same as ``run``, with progress on stderr."""
    outcome = Outcome()
    done = 0
    with ProcessPoolExecutor(jobs) as processes:
        sizes = {
            processes.submit(make, size, seed, first=first): size
            for first in range(0, graphs, PIECE)
            if (size := min(PIECE, graphs - first))
        }
        for piece in as_completed(sizes):
            done += sizes[piece]
            actual = piece.result()
            outcome.counts += actual.counts
            outcome.understated |= actual.understated
            _keep(actual)
            print(f"{done} of {graphs}, {len(outcome.understated)} understated", file=sys.stderr)
    return outcome


def _keep(outcome: Outcome) -> None:
    for binary, lines in outcome.understated.items():
        FOLDER.mkdir(parents=True, exist_ok=True)
        file = FOLDER / f"{hashlib.sha256(binary).hexdigest()[:16]}.wasm"
        file.write_bytes(binary)
        print(file, *lines, sep="\n  ", flush=True)


if __name__ == "__main__":
    sys.exit(main())
