"""Waits for changes, checks the app, and hands what is sound to whoever shows it."""

from __future__ import annotations

import hashlib
import shutil
import time
from pathlib import Path
from typing import Protocol

from wae.build.author import author_files, write_author_files
from wae.build.check import Checked
from wae.build.components import Components
from wae.build.preload import modules_to_preload
from wae.build.source import Source
from wae.errors import WaeError
from wae.runtime import terminal
from wae.watch import files
from wae.watch.live_app import Versions, check, compose_live, live_sources, places

INTERVAL = 0.03
"""Seconds between two looks at the files."""


class Shower(Protocol):
    """What is done with an app that is sound."""

    def load(self, binary: bytes, live: Path) -> None:
        """Takes another composition, whose live components read their sources in ``live``."""

    def show(self, sources: list[Source]) -> None:
        """The live ``sources``, or the composition, are other ones."""

    def wait(self, sources: list[Source]) -> None:
        """Nothing changed."""


class Loop:
    """Watches the app of a manifest. Each composition has its live sources in a folder of its own
    in ``scratch``: whoever shows the one before goes on with what fits that. ``keeps_last``: as
    :class:`Versions` says."""

    def __init__(self, file: Path, scratch: Path, shower: Shower, *, keeps_last: bool) -> None:
        self.file = file
        self.scratch = scratch
        self.shower = shower
        self.keeps_last = keeps_last
        self.versions = Versions(scratch, keeps_last)
        self.compositions = 0
        self.composed = ""  # what the running composition is made from
        self.reported: list[str] = []  # the problems that were told last
        self.watched = [file]
        self.sources: list[Source] = []

    def run(self) -> None:
        """Until somebody interrupts it."""
        state: files.State = {}
        while True:
            now = files.look(self.watched)
            if now != state:
                self.turn()
                # What was read for this turn may have changed while it was read.
                state = files.look(self.watched) if not state else now
            self.shower.wait(self.sources)
            time.sleep(INTERVAL)

    def turn(self) -> None:
        """Shows the app as it is now, or tells what is wrong with it, once; then the last one that
        was sound stays."""
        started = time.monotonic()
        try:
            is_new = self._update()
        except WaeError as error:
            self._report([each.line() for each in error.each()])
            return
        except OSError as error:  # of a file that goes away, or comes, while it is read
            self._report([f"wae: {error.filename}: {error.strerror}"])
            return
        if is_new:
            self.reported = []
            terminal.line(f"wae: live after {(time.monotonic() - started) * 1000:.0f} ms")
            try:
                self.shower.show(self.sources)
            except WaeError as error:
                terminal.line(error.line())

    def _update(self) -> bool:
        """Whether there is another version, or another composition."""
        made, checked = check(self.file)
        self.watched = places(checked)
        checked.raise_problems()
        composed = _identity(checked)
        sources = live_sources(checked)
        if composed != self.composed:
            self._compose(made, checked, sources)
            self.composed, self.sources = composed, sources
            return True
        self.sources = sources
        added = [self.versions.add(source) for source in sources]
        return any(added)

    def _compose(self, made: Components, checked: Checked, sources: list[Source]) -> None:
        self.compositions += 1
        versions = Versions(self.scratch / str(self.compositions), self.keeps_last)
        for source in sources:
            versions.add(source)
        for each in checked.components.values():
            if each.inputs and each.world and each.inputs.is_python:
                content = author_files(each.inputs, each.world)
                write_author_files(each.inputs.source.folder, content)
        terminal.line("wae: composing")
        try:
            self.shower.load(compose_live(made, checked), versions.folder)
        except WaeError:
            shutil.rmtree(versions.folder, ignore_errors=True)
            raise
        before, self.versions = self.versions, versions
        if before.folder != self.scratch:
            shutil.rmtree(before.folder, ignore_errors=True)

    def _report(self, lines: list[str]) -> None:
        if lines != self.reported:
            self.reported = lines
            for line in lines:
                terminal.line(line)


def _identity(checked: Checked) -> str:
    """What a composition is made from: everything but the Python of live components."""
    parts: list[object] = [file.read_bytes() for file in checked.manifest.files]
    live = {source.name for source in live_sources(checked)}
    for name, each in checked.components.items():
        if name in live and each.inputs and each.world:
            source = each.inputs.source
            own = {file.partition("/")[0].removesuffix(".py") for file in source.files}
            named = modules_to_preload(source.files, {})
            imported = [module for module in named if module.partition(".")[0] not in own]
            parts.append((name, each.world.digest, source.lock, imported))
        elif each.inputs:
            parts.append((name, files.look([each.inputs.source.folder])))
        elif each.entry.path:
            parts.append((name, files.look([each.entry.path])))
    return hashlib.sha256(repr(parts).encode()).hexdigest()
