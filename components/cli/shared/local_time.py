"""The user's time zone. WASI has none: the host tells its data, so that every moment has the offset
of its own time."""

import base64
import struct
from datetime import tzinfo
from io import BytesIO
from zoneinfo import ZoneInfo

#: TZif (RFC 9636) in Base64; under another host than wae there is none.
VARIABLE = "WAE_TIME_ZONE"


def zone(data: str) -> tzinfo | None:
    """The zone of the variable's value; None where that is nothing, or makes no sense."""
    try:
        content = base64.b64decode(data, validate=True)
        return ZoneInfo.from_file(BytesIO(content)) if content else None
    except (ValueError, IndexError, OverflowError, EOFError, struct.error):
        return None
