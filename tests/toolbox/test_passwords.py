"""`wae password`, composed: what it prints, and that it is what was asked for."""

import json
import math
import string
from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

Wae = Callable[..., CompletedProcess[str]]

SYMBOLS = "!#$%&()*+,-./:;<=>?@[]^_{|}~"


def test_json(wae: Wae) -> None:
    """`--json` has exactly the documented fields, and they are true."""
    done = wae("password", "--length", "24", "--count", "3", "--json")
    assert (0, "") == (done.returncode, done.stderr)
    document = json.loads(done.stdout)
    assert ["passwords", "entropy_bits", "length", "alphabet_size", "kind"] == [*document]
    assert ("password", 24) == (document["kind"], document["length"])
    assert [24, 24, 24] == [len(made) for made in document["passwords"]]
    assert 3 == len(set(document["passwords"]))
    bits = 24 * math.log2(document["alphabet_size"])
    assert document["entropy_bits"] == pytest.approx(bits)
    assert f"{json.dumps(document, indent=2)}\n" == done.stdout


def test_plain(wae: Wae) -> None:
    """In a pipe: one password a line and not a word more, on stderr neither."""
    done = wae("password", "--count", "50")
    assert (0, "") == (done.returncode, done.stderr)
    made = done.stdout.splitlines()
    assert ({20}, 50) == ({len(one) for one in made}, len(set(made)))


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [
        (("--no-symbols",), SYMBOLS),
        (("--no-digits",), string.digits),
        (("--no-upper",), string.ascii_uppercase),
        (("--no-lower",), string.ascii_lowercase),
        (("--exclude-ambiguous",), "0O1lI|"),
        (("--symbols", "%"), SYMBOLS.replace("%", "")),
    ],
)
def test_alphabet(wae: Wae, arguments: tuple[str, ...], missing: str) -> None:
    """Each option takes its characters away and no others; `alphabet_size` counts what is left."""
    done = wae("password", "--length", "1024", "--count", "20", "--json", *arguments)
    document = json.loads(done.stdout)
    used = set("".join(document["passwords"]))
    everything = set(
        "".join(
            json.loads(wae("password", "--length", "1024", "--count", "20", "--json").stdout)[
                "passwords"
            ]
        )
    )
    assert everything - set(missing) == used
    assert document["alphabet_size"] == len(used)


def test_require(wae: Wae) -> None:
    """With `--require` even the shortest password has all four kinds, at the price it names."""
    done = wae("password", "--length", "4", "--require", "--count", "200", "--json")
    document = json.loads(done.stdout)
    kinds = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
    for made in document["passwords"]:
        assert all(set(made) & set(kind) for kind in kinds)
        assert set(made) - set("".join(kinds))
    assert document["entropy_bits"] < 4 * math.log2(document["alphabet_size"])


def test_words(wae: Wae) -> None:
    """`--words 6 --separator - --capitalize`: six capitalized words, 12.9 bits each."""
    arguments = ("--words", "6", "--separator", "-", "--capitalize", "--count", "20", "--json")
    document = json.loads(wae("password", *arguments).stdout)
    assert ("passphrase", 6, 7776) == tuple(
        document[key] for key in ("kind", "length", "alphabet_size")
    )
    assert document["entropy_bits"] == pytest.approx(6 * math.log2(7776))
    for made in document["passwords"]:
        # Some words of the list have a hyphen of their own.
        words = made.split("-")
        assert len(words) >= 6
        assert words[0][0].isupper()
        assert 6 <= sum(word[0].isupper() for word in words)


@pytest.mark.parametrize(("arguments", "words"), [(("--passphrase",), 6), (("--words", "9"), 9)])
def test_separator(wae: Wae, arguments: tuple[str, ...], words: int) -> None:
    """Any text can stand between the words."""
    done = wae("password", *arguments, "--separator", " é ")
    assert words == len(done.stdout.split(" é "))


@pytest.mark.parametrize(
    ("arguments", "length"),
    [(("--min-entropy", "128"), 20), (("--min-entropy", "200"), 31), (("--min-entropy", "10"), 20)],
)
def test_min_entropy(wae: Wae, arguments: tuple[str, ...], length: int) -> None:
    """`--min-entropy` makes a password longer where it has to, and never shorter."""
    document = json.loads(wae("password", *arguments, "--json").stdout)
    assert (length, length) == (document["length"], len(document["passwords"][0]))
    assert document["entropy_bits"] >= float(arguments[1])


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ("--length 3", "wae: --length cannot be 3. Give a number from 4 to 1024."),
        ("--length 1025", "wae: --length cannot be 1025. Give a number from 4 to 1024."),
        ("--count 0", "wae: --count cannot be 0. Give a number from 1 to 10000."),
        ("--words 129", "wae: --words cannot be 129. Give a number from 1 to 128."),
        ("--length 10 --min-entropy 99", "wae: This makes passwords of 64.7 bits, and "
         "--min-entropy asks for 99. A length of 16 is enough."),
        ("--no-lower --no-upper --no-digits --no-symbols",
         "wae: No characters are left to make a password of. Leave out an option."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("json_too", ["", " --json"])
def test_refused_values(wae: Wae, arguments: str, line: str, json_too: str) -> None:
    """What cannot be made is refused, never made a little differently: 2, one line, no result."""
    done = wae("password", *(arguments + json_too).split())
    assert (2, "", f"{line}\n") == (done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    "arguments",
    [
        "--words 6 --length 20",
        "--words 6 --no-symbols",
        "--words 6 --symbols %",
        "--passphrase --require",
        "--separator .",
        "--capitalize",
        "--symbols % --no-symbols",
        "--json check",
        "--length 20 check",
        "--length x",
        "--lenght 20",
        "--min-entropy nan",
        "chekc",
    ],
)
def test_conflicts(wae: Wae, arguments: str) -> None:
    """Options that contradict each other or do not exist: 2, what is wrong, where help is."""
    done = wae("password", *arguments.split())
    assert (2, "") == (done.returncode, done.stdout)
    what, where = done.stderr.splitlines()
    assert what.startswith("wae: ")
    assert "Try 'wae password --help'." == where


def test_short_is_said(wae: Wae) -> None:
    """A short password is made, with a warning on stderr even where nobody watches."""
    done = wae("password", "--length", "8")
    assert (0, 9) == (done.returncode, len(done.stdout))
    warning = "wae: A password of 8 characters is short. Make it 15 characters or more.\n"
    assert warning == done.stderr


def test_check_by_pipe(wae: Wae) -> None:
    """The first line of the input is judged, in tab-separated fields, and never shown."""
    done = wae("password", "check", input="hunter2\nmore\n")
    assert (0, "") == (done.returncode, done.stderr)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert ["score", "1"] == rows[0]
    assert {"suggestion"} == {row[0] for row in rows[5:]}
    assert "hunter2" not in done.stdout


def test_check_by_argument(wae: Wae) -> None:
    """An argument is judged as the pipe's line is, with a warning."""
    piped = wae("password", "check", "--json", input="correct horse")
    given = wae("password", "check", "correct horse", "--json")
    assert piped.stdout == given.stdout
    assert given.stderr.startswith("wae: A password on the command line stays in the shell's")
    assert {
        "score", "guesses_log10", "offline_slow_seconds", "online_throttled_seconds",
        "warning", "suggestions",
    } == set(json.loads(given.stdout))  # fmt: skip


def test_check_knows_the_user(wae: Wae) -> None:
    """What an attacker would try first makes a password weaker."""
    scores = [
        json.loads(wae("password", "check", "--json", *more, input="Zaphodbeeblebrox").stdout)
        for more in ((), ("--user-input", "zaphodbeeblebrox"))
    ]
    assert scores[0]["guesses_log10"] > scores[1]["guesses_log10"] + 3


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("", "wae: There is no password on standard input."),
        ("\n", "wae: There is no password to check. Give one that is not empty."),
        ("x" * 73, "wae: The password is too long to check. Give one of at most 72 characters."),
    ],
)
def test_check_refuses(wae: Wae, typed: str, line: str) -> None:
    """What cannot be judged is a usage error."""
    done = wae("password", "check", input=typed)
    assert (2, "", line) == (done.returncode, done.stdout, done.stderr.splitlines()[0])
