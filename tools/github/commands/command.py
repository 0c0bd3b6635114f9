"""`wae github`: what GitHub knows about a repository."""

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import click
from componentize_py_types import Err, Ok
from wit_world.imports import repositories

from shared import cleaning, listing, output
from shared.errors import sentence
from shared.group import Group
from shared.json_option import json_option
from shared.terminal import Terminal
from shared.tool import Service, examples
from tools.github.commands import current_folder, download, errors, views

# Any will do, even one that is not there.
_SOME_REPOSITORY = "octocat/Hello-World"

_Answer = TypeVar("_Answer")
_name = click.argument("name", metavar="[OWNER/REPO]", required=False)


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

    Name a repository as OWNER/REPO or by its URL. Without a name it is the one that the current
    folder was cloned from: its remote upstream, or else origin. Set GH_TOKEN for private
    repositories and for more than 60 requests an hour.
    """
    if context.invoked_subcommand is None:
        output.write_lines([context.get_help()])


@github.command(
    epilog=examples(
        "wae github repo python/cpython", "wae github repo cli/cli pallets/click --json"
    )
)
@click.argument("names", metavar="[OWNER/REPO]...", nargs=-1)
@json_option(repositories.Repository)
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


def _release_fields(options: Mapping[str, Any]) -> list[type]:
    return [download.Saved if options["patterns"] else repositories.Release]


@github.command(
    epilog=examples(
        "wae github release cli/cli",
        "wae github release cli/cli --tag v2.60.0 --json",
        "wae github release cli/cli --download '*linux*'",
        "wae github release cli/cli --download -D bin",
    )
)
@_name
@click.option("--tag", metavar="TAG", help="The release of this tag, not the latest.")
@click.option("--prerelease", is_flag=True, help="Let a prerelease count as the latest.")
@click.option(
    "--download",
    "patterns",
    metavar="[PATTERN]",
    multiple=True,
    is_flag=False,
    flag_value=download.EVERY,
    help="Save its files, or those that match, such as '*.deb'. May be repeated.",
)
@click.option(
    "-D", "--dir", "folder", metavar="FOLDER", help="Where to save them (default: this folder)."
)
@click.option("--force", "--clobber", is_flag=True, help="Replace files that are there.")
@click.option("--skip-existing", is_flag=True, help="Skip files that are there.")
@json_option(by=_release_fields)
@click.pass_context
def release(context: click.Context, /, **options: Any) -> None:
    """Show the latest release, or save its files.

    A file is checked by its size and by the SHA-256 digest that GitHub knows, and saved whole or
    not at all. FOLDER is made if it is missing.
    """
    terminal = context.obj
    _check_release(context)
    order = None
    if options["patterns"]:
        order = download.Order(
            options["patterns"],
            options["folder"] or download.HERE,
            options["force"],
            options["skip_existing"],
        )
        download.check(order)
    name = _named(terminal, options["name"])
    if options["tag"] is not None:
        one = _ask(terminal, repositories.find_release, name, options["tag"])
    else:
        one = _ask(terminal, repositories.latest_release, name, options["prerelease"])
    if order:
        saved = download.save(name, one, order, terminal)
        download.write(saved, options["as_json"], terminal)
    elif options["as_json"]:
        output.write_json(dataclasses.asdict(one))
    elif terminal.stdout_tty:
        output.write_lines(views.release(one, terminal))
    else:
        output.write_fields(views.release_fields(one))
        output.write_lines(["--", views.plain(one.notes)])


def _check_release(context: click.Context) -> None:
    options = context.params
    if options["tag"] is not None and options["prerelease"]:
        raise click.UsageError("--prerelease does not go with --tag.")
    if options["force"] and options["skip_existing"]:
        raise click.UsageError("--force does not go with --skip-existing.")
    for name, option in (
        ("folder", "--dir"),
        ("force", "--force"),
        ("skip_existing", "--skip-existing"),
    ):
        if options[name] and not options["patterns"]:
            raise click.UsageError(f"{option} goes with --download only.")


@github.command(
    epilog=examples("wae github readme pallets/click", "wae github readme cli/cli --ref v2.60.0")
)
@_name
@click.option("--ref", metavar="REF", help="A branch, tag or commit, not the default branch.")
@json_option(repositories.Readme)
@click.pass_obj
def readme(terminal: Terminal, name: str | None, ref: str | None, as_json: bool) -> None:
    """Show a repository's README."""
    answer = _ask(terminal, repositories.read_readme, _named(terminal, name), ref)
    if as_json:
        output.write_json(dataclasses.asdict(answer))
    else:
        output.write_lines([views.markdown(answer.text, terminal)])


@github.command(
    epilog=examples("wae github releases cli/cli", "wae github releases cli/cli --all --json")
)
@_name
@listing.limit
@listing.everything
@json_option(repositories.Release)
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
@json_option(repositories.Contributor)
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
@json_option(repositories.Stars)
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
SERVICES = (
    Service(
        name="GitHub",
        servers=(errors.SERVER,),
        credentials=(errors.TOKENS,),
        public=True,
        ask=lambda: repositories.get(_SOME_REPOSITORY),
        explain=lambda error: errors.failure(error, None),
    ),
)


def _most(wanted: int | None) -> int:
    return listing.EVERYTHING if wanted is None else wanted


def _named(terminal: Terminal, name: str | None = None) -> str:
    """The name given; without one, the current folder's repository, or what is typed."""
    if name:
        return name
    remote = current_folder.repository()
    if remote:
        used = f"{cleaning.line(remote.url)}, the remote {cleaning.line(remote.name)}"
        terminal.tell_person(f"wae: Using {used}.")
        return remote.url
    if terminal.interactive:
        name = terminal.ask("Repository (OWNER/REPO)")
    if not name:
        raise click.UsageError(
            "Name a repository as OWNER/REPO or by its URL, or run this in a clone of one."
        )
    return name


def _ask(terminal: Terminal, question: Callable[..., _Answer], *arguments: Any) -> _Answer:
    # `Err` is frozen, and a context manager that lets it through sets its traceback: so it is
    # turned into a `Failure` inside.
    with terminal.waiting("Asking GitHub…"):
        try:
            return question(*arguments)
        except Err as error:
            raise errors.failure(error.value, terminal.zone) from None
