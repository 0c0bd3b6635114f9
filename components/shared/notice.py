"""What is meant for people on stderr, framed so that the host can tell it from the rest.

The components of an app share one stderr. The host gives a random token to those that may see the
environment (WAE_NOTICES); a frame is `RS token kind length ":" payload`.
"""

TOKEN = "WAE_NOTICES"
NOTICE, REQUEST = b":", b"?"
MARK = b"\x1e"


def frame(token: str, kind: bytes, payload: bytes) -> bytes:
    """A payload as the host expects it."""
    return b"%s%s%s%d:%s" % (MARK, token.encode(), kind, len(payload), payload)
