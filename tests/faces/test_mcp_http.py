"""The MCP face over HTTP: the official client, several at once, and who is let in."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp import Client
from tests.faces.test_mcp import COMMAND

TOKEN = "a-token-of-the-tests"


@contextmanager
def _serving(app: Path, log: Path, **variables: str) -> Iterator[str]:
    """The URL of the server's tools."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [COMMAND, "mcp", str(app), "--http", "--port", "0"],
            env={**os.environ, **variables},
            stderr=output,
        )
    try:
        end = time.monotonic() + 120
        while not (found := re.search(r"at (http://\S+)", log.read_text())):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)
        yield found[1]
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def one_server(echo_app: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with _serving(echo_app, tmp_path_factory.mktemp("mcp") / "log") as url:
        yield url


def test_two_clients(echo_app: Path, tmp_path: Path) -> None:
    """Clients list and call the tools at the same time; each call has a sandbox of its own."""

    async def talk(url: str) -> list[Any]:
        found: list[Any] = []

        async def one(number: int) -> None:
            async with Client(url) as client:
                names = {tool.name for tool in (await client.list_tools()).tools}
                result = await client.call_tool("echo_values_optional", {"value": str(number)})
                count = await client.call_tool("echo_failures_count", {})
                found.append((len(names), result.structured_content, count.structured_content))

        async with anyio.create_task_group() as group:
            group.start_soon(one, 1)
            group.start_soon(one, 2)
        return found

    with _serving(echo_app, tmp_path / "log") as url:
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
    with _serving(echo_app, tmp_path / "log", WAE_TOKEN=TOKEN) as url:
        answer = httpx.post(url, json={}, headers=headers, trust_env=False)
    assert status == answer.status_code


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity", "9" * 5000])
def test_no_number(one_server: str, number: str) -> None:
    """What is no number in JSON, or one that is too large, is an error that says so."""
    arguments = f'{{"numbers": [], "pairs": [["a", {number}]]}}'
    call = f'{{"name": "echo_values_many", "arguments": {arguments}}}'
    answer = httpx.post(
        one_server,
        content=f'{{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {call}}}',
        headers={"content-type": "application/json", "accept": "application/json"},
        timeout=60,
        trust_env=False,
    )
    document = answer.json()
    if answer.status_code == 400:
        assert document["error"]["message"].startswith("Parse error: number out of range")
    else:
        text = "Invalid arguments: a number is too large, or not one that JSON has"
        assert [True, text] == [
            document["result"]["isError"], document["result"]["content"][0]["text"]
        ]  # fmt: skip


def test_other_machines_take_a_token(echo_app: Path) -> None:
    """Without a token only this machine is served."""
    done = subprocess.run(
        [COMMAND, "mcp", echo_app, "--http", "--host", "0.0.0.0", "--port", "0"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (2, "") == (done.returncode, done.stdout)
    assert "0.0.0.0 can be reached from other machines, which takes a token" in done.stderr
