"""Asks the person at the terminal what an app may have."""

import os
import sys

from wae.errors import UsageError
from wae.grants import options
from wae.grants.model import EVERY, Grants
from wae.runtime import terminal

YES, ONCE, NO = "yes", "once", "no"
_ANSWERS = {"y": YES, "yes": YES, "o": ONCE, "once": ONCE, "n": NO, "no": NO}


def can_ask() -> bool:
    """Whether somebody sits at this process's terminal, who sees a question and can answer."""
    return os.isatty(0) and os.isatty(terminal.STDERR)


def ask(name: str, identity: str, wanted: Grants) -> str:
    """YES (now and from now on), ONCE, or NO (run it without, now and from now on).

    Raises UsageError if the person gives no answer.
    """
    terminal.line(f"{name} ({identity}) asks for:")
    for text in sentences(wanted):
        terminal.line(f"  {text}")
    while True:
        terminal.write(b"Give it that? [y]es, [o]nce, [n]o, [q]uit: ")
        answer = sys.stdin.buffer.readline().decode("utf-8", "replace")
        if not answer:
            terminal.write(b"\n")
        if not answer or answer.strip().lower() in ("q", "quit"):
            raise UsageError(f"{name} was not run", hint=refusal_hint(wanted))
        if answer.strip().lower() in _ANSWERS:
            return _ANSWERS[answer.strip().lower()]


def sentences(wanted: Grants) -> list[str]:
    """What is asked for, each in words."""
    found = []
    names = sorted(wanted.variables)
    if EVERY in names:
        found.append("all environment variables")
    elif names:
        found.append(f"environment variables: {', '.join(names)}")
    for folder in wanted.folders:
        may = "read and write" if folder.writable else "read"
        place = "the current folder" if folder.path == "." else folder.path
        found.append(f"files: {may} {place}")
    if wanted.data:
        found.append("files: a private folder of its own")
    if wanted.net:
        found.append("the network: TCP, UDP and name look-up, to anywhere")
    if wanted.origins is None:
        found.append("the network: HTTP requests to anywhere")
    elif wanted.origins:
        found.append(f"the network: HTTP requests to {', '.join(wanted.origins)}")
    return found


def refusal_hint(wanted: Grants) -> str:
    """How to say it on the command line instead."""
    return f"Add {options.shown(wanted)}, or --deny-rest to run it without"
