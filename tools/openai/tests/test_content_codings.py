"""Answers that are compressed, though that was not asked for, and unknown codings."""

import gzip
import json
import zlib

import pytest
from wit_world.exports import chat as contract

from app import Chat
from fake_service import DONE, STOP, Answer, Service, delta, refusal, request


def texts(stream: contract.ReplyStream) -> list[str]:
    """All texts of a stream."""
    actual = []
    while not isinstance(event := stream.next(), contract.Event_Finished):
        actual.append(event.value)
    return actual


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "identity, x-gzip", "deflate", "deflate,"])
def test_a_compressed_stream(service: Service, chat: Chat, encoding: str) -> None:
    """A stream that is compressed, though that was not asked for, is read all the same."""
    packer = zlib.compressobj(wbits=15 if "deflate" in encoding else 31)
    pieces = [
        packer.compress(event.encode()) + packer.flush(zlib.Z_SYNC_FLUSH)
        for event in (delta(content="a"), delta(content="b"), STOP, DONE)
    ]
    service.stream(*pieces, packer.flush(), b"\0\0", content_encoding=encoding)
    assert ["a", "b"] == texts(chat.open(request()))


@pytest.mark.parametrize("encoding", ["", "Identity", "IDENTITY", "utf-8", "none", "identity, "])
def test_a_stream_with_a_coding_that_is_none(service: Service, chat: Chat, encoding: str) -> None:
    """What names no coding changes nothing."""
    service.stream(delta(content="a"), STOP, DONE, content_encoding=encoding)
    assert ["a"] == texts(chat.open(request()))


@pytest.mark.parametrize(
    ("encoding", "data", "problem"),
    [
        ("br", b"?", "it was not asked for"),
        ("gzip", b"data: {}", "it is damaged"),
        ("gzip", gzip.compress(STOP.encode())[:9], "it ends early"),
    ],
)
def test_a_stream_that_cannot_be_read(
    service: Service, chat: Chat, encoding: str, data: bytes, problem: str
) -> None:
    """What nobody here can undo is `unexpected`, and says what it is."""
    service.stream(data, content_encoding=encoding)
    message = f"the answer's Content-Encoding is {encoding}: {problem}"
    expected = contract.Error_Unexpected(contract.Answer(200, message, None))
    assert expected == refusal(chat.open(request()).next)


def test_a_refusal_that_is_compressed(service: Service, chat: Chat) -> None:
    """The words of an error are read like those of a reply."""
    body = gzip.compress(json.dumps({"error": {"message": "No"}}).encode())
    service.answers.append(Answer(400, [body], {"content-encoding": "gzip"}))
    assert contract.Error_Invalid(contract.Invalid("No", None)) == refusal(chat.open, request())
