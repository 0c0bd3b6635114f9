"""Pictures in results, which a model sees as pictures, and cannot read as text."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

KINDS = {"iVBORw0KGgo": "png", "/9j/": "jpeg", "R0lGOD": "gif", "UklGR": "webp"}
"""By how their Base64 begins. Clients' models take these formats, and no others."""


@dataclass(frozen=True)
class Picture:
    """``data`` is Base64."""

    data: str
    format: str

    @property
    def media_type(self) -> str:
        return f"image/{self.format}"


def without_pictures(document: Any, told: Callable[[Picture], str]) -> Any:
    """The JSON ``document`` with what is ``told`` of each picture in its place: a string for a
    string, so that it is valid under the same schema."""
    if isinstance(document, list):
        return [without_pictures(one, told) for one in document]
    if isinstance(document, dict):
        return {name: without_pictures(one, told) for name, one in document.items()}
    if isinstance(document, str) and (picture := _picture(document)):
        return told(picture)
    return document


def _picture(text: str) -> Picture | None:
    """The picture that the whole text is, as Base64 (RFC 4648, section 4)."""
    kind = next((kind for start, kind in KINDS.items() if text.startswith(start)), None)
    if kind is None:
        return None
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    if kind == "webp" and content[8:12] != b"WEBP":
        return None
    return Picture(text, kind)
