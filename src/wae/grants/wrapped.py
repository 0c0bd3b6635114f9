"""An app with its grants in its bytes, and what is remembered of it between runs.

To compose it again at every start would take longer than to run it. So a note in the cache folder
has, for an app and what it is given, the digest of the composite, and what the app asks for in all.
"""

from wae.errors import UsageError
from wae.grants import options
from wae.grants.model import EVERY, Grants
from wae.runtime.eviction import GRANTED as SUFFIX
from wae.runtime.files import read_note, replace_if_possible
from wae.runtime.private import open_directory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wae.compose.wrap import Authority
    from wae.runtime.app import App

RECIPE = "1"
"""Raised when the same grants give another composite, or the same app other needs."""

_DIGITS = 64  # of a SHA-256 in hex
_MOST = 16  # ways to run one app that are remembered


class WrappedApp:
    """`app` composed with what it is given; `where` is the cache folder.

    `needs` is what it asks for, given or not. Raises AppError if the app cannot be read, UsageError
    if the composer cannot hold it to less than everything.
    """

    def __init__(self, app: "App", grants: Grants, where: str) -> None:
        self.name = app.name
        self._app = app
        self._grants = grants
        self._wasm: bytes | None = None
        self.sha256, *needs = self._known(where)
        self.needs = options.take(needs)[0]

    def read(self) -> bytes:
        """The composite's binary. Raises AppError if the app is not there or another by now."""
        if self._wasm is None:
            self._wasm = wrap(self._app.read(), self.name, self._grants)
        return self._wasm

    def _known(self, where: str) -> list[str]:
        """The composite's digest and the needs, from the note or found out and noted."""
        try:
            folder = open_directory(where)
        except OSError:
            return self._made()
        with folder:
            note, key = self._app.sha256 + SUFFIX, _key(self._grants)
            kept = _records(read_note(note, folder.descriptor)[0])
            if key not in kept:
                kept[key] = self._made()
                newest = list(kept.items())[-_MOST:]
                lines = [RECIPE, *("\t".join([name, *fields]) for name, fields in newest)]
                content = "\n".join(lines).encode("utf-8", "surrogateescape")
                replace_if_possible(note, content, folder.descriptor)
        return kept[key]

    def _made(self) -> list[str]:
        from hashlib import sha256

        from wae.grants.needs import needs

        wasm = self._app.read()
        self._wasm = wrap(wasm, self.name, self._grants)
        return [sha256(self._wasm).hexdigest(), *options.spell(needs(wasm, self.name))]


def wrap(wasm: bytes, name: str, grants: Grants) -> bytes:
    """The app in `wasm` with no more than `grants`. Raises UsageError if that cannot be."""
    from wae.compose.wrap import CannotWrap
    from wae.compose.wrap import wrap as compose

    try:
        return compose(wasm, name.removesuffix(".wasm"), _authority(grants))
    except CannotWrap as error:
        raise UsageError(
            f"{name} cannot be held to less than everything: {error.message}",
            hint="If you trust it: --allow-all",
        ) from error


def _authority(grants: Grants) -> "Authority":
    from wae.compose.wrap import Authority

    return Authority(
        variables=None if EVERY in grants.variables else tuple(sorted(grants.variables)),
        files=grants.files,
        sockets=grants.net,
        origins=None if grants.origins is None else tuple(sorted(grants.origins)),
    )


def _key(grants: Grants) -> str:
    """All that a composite depends on: neither values of variables nor which folders."""
    words = [EVERY] if EVERY in grants.variables else sorted(grants.variables)
    words += ["--files"] if grants.files else []
    words += ["--net"] if grants.net else []
    origins = [options.ANYWHERE] if grants.origins is None else sorted(grants.origins)
    return " ".join([*words, *(f"--http={origin}" for origin in origins)])


def _records(note: str) -> dict[str, list[str]]:
    """In a note's text, by key: the composite's digest, then the needs as options."""
    recipe, *lines = note.split("\n")
    if recipe != RECIPE:
        return {}
    records = (line.split("\t") for line in lines)
    return {key: fields for key, *fields in records if fields and len(fields[0]) == _DIGITS}
