"""How people name a repository: `OWNER/REPO`, or any URL of it."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

# Every character allowed here stands for itself in a URL path (RFC 3986, 2.3 "unreserved"),
# so a valid name needs no percent-encoding, and one with `%`, `/` or `..` is not valid.
_OWNER = re.compile(r"[A-Za-z0-9_-]{1,39}")
_REPO = re.compile(r"[A-Za-z0-9._-]{1,100}")
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
_URL = re.compile(
    rf"(?:(?:git\+)?(?:https?|ssh)|git)://(?:[^/@]*@)?(?P<host>{_HOST})(?::\d{{1,5}})?/(?P<path>.*)",
    re.IGNORECASE,
)
_SCP = re.compile(rf"(?:[\w.-]+@)?(?P<host>{_HOST}):(?P<path>[^/].*)", re.ASCII)
_HOST_AND_PATH = re.compile(rf"(?=[^/]*\.)(?P<host>{_HOST})/(?P<path>[^/]+/.+)")
_PRINTABLE = re.compile(r"[^\x00-\x20\x7f\\]+")
_USERINFO = re.compile(r"//[^/]*@")
_GITHUB = frozenset({"github.com", "www.github.com", "ssh.github.com"})
_LONGEST_EXCERPT = 200


class InvalidName(ValueError):
    """A text that names no repository; its argument is the text, fit to be shown."""


@dataclass(frozen=True)
class Name:
    """A repository as it was asked for.

    `host` is the host of the URL that named it, in lower case, unless that is github.com.
    """

    owner: str
    repo: str
    host: str | None = None

    def __str__(self) -> str:
        return f"{self.owner}/{self.repo}"


def parse(text: str) -> Name:
    """The repository that `text` names.

    Accepts `OWNER/REPO`, `https`, `http`, `ssh` and `git` URLs, `git@HOST:OWNER/REPO`
    (git-clone(1), "GIT URLS") and `HOST/OWNER/REPO`, with or without `.git`; what follows
    the repository in a URL (a page, a query, a fragment) is ignored.
    Raises `InvalidName` for everything else.
    """
    stripped = text.strip()
    if not _PRINTABLE.fullmatch(stripped):
        raise InvalidName(excerpt(stripped))
    for pattern in (_URL, _SCP, _HOST_AND_PATH):
        match = pattern.fullmatch(stripped)
        if match:
            path = re.split(r"[?#]", match["path"], maxsplit=1)[0]
            return _named(path.split("/"), _foreign(match["host"]), stripped)
    owner, _, repo = stripped.partition("/")
    return _named([owner, repo], None, stripped)


def excerpt(text: str) -> str:
    """`text` without the user and password of a URL, and not longer than fits an error."""
    harmless = _USERINFO.sub("//", text)
    return harmless if len(harmless) <= _LONGEST_EXCERPT else harmless[:_LONGEST_EXCERPT] + "…"


def _foreign(host: str) -> str | None:
    lower = host.lower()
    return None if lower in _GITHUB else lower


def _named(segments: list[str], host: str | None, text: str) -> Name:
    """A browser would resolve dot segments (RFC 3986, 5.2.4) to another repository's page."""
    if any(unquote(segment) in (".", "..") for segment in segments):
        raise InvalidName(excerpt(text))
    owner, repo = [*segments, ""][:2]
    repo = repo.removesuffix(".git")
    if not _OWNER.fullmatch(owner) or not _REPO.fullmatch(repo) or repo in (".", ".."):
        raise InvalidName(excerpt(text))
    return Name(owner, repo, host)
