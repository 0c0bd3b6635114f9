"""`wae call`: functions as typed commands."""

import json
from pathlib import Path
from typing import Any

import pytest

from wae.commands import call
from wae.errors import WaeError


@pytest.fixture
def run(echo_app: Path, capfd: pytest.CaptureFixture[str]) -> Any:
    """Calls a function; gives the exit code, what was printed as JSON, and stderr."""

    call.main(
        [str(echo_app), "values.nothing"], debug=False
    )  # compiles it, with a notice, if need be
    capfd.readouterr()

    def run(*arguments: str) -> tuple[int, Any, str]:
        code = call.main([str(echo_app), *arguments], debug=False)
        output, errors = capfd.readouterr()
        return code, json.loads(output) if output else None, errors

    return run


def test_simple_types_need_no_quotes(run: Any) -> None:
    """Text, labels and numbers are written as they are; what is optional may be left out."""
    assert run("values.optional", "--value", "a b", "--colour=dark-green") == (0, "a b", "")
    assert run("values.optional") == (0, None, "")
    assert run("values.optional", "--value", "null") == (0, None, "")
    assert run("values.bytes", "--value", "AP8=") == (0, "AP8=", "")


def test_everything_else_is_json(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nested values are JSON, on the command line, in a file or on standard input."""
    given = {"shapes": ["nothing", {"dot": {"x": 1, "y": -1}}], "maybe": None, "twice": None}
    given |= {"outcome": {"error": "no"}, "bare": {"ok": None}, "bytes": "", "colour": "red"}
    given |= {"rights": []}
    text = json.dumps(given)
    (tmp_path / "value.json").write_text(text)
    for value in (text, f"@{tmp_path}/value.json"):
        assert run("values.nest", "--value", value) == (0, given, "")
    assert run(
        "values.many", "--numbers", "[18446744073709551615]", "--pairs", '[["a", "NaN"]]'
    ) == (
        0,
        [["18446744073709551615"], [["a", "NaN"]]],
        "",
    )


def test_names(run: Any) -> None:
    """An interface may be written in full, without version, or by its last part."""
    for name in ("test:echo/values@0.1.0", "test:echo/values", "echo/values", "values"):
        assert run(f"{name}.nothing") == (0, None, "")


def test_errors_of_results(run: Any) -> None:
    """The error of a result is printed as JSON, and told on stderr in the contract's words; the
    exit code is 1 for a case that has no meaning of its own."""
    message = "wae: Wrong, with a reason (wrong: why)\n"
    assert run("failures.fail", "--reason", "why") == (1, {"wrong": "why"}, message)
    assert run("failures.fail")[:2] == (1, "unknown")


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ('"unauthorized"', 4),
        ('"out-of-range"', 2),
        ('{"not-found": "x"}', 1),
        ('{"too-green": {"retry-after": null}}', 1),
    ],
)
def test_exit_codes(run: Any, reason: str, code: int) -> None:
    """The case of an error decides."""
    assert code == run("failures.refuse", "--reason", reason)[0]


def test_a_trap_is_a_crash(run: Any) -> None:
    """A trap is an error of one line, with the traceback for --debug."""
    with pytest.raises(WaeError) as caught:
        run("failures.crash", "--message", "on purpose")
    assert "the app crashed" in caught.value.line()
    assert "RuntimeError: on purpose" in caught.value.debug


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["nothing"], "wae: the app has no function nothing. Did you mean values.nothing?"),
        (["values.bytes"], "wae: values.bytes needs --value. See wae call APP values.bytes --help"),
        (["values.bytes", "--value"], "wae: --value needs a value"),
        (
            ["values.bytes", "--value", "?"],
            "wae: --value: expected base64 text. It takes base64 text",
        ),
        (
            ["values.optional", "--colour", "blue"],
            'wae: --colour: "blue" is not one of red, dark-green. It takes red|dark-green',
        ),
        (["values.nothing", "--x", "1"], "wae: values.nothing has no --x. It has no parameters"),
        (
            ["values.optional", "--value", "a", "--value", "b"],
            "wae: --value is given twice",
        ),
        (
            ["values.optional", "--no-value"],
            "wae: --value is not a switch, so there is no --no-value",
        ),
        (
            ["values.many", "--numbers", "[1", "--pairs", "[]"],
            "wae: --numbers: '[1' is no JSON array of whole number (u64). "
            "Write it as JSON, for example in single quotes",
        ),
        (
            ["values.many", "--numbers", "[-1]", "--pairs", "[]"],
            "wae: --numbers[0]: -1 is not between 0 and 18446744073709551615. "
            "It takes JSON array of whole number (u64)",
        ),
        (
            ["values.many", "--numbers", "[1e999]", "--pairs", "[]"],
            "wae: --numbers: 1e999 is too large for a number",
        ),
        (
            ["values.many", "--numbers", "[]", "--pairs", '[["a", -1e400]]'],
            "wae: --pairs: -1e400 is too large for a number",
        ),
        (
            ["values.many", "--numbers", f"[{'9' * 5000}]", "--pairs", "[]"],
            "wae: --numbers: 99999999999999999999… is too large for a number",
        ),
        (
            ["values.many", "--numbers", "[]", "--pairs", '[["a", NaN]]'],
            """wae: --pairs: '[["a", NaN]]' is no JSON array of JSON array. """
            "Write it as JSON, for example in single quotes",
        ),
        (
            ["values.bytes", "--value", "@/no/such/file"],
            "wae: --value: cannot read /no/such/file: No such file or directory. "
            "Write @@/no/such/file for a value that begins with @",
        ),
        (
            ["counters.finish", "--counter", "1"],
            "wae: counters.finish passes a resource, which does not outlive one call. "
            "Use the Python face: wae.load",
        ),
        (
            ["x.y"],
            "wae: the app has no function x.y. It has values.scalars, values.nest, "
            "values.bytes, values.many, values.optional, values.nothing, …",
        ),
    ],
)
def test_wrong_use(run: Any, arguments: list[str], line: str) -> None:
    """Wrong use is one line that names the option; nothing is called, and the exit code is 2."""
    with pytest.raises(WaeError) as caught:
        run(*arguments)
    assert line == caught.value.line()
    assert caught.value.exit_code == 2


def test_help(echo_app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Help lists the functions; that of a function its options, types and their words."""
    call.main([str(echo_app)], debug=False)
    listed = capsys.readouterr().out
    assert "  values.scalars            Every scalar there is." in listed
    call.main([str(echo_app), "values.nest", "--help"], debug=False)
    shown = capsys.readouterr().out
    assert "--value                   JSON {shapes, maybe," in shown
    assert "  x                         whole number (s32)\n" in shown
    assert "                            To the right." in shown
    assert "  failures.sleep            Waits in the host, whoever asks.\n" in listed
    call.main([str(echo_app), "failures.sleep", "--help"], debug=False)
    slow = capsys.readouterr().out
    assert "u32) (required)\n                            how long, such as 1.\n" in slow
