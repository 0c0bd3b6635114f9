"""What an installed tool may be called: no other word that `wae` knows."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Collection

from wae.errors import UsageError
from wae.runtime.app import TOOLBOX

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
_LONGEST = 64
_UNKNOWN = 2
_HINT = "Choose another with --name"


def check(name: str, words: Collection[str]) -> None:
    """Raises UsageError for an invalid name, one of wae's own ``words``, or the toolbox's."""
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        raise UsageError(
            f"a tool cannot be called {name}" if name else "a tool needs a name",
            hint="Lower-case words joined by -: --name NAME",
        )
    if name in words or name == TOOLBOX:
        raise UsageError(f"{name} is a word of wae's own", hint=_HINT)
    if _is_toolboxs(name):
        raise UsageError(f"{name} is a word of the toolbox's", hint=_HINT)


def _is_toolboxs(name: str) -> bool:
    """Only the toolbox itself knows its words: it says that it does not know others."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "wae", "--", name, "--help"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode != _UNKNOWN
