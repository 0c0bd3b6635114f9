"""Secrets go to the right server, encrypted, or nowhere."""

import asyncio
import json
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.deploy import certificates

from wae.deploy.bus import DEFAULT, Address, check_address, connected
from wae.errors import UsageError, WaeError

INFO = {"server_id": "x", "version": "2.10.0", "max_payload": 1 << 20, "headers": True}


@pytest.mark.parametrize(
    "address",
    [
        Address(DEFAULT),
        Address("nats://localhost"),
        Address("nats://[::1]:4222/"),
        Address("tls://nats.example:4222", "", "cert.pem", "key.pem"),
        Address("nats://nats.example", "ca.pem", "cert.pem", "key.pem"),
    ],
)
def test_addresses(address: Address) -> None:
    """This machine by whatever name, and others with mTLS."""
    check_address(address)


_IN_CLEAR = (
    "wae: settings would be sent in plain text to {}: beyond this machine use mTLS. "
    "Give --tls-cert and --tls-key, and --tls-ca for a private authority"
)
_PAIR = "wae: a certificate and its key go together: --tls-cert and --tls-key"
_NO_URL = "wae: {} is not the URL of a NATS server. Write nats://HOST[:PORT]"


@pytest.mark.parametrize(
    ("address", "line"),
    [
        (Address("nats://nats.example"), _IN_CLEAR.format("nats://nats.example")),
        (Address("tls://nats.example"), _IN_CLEAR.format("tls://nats.example")),
        (Address("nats://10.0.0.1", "ca.pem"), _IN_CLEAR.format("nats://10.0.0.1")),
        (
            Address("nats://localhost.evil.example"),
            _IN_CLEAR.format("nats://localhost.evil.example"),
        ),
        (Address(DEFAULT, "", "cert.pem"), _PAIR),
        (Address(DEFAULT, "", "", "key.pem"), _PAIR),
        (Address("nats.example"), _NO_URL.format("nats.example")),
        (Address("http://localhost"), _NO_URL.format("http://localhost")),
        (Address("nats://"), _NO_URL.format("nats://")),
        (Address("nats://localhost:x"), _NO_URL.format("nats://localhost:x")),
        (Address("nats://localhost/x"), _NO_URL.format("nats://localhost/x")),
        (Address("nats://[::1"), _NO_URL.format("nats://[::1")),
        (
            Address("nats://me:s3cret@localhost"),
            "wae: the URL of NATS has a user or a password, and wasmCloud hosts connect with "
            "neither. Use certificates: --tls-cert and --tls-key",
        ),
    ],
)
def test_addresses_that_are_refused(address: Address, line: str) -> None:
    """What is wrong, and what to do; a password in a URL is not shown."""
    with pytest.raises(UsageError) as caught:
        check_address(address)
    assert line == caught.value.line()


def test_without_nats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nats-py is missing, the error says how to get it."""

    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("wae.deploy.bus.import_module", missing)
    assert (
        "wae: `wae deploy` needs nats-py, which is not installed. Install the NATS client: "
        "pip install 'wae-toolbox[deploy]'"
    ) == _failing(Address(DEFAULT))


def test_nobody_there() -> None:
    """A port where nobody listens."""
    pytest.importorskip("nats")
    assert (
        "wae: cannot reach NATS at nats://127.0.0.1:1: Connection refused. Name the server of the "
        "hosts' --scheduler-nats-url with --nats"
    ) == _failing(Address("nats://127.0.0.1:1"))


class _Plain(socketserver.StreamRequestHandler):
    """As much of a NATS server as it takes to look like one; it speaks no TLS."""

    def handle(self) -> None:
        self.wfile.write(b"INFO " + json.dumps(INFO).encode() + b"\r\n")
        for line in self.rfile:
            self.server.heard.append(line)  # type: ignore[attr-defined]
            if line.startswith(b"PING"):
                self.wfile.write(b"PONG\r\n")


@pytest.fixture
def plain() -> Iterator[socketserver.ThreadingTCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Plain) as server:
        server.daemon_threads = True
        server.heard = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_server_without_tls(plain: socketserver.ThreadingTCPServer, tmp_path: Path) -> None:
    """Whoever asked for mTLS does not get on without, though the server says that is fine."""
    pytest.importorskip("nats")
    files = certificates.write(tmp_path)
    url = f"nats://127.0.0.1:{plain.server_address[1]}"
    address = Address(url, files["ca"], files["client"], files["client-key"])
    assert f"wae: NATS at {url} does not speak TLS, so nothing was sent to it" == _failing(address)
    words = {line.split(b" ")[0].strip() for line in plain.heard}  # type: ignore[attr-defined]
    assert {b"CONNECT", b"PING"} >= words


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ("ca", "wae: cannot use {ca}: No such file or directory"),
        ("client", "wae: cannot use {client} with {client-key}: No such file or directory"),
    ],
)
def test_files_that_are_none(tmp_path: Path, broken: str, line: str) -> None:
    """A certificate that is not there."""
    pytest.importorskip("nats")
    files = certificates.write(tmp_path)
    Path(files[broken]).unlink()
    address = Address(DEFAULT, files["ca"], files["client"], files["client-key"])
    assert line.format(**files) == _failing(address)


def _failing(address: Address) -> str:
    async def run() -> None:
        async with connected(address):
            """Nothing is asked."""

    with pytest.raises(WaeError) as caught:
        asyncio.run(run())
    return caught.value.line()
