"""`{$NAME}` in a body, which stands for the value of a setting."""

import json
import re

_PLACE = re.compile(rb"\{\$([A-Za-z_][A-Za-z0-9_]*)\}")


def fill(body: bytes, values: dict[str, str]) -> bytes:
    """The body with the values of these settings, each escaped as in a JSON string (RFC 8259 §7).

    Other names stay as they stand.
    """

    def value(match: re.Match[bytes]) -> bytes:
        text = values.get(match[1].decode())
        return match[0] if text is None else json.dumps(text)[1:-1].encode()

    return _PLACE.sub(value, body)
