"""Runs the benchmarks and prints them; `--write` also puts them into docs/benchmarks.md."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks import compiling, growth, machine, portable, serving, startup
from benchmarks.subjects import ROOT, Subjects

PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--write", action="store_true", help="rewrite docs/benchmarks.md")
    options = parser.parse_args()
    lines = [machine.description()]
    print(lines[0], flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        subjects = Subjects(Path(scratch))
        reports = {
            "Start-up": startup.report(subjects),
            "Compiling": compiling.report(subjects),
            "One to eight components": growth.report(Path(scratch)),
            "Serving": serving.report(subjects),
            "Serving elsewhere": portable.report(Path(scratch)),
        }
        for title, report in reports.items():
            part = ["", f"### {title}", "", *report]
            print("\n".join(part), flush=True)
            lines += part
    if options.write:
        PAGE.write_text(with_measured(PAGE.read_text(encoding="utf-8"), lines), encoding="utf-8")


def with_measured(page: str, lines: list[str]) -> str:
    """`page` with `lines` between its two markers."""
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    return "\n".join([before + BEGIN, *lines, END + after])


if __name__ == "__main__":
    main()
