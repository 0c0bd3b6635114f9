"""Sends the request that stdin describes as JSON through `wae:http`, and prints what came of it.

method, url, headers, options   as in the contract
parts       a list of {"text": …}, {"hex": …}, {"file": NAME, "size": N}, {"answer": URL}
bytes       hexadecimal digits: `client.send-bytes` with these
into        the file that the answer is written to, piece by piece

Files are in the first folder that the host opened.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import outcome
from componentize_py_types import Err
from wit_world import exports
from wit_world.imports import client, preopens, streaming
from wit_world.imports.streams import InputStream, StreamError_Closed
from wit_world.imports.wasi_filesystem_types import DescriptorFlags, OpenFlags, PathFlags

_READ_SIZE = 65536
_LONGEST_QUOTE = 300


class Main(exports.Main):
    def main(self) -> int:
        wish = json.loads(sys.stdin.read())
        try:
            result = _sent_bytes(wish) if "bytes" in wish else _streamed(wish)
        except Err as error:
            result = outcome.of_error(error.value)
        print(json.dumps(result))
        return 0


def _request(wish: dict[str, Any]) -> client.Request:
    headers = [client.Header(name, value) for name, value in wish.get("headers", [])]
    options = outcome.options(wish["options"]) if "options" in wish else None
    method = wish.get("method", "GET")
    return client.Request(method, wish["url"], headers, wish.get("body"), options)


def _sent_bytes(wish: dict[str, Any]) -> dict[str, Any]:
    response = client.send_bytes(_request(wish), bytes.fromhex(wish["bytes"]))
    return {"status": response.status, "hex": response.body.hex()}


def _streamed(wish: dict[str, Any]) -> dict[str, Any]:
    with ExitStack() as owners:
        parts = [_part(part, owners) for part in wish.get("parts", [])]
        request = _request(wish)
        response = streaming.upload(request, parts) if parts else streaming.open(request)
    total, digest, start = 0, hashlib.sha256(), b""
    with open(wish.get("into", "/dev/null"), "wb") if "into" in wish else ExitStack() as file:
        for piece in _pieces(response):
            total += len(piece)
            digest.update(piece)
            start = (start + piece)[:_LONGEST_QUOTE] if len(start) < _LONGEST_QUOTE else start
            if "into" in wish:
                file.write(piece)
    return {
        "status": response.status,
        "url": response.url,
        "size": total,
        "sha256": digest.hexdigest(),
        "start": start.decode("latin-1"),
    }


def _part(part: dict[str, Any], owners: ExitStack) -> streaming.Part:
    """One of the contract's; what its stream comes from is closed by the owners."""
    if "text" in part:
        return streaming.Part_Text(part["text"])
    if "hex" in part:
        return streaming.Part_Bytes(bytes.fromhex(part["hex"]))
    stream = _file(part["file"], owners) if "file" in part else _answer(part["answer"], owners)
    return streaming.Part_Stream(streaming.Source(stream, part.get("size")))


def _file(name: str, owners: ExitStack) -> InputStream:
    folder, _ = preopens.get_directories()[0]
    owners.enter_context(folder)
    file = folder.open_at(PathFlags(0), name, OpenFlags(0), DescriptorFlags.READ)
    return owners.enter_context(file).read_via_stream(0)


def _answer(url: str, owners: ExitStack) -> InputStream:
    response = streaming.open(client.Request("GET", url, [], None, None))
    owners.enter_context(response.body)
    return response.bytes


def _pieces(response: streaming.Response) -> Iterator[bytes]:
    with response.body, response.bytes as stream:
        while True:
            try:
                yield stream.blocking_read(_READ_SIZE)
            except Err as error:
                if isinstance(error.value, StreamError_Closed):
                    return
                raise
