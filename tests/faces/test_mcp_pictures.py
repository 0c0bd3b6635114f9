"""Pictures over MCP: a model sees them, whatever their size; nothing that was made is lost."""

import base64
import json
from pathlib import Path
from typing import Any

import anyio
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.faces.test_mcp import client, conversation
from tests.faults import FaultServer, OpenAI
from tests.faults.openai_pictures import GIF, JPEG, LARGE, PNG, SMALL, WEBP

from wae.faces.mcp.kept import Content, Kept
from wae.faces.mcp.pictures import without_pictures

FORMATS = {"png": SMALL, "jpeg": JPEG, "gif": GIF, "webp": WEBP}
LONG = PNG + bytes(100_000)


def text(content: bytes) -> str:
    return base64.b64encode(content).decode()


@pytest.mark.parametrize("format", FORMATS)
def test_formats(echo_app: Path, format: str) -> None:
    """What is Base64 of a picture, as a whole, is passed on as that, of any length; its place in
    the result says so, and is valid under the tool's schema."""
    data = text(FORMATS[format] + bytes(300_000))
    tools, [result] = conversation(echo_app, [("echo_values_optional", {"value": data})])
    said, picture = result.content
    assert ("image", data, f"image/{format}") == (picture.type, picture.data, picture.mime_type)
    assert said.text.startswith("picture 1 of this result, and the resource wae://results/")
    assert said.text.endswith(f".{format}")
    assert {"result": said.text} == result.structured_content
    schema = next(tool.output_schema for tool in tools if tool.name == "echo_values_optional")
    jsonschema.validate(result.structured_content, schema)


@pytest.mark.parametrize(
    "value",
    [
        "iVBORw0KGgo is how it begins",
        text(PNG)[:-1],
        text(PNG) + "\n",
        text(b"RIFF\x10\x00\x00\x00WAVEfmt "),
        f"data:image/png;base64,{text(PNG)}",
        text(b"<svg/>"),
    ],
)
def test_no_picture(echo_app: Path, value: str) -> None:
    """Anything else is text."""
    _, [result] = conversation(echo_app, [("echo_values_optional", {"value": value})])
    assert [("text", value)] == [(one.type, one.text) for one in result.content]
    assert {"result": value} == result.structured_content


def read_again(app: Path, *options: str, **arguments: Any) -> tuple[Any, Any]:
    """What a call of `optional` returned, and then the resource that this names."""

    async def talk() -> Any:
        async with client(app, *options) as connected:
            result = await connected.call_tool("echo_values_optional", arguments)
            uri = "wae://" + result.content[0].text.partition("wae://")[2].partition(",")[0]
            return result, (await connected.read_resource(uri)).contents[0]

    actual: tuple[Any, Any] = anyio.run(talk)
    return actual


def test_for_clients_without_pictures(echo_app: Path) -> None:
    """Some give their model the structured content alone: the picture is a resource, too."""
    _, resource = read_again(echo_app, value=text(LONG))
    assert ("image/png", text(LONG)) == (resource.mime_type, resource.blob)


def test_what_is_too_long_is_kept(echo_app: Path) -> None:
    """An answer that is too long may have been paid for: it can be read as a resource."""
    result, resource = read_again(echo_app, "--longest", "50", value="x" * 51)
    assert result.is_error
    assert ("application/json", "x" * 51) == (resource.mime_type, resource.text)


def test_large_pictures_of_the_toolbox(
    toolbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two pictures of 16 MiB each arrive, of one call."""
    with FaultServer(find=OpenAI().find) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-tests")
        monkeypatch.setenv("WAE_TOOLBOX", str(toolbox))
        order = {"model": "painter-large", "prompt": "a fox", "count": 2}
        call = ("openai_images_draw", {"order": order})
        _, [result] = conversation(Path("toolbox"), [call], "--timeout", "300")
    assert not result.is_error, result.content[0].text
    said, *shown = result.content
    assert [text(LARGE)] * 2 == [one.data for one in shown]
    outcomes = json.loads(said.text)["outcomes"]
    marks = [one["picture"]["data"].partition(",")[0] for one in outcomes]
    assert [f"picture {n} of this result" for n in (1, 2)] == marks


def test_room() -> None:
    """When there is no room, the oldest go; the last one stays."""
    kept = Kept(10)
    uris = [kept.keep(Content(letter * 5, "text/plain"), "txt") for letter in "abc"]
    assert [None, "b" * 5, "c" * 5] == [one and one.text for one in map(kept.get, uris)]
    last = kept.keep(Content("d" * 11, "text/plain"), "txt")
    assert [None] * 3 == [kept.get(uri) for uri in uris]
    assert kept.get(last) is not None


DOCUMENTS = st.recursive(
    st.text() | st.none() | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(DOCUMENTS)
def test_other_results_are_as_they_were(document: Any) -> None:
    """Whatever has no picture in it."""
    assert document == without_pictures(document, lambda picture: "")
