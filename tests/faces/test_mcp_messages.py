"""The MCP face, message by message, as clients write them that no library made."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from tests.patience import PATIENCE

COMMAND = str(Path(sysconfig.get_path("scripts"), "wae"))
INITIALIZED = {"jsonrpc": "2.0", "method": "notifications/initialized"}
Message = dict[str, Any]


def initialize(version: str = "2025-11-25") -> Message:
    parameters = {
        "protocolVersion": version,
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    }
    return {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": parameters}


def call(number: int | str, name: str, meta: Message | None = None, **arguments: Any) -> Message:
    parameters = {"name": name, "arguments": arguments, **({"_meta": meta} if meta else {})}
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": parameters}


def cancelled(number: int | str) -> Message:
    parameters = {"requestId": number, "reason": "enough"}
    return {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": parameters}


def told(app: Path, *messages: Message | str, options: tuple[str, ...] = ()) -> list[Message]:
    """What the server writes to messages (or lines) after which the input ends at once."""
    lines = [each if isinstance(each, str) else json.dumps(each) for each in messages]
    done = subprocess.run(
        [COMMAND, "mcp", str(app), *options],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        env=dict(os.environ),
        timeout=PATIENCE,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def answers(messages: list[Message]) -> dict[int | str, Message]:
    """The answers by the ids of their requests, of which each has one."""
    actual = [message for message in messages if "id" in message]
    assert len(actual) == len({message["id"] for message in actual})
    return {message["id"]: message for message in actual}


def test_what_was_read_is_answered(echo_app: Path) -> None:
    """The end of the input ends the server only after every answer, of slow calls, too."""
    actual = answers(
        told(
            echo_app,
            initialize(),
            INITIALIZED,
            call(1, "echo_failures_sleep", seconds=1),
            call("two", "echo_failures_count"),
            call(3, "echo_failures_fail", reason="why"),
            {"jsonrpc": "2.0", "id": 4, "method": "tools/list"},
            {"jsonrpc": "2.0", "id": 5, "method": "ping"},
        )
    )
    assert {0, 1, "two", 3, 4, 5} == set(actual)
    assert {"result": 1} == actual["two"]["result"]["structuredContent"]
    assert actual[1]["result"]["isError"] is False
    assert actual[3]["result"]["isError"] is True


def test_a_call_that_never_ends(echo_app: Path) -> None:
    """The limit of a call is that of the server's end, too."""
    messages = (initialize(), INITIALIZED, call(1, "echo_failures_sleep", seconds=3600))
    actual = answers(told(echo_app, *messages, options=("--timeout", "2")))
    assert actual[1]["result"]["isError"] is True


def test_no_input_at_all(echo_app: Path) -> None:
    """Who leaves without a word is not waited for."""
    assert [] == told(echo_app)


@pytest.mark.parametrize("method", ["tools/list", "resources/list"])
def test_unknown_cursors(echo_app: Path, method: str) -> None:
    """A cursor that nobody was given is an error of the protocol, -32602 (MCP, "Pagination")."""
    head = {"jsonrpc": "2.0", "method": method}
    asked = (head | {"id": 1, "params": {"cursor": "x"}}, head | {"id": 2, "params": {}})
    actual = answers(told(echo_app, initialize(), INITIALIZED, *asked))
    assert (-32602, True) == (actual[1]["error"]["code"], "result" in actual[2])


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no_such_tool", "There is no tool no_such_tool"),
        (
            "echo_failures_cuont",
            "There is no tool echo_failures_cuont. Did you mean echo_failures_count?",
        ),
        ("", "There is no tool "),
    ],
)
def test_unknown_tools(echo_app: Path, name: str, message: str) -> None:
    """An unknown tool is an error of the protocol, -32602 (MCP, "Tools", "Error Handling")."""
    actual = answers(told(echo_app, initialize(), INITIALIZED, call(1, name)))
    assert {"code": -32602, "message": message} == actual[1]["error"]


def test_tools_that_are_not_offered(echo_app: Path) -> None:
    """What was denied is as unknown as what never was."""
    options = ("--deny", "*_crash")
    messages = (initialize(), INITIALIZED, call(1, "echo_failures_crash", message="x"))
    assert -32602 == answers(told(echo_app, *messages, options=options))[1]["error"]["code"]


def test_cancelled_calls(echo_app: Path) -> None:
    """A call that is cancelled gets no answer, and nobody waits for it; others do. What cancels
    nothing changes nothing."""
    actual = answers(
        told(
            echo_app,
            initialize(),
            INITIALIZED,
            call(1, "echo_failures_sleep", seconds=3600),
            call("one", "echo_failures_sleep", seconds=3600),
            call(2, "echo_failures_count"),
            cancelled(1),
            cancelled("one"),
            cancelled(2**40),
            cancelled("nobody"),
            {"jsonrpc": "2.0", "method": "notifications/cancelled"},
            options=("--timeout", "3600"),
        )
    )
    assert {0, 2} <= set(actual)
    assert {1, "one"}.isdisjoint(actual)


def test_progress(echo_app: Path) -> None:
    """A client that gives a token is told, as long as its call runs, and its own messages about
    progress disturb nobody."""
    messages = told(
        echo_app,
        initialize(),
        INITIALIZED,
        call(1, "echo_failures_sleep", {"progressToken": "p"}, seconds=6),
        call(2, "echo_failures_count", {"progressToken": 7}),
        {
            "jsonrpc": "2.0",
            "method": "notifications/progress",
            "params": {"progressToken": 1, "progress": 1},
        },
    )
    progress = [
        each["params"]
        for each in messages
        if each.get("method") == "notifications/progress" and each["params"]["progressToken"] == "p"
    ]
    taken = [each["progress"] for each in progress]
    assert taken == sorted(set(taken))
    assert len(taken) >= 2
    assert {60.0} == {each["total"] for each in progress}
    assert "echo_failures_sleep is running" in {each["message"] for each in progress}
    last = next(at for at, each in enumerate(messages) if each.get("id") == 1)
    assert progress[-1] not in [each.get("params") for each in messages[last:]]


HOLDER = """
import sys
from wae.runtime.lock import Lock
from wae.runtime.private import open_directory
with open_directory(sys.argv[1]) as folder, Lock(folder):
    print("locked", flush=True)
    sys.stdin.read()
"""


def test_progress_of_compiling(
    echo_app: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call that waits until the app is compiled tells so, and is answered in the end."""
    (tmp_path / "cache").mkdir(mode=0o700)
    monkeypatch.setenv("WAE_CACHE_DIR", str(tmp_path / "cache"))
    pipe = subprocess.PIPE
    with (
        subprocess.Popen(  # what compiles waits for it
            [sys.executable, "-c", HOLDER, tmp_path / "cache"], stdin=pipe, stdout=pipe, text=True
        ) as holder,
        subprocess.Popen([COMMAND, "mcp", echo_app], stdin=pipe, stdout=pipe, text=True) as server,
    ):
        assert holder.stdin and holder.stdout and server.stdin and server.stdout  # noqa: PT018
        assert "locked\n" == holder.stdout.readline()
        asked = call(1, "echo_failures_count", {"progressToken": "p"})
        for message in (initialize(), INITIALIZED, asked):
            server.stdin.write(f"{json.dumps(message)}\n")
        server.stdin.flush()
        assert 0 == json.loads(server.stdout.readline())["id"]
        said = "echo_failures_count waits: the app is compiled, which is done once"
        while json.loads(server.stdout.readline())["params"]["message"] != said:
            pass  # it starts
        holder.stdin.close()
        server.stdin.close()
        assert {"result": 1} == answers([*map(json.loads, server.stdout)])[1]["result"][
            "structuredContent"
        ]


def test_no_progress_unasked(echo_app: Path) -> None:
    """Without a token nobody is told."""
    messages = told(echo_app, initialize(), INITIALIZED, call(1, "echo_failures_sleep", seconds=3))
    assert [] == [each for each in messages if "method" in each]


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("2024-11-05", "2024-11-05"),
        ("2025-03-26", "2025-03-26"),
        ("2025-06-18", "2025-06-18"),
        ("2025-11-25", "2025-11-25"),
        ("1999-01-01", "2025-11-25"),
        ("2099-12-31", "2025-11-25"),
        ("nonsense", "2025-11-25"),
    ],
)
def test_versions(echo_app: Path, asked: str, given: str) -> None:
    """A client gets the version that it asks for, or else the latest that begins with a handshake
    (MCP, "Lifecycle", "Version Negotiation")."""
    assert given == answers(told(echo_app, initialize(asked)))[0]["result"]["protocolVersion"]


@pytest.mark.parametrize("version", ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"])
def test_structured_content(echo_app: Path, version: str) -> None:
    """A result is text for every client, and structured for those whose protocol has that (MCP
    2025-06-18, "Tools", "Structured Content")."""
    actual = answers(
        told(echo_app, initialize(version), INITIALIZED, call(1, "echo_failures_count"))
    )
    result = actual[1]["result"]
    assert [{"type": "text", "text": "1"}] == result["content"]
    structured = {"structuredContent": {"result": 1}} if version >= "2025-06-18" else {}
    assert structured == {name: one for name, one in result.items() if name == "structuredContent"}


def test_cancelled_calls_leave_room(echo_app: Path) -> None:
    """A call that is cancelled ends, and what it held is another's: as many as can run at a time
    are cancelled, and the next ones are answered long before those would have ended."""
    sleeping = [call(n, "echo_failures_sleep", seconds=3600) for n in range(1, 5)]
    counting = [call(n, "echo_failures_count") for n in range(5, 9)]
    messages = [*sleeping, *(cancelled(n) for n in range(1, 5)), *counting]
    actual = answers(
        told(echo_app, initialize(), INITIALIZED, *messages, options=("--timeout", "3600"))
    )
    assert [{"result": 1}] * 4 == [actual[n]["result"]["structuredContent"] for n in range(5, 9)]


def test_odd_messages(echo_app: Path) -> None:
    """What is no message is passed over; what is none of ours is answered so."""
    actual = answers(
        told(
            echo_app,
            "garbage",
            initialize(),
            INITIALIZED,
            "",
            "[]",
            '{"jsonrpc":"2.0","id":1,"method":"no/such"}',
            '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{}}',
            call(3, "echo_failures_count"),
        )
    )
    codes = {number: actual[number]["error"]["code"] for number in (1, 2)}
    assert {1: -32601, 2: -32602} == codes
    assert {"result": 1} == actual[3]["result"]["structuredContent"]
