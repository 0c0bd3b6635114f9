"""Changes the code that guards, a little and one change at a time, and shows what no test notices.

    python -m tests.mutation [MODULE …] [--jobs N] [--list]

A MODULE is a part of the path of one in `targets.py`; without any, all are tried, which takes
hours. Each mutant must make one of its module's fast tests fail, or stand in `explained.toml` with
the reason why it cannot. An explanation is stale where there is no such mutant, or a test kills it.
The exit code is 1 if anything survived unexplained, or an explanation is stale.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time

from tests.mutation import explained
from tests.mutation.bench import SURVIVED
from tests.mutation.explained import Explanation
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.targets import ROOT, TARGETS


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="only count the mutants")
    options = parser.parse_args()
    chosen = [
        module
        for module in TARGETS
        if not options.modules or any(part in module for part in options.modules)
    ]
    if not chosen:
        parser.error(f"there is no {' or '.join(options.modules)} in tests/mutation/targets.py")
    explanations = explained.read(explained.FILE.read_text(encoding="utf-8"))
    good = True
    for module in chosen:
        every = mutants((ROOT / module).read_text(encoding="utf-8"))
        if options.list:
            print(f"{module}: {len(every)} mutants")
        else:
            good &= _try(module, every, explanations, options.jobs)
    return 0 if good else 1


def _try(module: str, every: list[Mutant], explanations: list[Explanation], jobs: int) -> bool:
    """Tries a module's mutants and prints what is wrong; True if nothing is."""
    started = time.monotonic()
    command = [sys.executable, "-m", "tests.mutation.bench", module, str(jobs)]
    survivors: list[Mutant] = []
    killed: list[Mutant] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            number, outcome = json.loads(line)
            if number < 0:
                print(f"{module}: {outcome}")
                return False
            (survivors if outcome == SURVIVED else killed).append(every[number])
    reasons = [e.mutant for e in explanations if e.module == module]
    open_ones = [mutant for mutant in survivors if mutant not in reasons]
    stale = explained.stale(explanations, module, every)
    for mutant in sorted(open_ones, key=lambda mutant: mutant.line):
        print(f"\n# {module}:{mutant.line} survived\n{explained.entry(mutant)}")
    for mutant in [*stale, *(mutant for mutant in reasons if mutant in killed)]:
        print(f"\n# {module}: the explanation is stale\n{explained.entry(mutant)}")
        stale.append(mutant)
    explained_ones = len(survivors) - len(open_ones)
    print(
        f"{module}: {len(every)} mutants, {len(killed)} killed, {explained_ones} explained, "
        f"{len(open_ones)} survived, in {time.monotonic() - started:.0f} s",
        flush=True,
    )
    return process.returncode == 0 and not open_ones and not stale


if __name__ == "__main__":
    sys.exit(main())
