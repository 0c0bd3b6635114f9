"""A token goes to GitHub and nowhere else: to no other host, and into no output."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.faults import FaultServer
from tests.faults.github_faults import FAULTS

Wae = Callable[..., CompletedProcess[str]]

SECRET = "ghp_5ecretThatNobodyMaySee0123456789"


def outputs(
    wae: Wae, commands: list[tuple[str, ...]], env: dict[str, str]
) -> list[CompletedProcess[str]]:
    """What the commands write, each run with and without `--debug`, some side by side."""
    every = [*commands, *((*command, "--debug") for command in commands)]
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda command: wae(*command, env=env), every))


def assert_unseen(done: CompletedProcess[str]) -> None:
    assert SECRET not in done.stdout + done.stderr, done.args


@pytest.mark.parametrize("name", ["GH_TOKEN", "GITHUB_TOKEN"])
def test_unseen_in_every_failure(
    wae: Wae, on_github: dict[str, str], server: FaultServer, name: str
) -> None:
    """However GitHub fails, and even where it sends the token back, the token is not shown."""
    commands = [("github", "repo", f"faults/{fault}") for fault in FAULTS if fault != "gzip-bomb"]
    for done in outputs(wae, commands, on_github | {name: SECRET}):
        assert_unseen(done)
    assert any(f"Bearer {SECRET}" in dict(each.headers).values() for each in server.received[""])


def test_unseen_in_every_command(wae: Wae, on_github: dict[str, str]) -> None:
    """No command that works or cannot be understood shows the token."""
    commands: list[tuple[str, ...]] = [
        ("github", "release", "wae/toolbox", "--json"),
        ("github", "contributors", "wae/huge"),
        ("github", "repo"),
        ("github", "nonsense"),
        ("password", "--length", "3"),
        ("password", "check"),
        ("--help",),
        ("--version",),
        ("serve",),
        ("run", "missing.wasm"),
    ]
    for done in outputs(wae, commands, on_github | {"GH_TOKEN": SECRET}):
        assert_unseen(done)


@pytest.mark.parametrize("token", [f"{SECRET}\nx", f"{SECRET} x", f"{SECRET}é", f"\x1b{SECRET}"])
def test_unusable_token(
    wae: Wae, on_github: dict[str, str], server: FaultServer, token: str
) -> None:
    """A token that no header can hold is named by its variable, and nothing is sent."""
    for done in outputs(wae, [("github", "repo", "wae/toolbox")], on_github | {"GH_TOKEN": token}):
        assert_unseen(done)
        assert (1, "") == (done.returncode, done.stdout)
        assert "GH_TOKEN has characters that an HTTP header cannot hold" in done.stderr
    assert [] == server.received[""]


def test_unseen_from_a_file(
    wae: Wae, on_github: dict[str, str], server: FaultServer, tmp_path: Path
) -> None:
    """A token in .env is as secret; an answer of 401 tells from which place it was taken."""
    (tmp_path / ".env").write_text(f"GH_TOKEN={SECRET}\n")
    done = wae("github", "repo", "faults/tells-token", env=on_github)
    who = f"wae: The server at {server.url} (GITHUB_API_URL)"
    line = f"{who} did not accept GH_TOKEN from .env in the current folder: Bad credentials: "
    assert (4, f"{line}Bearer ***. Renew it or unset it.\n") == (done.returncode, done.stderr)


@pytest.mark.parametrize("fault", ["to-other", "to-other-with-token"])
def test_another_origin_is_not_asked(
    wae: Wae, on_github: dict[str, str], server: FaultServer, fault: str
) -> None:
    """A redirect to another port is refused by name before anything is sent there."""
    done = wae("github", "repo", f"faults/{fault}", env=on_github | {"GH_TOKEN": SECRET})
    assert (1, "") == (done.returncode, done.stdout)
    line = f"wae: The sandbox does not let github reach {server.other_url} (where {server.url}/"
    assert done.stderr.startswith(line)
    assert_unseen(done)
    host = server.url.removeprefix("http://")
    assert [host] == [dict(each.headers).get("host") for each in server.received[""]]


def test_only_the_url_in_use_gets_it(wae: Wae, server: FaultServer) -> None:
    """The token is for the origin in GITHUB_API_URL; a port beside it is another one."""
    env = {"GITHUB_API_URL": server.other_url, "GH_TOKEN": SECRET}
    assert 0 == wae("github", "repo", "wae/toolbox", env=env).returncode
    host = server.other_url.removeprefix("http://")
    assert [(host, f"Bearer {SECRET}")] == [
        (headers["host"], headers["authorization"])
        for headers in (dict(each.headers) for each in server.received[""])
    ]
