"""The message bus between operators and hosts: what of it is needed here, and NATS as one.

nats-py comes with an extra, and is imported where a connection is made.
"""

from __future__ import annotations

import asyncio
import json
import os
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol
from urllib.parse import urlsplit

from wae.deploy.errors import DeployError, Unreachable
from wae.distribution import install
from wae.errors import UsageError
from wae.registry.reference import is_loopback

DEFAULT = "nats://127.0.0.1:4222"
_SCHEMES = ("nats", "tls")
_CONNECT_SECONDS = 5
_EXAMPLE = "Write nats://HOST[:PORT]"


class NoHost(Exception):
    """Nobody listens to a subject, or nobody answers in time."""


class Subscription(Protocol):
    async def next(self, seconds: float) -> tuple[str, Any] | None:
        """The next message's subject and JSON; None if there is none in time."""


class Bus(Protocol):
    async def ask(self, subject: str, document: object, seconds: float) -> Any:
        """The JSON that answers a request. Raises :class:`NoHost`, :class:`DeployError`."""

    async def listen(self, subject: str) -> Subscription:
        """Messages from now on; the subject may have wildcards."""


@dataclass(frozen=True)
class Address:
    """``certificate`` and ``key`` are files: with them both sides show who they are (mTLS)."""

    url: str
    authority: str = ""
    certificate: str = ""
    key: str = ""

    @property
    def is_mutual(self) -> bool:
        return bool(self.certificate)

    @property
    def is_local(self) -> bool:
        return is_loopback(urlsplit(self.url).netloc)


def check_address(address: Address) -> None:
    """Raises UsageError for what is no address, or one to which secrets must not go."""
    try:
        parts = urlsplit(address.url)
        is_url = parts.scheme in _SCHEMES and parts.hostname and (parts.port or 1)
    except ValueError:
        parts, is_url = urlsplit(""), None
    if "@" in parts.netloc:  # and the URL itself is not to be shown
        raise UsageError(
            "the URL of NATS has a user or a password, and wasmCloud hosts connect with neither",
            hint="Use certificates: --tls-cert and --tls-key",
        )
    if not is_url or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise UsageError(f"{address.url} is not the URL of a NATS server", hint=_EXAMPLE)
    if bool(address.certificate) != bool(address.key):
        raise UsageError("a certificate and its key go together: --tls-cert and --tls-key")
    if not address.is_local and not address.is_mutual:
        raise UsageError(
            f"settings would be sent in plain text to {address.url}: beyond this machine use mTLS",
            hint="Give --tls-cert and --tls-key, and --tls-ca for a private authority",
        )


@asynccontextmanager
async def connected(address: Address) -> AsyncIterator[Bus]:
    """A connection to a NATS server. Raises :class:`Unreachable`, :class:`DeployError`.

    It is made once: to connect again is to check again that it is the right server.
    """
    check_address(address)
    try:
        nats = import_module("nats.aio.client")
    except ImportError:
        raise DeployError(
            "`wae deploy` needs nats-py, which is not installed", hint=install("deploy")
        ) from None
    client = nats.Client()
    problems: list[Exception] = []

    async def noted(error: Exception) -> None:
        problems.append(error)

    try:
        async with asyncio.timeout(_CONNECT_SECONDS):
            await client.connect(
                address.url,
                allow_reconnect=False,
                max_reconnect_attempts=1,
                reconnect_time_wait=0,
                error_cb=noted,
                **({"tls": _context(address)} if address.is_mutual else {}),
            )
    except (OSError, nats.errors.Error) as error:
        raise Unreachable(
            f"cannot reach NATS at {address.url}: {_reason(problems[0] if problems else error)}",
            hint="Name the server of the hosts' --scheduler-nats-url with --nats",
        ) from None
    try:
        if address.is_mutual and not _is_encrypted(client):
            raise DeployError(
                f"NATS at {address.url} does not speak TLS, so nothing was sent to it"
            )
        yield _Nats(client, nats.errors, address)
    finally:
        await client.close()


class _Nats:
    def __init__(self, client: Any, errors: Any, address: Address) -> None:
        self._client, self._errors, self._address = client, errors, address

    async def ask(self, subject: str, document: object, seconds: float) -> Any:
        content = json.dumps(document).encode()
        try:
            answer = await self._client.request(subject, content, timeout=seconds)
            return json.loads(answer.data)
        except (self._errors.NoRespondersError, self._errors.TimeoutError):
            raise NoHost(subject) from None
        except ValueError:
            raise DeployError(f"what answers {subject} is not a wasmCloud host") from None
        except self._errors.Error as error:
            raise self._lost(error) from None

    async def listen(self, subject: str) -> Subscription:
        try:
            subscription = await self._client.subscribe(subject)
            await self._client.flush()
        except self._errors.Error as error:
            raise self._lost(error) from None
        return _NatsSubscription(subscription, self)

    def lost(self) -> None:
        """Raises :class:`DeployError` if the connection is not there any more."""
        if self._client.is_closed:
            raise self._lost(ConnectionError("the connection broke"))

    def _lost(self, error: Exception) -> Unreachable:
        return Unreachable(f"NATS at {self._address.url} is lost: {_reason(error)}")


class _NatsSubscription:
    def __init__(self, subscription: Any, bus: _Nats) -> None:
        self._subscription, self._bus = subscription, bus

    async def next(self, seconds: float) -> tuple[str, Any] | None:
        try:
            async with asyncio.timeout(seconds):
                message = await self._subscription.next_msg(timeout=None)
        except TimeoutError:
            self._bus.lost()
            return None
        except Exception as error:  # nats-py raises several, all of them for a closed connection
            raise self._bus._lost(error) from None
        try:
            return message.subject, json.loads(message.data)
        except ValueError:
            return message.subject, None


def _context(address: Address) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=address.authority or None)
    except (OSError, ssl.SSLError) as error:
        raise DeployError(f"cannot use {address.authority}: {_reason(error)}") from None
    try:
        context.load_cert_chain(address.certificate, address.key)
    except (OSError, ssl.SSLError) as error:
        raise DeployError(
            f"cannot use {address.certificate} with {address.key}: {_reason(error)}"
        ) from None
    return context


def _is_encrypted(client: Any) -> bool:
    """Whether the connection is TLS, whatever the server said of itself."""
    writer = client._transport._io_writer
    return writer.get_extra_info("ssl_object") is not None


def _reason(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "no answer"
    if isinstance(error, ssl.SSLError):
        return getattr(error, "verify_message", "") or error.reason or "TLS failed"
    if isinstance(error, OSError) and error.errno:
        return os.strerror(error.errno) if error.errno > 0 else str(error.strerror)
    return str(error).removeprefix("nats: ") or type(error).__name__
