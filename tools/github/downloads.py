"""A file of a release, while it arrives. componentize-py looks for the resource in this module."""

import base64
from hashlib import sha256

from componentize_py_types import Err
from wit_world.exports import downloads as contract
from wit_world.exports import repositories
from wit_world.imports import client, streaming
from wit_world.imports.streams import InputStream, StreamError_Closed
from wit_world.imports.types import IncomingBody

import api
import arriving
import failures
from names import Name

_BINARY = "application/octet-stream"
_PIECE = 1 << 18
_ALGORITHM = "sha256:"
_LONGEST_ERROR = 256 * 1024


class Download(contract.Download):
    """The contract's resource. It is never destroyed, so the connection is given up early: at the
    end, with an error, or with `close`."""

    def __init__(self, name: Name, file: repositories.Asset, response: streaming.Response) -> None:
        self._name = name
        self._file = file
        self._open: tuple[InputStream, IncomingBody] | None = (response.bytes, response.body)
        self._size = 0
        self._digest = sha256()

    def next(self) -> str | None:
        try:
            piece = self._read()
        except Err as error:
            self.close()
            raise api.failure(error) from None
        return base64.b64encode(piece).decode() if piece else None

    def close(self) -> None:
        """Any number of times. The stream goes before its body, as `wasi:http` demands."""
        resources, self._open = self._open or (), None
        for resource in resources:
            resource.__exit__(None, None, None)

    def beginning(self) -> bytes:
        """As much of an error's body as arrives, and as anybody would read."""
        content = b""
        while len(content) < _LONGEST_ERROR:
            try:
                piece = self._arriving(_LONGEST_ERROR)
            except Err:  # The status tells more than how its body ended.
                break
            if not piece:
                break
            content += piece
        return content

    def _read(self) -> bytes:
        """What has arrived; nothing at the end. Raises `Err` with an error of the contract:
        `damaged` where it is not the file."""
        piece = self._arriving(_PIECE)
        self._size += len(piece)
        self._digest.update(piece)
        if self._file.size is not None and self._size > self._file.size:
            raise Err(self._damaged(f"it has more than {self._file.size:,} bytes"))
        if not piece:
            self._check()
        return piece

    def _arriving(self, most: int) -> bytes:
        """What has arrived, waiting for it; nothing at the end."""
        if self._open is None:
            return b""
        try:
            return arriving.read(self._open[0], most)
        except Err as error:
            if isinstance(error.value, StreamError_Closed):
                return b""
            error.value.value.__exit__(None, None, None)
            what = f"the connection ended before {self._file.name} did"
            raise Err(repositories.Error_Unreachable(what)) from None

    def _check(self) -> None:
        if self._open is None:  # told before
            return
        self.close()
        size, digest = self._file.size, self._file.digest or ""
        if size is not None and self._size != size:
            raise Err(self._damaged(f"it has {self._size:,} of {size:,} bytes"))
        actual = self._digest.hexdigest()
        known = digest.startswith(_ALGORITHM)
        if known and digest.removeprefix(_ALGORITHM).lower() != actual:
            raise Err(self._damaged(f"its SHA-256 digest is {actual}"))

    def _damaged(self, how: str) -> repositories.Error:
        return repositories.Error_Damaged(f"{self._file.name}: {how}")


def opened(name: Name, file: repositories.Asset) -> Download:
    """The file, of which nothing is read yet. Raises `Err` with an error of the contract."""
    if file.id is None:
        raise Err(repositories.Error_NoFile(file.name))
    # A compressed answer would not be the file.
    request = api.request(api.url(name, f"/releases/assets/{file.id}"), _BINARY)
    request.headers.append(client.Header("accept-encoding", "identity"))
    try:
        response = streaming.open(request)
    except Err as error:
        raise Err(failures.of_transport(error.value)) from None
    download = Download(name, file, response)
    headers = api.joined(response.headers)
    if response.status == 200 and headers.get("content-encoding", "identity") == "identity":
        return download
    refusal = _refusal(name, file, response, headers, download)
    download.close()
    raise Err(refusal)


def _refusal(
    name: Name,
    file: repositories.Asset,
    response: streaming.Response,
    headers: dict[str, str],
    download: Download,
) -> repositories.Error:
    if response.status == 200:
        return failures.unexpected(200, f"{file.name} came compressed")
    if response.status in (404, 410):
        return repositories.Error_NoFile(file.name)
    body = download.beginning().decode("utf-8", "replace")
    whole = client.Response(response.status, response.url, response.headers, body)
    return failures.of_answer(whole, headers, str(name))
