"""`.env` files of other programs, of other systems, and files that are not `.env` at all."""

import os
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.faults import FaultServer

Wae = Callable[..., CompletedProcess[str]]

TOKEN = "ghp_0123456789abcdefghijklmnopqrstuv"
EXPECTED = "expected NAME=value in UTF-8, with every quote closed"


@pytest.fixture
def ask(wae: Wae, server: FaultServer, tmp_path: Path) -> Callable[..., CompletedProcess[str]]:
    """Asks for a repository where `.env` has this text, after the server's URL."""

    def run(content: str | bytes, **env: str) -> CompletedProcess[str]:
        text = content.encode() if isinstance(content, str) else content
        first = f"GITHUB_API_URL={server.url}\n".encode()
        (tmp_path / ".env").write_bytes(first + text)
        return wae("github", "repo", "wae/toolbox", env=env)

    return run


def sent(server: FaultServer) -> list[str]:
    """The credentials that reached the server."""
    headers = [{n.lower(): v for n, v in each.headers} for each in server.received[""]]
    return [actual["authorization"] for actual in headers if "authorization" in actual]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (f"this is junk\nGH_TOKEN={TOKEN}\n", "line 2 is"),
        (f"GH_TOKEN={TOKEN}\nOTHER='never closed\n", "line 3 is"),
        (f"key: value\nexport GH_TOKEN='{TOKEN}'\n[section]\n", "lines 2 and 4 are"),
        (b"# Schl\xfcssel\nX=\xff\nGH_TOKEN=" + TOKEN.encode(), "line 3 is"),
    ],
)
def test_the_rest_counts(
    ask: Callable[..., CompletedProcess[str]], server: FaultServer, content: str, lines: str
) -> None:
    """A line that is no setting is left out, with one notice; the key beside it is sent."""
    done = ask(content)
    assert (0, f"wae: .env, {lines} left out: {EXPECTED}.\n") == (done.returncode, done.stderr)
    assert {f"Bearer {TOKEN}"} == set(sent(server))


@pytest.mark.parametrize(
    "content", [f"T={TOKEN}\nGH_TOKEN=${{T}}\n", f'A={TOKEN[:9]}\nGH_TOKEN="${{A}}{TOKEN[9:]}"\n']
)
def test_references(
    ask: Callable[..., CompletedProcess[str]], server: FaultServer, content: str
) -> None:
    """${NAME} is what the file sets above."""
    assert (0, "") == ((done := ask(content)).returncode, done.stderr)
    assert {f"Bearer {TOKEN}"} == set(sent(server))


@pytest.mark.parametrize("value", ["${SECRET}", "${GH_TOKEN}", "${SECRET:-x}", "${SECRET", "${}"])
def test_no_reference_to_the_environment(
    ask: Callable[..., CompletedProcess[str]], server: FaultServer, value: str
) -> None:
    """A variable is not put into a file's value, nor is the reference taken as it stands."""
    done = ask(f"GITHUB_TOKEN={value}\n", SECRET=TOKEN)
    assert (1, "") == (done.returncode, done.stdout)
    assert ".env:2: it has " in done.stderr
    assert TOKEN not in done.stderr
    assert [] == server.received[""]


def test_no_key_in_a_url(wae: Wae, server: FaultServer, tmp_path: Path) -> None:
    """A folder's .env cannot put a key of the environment into the URL of its own server."""
    (tmp_path / ".env").write_text(f"GITHUB_API_URL={server.url}/${{GH_TOKEN}}\n")
    done = wae("github", "repo", "wae/toolbox", env={"GH_TOKEN": TOKEN})
    assert 1 == done.returncode
    assert TOKEN not in done.stdout + done.stderr
    assert [] == server.received[""]


def test_a_virtual_environment(
    wae: Wae, server: FaultServer, on_github: dict[str, str], tmp_path: Path
) -> None:
    """A folder called .env holds no settings, and stops nothing."""
    (tmp_path / ".env").mkdir()
    done = wae("github", "repo", "wae/toolbox", env=on_github)
    told = "wae: .env is a folder, so no settings are read from it.\n"
    assert (0, told) == (done.returncode, done.stderr)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("pipe", "it is a named pipe, a device or a socket, and only files are read"),
        (
            "out of the folder",
            "it cannot be read (Operation not permitted): it is a link, and those out of its",
        ),
        (
            "absolute",
            "it cannot be read (Operation not permitted): it is a link, and those out of its",
        ),
        ("nothing", "it is a link that leads to nothing"),
        ("utf-16", "it is UTF-16: save it as UTF-8 text"),
    ],
)
def test_what_cannot_be_read(wae: Wae, tmp_path: Path, kind: str, words: str) -> None:
    """What may hold settings, and cannot be read, is one clear error; nobody waits for a pipe."""
    folder = tmp_path / "here"
    folder.mkdir()
    file, other = folder / ".env", tmp_path / "shared.env"
    other.write_text(f"GH_TOKEN={TOKEN}\n")
    match kind:
        case "pipe":
            os.mkfifo(file)
        case "out of the folder":
            file.symlink_to("../shared.env")
        case "absolute":
            (folder / "shared.env").write_text(f"GH_TOKEN={TOKEN}\n")
            file.symlink_to(folder / "shared.env")
        case "nothing":
            file.symlink_to("shared.env")
        case _:
            file.write_text(f"GH_TOKEN={TOKEN}\n", encoding="utf-16")
    done = wae("github", "repo", "wae/toolbox", cwd=folder)
    assert (1, "", 1) == (done.returncode, done.stdout, done.stderr.count("\n"))
    assert f".env: {words}" in done.stderr
    assert TOKEN not in done.stderr


def test_a_link_in_the_folder(wae: Wae, server: FaultServer, tmp_path: Path) -> None:
    """A link to a file beside it is followed."""
    (tmp_path / "shared.env").write_text(f"GITHUB_API_URL={server.url}\nGH_TOKEN={TOKEN}\n")
    (tmp_path / ".env").symlink_to("shared.env")
    assert 0 == wae("github", "repo", "wae/toolbox").returncode
    assert {f"Bearer {TOKEN}"} == set(sent(server))
