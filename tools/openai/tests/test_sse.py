"""Server-sent events (WHATWG HTML, 9.2)."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sse

LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])
TEXT = st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])
LINES = st.one_of(
    st.builds("data:{}".format, st.text(TEXT)),
    st.builds("data: {}".format, st.text("aé🦜: ")),
    st.sampled_from(["", "", ":", ": comment", "data", "id: 1", "event: x", "retry:", "dat: a"]),
)
STREAMS = st.builds(
    lambda lines: "".join(line + end for line, end in lines),
    st.lists(st.tuples(LINES, LINE_ENDS)),
)


def read(*pieces: bytes) -> list[str]:
    """All events of a stream that comes in these pieces."""
    parser = sse.Parser()
    return [data for piece in pieces for data in parser.feed(piece)] + parser.finish()


def reference(text: str) -> list[str]:
    """The standard's own words, line by line, on a whole stream (and its end an empty line)."""
    events, data = [], []
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for line in [*lines, ""]:
        name, _, value = line.partition(":")
        if line == "" and data:
            events.append("\n".join(data))
            data = []
        elif name == "data":
            data.append(value.removeprefix(" "))
    return events


@given(STREAMS, st.data())
def test_cuts_make_no_difference(text: str, draw: st.DataObject) -> None:
    """However a stream is cut into pieces, even inside a character, the events are the same."""
    data = text.encode()
    cuts = sorted(draw.draw(st.lists(st.integers(0, len(data)))))
    pieces = [data[start:end] for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True)]
    assert reference(text) == read(data) == read(*pieces)
    assert reference(text) == read(*(data[at : at + 1] for at in range(len(data))))


@given(st.lists(st.binary()))
def test_any_bytes(pieces: list[bytes]) -> None:
    """Any bytes are a stream, and cuts in them make no difference."""
    assert read(b"".join(pieces)) == read(*pieces)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_event_is_there_with_its_empty_line(end: str) -> None:
    """Nothing more has to arrive before an event is handed on, not even after a return."""
    parser = sse.Parser()
    assert [] == parser.feed(f"data: a{end}".encode())
    assert ["a"] == parser.feed(end.encode())


@pytest.mark.parametrize(
    ("stream", "events"),
    [
        (b"data: YHOO\ndata: +2\ndata: 10\n\n", ["YHOO\n+2\n10"]),
        (b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\n",
         ["first event", "second event"]),
        (b"data\n\ndata\ndata\n\n", ["", "\n"]),
        (b"data:test\n\ndata: test\n\n", ["test", "test"]),
        (b"data:  two spaces\n\n", [" two spaces"]),
        (b"\xef\xbb\xbfdata: mark\n\n", ["mark"]),
        (b"data: a\n\n\xef\xbb\xbfdata: b\n\n", ["a"]),
        (b"data: no empty line\n", ["no empty line"]),
        (b"data: no end", ["no end"]),
        (b"Data: other case\n\n", []),
        (b" data: space\n\n", []),
        (b"data: \xff\xc3\n\n", ["\ufffd\ufffd"]),
        (b"", []),
    ],
)  # fmt: skip
def test_examples(stream: bytes, events: list[str]) -> None:
    """The standard's examples and its corners."""
    assert events == read(stream)


ENDLESS = [b"x" * 65536, b"data: " + b"x" * 65000 + b"\n", b"data:\n" * 9999]


@pytest.mark.parametrize("piece", ENDLESS)
def test_an_endless_event_ends(piece: bytes) -> None:
    """A line, or an event of any number of lines, that does not end is given up, in time."""
    pieces = [piece] * (sse.MOST // 6000)
    start = time.process_time()
    with pytest.raises(sse.TooLong):
        read(*pieces)
    assert time.process_time() - start < 10


def test_comments_do_not_add_up() -> None:
    """What keeps a connection alive is not a part of the next event."""
    parser = sse.Parser()
    for _ in range(3 * sse.MOST // 65536):
        assert [] == parser.feed(b":" + b"x" * 65534 + b"\n")
    assert ["a"] == parser.feed(b"data: a\n\n")
