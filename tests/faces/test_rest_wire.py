"""Messages between the server and its workers."""

import socket
import threading

from hypothesis import given
from hypothesis import strategies as st

from wae.faces.serving.workers import wire
from wae.faces.serving.workers.wire import Question, Reply

KINDS = st.sampled_from([wire.CALL, wire.NEXT, wire.CLOSE])
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=100)
QUESTIONS = st.builds(Question, KINDS, NAMES, NAMES, st.binary())
HEADERS = st.lists(
    st.tuples(
        st.sampled_from(["retry-after", "www-authenticate"]),
        st.from_regex("[ -~]*", fullmatch=True),
    )
)
REPLIES = st.builds(Reply, st.integers(100, 599), st.binary(), HEADERS.map(tuple))


@given(QUESTIONS, REPLIES)
def test_what_is_said_is_heard(question: Question, reply: Reply) -> None:
    """Every question and every reply comes out as it went in."""
    asked = wire.take_content(bytearray(wire.pack_question(question)))
    told = wire.take_content(bytearray(wire.pack_reply(reply)))
    assert asked is not None
    assert told is not None
    assert (question, reply) == (wire.unpack_question(asked), wire.unpack_reply(told))


@given(st.lists(REPLIES, max_size=5), st.integers(1, 50))
def test_messages_come_in_pieces(replies: list[Reply], size: int) -> None:
    """However the bytes are cut, each message is found when it is whole, and not before."""
    sent = b"".join(map(wire.pack_reply, replies))
    buffer, actual = bytearray(), []
    for start in range(0, len(sent), size):
        buffer += sent[start : start + size]
        while (content := wire.take_content(buffer)) is not None:
            actual.append(wire.unpack_reply(content))
    assert (replies, b"") == (actual, bytes(buffer))


def test_large_messages() -> None:
    """A message larger than any buffer arrives whole; the end of a connection is None."""
    ours, theirs = socket.socketpair()
    question = Question(wire.CALL, "/path", "text/plain; x=" + "y" * 5000, bytes(5 << 20))

    def send() -> None:
        with ours:
            ours.sendall(wire.pack_question(question))

    thread = threading.Thread(target=send)
    thread.start()
    content = wire.receive(theirs)
    assert content is not None
    actual = wire.unpack_question(content)
    assert (question.path, question.body) == (actual.path, actual.body)
    assert question.media_type.startswith(actual.media_type)
    assert wire.receive(theirs) is None
    thread.join()
    theirs.close()
