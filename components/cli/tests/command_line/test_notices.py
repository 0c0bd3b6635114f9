"""Notices: framed for a host that asks for it, plain otherwise."""

import sys

import click
import pytest
from wit_world.imports import generator

import notice
from command_line import notices, process


def unframed(data: bytes, token: bytes) -> bytes:
    """The payloads of a stream of frames, decoded by the rule of the host."""
    payloads = b""
    while data:
        start, length, rest = data.split(b":", 2)
        assert start == b"\x1e" + token
        payloads += rest[: int(length)]
        data = rest[int(length) :]
    return payloads


def test_frame_counts_bytes():
    """The length is that of the UTF-8 bytes."""
    assert notice.frame("t0k", notice.NOTICE, "é:\n".encode()) == b"\x1et0k:4:\xc3\xa9:\n"


def test_everything_for_people_is_framed(wae):
    """With a token all of stderr is frames, prompts and errors alike; the payload is unchanged."""
    plain = wae("frobnicate")
    framed = wae("frobnicate", variables={"WAE_NOTICES": "t0k"})
    assert plain.err.encode() == unframed(framed.err.encode(), b"t0k")
    asked = wae("github", "repo", terminal=True, typed="o/r\n", variables={"WAE_NOTICES": "a"})
    assert "Asking GitHub…".encode() in unframed(asked.err.encode(), b"a")


def test_a_long_notice_is_whole(wae):
    """Nothing of a long notice is lost."""
    word = "x" * 100_000
    framed = wae(word, variables={"WAE_NOTICES": "t0k"}).err.encode()
    assert word.encode() in unframed(framed, b"t0k")


def test_click_echo_is_framed(capfdbinary):
    """`click.echo(err=True)` is a frame while the notices are entered, and none afterwards."""
    with notices.Notices("t"):
        click.echo("héllo", err=True)
    click.echo("plain", err=True)
    assert capfdbinary.readouterr().err == b"\x1et:7:h\xc3\xa9llo\nplain\n"


def test_a_bug_is_not_framed(wae, fake):
    """After an uncaught exception stderr is the plain one again, for the traceback."""
    fake(generator, "generate", lambda _: 1 / 0)
    before = sys.stderr
    with pytest.raises(ZeroDivisionError):
        wae("password", variables={"WAE_NOTICES": "t"})
    assert sys.stderr is before
    assert process.sys.stderr is before


def test_the_host_says_that_notices_reach_a_terminal(wae):
    """A host that reads the notices sets WAE_NOTICES_TERMINAL; then people are told more."""
    told = wae("password", variables={"WAE_NOTICES_TERMINAL": "1"})
    assert "bits of entropy" in told.err
