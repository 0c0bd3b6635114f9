"""The host's error codes as errors of the contract."""

import re

from wit_world.exports import client
from wit_world.imports import types as wasi

from failure import Failure
from hop import Hop

_NO_ADDRESS = (
    wasi.ErrorCode_DnsTimeout,
    wasi.ErrorCode_DnsError,
    wasi.ErrorCode_DestinationNotFound,
)
_TLS = (
    wasi.ErrorCode_TlsProtocolError,
    wasi.ErrorCode_TlsCertificateError,
    wasi.ErrorCode_TlsAlertReceived,
)
_SLOW = (
    wasi.ErrorCode_ConnectionReadTimeout,
    wasi.ErrorCode_ConnectionWriteTimeout,
    wasi.ErrorCode_HttpResponseTimeout,
)
_BAD_ANSWER = (
    wasi.ErrorCode_HttpResponseHeaderSectionSize,
    wasi.ErrorCode_HttpResponseHeaderSize,
    wasi.ErrorCode_HttpResponseTransferCoding,
    wasi.ErrorCode_HttpUpgradeFailed,
)
_CODING = (wasi.ErrorCode_HttpResponseTransferCoding, wasi.ErrorCode_HttpResponseContentCoding)
_BAD_REQUEST = (
    wasi.ErrorCode_HttpRequestMethodInvalid,
    wasi.ErrorCode_HttpRequestUriInvalid,
    wasi.ErrorCode_HttpRequestUriTooLong,
    wasi.ErrorCode_HttpRequestHeaderSectionSize,
    wasi.ErrorCode_HttpRequestHeaderSize,
)


def before_answer(code: wasi.ErrorCode, hop: Hop) -> Failure:
    """The failure for a code that came instead of an answer."""
    origin = str(hop.url.origin)
    if isinstance(code, _NO_ADDRESS):
        return Failure(client.Error_NameNotResolved(origin))
    if isinstance(code, _TLS):
        return Failure(client.Error_Tls((origin, words(code))))
    if isinstance(code, _BAD_REQUEST):
        return Failure(client.Error_InvalidRequest(f"{origin}: {words(code)}"))
    if isinstance(code, _BAD_ANSWER):
        return Failure(client.Error_Protocol((origin, words(code))))
    return Failure(_on_the_way(code, origin), passing=True)


def _on_the_way(code: wasi.ErrorCode, origin: str) -> client.Error:
    if isinstance(code, wasi.ErrorCode_ConnectionRefused):
        return client.Error_ConnectionRefused(origin)
    if isinstance(code, wasi.ErrorCode_ConnectionTimeout):
        return client.Error_TimedOut((origin, client.Phase.CONNECT))
    if isinstance(code, _SLOW):
        return client.Error_TimedOut((origin, client.Phase.FIRST_BYTE))
    if isinstance(code, wasi.ErrorCode_HttpProtocolError):
        # wasmtime has this one code for a connection that is closed and for what is not HTTP.
        return client.Error_Protocol(
            (origin, "it closed the connection or did not answer with HTTP")
        )
    return client.Error_ConnectionFailed((origin, words(code)))


def words(code: wasi.ErrorCode) -> str:
    """A code's name in words, with the text that came with it unless that is the server's."""
    name = type(code).__name__.removeprefix("ErrorCode_")
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    detail = None if isinstance(code, _CODING) else getattr(code, "value", None)
    return f"{text}: {detail}" if isinstance(detail, str) else text
