"""What an app's export names say before anything is asked, composed or compiled."""

from wae.errors import AppError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wae.runtime.app import App

COMMANDS = (
    ("wae:cli/main@0.1.0", "main"),
    ("wasi:cli/run@0.2.0", "run"),
    ("wasi:cli/run@0.3.0", "run"),
)
"""(interface, function), the first that an app exports is run.

wasmtime finds any compatible version: `@0.2.9` when asked for `@0.2.0`.
"""

SUFFIX = ".command"
"""How the note in the cache folder ends which says that an app has a command."""

_YES = "yes"


def check_command(app: "App", where: str) -> None:
    """Raises AppError unless `app` exports a command, and one only of each kind.

    That it does is noted in the cache folder `where`, so that it is not read again.
    """
    from wae.runtime.private_files import kept

    kept(app.sha256 + SUFFIX, where, _YES, lambda: _find_command(app), str)


def check(wasm: bytes, name: str) -> None:
    """Raises AppError if a runtime may take one export of the app in `wasm` for another."""
    check_names(_names(wasm, name), name)


def check_names(names: "Iterable[str]", app: str) -> None:
    """The same of exports with these names; `app` is for people."""
    from wae.binary.versions import confusable

    for one, other in confusable(names):
        raise AppError(
            f"{app} exports {one} and {other}: a runtime may confuse the two",
            hint="Ask its author for an app with one of them",
        )


def no_command(app: str) -> AppError:
    """The error for an app without a command."""
    return AppError(
        f"{app} has no command to run",
        hint="It exports neither wae:cli/main nor wasi:cli/run of 0.2 or 0.3; for its functions: "
        "wae call",
    )


def _find_command(app: "App") -> str:
    """Nothing more than that there is one, and one only. Raises AppError."""
    from wae.binary.versions import track

    names = _names(app.read(), app.name)
    check_names(names, app.name)
    if not {track(interface) for interface, _ in COMMANDS} & {*map(track, names)}:
        raise no_command(app.name)
    return ""


def _names(wasm: bytes, name: str) -> list[str]:
    from wae.binary.exports import exported_names
    from wae.binary.reader import BinaryError

    try:
        return exported_names(wasm)
    except BinaryError as error:
        raise AppError(f"cannot read what {name} exports: {error.message}") from error
