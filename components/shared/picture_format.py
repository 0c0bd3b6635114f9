"""What picture it is, by its first bytes."""

# Long enough for each of the signatures.
HEAD = 12
_SIGNATURES = {
    "png": b"\x89PNG\r\n\x1a\n",
    "jpeg": b"\xff\xd8\xff",
    "gif": b"GIF8",
}


def of_bytes(head: bytes) -> str | None:
    """`png`, `jpeg`, `gif` or `webp`; None for anything else. `head`: the first 12 bytes.

    (PNG 3rd edition, 5.2; ITU-T T.81, B.1.1.3; GIF89a, 17; RFC 9649, 2.4.)
    """
    if head[:4] == b"RIFF" and head[8:HEAD] == b"WEBP":
        return "webp"
    return next((name for name, start in _SIGNATURES.items() if head.startswith(start)), None)
