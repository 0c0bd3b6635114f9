"""What the user is told on stderr, each thing once."""

import sys

from wit_world.imports import environment

import notice

_TERMINAL = "WAE_NOTICES_TERMINAL"
# There another component may have begun a line.
_CLEAR_LINE = "\r\x1b[2K"

_told: set[str] = set()


def tell(text: str) -> None:
    """Writes `wae: TEXT` as a line of its own."""
    if text in _told:
        return
    _told.add(text)
    variables = dict(environment.get_environment())
    token = variables.get(notice.TOKEN, "")
    begin = _CLEAR_LINE if variables.get(_TERMINAL) == "1" else ""
    payload = f"{begin}wae: {text}\n".encode()
    sys.stderr.flush()
    sys.stderr.buffer.write(notice.frame(token, notice.NOTICE, payload) if token else payload)
    sys.stderr.buffer.flush()
