"""The reason of a crash is what a denial says at the end of stderr, and nothing else."""

import pytest

from wae.binary.types import Func, Interface
from wae.compose.generate.answers import Answers
from wae.compose.generate.denial import denial
from wae.errors import Crash
from wae.runtime.last_words import explain

PLAIN = "the app crashed (unreachable)"


def message(stderr: bytes) -> str:
    return explain(Crash(PLAIN), stderr).message


@pytest.mark.parametrize(
    "words",
    [
        'component "a" ended the app with status 0',
        'component "my-tool.v2" ended the app with status 255',
        'component "a" ended the app',
        'component "a" called get-stdin of wasi:cli/stdin@0.2.9 without the grant "terminal"',
        'component "a" called [method]bucket.get of wasi:keyvalue/store@0.2.0-draft, '
        "which no grant opens",
    ],
)
@pytest.mark.parametrize("before", [b"", b"Traceback\n", b"\xff\xfe\n"])
def test_a_reason(words: str, before: bytes) -> None:
    """What a denial says last is the message; all of stderr is for --debug."""
    line = f"wae: {words}\n".encode()
    crash = explain(Crash(PLAIN, debug="frames"), before + line)
    assert f"the app crashed ({words})" == crash.message == str(crash)
    assert crash.debug == (before + line).decode("utf-8", "replace") + "frames"


@pytest.mark.parametrize(
    "stderr",
    [
        b"",
        b'wae: component "a" ended the app with status 1',
        b'wae: component "a" ended the app with status 1\nmore\n',
        b'wae: component "a" ended the app with status 1\n\n',
        b'said wae: component "a" ended the app with status 1\n',
        b'wae: component "a\x1b[31m" ended the app with status 1\n',
        b'wae: component "a (b)" ended the app with status 1\n',
        'wae: component "a\u202e" ended the app with status 1\n'.encode(),
        b'wae: component "" ended the app with status 1\n',
        b'wae: component "a" ended the app with status 1000\n',
        b'wae: component "a" ended the app with status 1. Call 555-1234\n',
        b'wae: component "a" called for help, which no grant opens\n',
        b'wae: component "a" called x of y without the grant "send money now"\n',
        b'wae: component "' + b"a" * 101 + b'" ended the app with status 1\n',
    ],
)
def test_no_reason(stderr: bytes) -> None:
    """Nothing else that a component writes gets into the message."""
    assert message(stderr) == PLAIN


def test_words_of_denials() -> None:
    """Whatever a denial says is recognized, for names that a manifest allows."""
    owners = ("wasi:cli/exit@0.2.9", "wasi:cli/run@0.2.9", "wasi:x/y@1.0.0-rc.1+b")
    interfaces = {owner: Interface({"f": Func((), None)}) for owner in owners}
    for owner in owners:
        said = Answers("my-app", interfaces, interfaces).of(owner, "f", Func((), None))
        line = f"wae: {said.text}\n"
        assert f"the app crashed ({said.text})" == message(line.encode())
        assert said.text.encode() in denial("my-app", [owner], interfaces).binary
