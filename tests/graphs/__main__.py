"""Composes random graphs of components, and looks for one that is planned but not valid.

    python -m tests.graphs --graphs 200000 --seed 1

Each processor works on a piece at a time; --first begins at a graph of that number. The exit code
is 1 if there is one.
"""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed

from tests.graphs.run import Outcome, run

PIECE = 500


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.graphs")
    parser.add_argument("--graphs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes side by side")
    options = parser.parse_args()
    outcome, done, end = Outcome(), 0, options.first + options.graphs
    with ProcessPoolExecutor(options.jobs) as processes:
        pieces = [
            processes.submit(run, min(PIECE, end - first), options.seed, first=first)
            for first in range(options.first, end, PIECE)
        ]
        for piece in as_completed(pieces):
            actual = piece.result()
            outcome.counts += actual.counts
            outcome.invalid |= actual.invalid
            done += actual.counts.total()
            print(f"{done} of {options.graphs}, {len(outcome.invalid)} invalid", file=sys.stderr)
            for number, said in actual.invalid.items():
                print(f"graph {number}: {said.strip()}", flush=True)
    told = f"{len(outcome.invalid)} are invalid" if outcome.invalid else "all composites are valid"
    print(f"{options.graphs} graphs: {told}")
    for what, count in sorted(outcome.counts.items()):
        print(f"  {what}: {count}")
    return 1 if outcome.invalid else 0


if __name__ == "__main__":
    sys.exit(main())
