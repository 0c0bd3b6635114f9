"""``wae config set`` and ``unset``: settings in the user's configuration folder.

The toolbox knows which settings there are and where each is looked for, and is asked; it has the
help, too. It cannot write to that folder, which is why these two are wae's own.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any

from wae import settings_file
from wae.commands.arguments import Parser
from wae.errors import UsageError, WaeError
from wae.harmless import one_line
from wae.installed import lock
from wae.runtime import private_files, terminal, xdg
from wae.runtime.private import Directory, close_to_others, open_directory
from wae.tools import fields

ACTIONS = ("set", "unset")

_FILE = ".env"
_FIELDS = ("name", "file", "source")
_LARGEST = 1 << 20
_LONGEST = 64 << 10
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_PLACES = {"environment": "the environment", "folder": ".env in the current folder"}


def main(arguments: list[str], *, debug: bool) -> int:
    """Sets or removes a setting; returns 0. Raises :class:`wae.errors.WaeError`."""
    action, options = arguments[0], _parse(arguments)
    name: str = options.name
    path = os.path.join(xdg.settings(os.environ), _FILE)
    if action == "set":
        setting = _checked(name)
        source, is_secret = setting["source"], setting.get("secret", True)
        if options.value is not None and is_secret:
            raise _seen_by_others(action)
        value = options.value or _value(name, is_secret)
        try:
            settings_file.quoted(value)
        except settings_file.BadValue as bad:
            raise WaeError(
                f"the value of {name} cannot stand in a .env file: {bad}",
                hint="Set it in the environment",
            ) from None
        _change(path, lambda text: settings_file.with_setting(text, name, value))
        done = f"{name} is set in {path}"
    else:
        source = _known().get(name, {}).get("source")
        _change(path, lambda text: _removed(text, name, path))
        done = f"{name} is no longer set in {path}"
    if source not in _PLACES:  # which go before this file
        source = "configuration" if action == "set" else None
    if options.json or options.fields:
        changed = {"name": name, "file": path, "source": source}
        print(json.dumps(fields.choose(changed, options.fields or _FIELDS), indent=2))
    else:
        print(one_line(done))
    if source in _PLACES:
        more = "which counts" if action == "set" else "still"
        terminal.line(f"wae: {name} is set in {_PLACES[source]}, {more}")
    return 0


def _checked(name: str) -> dict[str, Any]:
    """What the toolbox says of a setting. Raises UsageError for one that there is not."""
    known = _known()
    if name in known:
        return known[name]
    for tool in lock.read(os.environ).values():
        if name in tool.settings:
            raise UsageError(
                f"{name} is for the installed tool {tool.name}, which reads the environment only",
                hint=f"Export {name} in your shell",
            )
    near = get_close_matches(name.upper(), known, 1)
    hint = f"Did you mean {near[0]}?" if near else "See wae config list"
    raise UsageError(f"there is no setting {name}", hint=hint)


def _known() -> dict[str, dict[str, Any]]:
    """What the toolbox says of each setting, by name."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "wae", "--", "config", "list", "--json"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode != 0:
        raise WaeError("the toolbox does not list its settings", hint="Try wae config list")
    return {one["name"]: one for one in json.loads(done.stdout)}


def _value(name: str, is_secret: bool) -> str:
    """What is typed, unseen if it is a secret, or comes on standard input. Raises WaeError."""
    if os.isatty(0) and is_secret:
        from wae.runtime import secret

        content = secret.read(f"{name}: ") or b""
    elif os.isatty(0):
        terminal.write(f"{name}: ".encode())
        content = sys.stdin.buffer.readline(_LONGEST + 1).strip()
    else:
        with open(0, "rb", closefd=False) as stdin:
            content = stdin.read(_LONGEST + 1)
        if len(content) > _LONGEST:
            raise WaeError(f"the value of {name} is longer than {_LONGEST} bytes")
        content = content.removesuffix(b"\n").removesuffix(b"\r")
    try:
        value = content.decode()
    except UnicodeDecodeError:
        raise WaeError(f"the value of {name} is not UTF-8 text") from None
    if not value:
        raise WaeError(
            f"no value of {name} was given", hint=f"To remove it: wae config unset {name}"
        )
    return value


def _removed(text: str, name: str, path: str) -> str:
    left = settings_file.without_setting(text, name)
    if left is None:
        raise WaeError(f"{name} is not set in {path}", hint="See wae config list")
    return left


def _change(path: str, change: Callable[[str], str]) -> None:
    """Has a file's text changed, whole or not at all. Raises WaeError."""
    try:
        with open_directory(os.path.dirname(path)) as folder, _alone(folder):
            close_to_others(folder)
            text = change(_text(folder, path))
            private_files.replace(_FILE, text.encode(), folder.descriptor)
    except OSError as error:
        raise WaeError(f"cannot write {path}: {error.strerror}") from error


@contextmanager
def _alone(folder: Directory) -> Iterator[None]:
    """A `with` block that one process at a time is in: each changes what the other has written."""
    held = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=folder.descriptor)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _text(folder: Directory, path: str) -> str:
    """What the file has so far; nothing where it is not there. Raises OSError, WaeError."""
    try:
        descriptor = os.open(_FILE, _READ, dir_fd=folder.descriptor)
    except FileNotFoundError:
        return ""
    except OSError:
        if os.path.islink(path):
            raise WaeError(f"{path} is a link", hint="Change the file that it leads to") from None
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise WaeError(f"{path} is not a file", hint="Move it away")
    with open(descriptor, "rb") as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise WaeError(f"{path} is larger than {_LARGEST} bytes", hint="Correct it")
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise WaeError(f"{path} is not UTF-8 text", hint="Correct it") from None


def _fields(text: str) -> tuple[str, ...]:
    wanted = fields.names(text)
    fields.check(wanted, _FIELDS)
    return wanted


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae config", "")
    parser.add_argument("action", choices=ACTIONS)
    parser.add_argument("name")
    parser.add_argument("value", nargs="?")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(f"--{fields.OPTION}", type=_fields)
    options, rest = parser.parse_known_args(arguments)
    unsets = options.action == "unset" and options.value is not None
    if rest or unsets or "=" in options.name:  # none of which is repeated: it may be a key
        raise _seen_by_others(options.action)
    return options


def _seen_by_others(action: str) -> UsageError:
    return UsageError(
        "wae config takes no secret from the command line, where others see it",
        hint=f"Type it when asked, or pipe it in: wae config {action} NAME",
    )
