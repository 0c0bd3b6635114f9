"""Directories that nobody but their user can change, opened so that no other can take their place.

The rule is that of sshd's StrictModes: from the root down, each directory belongs to the user or to
root, and nobody else may write to it; in a sticky one, as /tmp, others cannot replace what is the
user's. Each step is taken from the open directory above it and never follows a link unseen. A link
is followed where root or the user made it; the directory itself must not be one.
"""

import errno
import os
import stat

_SEARCH: int = getattr(os, "O_PATH", getattr(os, "O_SEARCH", os.O_RDONLY))
"""Enough to go through a directory that may not be listed, where the system has it."""

_STEP = _SEARCH | os.O_DIRECTORY | os.O_NOFOLLOW
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_LINKS = 40
"""As many as Linux follows (path_resolution(7))."""


class Directory:
    """An open directory: `path` leads to it without links, `descriptor` is good for `dir_fd`."""

    def __init__(self, path: str, descriptor: int) -> None:
        self.path = path
        self.descriptor = descriptor

    def __enter__(self) -> "Directory":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.descriptor)


def is_private(state: os.stat_result) -> bool:
    """Whether what `state` describes is the user's and nobody else may write to it."""
    return state.st_uid == os.getuid() and not state.st_mode & _OTHERS_WRITE


def open_directory(path: str, *, make: bool = True) -> Directory:
    """The private directory at `path`, to be closed; `make`: what is missing is made, 0700.

    Raises OSError where it cannot be opened; where it is not private, its `strerror` says why.
    """
    here = Directory("/", os.open("/", _STEP))
    try:
        steps = _steps(path if path.startswith("/") else os.path.join(os.getcwd(), path))
        _refuse_others(here)
        links = 0
        while steps:
            step = steps.pop()
            target = _enter(here, step, make=make)
            if target is None:
                _refuse_others(here)
                continue
            links += 1
            if links > _LINKS or not steps:
                raise _refused(f"{os.path.join(here.path, step)} is a link")
            steps += _steps(target)
            if target.startswith("/"):
                _move(here, "/", os.open("/", _STEP))
        if not is_private(os.fstat(here.descriptor)):
            raise _refused(f"{here.path} is not yours alone to write to")
    except BaseException:
        os.close(here.descriptor)
        raise
    return here


def close_to_others(directory: Directory) -> None:
    """Makes a directory one that others can neither list nor enter. Raises OSError."""
    if os.fstat(directory.descriptor).st_mode & _OTHERS:
        os.chmod(".", 0o700, dir_fd=directory.descriptor)


def _steps(path: str) -> "list[str]":
    """The parts of a path, last one first."""
    return [step for step in reversed(path.split("/")) if step not in ("", ".")]


def _enter(here: Directory, step: str, *, make: bool) -> "str | None":
    """Goes one step down, or returns where the link at `step` leads."""
    try:
        descriptor = os.open(step, _STEP, dir_fd=here.descriptor)
    except FileNotFoundError:
        if not make:
            raise
        descriptor = _made(here, step)
    except OSError as error:
        return _link(here, step, error)
    path = os.path.dirname(here.path) if step == ".." else os.path.join(here.path, step)
    _move(here, path, descriptor)
    return None


def _made(here: Directory, step: str) -> int:
    try:
        os.mkdir(step, 0o700, dir_fd=here.descriptor)
        # The umask may have taken rights that the user needs.
        os.chmod(step, 0o700, dir_fd=here.descriptor)
    except FileExistsError:  # another process was faster
        pass
    return os.open(step, _STEP, dir_fd=here.descriptor)


def _link(here: Directory, step: str, error: OSError) -> str:
    state = os.stat(step, dir_fd=here.descriptor, follow_symlinks=False)
    if not stat.S_ISLNK(state.st_mode):
        raise error
    if state.st_uid not in (0, os.getuid()):
        raise _refused(f"{os.path.join(here.path, step)} is a link of another user's")
    return os.readlink(step, dir_fd=here.descriptor)


def _move(here: Directory, path: str, descriptor: int) -> None:
    os.close(here.descriptor)
    here.path, here.descriptor = path, descriptor


def _refuse_others(here: Directory) -> None:
    state = os.fstat(here.descriptor)
    if state.st_uid not in (0, os.getuid()):
        raise _refused(f"{here.path} belongs to another user")
    others = state.st_mode & _OTHERS_WRITE
    if others == stat.S_IWGRP and _is_users_own(state.st_gid):
        return
    if others and not state.st_mode & stat.S_ISVTX:
        raise _refused(f"others can write to {here.path}")


def _is_users_own(group: int) -> bool:
    """Whether a group is the user's alone, as systems make one for each user (umask 002)."""
    import grp
    import pwd

    try:
        user, members = pwd.getpwuid(os.getuid()), grp.getgrgid(group)
    except KeyError:
        return False
    same = user.pw_gid == group and members.gr_name == user.pw_name
    return same and {*members.gr_mem} <= {user.pw_name}


def _refused(reason: str) -> OSError:
    return PermissionError(errno.EPERM, reason)
