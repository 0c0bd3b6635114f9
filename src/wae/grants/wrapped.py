"""An app with its grants in its bytes, and what is remembered of it between runs.

To compose it again at every start would take longer than to run it. So a note in the cache folder
has what an app asks for in all, and for each way to give it something the digest of the composite.
"""

from wae import __version__
from wae.errors import UsageError
from wae.grants import options
from wae.grants.model import EVERY, Grants
from wae.runtime.eviction import GRANTED as SUFFIX
from wae.runtime.private import open_directory
from wae.runtime.private_files import read_note, replace_if_possible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wae.compose.wrap import Authority
    from wae.runtime.app import App

RECIPE = f"{__version__}-4"
"""Another for each version of wae, whose composer may make another composite; the number is raised
when that changes between versions, or what a note looks like."""

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
        self.sha256, needs = self._known(where)
        self.needs = options.take(needs)[0]

    def read(self) -> bytes:
        """The composite's binary. Raises AppError if the app is not there or another by now."""
        if self._wasm is None:
            self._wasm = wrap(self._app.read(), self.name, self._grants)
        return self._wasm

    def _known(self, where: str) -> tuple[str, list[str]]:
        """The composite's digest and the needs as options, noted or found out and noted now."""
        try:
            preopen = open_directory(where)
        except OSError:
            return self._made(None)
        with preopen:
            name, key = self._app.sha256 + SUFFIX, _key(self._grants)
            needs, digests = _parsed(read_note(name, preopen.descriptor)[0])
            if needs is None or key not in digests:
                digests[key], needs = self._made(needs)
                newest = list(digests.items())[-_MOST:]
                lines = [RECIPE, "\t".join(needs), *(f"{way}\t{sha}" for way, sha in newest)]
                content = "\n".join(lines).encode("utf-8", "surrogateescape")
                replace_if_possible(name, content, preopen.descriptor)
        return digests[key], needs

    def _made(self, needs: list[str] | None) -> tuple[str, list[str]]:
        """The same, found out; `needs` where they are known."""
        from hashlib import sha256

        wasm = self._app.read()
        self._wasm = wrap(wasm, self.name, self._grants)
        needs = _asked(wasm, self.name) if needs is None else needs
        return sha256(self._wasm).hexdigest(), needs


def wrap(wasm: bytes, name: str, grants: Grants) -> bytes:
    """The app in `wasm` with no more than `grants`. Raises UsageError if that cannot be."""
    from wae.compose.wrap import CannotWrap
    from wae.compose.wrap import wrap as compose

    try:
        return compose(wasm, name.removesuffix(".wasm"), authority_of(grants))
    except CannotWrap as error:
        raise _too_odd(name, error.message) from error


def _asked(wasm: bytes, name: str) -> list[str]:
    from wae.binary.reader import BinaryError
    from wae.grants.needs import needs

    try:
        return options.spell(needs(wasm, name))
    except BinaryError as error:
        raise _too_odd(name, error.message) from error


def _too_odd(name: str, why: str) -> UsageError:
    return UsageError(
        f"{name} cannot be held to less than everything: {why}",
        hint="If you trust it: --allow-all",
    )


def authority_of(grants: Grants) -> "Authority":
    """The same for the composer: neither values of variables nor which folders."""
    from wae.compose.wrap import Authority

    return Authority(
        variables=None if EVERY in grants.variables else tuple(sorted(grants.variables)),
        files=grants.files,
        sockets=grants.net,
        origins=None if grants.origins is None else tuple(sorted(grants.origins)),
    )


def _key(grants: Grants) -> str:
    """All that a composite depends on: neither values of variables nor which folders."""
    names = [EVERY] if EVERY in grants.variables else sorted(grants.variables)
    words = [f"--env={name}" for name in names]
    words += ["--files"] if grants.files else []
    words += ["--net"] if grants.net else []
    origins = [options.ANYWHERE] if grants.origins is None else sorted(grants.origins)
    return " ".join([*words, *(f"--http={origin}" for origin in origins)])


def _parsed(note: str) -> tuple[list[str] | None, dict[str, str]]:
    """A note's needs, None if it is none of ours, and its digests by key."""
    recipe, *lines = note.split("\n")
    if recipe != RECIPE or not lines:
        return None, {}
    pairs = (line.split("\t") for line in lines[1:])
    digests = {pair[0]: pair[1] for pair in pairs if len(pair) == 2 and len(pair[1]) == _DIGITS}
    return [word for word in lines[0].split("\t") if word], digests
