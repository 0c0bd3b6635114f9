"""``wae grants``: what apps were granted when they asked, and how to take it back."""

from __future__ import annotations

import argparse
import json
import os

from wae.commands.arguments import Parser
from wae.errors import UsageError
from wae.grants import answers, options
from wae.grants.answers import Answer
from wae.harmless import one_line

HELP = """\
Usage: wae grants list [--json]
       wae grants revoke APP...

Lists or revokes your answers to apps that asked for more than they were given.
APP is a name, a digest or the path of a manifest, as `list` shows them. An app
whose answer is revoked asks again.

Options:
  --json      List as JSON.
  -h, --help  Show this message and exit.

Examples:
  wae grants list
  wae grants revoke hello.wasm
  wae grants revoke sha256:3f786850e387
"""


def main(arguments: list[str], *, debug: bool) -> int:
    """Lists or revokes; returns 0. Raises UsageError for an app that nothing is kept of."""
    options = _parse(arguments)
    kept = answers.every(os.environ)
    if options.action == "revoke":
        _revoke(kept, options.apps)
    elif options.json:
        print(json.dumps([_document(identity, answer) for _, identity, answer in kept], indent=2))
    else:
        for _, identity, answer in kept:
            print(one_line(f"{answer.name} ({identity}): {_text(answer)}"))
    return 0


def _revoke(kept: list[tuple[str, str, Answer]], apps: list[str]) -> None:
    for app in apps:
        keys = [key for key, identity, answer in kept if app in (identity, answer.name)]
        if not keys:
            raise UsageError(f"no answer is kept for {app}", hint="See wae grants list")
        for key in keys:
            answers.revoke(key, os.environ)


def _text(answer: Answer) -> str:
    denied = options.shell_line(answer.denied)
    given = options.shell_line(answer.given)
    return "; ".join(
        [*([f"given {given}"] if given else []), *([f"denied {denied}"] if denied else [])]
    )


def _document(identity: str, answer: Answer) -> dict[str, object]:
    return {
        "name": answer.name,
        "app": identity,
        "given": options.spell(answer.given),
        "denied": options.spell(answer.denied),
    }


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae grants", HELP)
    parser.add_argument("action", choices=("list", "revoke"))
    parser.add_argument("apps", nargs="*")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    if options.action == "revoke" and not options.apps:
        raise UsageError("`wae grants revoke` needs an app", hint="See wae grants list")
    if options.action == "list" and options.apps:
        raise UsageError("`wae grants list` takes no app", hint="See wae grants --help")
    return options
