"""`wae password`: what is asked of the generator and the checker, and what is shown."""

import json
import math

import pytest
from wit_world.imports import checker, generator
from wit_world.imports.generator import CharacterClasses


@pytest.fixture
def requests(fake):
    """The requests that the generator gets."""
    import password_answers

    seen = []
    fake(
        generator,
        "generate",
        lambda request: (seen.append(request), password_answers.batch(request))[1],
    )
    return seen


def test_default_request(wae, requests):
    """Without options: one password, every class, the contract's own defaults."""
    assert wae("password").out == "x" * 20 + "\n"
    every = (
        CharacterClasses.LOWER
        | CharacterClasses.UPPER
        | CharacterClasses.DIGITS
        | CharacterClasses.SYMBOLS
    )
    recipe = generator.PasswordRecipe(None, every, None, False, False)
    assert [generator.Request(generator.Recipe_Password(recipe), 1, None)] == requests


def test_every_option_of_a_password(wae, requests):
    """Each option reaches the recipe."""
    wae(
        *("password", "--length", "30", "--count", "2", "--no-digits", "--no-upper", "--no-lower"),
        *("--symbols", "!?", "--exclude-ambiguous", "--require", "--min-entropy", "20.5"),
    )
    recipe = generator.PasswordRecipe(30, CharacterClasses.SYMBOLS, "!?", True, True)
    assert [generator.Request(generator.Recipe_Password(recipe), 2, 20.5)] == requests


def test_every_option_of_a_passphrase(wae, requests):
    """`--words`, or `--passphrase` without a number, asks for a passphrase."""
    wae("password", "--words", "7", "--separator", "", "--capitalize", "--number")
    wae("password", "--passphrase", "--symbol", "--min-entropy", "90")
    assert [
        generator.Request(
            generator.Recipe_Passphrase(generator.PassphraseRecipe(7, "", True, True, False)),
            1,
            None,
        ),
        generator.Request(
            generator.Recipe_Passphrase(generator.PassphraseRecipe(None, "-", False, False, True)),
            1,
            90.0,
        ),
    ] == requests


def test_json(wae):
    """`--json` prints the documented fields in their order."""
    password = json.loads(wae("password", "--json").out)
    assert list(password) == ["passwords", "entropy_bits", "length", "alphabet_size", "kind"]
    assert {
        "passwords": ["word.word"],
        "entropy_bits": 25.84,
        "length": 2,
        "alphabet_size": 7776,
        "kind": "passphrase",
    } == json.loads(wae("password", "--words", "2", "--separator", ".", "--json").out)


def test_entropy_is_told_on_a_terminal_only(wae):
    """On a terminal stderr tells the entropy; stdout carries the passwords alone."""
    shown = wae("password", "--count", "2", terminal=True)
    assert shown.out == ("x" * 20 + "\n") * 2
    assert shown.err == "Each has 125.0 bits of entropy: 20 characters drawn from 88.\n"
    assert wae("password").err == ""


@pytest.mark.parametrize(
    ("arguments", "notice"),
    [
        (("--length", "14"), "A password of 14 characters is short. Make it 15 characters"),
        (("--words", "4"), "A passphrase of 4 words is short. Make it 5 words"),
    ],
)
def test_short_ones_come_with_a_warning(wae, arguments, notice):
    """Below 15 characters, or 5 words, a notice on stderr says so, on no terminal too."""
    done = wae("password", *arguments)
    assert done.err == f"wae: {notice} or more.\n"
    assert done.code == 0


def test_hostile_passwords_do_not_steer_the_terminal(wae, fake):
    """Neither escape sequences nor ends of lines in a password reach stdout."""
    fake(generator, "generate", generator.Batch(["a\x1b[2Jb\x07\r\nwae: c"], 1.0, 20, 2))
    assert wae("password").out == "abwae: c\n"


def test_check_reads_the_first_line(wae, fake):
    """The password is the first line of standard input without its end, white space kept."""
    seen = []
    fake(
        checker,
        "check",
        lambda *given: (seen.append(given), checker.Verdict(4, 12.0, 1e12, 1e12, None, []))[1],
    )
    wae("password", "check", "--user-input", "mona", typed=" pass word \r\nnext\n")
    assert [(" pass word ", ["mona"])] == seen


def test_check_refuses_what_is_not_utf8(wae):
    """Bytes that are not UTF-8 are a usage error, not a trap."""
    done = wae("password", "check", typed=b"\xff\n")
    assert done.code == 2
    assert done.err.startswith("wae: Standard input is not UTF-8 text.\n")


def test_check_says_so_where_it_cannot_conceal(wae):
    """Under a host that cannot switch the echo off, the question says that the answer is shown."""
    done = wae("password", "check", terminal=True, typed="a\n")
    assert done.err == "Password (it is shown while you type): "


def test_check_does_not_let_a_password_be_typed_openly(wae):
    """With stderr elsewhere nothing could be concealed, so nothing is read from the terminal."""
    done = wae("password", "check", terminal=True, hidden=True, typed="hunter2\n")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("wae: The password cannot be asked for")


def test_end_of_input_is_polite(wae):
    """Ctrl-D at the question ends with an end of line, code 1 and no traceback."""
    done = wae("password", "check", terminal=True)
    assert (done.code, done.out) == (1, "")
    assert done.err == "Password (it is shown while you type): \n"


def test_a_password_as_argument_is_judged_with_a_warning(wae):
    """A password on the command line works, and the notice tells why it should not be there."""
    done = wae("password", "check", "hunter2")
    assert done.code == 0
    assert "shell's history" in done.err


def test_check_for_people_and_for_programs(wae):
    """Facts that line up on a terminal, tab-separated fields elsewhere, the record in JSON."""
    assert wae("password", "check", terminal=True, typed="a\n").out == (
        "Score       1 of 4: very weak\n"
        "Guesses     about 10^4.2\n"
        "Online      7 days\n"
        "Offline     1 second\n"
        "Warning     This is a common password.\n"
        "Suggestion  Add another word or two.\n"
        "Suggestion  Avoid dates.\n"
    )
    assert wae("password", "check", typed="a\n").out.splitlines()[-2:] == [
        "suggestion\tAdd another word or two.",
        "suggestion\tAvoid dates.",
    ]
    assert list(json.loads(wae("password", "check", "--json", typed="a\n").out)) == [
        "score",
        "guesses_log10",
        "offline_slow_seconds",
        "online_throttled_seconds",
        "warning",
        "suggestions",
    ]


@pytest.mark.parametrize("entropy", [math.nan, math.inf])
def test_json_has_no_impossible_number(wae, fake, entropy):
    """What JSON cannot hold is an error, and nothing is printed."""
    fake(generator, "generate", generator.Batch(["x" * 20], entropy, 20, 94))
    done = wae("password", "--json")
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        "wae: The tool's answer has a number that JSON cannot hold. "
        "Do not use the answer: the tool is broken.\n"
    )
