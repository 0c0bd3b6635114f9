"""The GitHub repository of the current folder: where its git repository comes from."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

from componentize_py_types import Err
from wit_world.imports import plain

from shared import cleaning, setting_place
from shared.errors import Failure
from tools.github.commands import errors, git_config

# gh's order: where a fork comes from is what people ask about.
_FIRST = ("upstream", "github", "origin")
_HOSTS = frozenset({"github.com", "www.github.com", "ssh.github.com"})
_HOST = re.compile(r"(?:[a-z+]+://)?(?:[^/@]*@)?(?P<host>[A-Za-z0-9.-]+)[:/].+", re.IGNORECASE)
_USERINFO = re.compile(r"//[^/]*@")
_LARGEST = 1 << 20
_HOW = "Name it as OWNER/REPO"


@dataclass(frozen=True)
class Remote:
    """A remote of a git repository and the URL to fetch from it, without a user and a password."""

    name: str
    url: str


def repository() -> Remote | None:
    """The remote that is on GitHub, `upstream` before `origin`; None in a folder without `.git`.

    Raises `Failure` where git's configuration cannot be read, or no remote is on GitHub.
    """
    file = _configuration()
    if file is None:
        return None
    remotes = _remotes(file)
    hosts = _hosts()
    for remote in remotes:
        match = _HOST.fullmatch(remote.url)
        if match and match["host"].lower() in hosts:
            return remote
    names = ", ".join(cleaning.line(remote.name) for remote in remotes)
    what = f"No remote of this git repository is on {errors.SERVER.called()}"
    raise Failure(f"{what} (it has {names or 'none'})", _HOW)


def _configuration() -> str | None:
    """The path of git's configuration (gitrepository-layout(5))."""
    folder = ".git"
    if not os.path.lexists(folder):
        return None
    if os.path.isfile(folder):
        link = _read(folder).removeprefix("gitdir:").strip()
        folder = os.path.normpath(link)
    common = os.path.join(folder, "commondir")
    if os.path.isfile(common):
        folder = os.path.normpath(os.path.join(folder, _read(common).strip()))
    return os.path.join(folder, "config")


def _read(path: str) -> str:
    """The text of a file. Raises `Failure`."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read(_LARGEST)
    except OSError as error:
        outside = os.path.isabs(path) or path.startswith("..")
        reason = "it lies outside this folder" if outside else error.strerror or str(error)
        what = f"The git repository's {cleaning.line(path)} cannot be read: {reason}"
        raise Failure(what, _HOW) from None
    return text


def _remotes(file: str) -> Sequence[Remote]:
    """The remotes in the order in which they count."""
    urls: dict[str, str] = {}
    chosen: set[str] = set()
    try:
        for entry in git_config.read(_read(file)):
            if entry.section == "remote" and entry.key == "url" and entry.value:
                urls.setdefault(entry.subsection, entry.value)
            # What `gh repo set-default` keeps.
            if (entry.section, entry.key, entry.value) == ("remote", "gh-resolved", "base"):
                chosen.add(entry.subsection)
    except git_config.BadConfig as error:
        raise Failure(f"{file}, {error} is not valid for git", _HOW) from None

    def rank(name: str) -> tuple[bool, int]:
        return name not in chosen, _FIRST.index(name) if name in _FIRST else len(_FIRST)

    return [Remote(name, _USERINFO.sub("//", urls[name])) for name in sorted(urls, key=rank)]


def _hosts() -> frozenset[str]:
    """GitHub's, and that of the server that is asked in its place."""
    try:
        url = plain.get(errors.SERVER.setting)
    except Err as error:
        raise setting_place.bad_file(error.value) from None
    match = _HOST.fullmatch(url) if url else None
    return _HOSTS | {match["host"].lower()} if match else _HOSTS
