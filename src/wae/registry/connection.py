"""Single requests to a registry's API, over HTTPS: who asks, redirects, waiting, trying again.

Credentials go to the registry's own origin and, to get a token, to the server that it names; never
along a redirect. Without TLS only this machine itself is asked.
"""

from __future__ import annotations

import json
import re
import ssl
import time
from collections.abc import Callable, Mapping
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from typing import Any, NamedTuple, TypeVar
from urllib.error import URLError
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

from wae import __version__
from wae.errors import UsageError
from wae.registry.errors import NoArtifact, RegistryError
from wae.registry.login import CLIENT, Login
from wae.registry.reference import Reference, is_loopback

T = TypeVar("T")

PULL, PUSH = "pull", "pull,push"
"""What a token is to allow (Docker Registry v2 authentication, "Token scope")."""

SMALL = 4 << 20
"""Bytes of any answer but a blob: the specification's limit of a manifest."""

TRIES = 5
_SECONDS = 60.0
_PATIENCE = 60.0  # the longest wait that a server may ask for
_REDIRECTS = 5
_SAID = 300
_MOVED = (301, 302, 303, 307, 308)
_BUSY = (408, 429, 500, 502, 503, 504)
_URL = re.compile(r"[!-~]+", re.ASCII)


class Answer(NamedTuple):
    """A whole answer; ``url`` is that of the request."""

    status: int
    headers: Message
    content: bytes
    url: str


class ConnectionBroken(RegistryError):
    """What may go well another time; ``after`` are the seconds to wait that the server wants."""

    after: float | None = None


class Connection:
    """To one repository. ``actions`` are :data:`PULL` or :data:`PUSH`; ``insecure`` is plain HTTP.

    Raises UsageError for plain HTTP to another machine.
    """

    def __init__(
        self,
        reference: Reference,
        environ: Mapping[str, str],
        *,
        actions: str = PULL,
        insecure: bool = False,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        if insecure and not is_loopback(reference.host):
            raise UsageError(
                f"--insecure is for registries on this machine, and {reference.registry} is not",
                hint="Leave it out: other registries are asked over HTTPS",
            )
        self.reference = reference
        self.base = f"{'http' if insecure else 'https'}://{reference.host}/v2/"
        self._login = Login(reference, actions, environ)
        self._insecure = insecure
        self._wait = wait
        # Neither redirects nor any other scheme are followed by themselves, no status is an error.
        self._opener = OpenerDirector()
        for handler in (ProxyHandler({} if insecure else None), HTTPHandler(), HTTPSHandler()):
            self._opener.add_handler(handler)

    def ask(
        self,
        method: str,
        url: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        expected: tuple[int, ...] = (200,),
        patient: bool = True,
    ) -> Answer:
        """A whole, small answer. ``url`` may be relative to the API's root.

        What fails for a time is tried again, unless not ``patient``: then it raises
        :class:`ConnectionBroken`. Raises :class:`RegistryError`.
        """

        def once() -> Answer:
            with self.open(method, url, body=body, headers=headers, expected=expected) as response:
                content = self._small(response)
                return Answer(response.status, response.headers, content, response.url)

        return self.again(once) if patient else once()

    def again(self, once: Callable[[], T]) -> T:
        """What ``once`` returns, after some tries if it raises :class:`ConnectionBroken`."""
        for number in range(TRIES):
            try:
                return once()
            except ConnectionBroken as error:
                if number == TRIES - 1:
                    raise
                self.pause(number, error)
        raise AssertionError

    def pause(self, number: int, error: ConnectionBroken) -> None:
        """Waits before another try. Raises the error where the server wants too long a wait."""
        seconds = 0.5 * 2**number if error.after is None else error.after
        if seconds > _PATIENCE:
            raise RegistryError(f"{error.message}. Try again in {seconds:.0f} seconds") from None
        self._wait(seconds)

    def open(
        self,
        method: str,
        url: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        expected: tuple[int, ...] = (200,),
    ) -> HTTPResponse:
        """An open answer with an expected status. Raises :class:`RegistryError`."""
        url, logged_in = urljoin(self.base, url), False
        for _ in range(_REDIRECTS + 2):
            own = _origin(urlsplit(url)) == _origin(urlsplit(self.base))
            response = self._send(method, url, body, headers or {}, own=own)
            if response.status in expected:
                return response
            with response:
                if response.status == 401 and own and not logged_in:
                    self._small(response)
                    asked = response.headers.get_all("www-authenticate") or []
                    self._login.answer(asked, self._fetch)
                    logged_in = True
                elif response.status in _MOVED and method in ("GET", "HEAD"):
                    url = self._next(url, response.headers.get("location", ""))
                else:
                    raise self._refused(response, method, own=own)
        raise RegistryError(f"{self._who} redirects again and again")

    @property
    def _who(self) -> str:
        return self.reference.registry

    def _send(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], *, own: bool
    ) -> HTTPResponse:
        self._check(url)
        request = Request(url, data=body, method=method)
        request.add_header("User-Agent", f"{CLIENT}/{__version__}")
        if body is not None:
            request.add_header("Content-Type", "application/octet-stream")
        for name, value in headers.items():
            request.add_header(name, value)
        if own and self._login.authorization:
            request.add_unredirected_header("Authorization", self._login.authorization)
        try:
            response = self._opener.open(request, timeout=_SECONDS)
        except (OSError, HTTPException, ValueError) as error:
            raise self._unreachable(urlsplit(url).netloc, error) from None
        assert isinstance(response, HTTPResponse)
        return response

    def _check(self, url: str) -> None:
        """Raises :class:`RegistryError` for a URL that leads off TLS, or to what is no server."""
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            host, parts = "", urlsplit("")
        allowed = parts.scheme == "https" or (
            parts.scheme == "http" and self._insecure and is_loopback(host)
        )
        if not host or not allowed or "@" in parts.netloc or not _URL.fullmatch(url):
            where = f"{parts.scheme}://{host}" if host else "what is no URL of a server"
            raise RegistryError(f"{self._who} sends to {where}, which is not asked without TLS")

    def _next(self, url: str, location: str) -> str:
        if not location:
            raise RegistryError(f"{self._who} redirects to nowhere")
        return urljoin(url, location)

    def _fetch(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        """Status and content of an answer from a server of tokens."""

        def once() -> tuple[int, bytes]:
            with self._send(method, url, body, headers, own=False) as response:
                if response.status in _BUSY:
                    raise self._refused(response, method, own=False)
                return response.status, self._small(response)

        return self.again(once)

    def _refused(self, response: HTTPResponse, method: str, *, own: bool) -> RegistryError:
        status, said = response.status, self._said(response)
        what = f"{self._who} answers {status} {self._clean(response.reason)}{said}"
        if status == 401 and own:
            return self._login.failed()
        if status == 403 and own:
            return self._login.forbidden(said)
        if status == 404:
            return NoArtifact(f"{self._who} has no {self.reference.repository} as asked for{said}")
        if status in _BUSY:
            error = ConnectionBroken(what)
            error.after = _seconds(response.headers.get("retry-after", ""))
            return error
        if status in _MOVED:
            return RegistryError(f"{self._who} redirects a {method}, which is not followed")
        return RegistryError(what)

    def _said(self, response: HTTPResponse) -> str:
        """What the registry says of an error ("Error codes"), without anything secret."""
        try:
            errors = json.loads(self._small(response))["errors"]
            texts = [str(each.get("message") or each["code"]) for each in errors]
        except (ValueError, TypeError, KeyError, AttributeError, RegistryError):
            return ""
        return f": {self._clean('; '.join(texts))}" if texts else ""

    def _clean(self, text: str) -> str:
        for secret in self._login.secrets:
            text = text.replace(secret, "***")
        return " ".join(text[:_SAID].split())

    def _small(self, response: HTTPResponse) -> bytes:
        try:
            content = response.read(SMALL + 1)
        except (OSError, HTTPException):
            raise ConnectionBroken(f"the connection to {self._who} broke") from None
        if len(content) > SMALL:
            raise RegistryError(f"{self._who} answers with more than {SMALL >> 20} MiB")
        return content

    def _unreachable(self, host: str, error: Exception) -> RegistryError:
        reason = error.reason if isinstance(error, URLError) else error
        if isinstance(reason, ssl.SSLCertVerificationError):
            return RegistryError(
                f"the certificate of {host} is not valid: {reason.verify_message}",
                hint="For an authority of your own: SSL_CERT_FILE",
            )
        if isinstance(reason, ssl.SSLError):
            hint = (
                "If it has no TLS and is on this machine, add --insecure"
                if is_loopback(host)
                else ""
            )
            return RegistryError(f"{host} does not speak TLS properly", hint=hint)
        if isinstance(reason, ConnectionRefusedError) or type(reason).__name__ == "gaierror":
            return RegistryError(f"cannot reach {host}: {_text(reason)}")
        return ConnectionBroken(f"the connection to {host} broke: {self._clean(_text(reason))}")


def _origin(parts: SplitResult) -> tuple[str, str | None, int]:
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.scheme, parts.hostname, port


def _seconds(text: str) -> float | None:
    """What `Retry-After` says (RFC 9110, section 10.2.3)."""
    if re.fullmatch(r"[0-9]{1,9}", text, re.ASCII):
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def _text(reason: Any) -> str:
    return str(getattr(reason, "strerror", None) or reason or type(reason).__name__)
