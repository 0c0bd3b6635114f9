"""What was returned and did not fit into an answer: to be read by whoever is told its URI."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

MOST = 128 << 20
"""Characters; beyond them the oldest go."""


@dataclass(frozen=True)
class Content:
    """Text; of pictures it is Base64."""

    text: str
    media_type: str

    @property
    def is_text(self) -> bool:
        return not self.media_type.startswith("image/")


class Kept:
    """Contents by URIs that nobody can guess, as long as there is room and the server runs."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._length = 0
        self._contents: dict[str, Content] = {}

    def keep(self, content: Content, suffix: str) -> str:
        """Its URI. The last content stays, however large."""
        uri = f"wae://results/{secrets.token_urlsafe(9)}.{suffix}"
        self._contents[uri] = content
        self._length += len(content.text)
        while self._length > self._most and len(self._contents) > 1:
            oldest = next(iter(self._contents))
            self._length -= len(self._contents.pop(oldest).text)
        return uri

    def get(self, uri: str) -> Content | None:
        return self._contents.get(uri)
