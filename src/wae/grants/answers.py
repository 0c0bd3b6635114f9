"""What people answered when an app asked for more than it was given.

Answers lie in the configuration folder. An app from elsewhere is known by its digest; one that was
built on this machine by the path of its manifest, since two builds of the same sources differ:
`wae build` notes what it built.
"""

import os

from wae.errors import UsageError, WaeError
from wae.grants import options
from wae.grants.model import Grants
from wae.runtime import xdg
from wae.runtime.private import open_directory
from wae.runtime.private_files import TEMPORARY, read_note, remove, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from wae.runtime.private import Directory

_GIVEN, _ASKED = "given ", "asked "
_BUILT = 50  # builds of one manifest that are remembered


class Identity:
    """What an app is: its digest, or the manifest that it was built from on this machine.

    `key` is a digest, of the app or of the manifest's path; `text` says it to people.
    """

    def __init__(self, key: str, manifest: str = "") -> None:
        self.key = key
        self.text = manifest or f"sha256:{key[:12]}"
        self.is_built = bool(manifest)


class Answer:
    """`given` is what the app gets, `asked` all that people were asked; `name` is for them."""

    def __init__(self, name: str, given: Grants, asked: Grants) -> None:
        self.name = name
        self.given = given
        self.asked = asked

    @property
    def denied(self) -> Grants:
        """What was asked and is not given; a folder goes by its name, for its path was relative."""
        denied = self.asked.without(self.given)
        names = {preopen.name for preopen in self.given.preopens}
        denied.preopens = [preopen for preopen in denied.preopens if preopen.name not in names]
        return denied


def identify(digest: str, environ: "Mapping[str, str]") -> Identity:
    """The identity of the app with this SHA-256."""
    key, _, manifest = _read(_built(environ), digest).partition(" ")
    return Identity(key, manifest) if manifest else Identity(digest)


def note_build(digest: str, manifest: str, environ: "Mapping[str, str]") -> None:
    """Remembers that the app with this SHA-256 was built here from the manifest at this path."""
    from hashlib import sha256

    if not manifest.isprintable():
        return
    note = f"{sha256(os.fsencode(manifest)).hexdigest()} {manifest}"
    try:
        with open_directory(_built(environ)) as preopen:
            replace(digest, note.encode(), preopen.descriptor)
            _forget_old_builds(note, preopen)
    except OSError:
        return  # then its grants go by its digest


def _forget_old_builds(note: str, preopen: "Directory") -> None:
    ages = []
    for name in _names(preopen):
        text, modified = read_note(name, preopen.descriptor)
        if text == note:
            ages.append((modified, name))
    for _, name in sorted(ages)[:-_BUILT]:
        remove(name, preopen.descriptor)


def recall(identity: Identity, environ: "Mapping[str, str]") -> Answer | None:
    """What was answered for this app; None if nobody was asked."""
    answer = _parsed(_read(_kept(environ), identity.key))
    return answer[1] if answer else None


def keep(identity: Identity, answer: Answer, environ: "Mapping[str, str]") -> None:
    """Keeps an answer, instead of any other for this app. Raises WaeError."""
    where = _kept(environ)
    lines = [answer.name, identity.text]
    lines += [_GIVEN + word for word in options.spell(answer.given)]
    lines += [_ASKED + word for word in options.spell(answer.asked)]
    if any("\n" in line for line in lines):  # what follows would be read as an answer, too
        raise WaeError(
            "cannot keep the answer: a folder's name has a line break",
            hint="Rename the folder, or answer once",
        )
    content = ("\n".join(lines) + "\n").encode("utf-8", "surrogateescape")
    try:
        with open_directory(where) as preopen:
            replace(identity.key, content, preopen.descriptor)
    except OSError as error:
        raise WaeError(f"cannot keep the answer in {where}: {error.strerror}") from error


def revoke(key: str, environ: "Mapping[str, str]") -> None:
    """Forgets the answer under a key. Raises OSError."""
    with open_directory(_kept(environ), make=False) as preopen:
        os.unlink(key, dir_fd=preopen.descriptor)


def every(environ: "Mapping[str, str]") -> list[tuple[str, str, Answer]]:
    """Of each answer that is kept: its key, what it is the answer of, and itself."""
    try:
        with open_directory(_kept(environ), make=False) as preopen:
            names = _names(preopen)
    except OSError:
        return []
    texts = {name: _parsed(_read(_kept(environ), name)) for name in names}
    return [(name, *answer) for name, answer in texts.items() if answer]


def _parsed(text: str) -> tuple[str, Answer] | None:
    """Identity and answer in a file's text; None if it is none of ours, or not all of one."""
    lines = text.split("\n")
    if len(lines) < 3 or lines.pop():
        return None
    try:
        given, asked = (
            options.take([line[len(kind) :] for line in lines[2:] if line.startswith(kind)])[0]
            for kind in (_GIVEN, _ASKED)
        )
    except UsageError:
        return None
    return lines[1], Answer(lines[0], given, asked)


def _read(where: str, name: str) -> str:
    """The text of a file in a folder, if both are the user's own; else nothing."""
    try:
        with open_directory(where, make=False) as preopen:
            return read_note(name, preopen.descriptor)[0]
    except OSError:
        return ""


def _names(preopen: "Directory") -> list[str]:
    listed = os.open(".", os.O_RDONLY, dir_fd=preopen.descriptor)
    try:
        return sorted(name for name in os.listdir(listed) if not name.endswith(TEMPORARY))
    finally:
        os.close(listed)


def _kept(environ: "Mapping[str, str]") -> str:
    return os.path.join(xdg.settings(environ), "grants")


def _built(environ: "Mapping[str, str]") -> str:
    return xdg.data("builds", environ)
