"""Runs componentize-py: Python sources and a world in, a component out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from wae.binary.reader import BinaryError
from wae.build.entry import ENTRY_MODULE, entry_module
from wae.build.immortal import immortalize
from wae.build.tools import BuildError, last_lines, run, tool


def componentize(
    name: str,
    wit: Path,
    world: str,
    source: Path,
    packages: Path | None,
    preload: Iterable[str],
    classes: Iterable[str],
    output: Path,
) -> bytes:
    """The component ``name`` made of the modules in ``source`` and ``packages``.

    The entry module is written into ``source``, the component into ``output``. Raises
    :class:`BuildError` with what the guest's interpreter said last.
    """
    entry = source / f"{ENTRY_MODULE}.py"
    entry.write_text(entry_module(preload, classes), encoding="utf-8")
    paths: list[str | Path] = ["-p", source]
    if packages is not None:
        paths += ["-p", packages]
    command: list[str | Path] = [tool("componentize-py"), "-d", wit, "-w", world]
    done = run([*command, "componentize", *paths, ENTRY_MODULE, "-o", output])
    if done.returncode or not output.is_file():
        raise BuildError(
            f'component "{name}" cannot be built: {last_lines(done.stderr or done.stdout)}',
            hint="--debug shows all that componentize-py said",
            debug=done.stdout + done.stderr,
        )
    try:
        return immortalize(output.read_bytes())
    except BinaryError as error:
        raise BuildError(f'component "{name}": {error.message}') from error
