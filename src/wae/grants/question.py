"""Asks the person at the terminal what an app may have."""

import os
import sys

from wae.errors import UsageError
from wae.grants import options
from wae.grants.model import EVERY, Grants
from wae.runtime import terminal

YES, ONCE, NO = "yes", "once", "no"
_ANSWERS = {"y": YES, "yes": YES, "o": ONCE, "once": ONCE, "n": NO, "no": NO}

_INFINITIVE = {"run": "run", "installed": "install", "upgraded": "upgrade"}


def can_ask() -> bool:
    """Whether somebody sits at this process's terminal, who sees a question and can answer."""
    return os.isatty(0) and os.isatty(terminal.STDERR)


def ask(name: str, identity: str, wanted: Grants, verb: str = "run") -> str:
    """YES (now and from now on), ONCE, or NO (run it without, now and from now on).

    `verb` is what is done to the app, in the past; what is not run is for good, so there is no
    ONCE. Raises UsageError if the person gives no answer.
    """
    once = "[o]nce, " if verb == "run" else ""
    terminal.line(f"{name} ({identity}) asks for:")
    for text in sentences(wanted):
        terminal.line(f"  {text}")
    while True:
        terminal.write(f"Give it that? [y]es, {once}[n]o, [q]uit: ".encode())
        answer = sys.stdin.buffer.readline().decode("utf-8", "replace")
        if not answer:
            terminal.write(b"\n")
        if not answer or answer.strip().lower() in ("q", "quit"):
            raise UsageError(f"{name} was not {verb}", hint=refusal_hint(wanted, verb))
        said = _ANSWERS.get(answer.strip().lower(), "")
        if said and (once or said != ONCE):
            return said


def sentences(wanted: Grants) -> list[str]:
    """What is asked for, each in words."""
    lines = []
    names = sorted(wanted.variables)
    if EVERY in names:
        lines.append("all environment variables")
    elif names:
        lines.append(f"environment variables: {', '.join(names)}")
    for preopen in wanted.preopens:
        may = "read and write" if preopen.writable else "read"
        place = "the current folder" if preopen.path == "." else preopen.path
        lines.append(f"files: {may} {place}")
    if wanted.data:
        lines.append("files: a private folder of its own")
    if wanted.net:
        lines.append("the network: TCP, UDP and name look-up, to anywhere")
    if wanted.origins is None:
        lines.append("the network: HTTP requests to anywhere")
    elif wanted.origins:
        lines.append(f"the network: HTTP requests to {', '.join(wanted.origins)}")
    return lines


def refusal_hint(wanted: Grants, verb: str = "run") -> str:
    """How to say it on the command line instead."""
    return f"Add {options.shell_line(wanted)}, or --deny-rest to {_INFINITIVE[verb]} it without"
