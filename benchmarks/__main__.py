"""Runs the benchmarks and prints them; `--write` also puts them into docs/benchmarks.md."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import (
    authors,
    cluster,
    cold,
    compiling,
    composing,
    first_calls,
    growth,
    machine,
    portable,
    requests,
    sandboxes,
    serving,
    side_by_side,
    startup,
    tools,
)
from benchmarks.subjects import ROOT, Subjects

PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
HEAD = "### "

Report = Callable[[Subjects, Path], Iterator[str]]
REPORTS: dict[str, tuple[str, Report]] = {
    "startup": ("Start-up", lambda subjects, _: startup.report(subjects)),
    "calls": ("First calls", lambda subjects, _: first_calls.report(subjects)),
    "cold": ("First start", lambda _, __: cold.report()),
    "sandboxes": ("One more sandbox", lambda subjects, _: sandboxes.report(subjects)),
    "compiling": ("Compiling", lambda subjects, _: compiling.report(subjects)),
    "growth": ("One to eight components", lambda _, scratch: growth.report(scratch)),
    "composing": ("Composing", lambda _, scratch: composing.report(scratch)),
    "authors": ("For authors", lambda _, scratch: authors.report(scratch)),
    "async": ("Side by side", lambda _, scratch: side_by_side.report(scratch)),
    "requests": ("Requests side by side", lambda _, scratch: requests.report(scratch)),
    "serving": ("Serving", lambda subjects, _: serving.report(subjects)),
    "cluster": ("On wasmCloud hosts", lambda _, scratch: cluster.report(scratch)),
    "tools": ("Tools for models", lambda _, __: tools.report()),
    "portable": ("Serving elsewhere", lambda _, scratch: portable.report(scratch)),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(REPORTS)}: all")
    parser.add_argument("--write", action="store_true", help="rewrite these parts of the page")
    options = parser.parse_args()
    unknown = [part for part in options.parts if part not in REPORTS]
    if unknown:
        parser.error(f"there is no part {unknown[0]}: choose of {', '.join(REPORTS)}")
    with tempfile.TemporaryDirectory() as scratch:
        subjects = Subjects(Path(scratch))
        for part in options.parts or REPORTS:
            title, report = REPORTS[part]
            lines = [HEAD + title, "", machine.description(), "", *report(subjects, Path(scratch))]
            print("\n".join([*lines, ""]), flush=True)
            if options.write:
                page = PAGE.read_text(encoding="utf-8")
                PAGE.write_text(with_measured(page, title, "\n".join(lines)), encoding="utf-8")


def with_measured(page: str, title: str, text: str) -> str:
    """`page` with `text` as the part `title` of what is between its two markers."""
    before, _, rest = page.partition(BEGIN)
    measured, _, after = rest.partition(END)
    found = {part.partition("\n")[0]: part for part in measured.split(HEAD)[1:]}
    found[title] = text.removeprefix(HEAD)
    titles = [known for known, _ in REPORTS.values()]
    parts = [HEAD + found[known].strip() for known in titles if known in found]
    return f"{before}{BEGIN}\n" + "\n\n".join(parts) + f"\n{END}{after}"


if __name__ == "__main__":
    main()
