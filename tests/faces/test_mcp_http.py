"""The MCP face over HTTP: the official client, several at once, and who is let in."""

import json
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp import Client
from tests.faces.test_mcp import COMMAND
from tests.patience import PATIENCE

Wae = Callable[..., "subprocess.CompletedProcess[str]"]

TOKEN = "a-token-of-the-tests"


@contextmanager
def serving_mcp(
    app: Path, log: Path, at: str = "0", *options: str, **variables: str
) -> Iterator[str]:
    """The URL of the server's tools."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [COMMAND, "mcp", str(app), "--listen", at, *options],
            env={**os.environ, **variables},
            stderr=output,
        )
    try:
        end = time.monotonic() + PATIENCE
        while not (actual := re.search(r"at (http://\S+)", log.read_text())):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)
        yield actual[1]
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.fixture(scope="module")
def one_server(echo_app: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving_mcp(echo_app, tmp_path_factory.mktemp("mcp") / "log") as url:
        yield url


def test_two_clients(echo_app: Path, tmp_path: Path) -> None:
    """Clients list and call the tools at the same time; each call has a sandbox of its own."""

    async def talk(url: str) -> list[Any]:
        actual: list[Any] = []

        async def one(number: int) -> None:
            async with Client(url) as client:
                names = {tool.name for tool in (await client.list_tools()).tools}
                result = await client.call_tool("echo_values_optional", {"value": str(number)})
                count = await client.call_tool("echo_failures_count", {})
                actual.append((len(names), result.structured_content, count.structured_content))

        async with anyio.create_task_group() as group:
            group.start_soon(one, 1)
            group.start_soon(one, 2)
        return actual

    with serving_mcp(echo_app, tmp_path / "log") as url:
        answers = anyio.run(talk, url)
    assert {"1", "2"} == {result["result"] for _, result, _ in answers}
    assert [{"result": 1}] * 2 == [count for _, _, count in answers]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"authorization": "Bearer wrong"}, 401),
        ({"authorization": f"Bearer {TOKEN}", "host": "evil.example"}, 421),
        ({"authorization": f"Bearer {TOKEN}", "origin": "https://evil.example"}, 403),
        (
            [
                ("authorization", f"Bearer {TOKEN}"),
                ("host", "localhost"),
                ("origin", "http://evil.example"),
                ("origin", "http://localhost"),
            ],
            403,
        ),
    ],
)
def test_who_is_let_in(echo_app: Path, tmp_path: Path, headers: Any, status: int) -> None:
    """Without the token, under another name, or from another site's page nobody is let in; a second
    header does not hide the first."""
    with serving_mcp(echo_app, tmp_path / "log", WAE_TOKEN=TOKEN) as url:
        answer = httpx.post(url, json={}, headers=headers, timeout=PATIENCE, trust_env=False)
    assert status == answer.status_code


def test_progress(one_server: str) -> None:
    """A client that asks is told that its call is running, over HTTP as well."""
    told: list[str | None] = []

    async def hear(_progress: float, _total: float | None, message: str | None) -> None:
        told.append(message)

    async def talk() -> Any:
        async with Client(one_server) as client:
            arguments = {"seconds": 5}
            return await client.call_tool("echo_failures_sleep", arguments, progress_callback=hear)

    assert not anyio.run(talk).is_error
    assert "echo_failures_sleep is running" in told


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity", "9" * 5000])
def test_no_number(one_server: str, number: str) -> None:
    """What is no number in JSON, or one that is too large, is an error that says so."""
    arguments = f'{{"numbers": [], "pairs": [["a", {number}]]}}'
    call = f'{{"name": "echo_values_many", "arguments": {arguments}}}'
    answer = httpx.post(
        one_server,
        content=f'{{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {call}}}',
        headers={
            "content-type": "application/json",
            "accept": "application/json, text/event-stream",
        },
        timeout=PATIENCE,
        trust_env=False,
    )
    [data] = re.findall("^(?:data: )?({.*)$", answer.text.replace("\r", ""), re.MULTILINE)
    document = json.loads(data)
    if answer.status_code == 400:
        assert document["error"]["message"].startswith("Parse error: number out of range")
    else:
        text = "Invalid arguments: a number is too large, or not one that JSON has"
        assert [True, text] == [
            document["result"]["isError"], document["result"]["content"][0]["text"]
        ]  # fmt: skip


LISTEN = "--listen [HOST:]PORT"
ADDRESS = "is not [HOST:]PORT. For example: --listen 8080, or --listen '[::1]:8080'"
NO_TOKEN = (
    "refusing to listen on {} without a token: other machines can reach it. "
    "Set WAE_TOKEN in the environment, or listen on 127.0.0.1"
)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--listen 0.0.0.0:0", NO_TOKEN.format("0.0.0.0")),
        ("--listen [::]:0", NO_TOKEN.format("::")),
        ("--listen :8080", f"--listen :8080 {ADDRESS}"),
        ("--listen localhost", f"--listen localhost {ADDRESS}"),
        ("--listen ::1:80", f"--listen ::1:80 {ADDRESS}"),
        ("--listen http://127.0.0.1:80", f"--listen http://127.0.0.1:80 {ADDRESS}"),
        ("--listen 65536", f"--listen 65536 {ADDRESS}"),
        ("--listen=", f"--listen {ADDRESS}"),
        ("--listen -1", f"--listen -1 {ADDRESS}"),
        ("--listen", "argument --listen: expected one argument. See wae mcp --help"),
        ("--http 8080", f"`wae mcp` does not listen by --http. Write {LISTEN}"),
        ("--http 127.0.0.1:8080", f"`wae mcp` does not listen by --http. Write {LISTEN}"),
        ("--http --port 8080", f"`wae mcp` does not listen by --port. Write {LISTEN}"),
        ("--host=0.0.0.0", f"`wae mcp` does not listen by --host. Write {LISTEN}"),
    ],
)
def test_addresses(wae: Wae, echo_app: Path, words: str, message: str) -> None:
    """Without a token only this machine is served, at an address that there is; who writes it as
    another server has it is told how it is written here."""
    done = wae("mcp", str(echo_app), *words.split())
    assert (2, "") == (done.returncode, done.stdout)
    assert f"wae: {message}\n" == done.stderr.splitlines(keepends=True)[-1]


@pytest.mark.parametrize(
    ("words", "notices"),
    [(["--http"], 1), (["--http=*"], 0), (["--http", "https://a.example"], 0)],
)
def test_http_is_a_grant(wae: Wae, echo_app: Path, words: list[str], notices: int) -> None:
    """`--http` gives the app requests, as everywhere; alone, it says so: it could mean a server."""
    done = wae("mcp", str(echo_app), "--list", "--deny-rest", *words)
    said = "wae: --http lets the app send requests to anywhere; to serve over HTTP: "
    assert 0 == done.returncode
    assert notices == done.stderr.count(f"{said}{LISTEN}\n")


def test_at_an_address_of_six(echo_app: Path, tmp_path: Path) -> None:
    """An IPv6 address stands in brackets."""
    with serving_mcp(echo_app, tmp_path / "log", "[::1]:0") as url:
        assert url.startswith("http://[::1]:")
        assert 400 == httpx.post(url, json={}, timeout=PATIENCE, trust_env=False).status_code
