"""What a registry is for: artifacts in and out (OCI Distribution Specification 1.1).

Every byte that comes out is held against the digest that was asked for; a download or an upload
that breaks goes on where it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from http.client import HTTPException
from urllib.parse import urljoin, urlsplit

from wae.registry.connection import TRIES, Connection, ConnectionBroken
from wae.registry.errors import NoArtifact, RegistryError
from wae.registry.layout import MANIFEST, Descriptor, digest
from wae.registry.reference import Reference

Progress = Callable[[int, int], None]
"""Told how many bytes are there, and of how many."""

CHUNK = 16 << 20
"""Bytes of one request of an upload. Whatever fits is sent in one, which every registry takes."""

_PIECE = 256 << 10
_HEADER = "docker-content-digest"
_PAGES = 100
_TAGS = 1000
_RANGE = re.compile(r"(?:bytes=)?0-([0-9]{1,18})", re.ASCII)


def silent(done: int, total: int) -> None:
    """Shows no progress."""


class Registry:
    """One repository of a registry."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._reference = connection.reference
        self._root = f"{connection.reference.repository}/"

    def manifest(self, wanted: Reference) -> bytes:
        """The manifest that a reference means. Raises :class:`NoArtifact`, RegistryError."""
        path, accepted = f"{self._root}manifests/{wanted.wanted}", {"Accept": MANIFEST}
        try:
            answer = self.connection.ask("GET", path, headers=accepted)
        except NoArtifact:
            raise NoArtifact(f"{wanted.registry} has no {_named(wanted)}") from None
        named = wanted.digest or answer.headers.get(_HEADER, "")
        if named.startswith("sha256:") and named != digest(answer.content):
            raise self._tampered(f"the manifest of {wanted}")
        return answer.content

    def put_manifest(self, content: bytes, wanted: Reference) -> None:
        """Gives a manifest, whose parts are there, its name. Raises :class:`RegistryError`."""
        path = f"{self._root}manifests/{wanted.tag or wanted.digest or wanted.wanted}"
        headers = {"Content-Type": MANIFEST}
        answer = self.connection.ask("PUT", path, body=content, headers=headers, expected=(201,))
        named = answer.headers.get(_HEADER, "")
        if named.startswith("sha256:") and named != digest(content):
            raise self._tampered(f"the manifest of {wanted}")

    def tags(self) -> list[str]:
        """All tags; none where there is no such repository. Raises :class:`RegistryError`."""
        tags: list[str] = []
        url = urljoin(self.connection.base, f"{self._root}tags/list?n={_TAGS}")
        for _ in range(_PAGES):
            try:
                answer = self.connection.ask("GET", url)
            except NoArtifact:
                return tags
            tags += _tags(answer.content)
            following = re.match(r'\s*<([^>]*)>\s*;\s*rel="?next', answer.headers.get("link", ""))
            if following is None:
                return tags
            url = urljoin(url, following[1])
        raise RegistryError(f"{self._reference.name} has too many tags")

    def blob(self, wanted: Descriptor, progress: Progress = silent) -> bytes:
        """The bytes with this digest and size. Raises :class:`RegistryError`."""
        content, failures = bytearray(), 0
        while True:
            try:
                self._receive(wanted, content, progress)
                break
            except ConnectionBroken as error:
                failures += 1
                if failures == TRIES:
                    raise
                self.connection.pause(failures - 1, error)
        if len(content) != wanted.size or digest(content) != wanted.digest:
            raise self._tampered(wanted.digest)
        return bytes(content)

    def _receive(self, wanted: Descriptor, content: bytearray, progress: Progress) -> None:
        """Adds what is missing of a blob. Raises :class:`ConnectionBroken` where that ends."""
        headers = {"Range": f"bytes={len(content)}-"} if content else {}
        path = f"{self._root}blobs/{wanted.digest}"
        with self.connection.open("GET", path, headers=headers, expected=(200, 206)) as response:
            if response.status == 200:
                content.clear()
            elif not response.headers.get("content-range", "").startswith(f"bytes {len(content)}-"):
                raise self._tampered(wanted.digest)
            try:
                while piece := response.read(_PIECE):
                    content += piece
                    if len(content) > wanted.size:
                        raise self._tampered(wanted.digest)
                    progress(len(content), wanted.size)
            except (OSError, HTTPException):
                raise self._broken() from None
        if len(content) < wanted.size:
            raise self._broken()

    def upload(self, content: bytes, wanted: Descriptor, progress: Progress = silent) -> bool:
        """Brings a blob there; False where it was. Raises :class:`RegistryError`."""
        path = f"{self._root}blobs/{wanted.digest}"
        try:
            self.connection.ask("HEAD", path)
        except NoArtifact:
            self._put_blob(content, wanted.digest, progress)
            return True
        return False

    def _put_blob(self, content: bytes, name: str, progress: Progress) -> None:
        place, sent, failures = "", 0, 0
        while True:
            try:
                if not place:
                    place, sent = self._begin(), 0
                while len(content) - sent > CHUNK:
                    place = self._chunk(place, content, sent)
                    sent += CHUNK
                    progress(sent, len(content))
                self._finish(place, content, sent, name)
                progress(len(content), len(content))
                return
            except (ConnectionBroken, NoArtifact) as error:  # NoArtifact: it forgot this upload
                failures += 1
                if failures == TRIES:
                    raise
                again = error if isinstance(error, ConnectionBroken) else self._broken()
                self.connection.pause(failures - 1, again)
                place, sent = self._resumed(place, len(content)) if place else ("", 0)

    def _begin(self) -> str:
        answer = self.connection.ask(
            "POST", f"{self._root}blobs/uploads/", body=b"", expected=(202,), patient=False
        )
        return self._place(answer.url, answer.headers.get("location", ""))

    def _chunk(self, place: str, content: bytes, sent: int) -> str:
        headers = {"Content-Range": f"{sent}-{sent + CHUNK - 1}"}
        answer = self.connection.ask(
            "PATCH",
            place,
            body=content[sent : sent + CHUNK],
            headers=headers,
            expected=(202,),
            patient=False,
        )
        return self._place(place, answer.headers.get("location", place))

    def _finish(self, place: str, content: bytes, sent: int, name: str) -> None:
        headers = {"Content-Range": f"{sent}-{len(content) - 1}"} if sent else {}
        answer = self.connection.ask(
            "PUT",
            _with_digest(place, name),
            body=content[sent:],
            headers=headers,
            expected=(201,),
            patient=False,
        )
        named = answer.headers.get(_HEADER, "")
        if named.startswith("sha256:") and named != name:
            raise self._tampered(name)

    def _resumed(self, place: str, size: int) -> tuple[str, int]:
        """Where an upload goes on, and how much of it is there; ("", 0) to begin anew."""
        try:
            answer = self.connection.ask("GET", place, expected=(204,), patient=False)
            place = self._place(place, answer.headers.get("location", place))
        except RegistryError:
            return "", 0
        match = _RANGE.fullmatch(answer.headers.get("range", ""))
        sent = int(match[1]) + 1 if match else 0
        # A registry without a byte says 0-0, like one with the first.
        return (place, sent) if 1 < sent < size else ("", 0)

    def _place(self, url: str, location: str) -> str:
        if not location:
            raise RegistryError(f"{self._reference.registry} does not say where to upload to")
        return urljoin(url, location)

    def _broken(self) -> ConnectionBroken:
        return ConnectionBroken(f"the connection to {self._reference.registry} broke")

    def _tampered(self, what: str) -> RegistryError:
        return RegistryError(
            f"{self._reference.registry} has other bytes than those of {what}: digest mismatch",
            hint="Ask the operator of the registry",
        )


def _named(wanted: Reference) -> str:
    mark = "@" if wanted.digest else ":"
    return f"{wanted.repository}{mark}{wanted.wanted}"


def _tags(content: bytes) -> list[str]:
    try:
        tags = json.loads(content)["tags"] or []
    except (ValueError, TypeError, KeyError, RecursionError):
        return []
    return [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []


def _with_digest(url: str, name: str) -> str:
    """The query of an upload's URL is the registry's own, and stays as it is."""
    return f"{url}{'&' if urlsplit(url).query else '?'}digest={name}"
