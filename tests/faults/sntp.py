"""A time server on 127.0.0.1 that answers as it is told, rightly or wrongly.

It is written from RFC 4330 and shares no code with the component that asks it.
"""

import socket
import struct
import threading
import time
from collections.abc import Callable
from types import TracebackType

# Seconds from 1900 to 1970, and how many there are in an era.
_TO_1970 = 2_208_988_800
_ERA = 1 << 32

Answer = Callable[["TimeServer", bytes], list[bytes]]


class TimeServer:
    """Answers while used as a context manager; `port` is its port.

    `ahead` is how many seconds its clock is ahead of this machine's; `answer` makes the packets
    for a question. `questions` are those that came.
    """

    def __init__(self, answer: Answer | None = None, ahead: float = 0.0) -> None:
        self._answer = answer or good
        self._ahead = ahead
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.port: int = self._socket.getsockname()[1]
        self.questions: list[bytes] = []

    def now(self) -> int:
        """The 64 bits for the time of its clock."""
        seconds = time.time() + self._ahead + _TO_1970
        return int(seconds % _ERA * (1 << 32))

    def from_elsewhere(self, packet: bytes) -> None:
        """Sends a packet to who asked last, but from another port than the one asked."""
        self._other.sendto(packet, self._last)

    def _serve(self) -> None:
        while True:
            try:
                question, self._last = self._socket.recvfrom(1024)
            except OSError:
                return
            if not question:
                return
            self.questions.append(question)
            for packet in self._answer(self, question):
                self._socket.sendto(packet, self._last)

    def __enter__(self) -> "TimeServer":
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._other.sendto(b"", ("127.0.0.1", self.port))
        self._thread.join()
        self._socket.close()
        self._other.close()


def packet(
    server: TimeServer,
    question: bytes,
    *,
    leap: int = 0,
    mode: int = 4,
    stratum: int = 1,
    reference: bytes = b"GPS\0",
    origin: bytes | None = None,
) -> bytes:
    """An answer to the question, at once."""
    now = server.now()
    head = struct.pack(
        "!BBbbiI4sQ", leap << 6 | 4 << 3 | mode, stratum, 6, -20, 0, 66, reference, now
    )
    return head + (question[40:48] if origin is None else origin) + struct.pack("!QQ", now, now)


def good(server: TimeServer, question: bytes) -> list[bytes]:
    """The time."""
    return [packet(server, question)]


def silent(server: TimeServer, question: bytes) -> list[bytes]:
    """Nothing."""
    return []


def short(server: TimeServer, question: bytes) -> list[bytes]:
    """A packet that is cut off."""
    return [packet(server, question)[:47]]


def flood(server: TimeServer, question: bytes) -> list[bytes]:
    """Thousands of packets that are no answer."""
    return [b"\0"] * 5000


def echo(server: TimeServer, question: bytes) -> list[bytes]:
    """The question itself."""
    return [question]


def guessed(server: TimeServer, question: bytes) -> list[bytes]:
    """An answer to another question."""
    return [packet(server, question, origin=b"guessed!")]


def unsynchronized(server: TimeServer, question: bytes) -> list[bytes]:
    """The answer of a server whose own clock is not set."""
    return [packet(server, question, leap=3, stratum=16)]


def kiss(server: TimeServer, question: bytes) -> list[bytes]:
    """A kiss of death: too many questions."""
    return [packet(server, question, stratum=0, reference=b"RATE")]


def rubbish_first(server: TimeServer, question: bytes) -> list[bytes]:
    """Packets that are no answer, and then the answer."""
    return [b"", b"\xff" * 100, *guessed(server, question), *good(server, question)]


def wrong_from_elsewhere(server: TimeServer, question: bytes) -> list[bytes]:
    """A false time from another port, which knows the question, and then the right time."""
    false = packet(server, question)
    server.from_elsewhere(false[:40] + struct.pack("!Q", 1 << 63))
    time.sleep(0.1)
    return good(server, question)
