"""`wae password`: making passwords and passphrases, and judging them."""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any

import click
from componentize_py_types import Err
from wit_world.imports import checker, generator

from shared import cleaning, output, table, wording
from shared.errors import FAILED
from shared.group import Group
from shared.json_option import json_option
from shared.terminal import Terminal, read_line
from shared.tool import WholeNumber, examples, given
from tools.password.commands import errors, leaks
from wae.tools.fields import OPTION

# NIST SP 800-63B-4, section 3.1.1.2: at least 15 characters where it is the only factor.
# Five words of the list have about as much entropy as 15 letters of one case drawn at random.
_SHORTEST = {"password": 15, "passphrase": 5}
_PARTS = {"password": "character", "passphrase": "word"}
_SCORES = ("guessed at once", "very weak", "weak", "strong", "very strong")
_CLASSES = {
    "no_lower": generator.CharacterClasses.LOWER,
    "no_upper": generator.CharacterClasses.UPPER,
    "no_digits": generator.CharacterClasses.DIGITS,
    "no_symbols": generator.CharacterClasses.SYMBOLS,
}
_ONLY_PASSWORD = ("length", *_CLASSES, "symbols", "exclude_ambiguous", "require")
_ONLY_PASSPHRASE = ("separator", "capitalize", "number", "symbol")


class Bits(click.ParamType[float]):
    """An amount of entropy; its range is for the contract to judge."""

    name = "bits"

    def convert(
        self, value: str | float, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        try:
            bits = float(value)
        except ValueError:
            bits = math.nan
        if not math.isfinite(bits):
            self.fail(f"{value!r} is not a number of bits.")
        return bits


def _meaning(word: str) -> str | None:
    return f"--length {word}" if word.isascii() and word.isdecimal() else None


@click.group(
    "password",
    cls=Group,
    meaning=_meaning,
    invoke_without_command=True,
    epilog=examples(
        "wae password",
        "wae password --length 32 --no-symbols --count 5",
        "wae password --words 6 --separator . --capitalize --number",
        "wae password --min-entropy 128 --json",
    ),
)
@click.option("--length", type=WholeNumber(), metavar="N", help="Characters (default 20).")
@click.option("--count", type=WholeNumber(), metavar="N", default=1, help="How many to make.")
@click.option("--no-symbols", is_flag=True, help="No symbols.")
@click.option("--no-digits", is_flag=True, help="No digits.")
@click.option("--no-upper", is_flag=True, help="No capital letters.")
@click.option("--no-lower", is_flag=True, help="No small letters.")
@click.option("--symbols", metavar="SET", help="The symbols to draw from.")
@click.option("--exclude-ambiguous", is_flag=True, help="None of 0 O 1 l I |.")
@click.option("--require", is_flag=True, help="At least one character of each kind.")
@click.option("--min-entropy", type=Bits(), metavar="BITS", help="The least entropy to accept.")
@click.option("--passphrase", is_flag=True, help="Words instead of characters.")
@click.option("--words", type=WholeNumber(), metavar="N", help="A passphrase of N words (6).")
@click.option("--separator", metavar="S", default="-", help="What stands between words (-).")
@click.option("--capitalize", is_flag=True, help="Words begin with a capital letter.")
@click.option("--number", is_flag=True, help="A word ends in a digit.")
@click.option("--symbol", is_flag=True, help="A word ends in a symbol.")
@json_option("passwords", "entropy_bits", "length", "alphabet_size", "kind")
@click.pass_context
def password(context: click.Context, /, **options: object) -> None:
    """Make random passwords, or passphrases with --words."""
    if context.invoked_subcommand is not None:
        _refuse(
            context, (*context.params, OPTION), f"does not go with {context.invoked_subcommand!r}"
        )
        return
    request = _request(context)
    kind = "passphrase" if context.params["passphrase"] else "password"
    try:
        batch = generator.generate(request)
    except Err as error:
        raise errors.generation(error.value) from None
    if context.params["as_json"]:
        output.write_json(_document(batch, kind))
    else:
        # A line each, so that none can pass for a line of ours.
        output.write_lines(cleaning.text(made).replace("\n", "") for made in batch.passwords)
    extras = [
        noun
        for noun, option in (("digit", "number"), ("symbol", "symbol"))
        if context.params[option]
    ]
    _comment(context.obj, batch, kind, extras)


def _check_fields(options: Mapping[str, Any]) -> list[str | type]:
    return [checker.Verdict, *(["leaked"] if options["leaked"] else [])]


@password.command(
    epilog=examples(
        "wae password check",
        "pass show example.org | wae password check --leaked --json",
    )
)
@click.argument("candidate", metavar="[PASSWORD]", required=False)
@click.option(
    "--user-input",
    "user_inputs",
    multiple=True,
    metavar="WORD",
    help="A word that an attacker would try first: a name, the site. May be repeated.",
)
@click.option("--leaked", is_flag=True, help="Look it up among leaked passwords, too.")
@json_option(by=_check_fields)
@click.pass_obj
def check(
    terminal: Terminal,
    candidate: str | None,
    user_inputs: tuple[str, ...],
    leaked: bool,
    as_json: bool,
) -> None:
    """Judge a password that a person made up.

    It is read from standard input, or asked for. A PASSWORD on the command line stays in the
    shell's history.

    With --leaked, Have I Been Pwned is asked for all leaked passwords whose SHA-1 hash begins with
    the same five digits of forty; no more of yours leaves this machine. The exit code is 1 if it
    was leaked, or if that could not be found out.
    """
    if candidate is not None:
        terminal.tell(
            "wae: A password on the command line stays in the shell's history. "
            "Leave it out to be asked for it, or pipe it in."
        )
    password = _candidate(terminal, candidate)
    try:
        verdict = checker.check(password, list(user_inputs))
    except Err as error:
        raise errors.judgement(error.value) from None
    seen = leaks.times_seen(password, terminal) if leaked else None
    if as_json:
        known = {} if seen is None else {"leaked": seen}
        output.write_json(dataclasses.asdict(verdict) | known)
    elif terminal.stdout_tty:
        output.write_lines(table.pairs([*_facts(verdict), *leaks.facts(seen)], terminal.columns))
    else:
        rows = [] if seen is None else [("leaked", seen)]
        output.write_fields([*_fields(verdict), *rows])
    if seen:
        terminal.tell(f"wae: {leaks.warning(seen)}")
        raise click.exceptions.Exit(FAILED)


COMMAND = password


def _request(context: click.Context) -> generator.Request:
    options = context.params
    options["passphrase"] |= options["words"] is not None
    if options["passphrase"]:
        _refuse(context, _ONLY_PASSWORD, "does not go with a passphrase")
        recipe: generator.Recipe = generator.Recipe_Passphrase(_passphrase(options))
    else:
        _refuse(context, _ONLY_PASSPHRASE, "goes with --words or --passphrase only")
        if options["no_symbols"]:
            _refuse(context, ("symbols",), "does not go with --no-symbols")
        recipe = generator.Recipe_Password(_password(options))
    return generator.Request(recipe, options["count"], options["min_entropy"])


def _password(options: dict[str, Any]) -> generator.PasswordRecipe:
    classes = generator.CharacterClasses(0)
    for option, members in _CLASSES.items():
        if not options[option]:
            classes |= members
    return generator.PasswordRecipe(
        length=options["length"],
        classes=classes,
        symbols=options["symbols"],
        exclude_ambiguous=options["exclude_ambiguous"],
        require_each_class=options["require"],
    )


def _passphrase(options: dict[str, Any]) -> generator.PassphraseRecipe:
    separator = options["separator"]
    if cleaning.text(separator) != separator:
        raise click.UsageError("--separator cannot have control characters.")
    return generator.PassphraseRecipe(
        words=options["words"],
        separator=separator,
        capitalize=options["capitalize"],
        number=options["number"],
        symbol=options["symbol"],
    )


def _refuse(context: click.Context, names: tuple[str, ...], why: str) -> None:
    for parameter in context.command.params:
        if parameter.name in names and given(context, parameter.name):
            raise click.UsageError(f"{parameter.opts[0]} {why}.")


def _document(batch: generator.Batch, kind: str) -> dict[str, object]:
    return {
        "passwords": batch.passwords,
        "entropy_bits": batch.entropy,
        "length": batch.length,
        "alphabet_size": batch.alphabet_size,
        "kind": kind,
    }


def _comment(terminal: Terminal, batch: generator.Batch, kind: str, extras: Sequence[str]) -> None:
    parts = wording.count(batch.length, _PARTS[kind])
    if batch.length < _SHORTEST[kind]:
        enough = wording.count(_SHORTEST[kind], _PARTS[kind])
        terminal.tell(f"wae: A {kind} of {parts} is short. Make it {enough} or more.")
    each = "Each has" if len(batch.passwords) > 1 else "It has"
    terminal.tell_person(
        f"{each} {wording.bits(batch.entropy)} of entropy: "
        f"{parts} drawn from {wording.number(batch.alphabet_size)}"
        f"{''.join(f', and a {noun}' for noun in extras)}."
    )


def _candidate(terminal: Terminal, argument: str | None) -> str:
    if argument is not None:
        return argument
    if terminal.interactive:
        return terminal.ask_unseen("Password")
    if terminal.stdin_tty:
        raise click.UsageError(
            "The password cannot be asked for, as stderr is not a terminal. Pipe it in."
        )
    try:
        return read_line()
    except click.Abort:
        raise click.UsageError("There is no password on standard input.") from None


def _facts(verdict: checker.Verdict) -> list[tuple[str, str]]:
    return [
        ("Score", f"{verdict.score} of 4: {_SCORES[min(verdict.score, 4)]}"),
        ("Guesses", f"about 10^{verdict.guesses_log10:.1f}"),
        ("Online", wording.duration(verdict.online_throttled_seconds)),
        ("Offline", wording.duration(verdict.offline_slow_seconds)),
        ("Warning", cleaning.line(verdict.warning or "")),
        *(("Suggestion", cleaning.line(suggestion)) for suggestion in verdict.suggestions),
    ]


def _fields(verdict: checker.Verdict) -> list[tuple[str, object]]:
    fields = dataclasses.asdict(verdict)
    suggestions = fields.pop("suggestions")
    return [*fields.items(), *(("suggestion", suggestion) for suggestion in suggestions)]
