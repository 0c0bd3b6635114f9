"""`wae github`: what GitHub knows about a repository."""

import dataclasses
from collections.abc import Callable
from typing import Any, TypeVar

import click
from componentize_py_types import Err
from wit_world.imports import repositories

import github_errors
import github_views
import output
from errors import sentence
from terminal import Terminal
from tool import Entry, Service, Tool, WholeNumber, examples, given

DEFAULT_LIMIT = 30
# Any will do, even one that is not there.
_SOME_REPOSITORY = "octocat/Hello-World"

_Answer = TypeVar("_Answer")
_name = click.argument("name", metavar="OWNER/REPO", required=False)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_limit = click.option(
    "--limit",
    type=WholeNumber(minimum=1),
    metavar="N",
    default=DEFAULT_LIMIT,
    help=f"How many at most (default {DEFAULT_LIMIT}).",
)
_all = click.option("--all", "everything", is_flag=True, help="All of them.")


@click.group(
    "github",
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


@github.command(epilog=examples("wae github repo python/cpython", "wae github repo cli/cli --json"))
@_name
@_json
@click.pass_obj
def repo(terminal: Terminal, name: str | None, as_json: bool) -> None:
    """Show a repository."""
    repository = _ask(terminal, repositories.get, _named(terminal, name))
    if as_json:
        output.write_json(dataclasses.asdict(repository))
    elif terminal.shown:
        output.write_lines(github_views.repository(repository, terminal))
    else:
        output.write_fields(github_views.repository_fields(repository))


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
    elif terminal.shown:
        output.write_lines(github_views.release(latest, terminal))
    else:
        output.write_fields(github_views.release_fields(latest))
        output.write_lines(["--", github_views.notes(latest)])


@github.command(
    epilog=examples("wae github releases cli/cli", "wae github releases cli/cli --all --json")
)
@_name
@_limit
@_all
@_json
@click.pass_context
def releases(
    context: click.Context, name: str | None, limit: int, everything: bool, as_json: bool
) -> None:
    """List releases, the newest first."""
    terminal = context.obj
    wanted = _wanted(context, limit, everything)
    found = _ask(terminal, repositories.releases, _named(terminal, name), wanted)
    if as_json:
        output.write_json([dataclasses.asdict(one) for one in found])
    elif terminal.shown:
        output.write_lines(github_views.releases(found, terminal))
    else:
        output.write_fields(github_views.releases_fields(found))
    _tell_amount(terminal, len(found), wanted, "releases")


@github.command(
    epilog=examples(
        "wae github contributors pallets/click", "wae github contributors cli/cli --limit 5 --json"
    )
)
@_name
@_limit
@_all
@_json
@click.pass_context
def contributors(
    context: click.Context, name: str | None, limit: int, everything: bool, as_json: bool
) -> None:
    """List contributors, the most active first."""
    terminal = context.obj
    wanted = _wanted(context, limit, everything)
    found = _ask(terminal, repositories.contributors, _named(terminal, name), wanted)
    if as_json:
        output.write_json([dataclasses.asdict(one) for one in found])
    elif terminal.shown:
        output.write_lines(github_views.contributors(found, terminal))
    else:
        output.write_fields(github_views.contributors_fields(found))
    _tell_amount(terminal, len(found), wanted, "contributors")


@github.command(
    epilog=examples("wae github stars pallets/click", "wae github stars cli/cli --limit 5 --json")
)
@_name
@_limit
@_all
@_json
@click.pass_context
def stars(
    context: click.Context, name: str | None, limit: int, everything: bool, as_json: bool
) -> None:
    """Count the stars and list who gave them, the latest first."""
    terminal = context.obj
    wanted = _wanted(context, limit, everything)
    found = _ask(terminal, repositories.stargazers, _named(terminal, name), wanted)
    if as_json:
        output.write_json(dataclasses.asdict(found))
    elif terminal.shown:
        output.write_lines(github_views.stars(found, terminal))
    else:
        output.write_fields(github_views.stars_fields(found))
    if found.gap:
        terminal.tell(f"wae: {sentence(found.gap)}")


TOOL = Tool(
    github,
    (
        Entry("GitHub: a repository", ("github", "repo")),
        Entry("GitHub: the latest release", ("github", "release")),
        Entry("GitHub: releases", ("github", "releases")),
        Entry("GitHub: contributors", ("github", "contributors")),
        Entry("GitHub: stars", ("github", "stars")),
    ),
    Service(
        name="GitHub",
        credentials=(github_errors.TOKENS,),
        public=True,
        ask=lambda: repositories.get(_SOME_REPOSITORY),
        explain=lambda error: github_errors.failure(error, None),
    ),
)


def _named(terminal: Terminal, name: str | None) -> str:
    if name is None and terminal.interactive:
        name = terminal.ask("Repository (OWNER/REPO)")
    if not name:
        raise click.UsageError("Name a repository as OWNER/REPO or by its URL.")
    return name


def _wanted(context: click.Context, limit: int, everything: bool) -> int | None:
    if everything and given(context, "limit"):
        raise click.UsageError("--limit does not go with --all.")
    return None if everything else limit


def _ask(terminal: Terminal, question: Callable[..., _Answer], *arguments: Any) -> _Answer:
    # `Err` is frozen, and a context manager that lets it through sets its traceback: so it is
    # turned into a `Failure` inside.
    with terminal.waiting("Asking GitHub…"):
        try:
            return question(*arguments)
        except Err as error:
            raise github_errors.failure(error.value, terminal.zone) from None


def _tell_amount(terminal: Terminal, amount: int, wanted: int | None, things: str) -> None:
    if amount == 0:
        terminal.tell_person(f"There are no {things}.")
    elif amount == wanted:
        terminal.tell_person(f"These are {amount}; --all lists all of them.")
