"""Time zones as the host tells them: TZif (RFC 9636) in Base64."""

import base64

from shared import local_time

PACIFIC = "PST8PDT,M3.2.0,M11.1.0"


def of_rule(rule: str) -> dict[str, str]:
    """The variable for a zone by its rule (POSIX.1, 8.3): data of version 2 without transitions."""
    counts = b"".join(count.to_bytes(4, "big") for count in (0, 0, 0, 0, 1, 4))
    block = b"TZif2" + bytes(15) + counts + bytes(6) + b"UTC\0"
    content = block * 2 + f"\n{rule}\n".encode()
    return {local_time.VARIABLE: base64.b64encode(content).decode()}


def ahead(hours: int) -> dict[str, str]:
    """The variable for a zone that is always so many hours ahead of UTC."""
    return of_rule(f"<{hours:+03}>{-hours}")
