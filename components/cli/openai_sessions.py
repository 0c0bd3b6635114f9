"""`wae openai sessions`: the chats that are kept."""

import itertools
import json

import click

import cleaning
import openai_views
import output
import session_line
import session_markdown
import sessions as kept
import whole_file
import wording
from sessions import Session
from terminal import Terminal
from tool import WholeNumber, examples

DEFAULT_LIMIT = 30

_id = click.argument("prefix", metavar="[ID]", required=False)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(
    "sessions",
    invoke_without_command=True,
    epilog=examples("wae openai sessions list", "wae openai sessions show"),
)
@click.pass_context
def sessions(context: click.Context) -> None:
    """Look at the chats that are kept, save and delete them.

    They are in the app's data folder, which only you can read. The beginning of an ID is
    enough; without one it is the latest session.
    """
    if context.invoked_subcommand is None:
        output.write_lines([context.get_help()])


@sessions.command("list", epilog=examples("wae openai sessions list --limit 5"))
@click.option(
    "--limit",
    type=WholeNumber(minimum=1),
    metavar="N",
    default=DEFAULT_LIMIT,
    help=f"How many at most (default {DEFAULT_LIMIT}).",
)
@_json
@click.pass_obj
def list_(terminal: Terminal, limit: int, as_json: bool) -> None:
    """List sessions, the one that was used last first."""
    found = [*itertools.islice(kept.used(), limit)]
    if as_json:
        output.write_json([openai_views.summary(one) for one in found])
    elif terminal.shown:
        output.write_lines(openai_views.sessions(found, terminal))
    else:
        output.write_fields([*openai_views.summary(one).values()] for one in found)
    if not found:
        terminal.tell_person("There are no sessions.")
    elif len(found) == limit:
        terminal.tell_person(f"These are the latest {limit}; --limit lists more.")


@sessions.command(epilog=examples("wae openai sessions show", "wae openai sessions show --json"))
@_id
@_json
@click.pass_obj
def show(terminal: Terminal, prefix: str | None, as_json: bool) -> None:
    """Show a session."""
    session = _chosen(prefix)
    if as_json:
        output.write_json(_document(session))
    else:
        text = session_markdown.write(session)
        output.write_text(cleaning.text(text) if terminal.shown else text)


@sessions.command()
@_id
@click.option("-o", "--output", "path", metavar="FILE", help="Write to FILE.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "json"]),
    help="Default: json for a FILE.json, otherwise markdown.",
)
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@click.pass_obj
def export(
    terminal: Terminal, prefix: str | None, path: str | None, form: str | None, force: bool
) -> None:
    """Save a session as Markdown or JSON."""
    session = _chosen(prefix)
    if (form or _form(path)) == "json":
        document = json.dumps(_document(session), indent=2, ensure_ascii=False)
        text = cleaning.json_text(document) + "\n"
    else:
        text = session_markdown.write(session)
    if path is not None:
        whole_file.write(path, text.encode(), force)
        terminal.tell_person(f"Saved {cleaning.line(path)}.")
    else:
        output.write_text(cleaning.text(text) if terminal.shown else text)


@sessions.command()
@click.argument("prefix", metavar="ID")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def delete(terminal: Terminal, prefix: str, yes: bool) -> None:
    """Delete a session."""
    name = kept.find(prefix)
    if not yes:
        _confirm(kept.read(name), terminal)
    kept.delete(name)
    terminal.tell_person(f"Deleted {name}.")


def _chosen(prefix: str | None) -> Session:
    return kept.latest() if prefix is None else kept.read(kept.find(prefix))


def _confirm(session: Session, terminal: Terminal) -> None:
    if not terminal.interactive:
        raise click.UsageError("Give --yes, for there is nobody to ask.")
    turns = wording.count(len(session.turns), "turn")
    answer = terminal.ask(f"Delete {session.id}, {turns}? [y/N]")
    if answer.lower() not in ("y", "yes"):
        raise click.Abort


def _form(path: str | None) -> str:
    return "json" if path is not None and path.lower().endswith(".json") else "markdown"


def _document(session: Session) -> dict[str, object]:
    return {"id": session.id, "turns": [session_line.fields(turn) for turn in session.turns]}
