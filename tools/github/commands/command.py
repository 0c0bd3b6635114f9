"""`wae github`: what GitHub knows about a repository."""

import dataclasses
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click
from componentize_py_types import Err, Ok
from wit_world.imports import repositories

from shared import listing, output
from shared.errors import sentence
from shared.group import Group
from shared.terminal import Terminal
from shared.tool import Service, examples
from tools.github.commands import errors, views

# Any will do, even one that is not there.
_SOME_REPOSITORY = "octocat/Hello-World"

_Answer = TypeVar("_Answer")
_name = click.argument("name", metavar="OWNER/REPO", required=False)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


# `cli/cli`, or a URL of a repository.
_REPOSITORY = re.compile(r"(?:https?://|git@)?[\w.:-]+(?:/[\w.-]+)+", re.ASCII)


def _meaning(word: str) -> str | None:
    return f"repo {word}" if _REPOSITORY.fullmatch(word) else None


@click.group(
    "github",
    cls=Group,
    meaning=_meaning,
    invoke_without_command=True,
    epilog=examples("wae github repo python/cpython", "wae github stars cli/cli --limit 5"),
)
@click.pass_context
def github(context: click.Context) -> None:
    """Look up repositories, releases and people on GitHub.

    A repository is named OWNER/REPO or by its URL. Set GH_TOKEN for private repositories and
    for more than 60 requests an hour.
    """
    if context.invoked_subcommand is None:
        output.write_lines([context.get_help()])


@github.command(
    epilog=examples(
        "wae github repo python/cpython", "wae github repo cli/cli pallets/click --json"
    )
)
@click.argument("names", metavar="OWNER/REPO...", nargs=-1)
@_json
@click.pass_obj
def repo(terminal: Terminal, names: tuple[str, ...], as_json: bool) -> None:
    """Show a repository, or several.

    Several are looked up at once. If one fails, its error is printed and the others are shown.
    """
    if len(names) > 1:
        _show_all(terminal, names, as_json)
        return
    repository = _ask(terminal, repositories.get, _named(terminal, *names))
    if as_json:
        output.write_json(dataclasses.asdict(repository))
    elif terminal.stdout_tty:
        output.write_lines(views.repository(repository, terminal))
    else:
        output.write_fields(views.repository_fields(repository))


def _show_all(terminal: Terminal, names: Sequence[str], as_json: bool) -> None:
    """Shows those that there are. Raises the last `Failure`, and tells those before it."""
    answers = _ask(terminal, repositories.get_all, list(names))
    known = [answer.value for answer in answers if isinstance(answer, Ok)]
    if as_json:
        output.write_json([dataclasses.asdict(one) for one in known])
    elif terminal.stdout_tty:
        output.write_lines(views.repositories(known, terminal))
    else:
        output.write_fields(views.repositories_fields(known))
    failures = [
        errors.failure(answer.value, terminal.zone) for answer in answers if isinstance(answer, Err)
    ]
    for failure in failures[:-1]:
        terminal.tell(str(failure))
    if failures:
        raise failures[-1]


@github.command(
    epilog=examples("wae github release cli/cli", "wae github release cli/cli --prerelease --json")
)
@_name
@click.option("--prerelease", is_flag=True, help="Take a prerelease too, if it is the latest.")
@_json
@click.pass_obj
def release(terminal: Terminal, name: str | None, prerelease: bool, as_json: bool) -> None:
    """Show the latest release, its notes and its files."""
    latest = _ask(terminal, repositories.latest_release, _named(terminal, name), prerelease)
    if as_json:
        output.write_json(dataclasses.asdict(latest))
    elif terminal.stdout_tty:
        output.write_lines(views.release(latest, terminal))
    else:
        output.write_fields(views.release_fields(latest))
        output.write_lines(["--", views.notes(latest)])


@github.command(
    epilog=examples("wae github releases cli/cli", "wae github releases cli/cli --all --json")
)
@_name
@listing.limit
@listing.everything
@_json
@click.pass_context
def releases(context: click.Context, /, name: str | None, as_json: bool, **_: Any) -> None:
    """List releases, the newest first."""
    terminal = context.obj
    wanted = listing.wanted(context)
    listed = _ask(terminal, repositories.releases, _named(terminal, name), _most(wanted))
    chosen = listing.named(listed, lambda one: one.tag, "release", terminal)
    if as_json:
        output.write_json([dataclasses.asdict(one) for one in chosen])
    elif terminal.stdout_tty:
        output.write_lines(views.releases(chosen, terminal))
    else:
        output.write_fields(views.releases_fields(chosen))
    listing.tell_amount(terminal, len(listed), wanted, "releases")


@github.command(
    epilog=examples(
        "wae github contributors pallets/click", "wae github contributors cli/cli --limit 5 --json"
    )
)
@_name
@listing.limit
@listing.everything
@_json
@click.pass_context
def contributors(context: click.Context, /, name: str | None, as_json: bool, **_: Any) -> None:
    """List contributors, the most active first."""
    terminal = context.obj
    wanted = listing.wanted(context)
    listed = _ask(terminal, repositories.contributors, _named(terminal, name), _most(wanted))
    chosen = listing.named(listed, lambda one: one.name, "contributor", terminal)
    if as_json:
        output.write_json([dataclasses.asdict(one) for one in chosen])
    elif terminal.stdout_tty:
        output.write_lines(views.contributors(chosen, terminal))
    else:
        output.write_fields(views.contributors_fields(chosen))
    listing.tell_amount(terminal, len(listed), wanted, "contributors")


@github.command(
    epilog=examples("wae github stars pallets/click", "wae github stars cli/cli --limit 5 --json")
)
@_name
@listing.limit
@listing.everything
@_json
@click.pass_context
def stars(context: click.Context, /, name: str | None, as_json: bool, **_: Any) -> None:
    """Count the stars and list who gave them, the latest first."""
    terminal = context.obj
    wanted = listing.wanted(context)
    answer = _ask(terminal, repositories.stargazers, _named(terminal, name), _most(wanted))
    if as_json:
        output.write_json(dataclasses.asdict(answer))
    elif terminal.stdout_tty:
        output.write_lines(views.stars(answer, terminal))
    else:
        output.write_fields(views.stars_fields(answer))
    if answer.gap:
        terminal.tell(f"wae: {sentence(answer.gap)}")


COMMAND = github
SERVICE = Service(
    name="GitHub",
    servers=(errors.SERVER,),
    credentials=(errors.TOKENS,),
    public=True,
    ask=lambda: repositories.get(_SOME_REPOSITORY),
    explain=lambda error: errors.failure(error, None),
)


def _most(wanted: int | None) -> int:
    return listing.EVERYTHING if wanted is None else wanted


def _named(terminal: Terminal, name: str | None = None) -> str:
    if name is None and terminal.interactive:
        name = terminal.ask("Repository (OWNER/REPO)")
    if not name:
        raise click.UsageError("Name a repository as OWNER/REPO or by its URL.")
    return name


def _ask(terminal: Terminal, question: Callable[..., _Answer], *arguments: Any) -> _Answer:
    # `Err` is frozen, and a context manager that lets it through sets its traceback: so it is
    # turned into a `Failure` inside.
    with terminal.waiting("Asking GitHub…"):
        try:
            return question(*arguments)
        except Err as error:
            raise errors.failure(error.value, terminal.zone) from None
