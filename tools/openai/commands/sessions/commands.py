"""`wae openai sessions`: the chats that are kept."""

import itertools
import json
from collections.abc import Mapping
from typing import Any

import click

from shared import cleaning, listing, output, whole_file, wording
from shared.group import Group
from shared.json_option import chosen, json_option
from shared.markdown import document
from shared.terminal import Terminal
from shared.tool import examples
from tools.openai.commands import views
from tools.openai.commands.sessions import markdown, store, turn_line
from tools.openai.commands.sessions.identifier import is_prefix
from tools.openai.commands.sessions.store import Session

_id = click.argument("prefix", metavar="[ID]", required=False)


def _meaning(word: str) -> str | None:
    return f"show {word}" if is_prefix(word) else None


@click.group(
    "sessions",
    cls=Group,
    meaning=_meaning,
    invoke_without_command=True,
    epilog=examples("wae openai sessions list", "wae openai sessions show"),
)
@click.pass_context
def sessions(context: click.Context) -> None:
    """Show, save and delete saved chats.

    They are in the app's data folder, which only you can read. The beginning of an ID is
    enough; without one it is the latest session.
    """
    if context.invoked_subcommand is None:
        output.write_lines([context.get_help()])


@sessions.command(
    "list",
    epilog=examples("wae openai sessions list --limit 5", "wae openai sessions list --all --json"),
)
@listing.limit
@listing.everything
@json_option("id", "last_used", "turns", "model", "title")
@click.pass_context
def list_(context: click.Context, /, as_json: bool, **_: Any) -> None:
    """List sessions, most recently used first."""
    terminal = context.obj
    wanted = listing.wanted(context)
    listed = [*itertools.islice(store.used(), wanted)]
    if as_json:
        output.write_json([views.summary(one) for one in listed])
    elif terminal.stdout_tty:
        output.write_lines(views.sessions(listed, terminal))
    else:
        output.write_fields([*views.summary(one).values()] for one in listed)
    listing.tell_amount(terminal, len(listed), wanted, "sessions")


@sessions.command(epilog=examples("wae openai sessions show", "wae openai sessions show --json"))
@_id
@json_option("id", "turns")
@click.pass_obj
def show(terminal: Terminal, prefix: str | None, as_json: bool) -> None:
    """Show a session."""
    session = _chosen(prefix)
    if as_json:
        output.write_json(_document(session))
    else:
        text = markdown.write(session)
        output.write_text(document.of_chat(text, terminal.columns) if terminal.colour else text)


def _saves(path: str | None) -> bool:
    return path is not None and path != whole_file.STDOUT


def _export_fields(options: Mapping[str, Any]) -> list[str]:
    return ["id", "path", "format"] if _saves(options["path"]) else ["id", "turns"]


@sessions.command(
    epilog=examples(
        "wae openai sessions export -o chat.md",
        "wae openai sessions export 1nv3k9 -o chat.json --force",
    )
)
@_id
@click.option("-o", "--output", "path", metavar="FILE", help="Write to FILE; - is stdout.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "json"]),
    help="Default: json for a FILE.json, otherwise markdown.",
)
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@json_option(by=_export_fields)
@click.pass_obj
def export(
    terminal: Terminal,
    prefix: str | None,
    path: str | None,
    form: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Save a session as Markdown or JSON.

    With --json and a FILE, what was saved is reported as JSON; without FILE, the session itself is.
    """
    if force and path is None:
        raise click.UsageError("--force goes with --output only.")
    saves = _saves(path)
    if as_json and not saves:
        if form == "markdown":
            raise click.UsageError("--json does not go with --format markdown.")
        form = "json"
    session = _chosen(prefix)
    form = form or _form(path)
    whole_file.write(path or whole_file.STDOUT, _written(session, form).encode(), force)
    if as_json and saves:
        output.write_json({"id": session.id, "path": path, "format": form})
    elif path is not None and saves:
        terminal.tell_person(f"Saved {cleaning.line(path)}.")


@sessions.command(
    epilog=examples(
        "wae openai sessions delete 1nv3k9 --yes", "wae openai sessions delete 1nv3k9 --yes --json"
    )
)
@click.argument("prefix", metavar="ID")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@json_option("deleted")
@click.pass_obj
def delete(terminal: Terminal, prefix: str, yes: bool, as_json: bool) -> None:
    """Delete a session."""
    name = store.find(prefix)
    if not yes:
        _confirm(store.read(name), terminal)
    store.delete(name)
    if as_json:
        output.write_json({"deleted": name})
    else:
        terminal.tell_person(f"Deleted {name}.")


def _chosen(prefix: str | None) -> Session:
    return store.latest() if prefix is None else store.read(store.find(prefix))


def _confirm(session: Session, terminal: Terminal) -> None:
    if not terminal.interactive:
        raise click.UsageError("Give --yes, for there is nobody to ask.")
    turns = wording.count(len(session.turns), "turn")
    answer = terminal.ask(f"Delete {session.id}, {turns}? [y/N]")
    if answer.lower() not in ("y", "yes"):
        raise click.Abort


def _form(path: str | None) -> str:
    return "json" if path is not None and path.lower().endswith(".json") else "markdown"


def _written(session: Session, form: str) -> str:
    if form == "markdown":
        return markdown.write(session)
    document = json.dumps(chosen(_document(session)), indent=2, ensure_ascii=False)
    return cleaning.json_text(document) + "\n"


def _document(session: Session) -> dict[str, object]:
    return {"id": session.id, "turns": [turn_line.fields(turn) for turn in session.turns]}
