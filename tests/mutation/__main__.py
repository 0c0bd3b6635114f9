"""Changes the code that guards, a little and one change at a time, and shows what no test notices.

    python -m tests.mutation [MODULE …] [--jobs N] [--anew] [--list]

A MODULE is a part of the path of one in `targets.py`; without any, all are tried, which takes
hours the first time; later only what has changed is tried again (see `results.py`). Each mutant
must make one of its module's fast tests fail, or stand in `explained.toml` with the reason why it
cannot. An explanation is stale where there is no such mutant, or a test kills it.
The exit code is 1 if anything survived unexplained, or an explanation is stale.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time

from tests.mutation import explained
from tests.mutation.explained import Explanation
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.results import Results
from tests.mutation.targets import ROOT, TARGETS


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--anew", action="store_true", help="also what has not changed")
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
            good &= _try(module, every, explanations, options.jobs, anew=options.anew)
    return 0 if good else 1


def _try(
    module: str, every: list[Mutant], explanations: list[Explanation], jobs: int, *, anew: bool
) -> bool:
    """Tries a module's mutants and prints what is wrong; True if nothing is."""
    started = time.monotonic()
    results = Results(module)
    results.read()
    tried = [n for n, mutant in enumerate(every) if anew or not results.holds(mutant)]
    if tried and (wrong := _bench(results, every, tried, jobs)):
        print(f"{module}: {wrong}")
        return False
    survivors = [mutant for mutant in every if results.killer(mutant) is None]
    reasons = [e.mutant for e in explanations if e.module == module]
    open_ones = [mutant for mutant in survivors if mutant not in reasons]
    stale = [mutant for mutant in reasons if mutant not in survivors]
    for mutant in open_ones:
        print(f"\n# {module}:{mutant.line} survived\n{explained.entry(mutant)}")
    for mutant in stale:
        print(f"\n# {module}: the explanation is stale\n{explained.entry(mutant)}")
    print(
        f"{module}: {len(every)} mutants, {len(every) - len(survivors)} killed, "
        f"{len(survivors) - len(open_ones)} explained, {len(open_ones)} survived; "
        f"{len(tried)} tried in {time.monotonic() - started:.0f} s",
        flush=True,
    )
    return not open_ones and not stale


def _bench(results: Results, every: list[Mutant], tried: list[int], jobs: int) -> str:
    """Tries mutants and adds what became of them to the results; returns what went wrong."""
    command = [sys.executable, "-m", "tests.mutation.bench", results.module, str(jobs)]
    asked = "".join(f"{json.dumps([n, results.killer(every[n])])}\n" for n in tried)
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as bench:
        assert bench.stdin
        assert bench.stdout
        bench.stdin.write(asked)
        bench.stdin.close()
        for line in bench.stdout:
            number, outcome = json.loads(line)
            if number < 0:
                return str(outcome)
            results.add(every[number], outcome)
    return "" if bench.returncode == 0 else "the bench broke"


if __name__ == "__main__":
    sys.exit(main())
