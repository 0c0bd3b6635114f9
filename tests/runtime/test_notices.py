"""The stream that tells notices from noise."""

import time

from hypothesis import given
from hypothesis import strategies as st

from wae.runtime.notices import TAIL, Notices, Tail

TOKEN = b"c0ffee"


def frame(payload: bytes, token: bytes = TOKEN) -> bytes:
    return b"\x1e%b:%d:%b" % (token, len(payload), payload)


def parse(pieces: list[bytes]) -> tuple[bytes, bytes]:
    notices, others = Tail(), Tail()
    parser = Notices(TOKEN, notices.add, others.add)
    for piece in pieces:
        parser.feed(piece)
    parser.finish()
    return notices.content, others.content


@given(st.lists(st.tuples(st.booleans(), st.binary(max_size=30))), st.integers(1, 9))
def test_any_split(parts: list[tuple[bool, bytes]], size: int) -> None:
    """Frames and noise are told apart wherever the stream is cut, and keep their order."""
    noise = [text.replace(b"\x1e", b"") for framed, text in parts if not framed]
    stream = b"".join(
        frame(text) if framed else text.replace(b"\x1e", b"") for framed, text in parts
    )
    pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
    assert (b"".join(text for framed, text in parts if framed), b"".join(noise)) == parse(pieces)


@given(st.lists(st.binary(max_size=20)))
def test_nothing_is_lost(pieces: list[bytes]) -> None:
    """Whatever is no notice comes out as it went in, however malformed."""
    assert (b"", b"".join(pieces)) == parse(pieces)


def test_malformed_frames_are_noise() -> None:
    """A wrong token, a count that is no number, or an endless one is not a notice."""
    bad = [
        frame(b"a", b"decade"),
        b"\x1e" + TOKEN + b":x:a",
        b"\x1e" + TOKEN + b"::a",
        b"\x1e" + TOKEN + b":-1:a",
        b"\x1e" + TOKEN + b":1234567890:a",
        "\x1e" + TOKEN.decode() + ":\u0661:a",
    ]
    stream = b"".join(item.encode() if isinstance(item, str) else item for item in bad)
    assert (b"", stream) == parse([stream])
    assert (b"ok", stream) == parse([stream + frame(b"ok")])


def test_frame_inside_noise() -> None:
    """A mark in the noise does not hide the notice right after it."""
    assert parse([b"\x1e\x1ec0" + frame(b"ok")]) == (b"ok", b"\x1e\x1ec0")


def test_payload_is_passed_on_as_it_comes() -> None:
    """A prompt shows up although the rest of its frame is still to come."""
    notices = Tail()
    parser = Notices(TOKEN, notices.add, Tail().add)
    parser.feed(frame(b"Name? ")[:-2])
    assert notices.content == b"Name"


def test_tail_is_bounded() -> None:
    """Only the end of a long stream is kept."""
    tail = Tail()
    for _ in range(3):
        tail.add(b"a" * TAIL)
    tail.add(b"end")
    assert len(tail.content) == TAIL
    assert tail.content.endswith(b"aend")


def test_marks_cost_no_more_than_other_noise() -> None:
    """A component cannot keep the host busy with beginnings of frames."""
    noise = Tail()
    parser = Notices(TOKEN, Tail().add, noise.add)
    started = time.monotonic()
    for _ in range(256):
        parser.feed(b"\x1e" * 4096)
    assert time.monotonic() - started < 2
    assert noise.content == b"\x1e" * TAIL
