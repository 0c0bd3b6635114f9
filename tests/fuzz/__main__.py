"""Feeds broken components to the decoder, `wae inspect` and the composer, and counts findings.

    python -m tests.fuzz --tries 1000000 --seed 1

A finding is any exception but a `WaeError`, more than a second of CPU time for one input (of at
most 64 KiB), or more memory than MEMORY for the whole process. The smallest input of each finding
goes to .cache/fuzz. The exit code is 1 if there is one.
"""

import argparse
import hashlib
import resource
import sys
import time
from pathlib import Path

from tests.fuzz.run import Fuzzer, Outcome

MEMORY = 256 * 1024 * 1024
FOLDER = Path(__file__).parents[2] / ".cache" / "fuzz"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--tries", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    fuzzer = Fuzzer(options.seed)
    started = time.monotonic()
    outcome = fuzzer.run(options.tries)
    seconds = time.monotonic() - started
    print(f"{options.tries} tries in {seconds:.0f} s, {len(outcome.findings)} findings")
    _show(outcome)
    return 1 if outcome.findings else 0


def _show(outcome: Outcome) -> None:
    for what, count in sorted(outcome.counts.items()):
        print(f"  {what}: {count}")
    for title, finding in outcome.findings.items():
        FOLDER.mkdir(parents=True, exist_ok=True)
        file = FOLDER / f"{hashlib.sha256(finding.binary).hexdigest()[:16]}.wasm"
        file.write_bytes(finding.binary)
        print(f"{title}\n  {finding.times} times; {file} in the place of {finding.seed}")
        print(finding.trace)


if __name__ == "__main__":
    sys.exit(main())
