"""Bodies as bytes and streams, through the composed `http`, against a server of large ones.

The fixture `courier` runs the app in `tests/apps/courier`, which is told in JSON what to send.
"""

import hashlib
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.bodies import BodyServer, content
from tests.patience import PATIENCE

from tests.conftest import COMMAND

MIB = 1 << 20
TOKEN = "courier-token-0123456789"
BRIEF = {"connect-timeout": 500, "first-byte-timeout": 500, "between-bytes-timeout": 500}

Courier = Callable[..., Any]


@pytest.fixture
def server() -> Iterator[BodyServer]:
    with BodyServer() as result:
        yield result


@pytest.fixture
def peak(courier_app: Path, server: BodyServer, tmp_path: Path, environ: dict[str, str]) -> Courier:
    """What became of one request, and the largest resident size of the process in MiB."""

    def run(path: str, **more: Any) -> tuple[Any, int]:
        variables = {"BODIES_URL": server.url, "OTHER_URL": server.url, "COURIER_TOKEN": TOKEN}
        options = ["--http", "--dir", f"{tmp_path}:rw", *(f"--env={name}" for name in variables)]
        wish = {"url": f"$BODIES_URL{path}", **more}
        with subprocess.Popen(
            [COMMAND, "run", *options, courier_app],
            env={**environ, **variables},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps(wish))
            process.stdin.close()
            said = process.stdout.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        return json.loads(said), usage.ru_maxrss >> 10

    return run


@pytest.fixture
def courier(peak: Courier) -> Courier:
    """What became of one request."""
    return lambda path, **more: peak(path, **more)[0]


def of_content(size: int) -> str:
    """The digest of what the server gives as `/bytes/SIZE`."""
    digest = hashlib.sha256()
    for piece in content(size):
        digest.update(piece)
    return digest.hexdigest()


def file_of(folder: Path, size: int) -> str:
    with open(folder / "file", "wb") as file:
        file.writelines(content(size))
    return "file"


def sent(outcome: Any) -> tuple[int, str]:
    """What the server received."""
    said = json.loads(outcome["start"])
    return said["size"], said["sha256"]


def test_a_file(courier: Courier, tmp_path: Path) -> None:
    """A file's stream arrives whole; the server learns its length where the caller knows it."""
    name = file_of(tmp_path, 3_000_000)
    for size, told in ((3_000_000, "3000000"), (None, None)):
        outcome = courier("/digest", method="PUT", parts=[{"file": name, "size": size}])
        assert sent(outcome) == (3_000_000, of_content(3_000_000))
        assert json.loads(outcome["start"])["headers"].get("content-length") == told


def test_part_of_a_file(courier: Courier, tmp_path: Path) -> None:
    """Of a longer stream the first bytes are sent."""
    name = file_of(tmp_path, 100_000)
    outcome = courier("/digest", method="PUT", parts=[{"file": name, "size": 70_000}])
    assert sent(outcome) == (70_000, of_content(70_000))


def test_parts(courier: Courier, tmp_path: Path) -> None:
    """Text, bytes and streams follow one another, as a form with a file in it has them."""
    name = file_of(tmp_path, 70_000)
    parts = [{"text": "zażółć"}, {"file": name}, {"hex": "00ff"}, {"answer": "$BODIES_URL/bytes/9"}]
    whole = "zażółć".encode() + b"".join(content(70_000)) + b"\0\xff" + b"".join(content(9))
    expected = (len(whole), hashlib.sha256(whole).hexdigest())
    assert sent(courier("/digest", method="POST", parts=parts)) == expected


def test_bytes(courier: Courier) -> None:
    """Bytes that are no text go there and come back; the credential does not."""
    data = bytes(range(256))
    outcome = courier("/echo", method="POST", bytes=data.hex())
    assert bytes.fromhex(outcome["hex"]) == data + b"Bearer ***"


@pytest.mark.parametrize("size", [128 * MIB])
def test_memory(peak: Courier, tmp_path: Path, size: int) -> None:
    """What is sent, received, or handed from one server to the next takes no memory."""
    name = file_of(tmp_path, size)
    expected = (size, of_content(size))
    _, ordinary = peak("/bytes/1")
    for parts in ([{"file": name, "size": size}], [{"answer": f"$BODIES_URL/bytes/{size}"}]):
        outcome, largest = peak("/digest", method="PUT", parts=parts)
        assert sent(outcome) == expected
        assert largest < ordinary + 16
    outcome, largest = peak(f"/bytes/{size}", into=str(tmp_path / "got"))
    assert (outcome["size"], outcome["sha256"]) == expected
    assert (tmp_path / "got").stat().st_size == size
    assert largest < ordinary + 16


def test_redirects(courier: Courier, server: BodyServer, tmp_path: Path) -> None:
    """A stream is not sent again; a redirect that does not ask for it is followed."""
    parts = [{"file": file_of(tmp_path, 100_000)}]
    used = {"error": "body-used", "value": server.url}
    assert courier("/redirect/307", method="POST", parts=parts) == used
    assert courier("/redirect/308", method="PUT", parts=parts) == used
    outcome = courier("/redirect/303", method="POST", parts=parts)
    assert (json.loads(outcome["start"])["method"], server.seen["/digest"]) == ("GET", 1)


def test_sent_once(courier: Courier, server: BodyServer, tmp_path: Path) -> None:
    """What a PUT streams is not tried again; what it has in memory is."""
    options = {"retry-wait": 1, "retries": 2}
    outcome = courier(
        "/status/503", method="PUT", options=options, parts=[{"file": file_of(tmp_path, 9)}]
    )
    assert (outcome["status"], server.seen["/status/503"]) == (503, 1)
    courier("/status/503", method="PUT", options=options, parts=[{"text": "again"}])
    assert server.seen["/status/503"] == 4


def test_early_answer(courier: Courier, tmp_path: Path) -> None:
    """A server that refuses before it has read all is heard, and not sent the rest."""
    outcome = courier("/refuse", method="PUT", parts=[{"file": file_of(tmp_path, 64 * MIB)}])
    assert (outcome["status"], outcome["start"]) == (413, "too much")


@pytest.mark.parametrize(("path", "phase"), [("/stall", "sending"), ("/late", "first-byte")])
def test_timeouts(
    courier: Courier, server: BodyServer, tmp_path: Path, path: str, phase: str
) -> None:
    """A server that takes no more, or does not answer what it took, is given up."""
    parts = [{"file": file_of(tmp_path, 32 * MIB)}]
    options = {"first-byte-timeout": 500} if phase == "first-byte" else BRIEF
    outcome = courier(path, method="PUT", options=options, parts=parts)
    assert outcome == {"error": "timed-out", "value": [server.url, phase]}


def test_a_long_upload(courier: Courier, tmp_path: Path) -> None:
    """The wait for the first byte begins when all is sent."""
    parts = [{"file": file_of(tmp_path, 64 * MIB)}]
    options = {"first-byte-timeout": 4000}
    outcome = courier("/slowly/100", method="PUT", options=options, parts=parts)
    assert sent(outcome) == (64 * MIB, of_content(64 * MIB))


def test_a_file_that_ends_early(courier: Courier, server: BodyServer, tmp_path: Path) -> None:
    """What was announced and is not there is an error, and the server gets no whole request."""
    parts = [{"file": file_of(tmp_path, MIB), "size": MIB + 1}]
    problem = f"a stream ended after {MIB} bytes, not {MIB + 1}"
    outcome = courier("/digest", method="PUT", parts=parts)
    assert outcome == {"error": "unusable-body", "value": problem}
    assert server.broken.wait(PATIENCE)


def test_policy(courier: Courier, server: BodyServer, tmp_path: Path) -> None:
    """A stream goes only where the policy lets it, with the credential."""
    parts = [{"file": file_of(tmp_path, 5)}]
    outcome = courier("/digest", method="PUT", parts=parts)
    assert json.loads(outcome["start"])["headers"]["authorization"] == f"Bearer {TOKEN}"
    url = server.url.replace("127.0.0.1", "localhost")
    refusal = {"origin": url, "redirected-from": None}
    outcome = courier("", url=f"{url}/digest", method="PUT", parts=parts)
    assert outcome == {"error": "forbidden", "value": refusal}
