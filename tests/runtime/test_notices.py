"""The stream that tells notices from noise."""

import time

from hypothesis import given
from hypothesis import strategies as st

from wae.runtime.notices import TAIL, Notices, Tail

TOKEN = b"c0ffee"


def frame(payload: bytes, token: bytes = TOKEN, kind: bytes = b":") -> bytes:
    return b"\x1e%b%b%d:%b" % (token, kind, len(payload), payload)


def parse(pieces: list[bytes]) -> tuple[bytes, bytes]:
    notices, requests, others = heard(pieces)
    assert [] == requests
    return notices, others


def heard(pieces: list[bytes]) -> tuple[bytes, list[bytes], bytes]:
    notices, requests, others = Tail(), list[bytes](), Tail()
    parser = Notices(TOKEN, notices.add, requests.append, others.add)
    for piece in pieces:
        parser.feed(piece)
    parser.finish()
    return notices.content, requests, others.content


@given(
    st.lists(st.tuples(st.sampled_from([b":", b"?", b""]), st.binary(max_size=30))),
    st.integers(1, 9),
)
def test_any_split(parts: list[tuple[bytes, bytes]], size: int) -> None:
    """Notices, requests and noise are told apart wherever the stream is cut, and keep their order.

    A request comes whole.
    """
    parts = [(kind, text if kind else text.replace(b"\x1e", b"")) for kind, text in parts]
    stream = b"".join(frame(text, kind=kind) if kind else text for kind, text in parts)
    pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
    texts = {kind: [text for one, text in parts if one == kind] for kind in (b":", b"?", b"")}
    assert heard(pieces) == (b"".join(texts[b":"]), texts[b"?"], b"".join(texts[b""]))


def test_order_of_requests() -> None:
    """What was told before a request is shown before it is served, what comes after it, after."""
    order: list[object] = []
    parser = Notices(TOKEN, order.append, lambda request: order.append([request]), order.append)
    parser.feed(b"a" + frame(b"b") + frame(b"c", kind=b"?") + frame(b"d") + frame(b"", kind=b"?"))
    assert [b"a", b"b", [b"c"], b"d", [b""]] == order


@given(st.lists(st.binary(max_size=20)))
def test_nothing_is_lost(pieces: list[bytes]) -> None:
    """Whatever is no notice comes out as it went in, however malformed."""
    assert (b"", b"".join(pieces)) == parse(pieces)


def test_malformed_frames_are_noise() -> None:
    """A wrong token, a count that is no number, or an endless one is not a notice."""
    bad = [
        frame(b"a", b"decade"),
        frame(b"a", b"decade", b"?"),
        frame(b"a", kind=b"="),
        b"\x1e" + TOKEN + b":x:a",
        b"\x1e" + TOKEN + b"?x:a",
        b"\x1e" + TOKEN + b"?1234567890:a",
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
    parser = Notices(TOKEN, notices.add, Tail().add, Tail().add)
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
    parser = Notices(TOKEN, Tail().add, Tail().add, noise.add)
    started = time.process_time()
    for _ in range(256):
        parser.feed(b"\x1e" * 4096)
    assert time.process_time() - started < 60  # it takes a fraction of one
    assert noise.content == b"\x1e" * TAIL
