"""The text of a manifest, as every part of wae reads it."""

from __future__ import annotations

from pathlib import Path


def read_text(file: Path) -> str:
    """UTF-8, without the byte order mark that some editors write; lines end as they do.

    Raises OSError, UnicodeDecodeError.
    """
    return file.read_bytes().decode("utf-8-sig")
