"""What became of each mutant, kept in `.cache/mutation`: only what has changed is tried again.

What was killed stays so while the module and the file of the test that killed it are what they
were; what survived, while the module and all of its tests are. What these import is not looked at:
`--anew` tries every mutant.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.mutation.mutants import Mutant
from tests.mutation.targets import ROOT, TARGETS

FOLDER = ROOT / ".cache" / "mutation"


@dataclass
class Results:
    """Of one module. `by_name` has, for each mutant, the test that killed it (None: it survived;
    "": none in particular, as where the module cannot be imported) and a digest of the files that
    this depends on.
    """

    module: str
    by_name: dict[Mutant, tuple[str | None, str]] = field(default_factory=dict)
    _digests: dict[str | None, str] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.module.replace('/', '-')}.jsonl"

    def read(self) -> None:
        """Takes what is kept, if anything is; the last word on each mutant counts."""
        lines = self.path.read_text(encoding="utf-8") if self.path.exists() else ""
        for line in lines.splitlines():
            function, before, after, times, test, digest = json.loads(line)
            self.by_name[Mutant(function, before, after, times)] = test, digest

    def add(self, mutant: Mutant, test: str | None) -> None:
        """Keeps what became of a mutant, at once: a run may be ended."""
        digest = self.digest(test)
        self.by_name[mutant] = test, digest
        FOLDER.mkdir(parents=True, exist_ok=True)
        line = [mutant.function, mutant.before, mutant.after, mutant.times, test, digest]
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(line)}\n")

    def holds(self, mutant: Mutant) -> bool:
        """Whether it is known what became of the mutant, of the files as they are."""
        test, digest = self.by_name.get(mutant, (None, ""))
        return digest == self.digest(test)

    def killer(self, mutant: Mutant) -> str | None:
        """The test that killed the mutant last time, if one did: the first to try now."""
        return self.by_name.get(mutant, (None, ""))[0]

    def digest(self, test: str | None) -> str:
        """Of the files that an outcome depends on: the module, and the file of the killing test."""
        name = test and test.partition("::")[0]
        if name not in self._digests:
            tests = [name] if name else TARGETS[self.module]
            self._digests[name] = _digest(_files([self.module, *tests]))
        return self._digests[name]


def _files(names: Iterable[str]) -> list[Path]:
    actual = []
    for name in names:
        path = ROOT / name
        actual += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return actual


def _digest(files: Iterable[Path]) -> str:
    every = hashlib.sha256()
    for file in files:
        every.update(hashlib.sha256(file.read_bytes() if file.exists() else b"").digest())
    return every.hexdigest()
