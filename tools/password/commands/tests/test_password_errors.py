"""Every error of `wae password`: its line, its advice, its exit code."""

from typing import get_args

from componentize_py_types import Err
from wit_world.imports import checker, generator, ranges

import golden_file

USAGE = {
    "a negative number": ("password", "--count", "-1"),
    "a number beyond u32": ("password", "--length", "4294967296"),
    "not a number of bits": ("password", "--min-entropy", "nan"),
    "words with length": ("password", "--words", "6", "--length", "20"),
    "words without digits": ("password", "--words", "6", "--no-digits"),
    "separator without words": ("password", "--separator", "."),
    "capitalize without words": ("password", "--capitalize"),
    "symbols without symbols": ("password", "--symbols", "!", "--no-symbols"),
    "separator with an escape": ("password", "--words", "6", "--separator", "\x1b"),
    "length with check": ("password", "--length", "20", "check"),
    "no password to check": ("password", "check"),
}
GENERATION = {
    "out of range": generator.Error_OutOfRange(generator.RangeError("length", 3.0, 4.0, 1024.0)),
    "out of range, separator": generator.Error_OutOfRange(
        generator.RangeError("separator", 17.0, 0.0, 16.0)
    ),
    "no characters": generator.Error_NoCharacters(),
    "bad symbol": generator.Error_BadSymbol("a"),
    "too short for classes": generator.Error_TooShortForClasses(4),
    "too weak": generator.Error_TooWeak(generator.WeakRecipe(52.49, 128.0, 20)),
    "too weak at any length": generator.Error_TooWeak(generator.WeakRecipe(6.5, 9999.5, None)),
}
JUDGEMENT = {"empty": checker.Error_Empty(), "too long": checker.Error_TooLong(72)}
LEAKS = {
    "rate-limited": ranges.Error_RateLimited("Slow down"),
    "unreachable": ranges.Error_Unreachable("there is no address for api.pwnedpasswords.com"),
    "blocked": ranges.Error_Blocked("https://example.org"),
    "misconfigured": ranges.Error_Misconfigured("PWNED_PASSWORDS_URL is not a usable URL"),
    "unexpected": ranges.Error_Unexpected(ranges.Answer(200, "an empty list")),
    "broken": ranges.Error_Unexpected(ranges.Answer(503, "Server\x1b[2J Error")),
}


def test_usage_errors(wae):
    """An invalid command line: exit 2, one line, maybe a hint, nothing on stdout."""
    cases = []
    for title, arguments in USAGE.items():
        done = wae(*arguments)
        assert (done.code, done.out) == (2, "")
        assert len(done.err.splitlines()) <= 2
        cases.append(golden_file.case(title, arguments, done.err, done.code))
    golden_file.check("password-usage", cases)


def test_errors_of_the_generator(wae, fake):
    """Each error of `wae:password/generator` is one line and exit 2."""
    assert {type(error) for error in GENERATION.values()} == set(get_args(generator.Error))
    cases = []
    for title, error in GENERATION.items():
        fake(generator, "generate", Err(error))
        done = wae("password")
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
        cases.append(golden_file.case(title, ("password",), done.err, done.code))
    golden_file.check("generator", cases)


def test_errors_of_the_checker(wae, fake):
    """Each error of `wae:password/checker` is one line and exit 2."""
    assert {type(error) for error in JUDGEMENT.values()} == set(get_args(checker.Error))
    cases = []
    for title, error in JUDGEMENT.items():
        fake(checker, "check", Err(error))
        done = wae("password", "check", typed="\n")
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
        cases.append(golden_file.case(title, ("password", "check"), done.err, done.code))
    golden_file.check("checker", cases)


def test_errors_of_leaks(wae, fake):
    """Each error of `wae:leaks` is one line and exit 1; the verdict is not told alone."""
    cases = []
    for title, error in LEAKS.items():
        fake(ranges, "find", Err(error))
        done = wae("password", "check", "--leaked", typed="secret\n")
        assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
        arguments = ("password", "check", "--leaked")
        cases.append(golden_file.case(title, arguments, done.err, done.code))
    golden_file.check("leaks", cases)
    known = {type(error) for error in LEAKS.values()}
    assert known | {ranges.Error_InvalidPrefix} == {*get_args(ranges.Error)}
