"""Runs componentize-py: Python sources and a world in, a component out.

The component's own code runs meanwhile: componentize-py imports it, in a sandbox that has no
variables and no network, but may write to every folder on the component's path. So each run gets
copies of its own, which nobody reads afterwards but with :func:`wae.build.tree.read_tree`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from wae.binary.reader import BinaryError
from wae.build.entry import ENTRY_MODULE, entry_module
from wae.build.immortal import immortalize
from wae.build.preload import required_modules
from wae.build.tools import BuildError, last_lines, run, tool
from wae.build.tree import Tree, TreeError, read_file, write_tree

MOST_BYTES = 1 << 30
_CAUSE = "Caused by:"
_MOST_LINES = 5
_EXIT = "Exited with i32 exit status"


class CannotComponentize(BuildError):
    """componentize-py failed, in most cases by an exception of what it imported."""

    def at(self, place: str) -> BuildError:
        """The same, of a line that is known."""
        text = self.message.partition(" cannot be built: ")[2]
        message = f"{place}: this cannot be imported for the build: {text}"
        return BuildError(message, hint=self.hint, debug=self.debug)


def _reason(said: str) -> str:
    """The exception, which may have several lines; without it, the last line."""
    if _EXIT in said:
        return "its code ends the process while it is imported"
    cause = [line.strip() for line in said.rpartition(_CAUSE)[2].splitlines() if line.strip()]
    return " ".join(cause) if _CAUSE in said and len(cause) <= _MOST_LINES else last_lines(said)


def componentize(
    name: str,
    wit: Path,
    world: str,
    source: Tree,
    packages: Tree,
    loop: Tree,
    preload: Iterable[str],
    classes: Iterable[str],
    scratch: Path,
) -> bytes:
    """The component ``name`` made of the modules in ``source`` and ``packages``.

    ``loop`` is its event loop, if it needs one (:mod:`wae.build.event_loop`). Lays both out in
    folders of these names in ``scratch``. Raises :class:`BuildError` with what the guest's
    interpreter said last.
    """
    first = [file.removesuffix(".py") for file in loop]
    entry = entry_module(first, preload, classes, required_modules(source)).encode()
    made = {**loop, f"{ENTRY_MODULE}.py": entry}
    for file in made.keys() & source.keys():
        raise BuildError(
            f'component "{name}": the build itself generates a {file}', hint="Rename it"
        )
    modules = {**source, **made}
    paths: list[str | Path] = []
    for folder, tree in (("source", modules), ("packages", packages)):
        write_tree(tree, scratch / folder)
        paths += ["-p", scratch / folder]
    temporary, output = scratch / "temporary", scratch / "component.wasm"
    temporary.mkdir()
    command: list[str | Path] = [tool("componentize-py"), "-d", wit, "-w", world]
    done = run(
        [*command, "componentize", *paths, ENTRY_MODULE, "-o", output],
        environment={"TMPDIR": str(temporary)},
    )
    if done.returncode or not output.is_file():
        raise CannotComponentize(
            f'component "{name}" cannot be built: {_reason(done.stderr or done.stdout)}',
            hint="--debug shows all that componentize-py said",
            debug=done.stdout + done.stderr,
        )
    try:
        return immortalize(read_file(output, MOST_BYTES))
    except (BinaryError, TreeError) as error:
        raise BuildError(f'component "{name}": {error.message}') from error
