import asyncio

import wit_world
from componentize_py_types import Err, Ok
from wit_world import exports
from wit_world.imports import client
from wit_world.imports import wasi_http_types as http

BLOCK = bytes(range(256)) * 400


def trailers(fields=None):
    """A future that says which there are."""
    return wit_world.result_option_wasi_http_types_fields_wasi_http_types_error_code_future(
        lambda: Ok(fields)
    )[1]


def done():
    return wit_world.result_unit_wasi_http_types_error_code_future(lambda: Ok(None))[1]


def request(authority, path, method=None, contents=None, options=None, tail=None):
    headers = http.Fields.from_list([("x-from", b"wae")])
    if tail:
        headers.append("trailer", b"x-sum")
    made, sent = http.Request.new(headers, contents, trailers(tail), options)
    if method is not None:
        made.set_method(method)
    made.set_scheme(http.Scheme_Http())
    made.set_authority(authority)
    made.set_path_with_query(path)
    return made, sent


def told(error):
    """The case of an error, and what it carries."""
    case = type(error).__name__.removeprefix("ErrorCode_")
    return f"{case}: {error.value}" if hasattr(error, "value") else case


async def get(authority, path):
    options = http.RequestOptions()
    options.set_first_byte_timeout(300_000_000 if path == "/never" else 600_000_000_000)
    try:
        answer = await client.send(request(authority, path, options=options)[0])
    except Err as error:
        return told(error.value)
    name = b",".join(answer.get_headers().get("x-name")).decode()
    status = answer.get_status_code()
    stream, ended = http.Response.consume_body(answer, done())
    body = bytearray()
    with stream:
        while not stream.writer_dropped:
            body += await stream.read(64 * 1024)
    result = await ended.read()
    end = told(result.value) if isinstance(result, Err) else "ended"
    if isinstance(result, Ok) and result.value is not None:
        end = " ".join(f"{name}={value.decode()}" for name, value in result.value.copy_all())
    return f"{status} {name} {len(body)} {end}"


class Fetching(exports.Fetching):
    async def get_all(self, authority: str, paths: list[str], naps: int) -> list[str]:
        async def nap():
            for _ in range(naps):
                await asyncio.sleep(0.001)

        *answers, _ = await asyncio.gather(*(get(authority, path) for path in paths), nap())
        return answers

    async def echo(self, authority: str, blocks: int) -> int:
        writer, reader = wit_world.byte_stream()
        made, sent = request(authority, "/echo", http.Method_Post(), reader)
        answer = asyncio.ensure_future(client.send(made))
        with writer:
            await writer.write_all(BLOCK)
            stream, ended = http.Response.consume_body(await answer, done())
            for number in range(blocks):
                back = bytearray()
                while len(back) < len(BLOCK):
                    back += await stream.read(len(BLOCK) - len(back))
                assert back == BLOCK
                if number < blocks - 1:
                    await writer.write_all(BLOCK)
        assert await stream.read(1) == b""
        assert stream.writer_dropped
        stream.__exit__(None, None, None)
        assert (await sent.read(), await ended.read()) == (Ok(None), Ok(None))
        return blocks * len(BLOCK)

    async def upload(self, authority: str, path: str, blocks: int) -> str:
        async def write():
            with writer:
                for _ in range(blocks):
                    await writer.write_all(BLOCK)

        writer, reader = wit_world.byte_stream()
        tail = http.Fields.from_list([("x-sum", b"7")])
        made, sent = request(authority, path, http.Method_Put(), reader, tail=tail)
        answer, _ = await asyncio.gather(client.send(made), write())
        status = answer.get_status_code()
        stream, _ = http.Response.consume_body(answer, done())
        with stream:
            text = (await stream.read(1024)).decode()
        result = await sent.read()
        how = told(result.value) if isinstance(result, Err) else "sent"
        return f"{status} {text} {how}"

    async def glimpse(self, authority: str, path: str) -> str:
        answer = await client.send(request(authority, path)[0])
        with http.Response.consume_body(answer, done())[0] as stream:
            return (await stream.read(1024)).decode()

    async def look(self, authority: str) -> list[str]:
        made, _ = request(authority, "/a?b", http.Method_Other("BREW"))
        headers = made.get_headers()
        said = [repr(headers.copy_all()), made.get_authority(), made.get_path_with_query()]
        said += [made.get_method().value, type(made.get_scheme()).__name__]
        changes = [
            lambda: headers.append("a", b"b"),
            lambda: http.Fields.from_list([("a b", b"")]),
            lambda: headers.clone().append("a", b"\n"),
        ]
        for change in changes:
            try:
                change()
            except Err as error:
                said.append(type(error.value).__name__)
        fields = headers.clone()
        fields.set("a", [b"1", b"2"])
        said.append(repr((fields.get_and_delete("A"), fields.has("a"), headers.has("x-from"))))
        large = [http.Fields.from_list([("x-large", b"x" * 100_000)]) for _ in range(3)]
        said.append(repr([len(value) for each in large for value in each.get("x-large")]))
        options = http.RequestOptions()
        options.set_connect_timeout(5)
        given = request(authority, "/", options=options)[0].get_options()
        said.append(f"{given.get_connect_timeout()} {given.get_first_byte_timeout()}")
        try:
            given.set_connect_timeout(6)
        except Err as error:
            said.append(type(error.value).__name__)
        return said
