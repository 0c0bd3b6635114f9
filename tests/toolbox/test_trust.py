"""A key goes only where somebody at least as trusted sends it, whatever face asks.

The servers are real and note what reaches them; `.env` is that of a folder cloned from a stranger.
"""

import base64
import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.faults import FaultServer, GitHub, OpenAI
from tests.faults.message import Request
from tests.faults.watttime import PASSWORD, USER, WattTime
from tests.toolbox.conftest import COMMAND

Wae = Callable[..., CompletedProcess[str]]

TOKEN = "ghp_theUsersOwnTokenOfTheEnvironment"
KEY = "sk-theUsersOwnKeyOfTheEnvironment0"
ACCOUNT = {"WATTTIME_USER": USER, "WATTTIME_PASSWORD": PASSWORD}


HELLO = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}


@dataclass(frozen=True)
class Tool:
    """A tool, the setting of its server, its credential, and a command that needs it."""

    setting: str
    base: str
    credential: dict[str, str]
    command: tuple[str, ...]
    authorization: str

    @property
    def secrets(self) -> list[str]:
        return [*self.credential.values(), self.authorization.split()[1]]


BASIC = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
TOOLS = {
    "github": Tool(
        "GITHUB_API_URL",
        "",
        {"GH_TOKEN": TOKEN},
        ("github", "repo", "wae/toolbox"),
        f"Bearer {TOKEN}",
    ),
    "openai": Tool(
        "OPENAI_BASE_URL",
        "/v1",
        {"OPENAI_API_KEY": KEY},
        ("openai", "models"),
        f"Bearer {KEY}",
    ),
    "watttime": Tool(
        "WATTTIME_API_URL",
        "",
        ACCOUNT,
        ("watttime", "login"),
        f"Basic {BASIC}",
    ),
}
FINDERS = {"github": GitHub, "openai": OpenAI, "watttime": WattTime}


@pytest.fixture(params=TOOLS)
def tool(request: pytest.FixtureRequest) -> str:
    """The name of each tool that has a credential."""
    name: str = request.param
    return name


@pytest.fixture
def server(tool: str) -> Iterator[FaultServer]:
    """A server that speaks the tool's API."""
    with FaultServer(find=FINDERS[tool]().find) as actual:
        yield actual


def requests(server: FaultServer) -> list[Request]:
    return [request for each in server.received.values() for request in each]


def authorizations(server: FaultServer) -> list[str | None]:
    return [dict(request.headers).get("authorization") for request in requests(server)]


def write(file: Path, settings: dict[str, str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose configuration and data folders are empty."""
    return tmp_path / "home"


@pytest.fixture
def run(wae: Wae, tmp_path: Path, home: Path) -> Wae:
    """Runs `wae` in a folder of a stranger's, with a home of one's own."""
    (tmp_path / "clone").mkdir()

    def run(*arguments: str, env: dict[str, str] | None = None, input: str = "") -> object:
        places = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "DATA")}
        return wae(*arguments, env=places | (env or {}), input=input, cwd=tmp_path / "clone")

    return run  # type: ignore[return-value]


def in_folder(tmp_path: Path) -> Path:
    return tmp_path / "clone" / ".env"


def in_configuration(home: Path) -> Path:
    return home / "config" / "wae" / ".env"


def refused(done: CompletedProcess[str], name: str, key_in: str, server_in: str) -> None:
    """The one line that tells both sources and what to do, and shows no secret."""
    tool = TOOLS[name]
    assert (1, "", 1) == (done.returncode, done.stdout, done.stderr.count("\n")), done.stderr
    first = next(iter(tool.credential))
    assert f"{first} from {key_in} is not sent to http://127.0.0.1:" in done.stderr
    assert f"{tool.setting} from {server_in} names that server, and is trusted less" in done.stderr
    assert f"set {tool.setting} in the environment" in done.stderr
    assert not any(secret in done.stderr for secret in tool.secrets)


def test_a_strangers_folder(run: Wae, tool: str, server: FaultServer, tmp_path: Path) -> None:
    """The server in a folder's .env gets nothing of the environment's, not even a request."""
    spec = TOOLS[tool]
    write(in_folder(tmp_path), {spec.setting: server.url + spec.base})
    refused(
        run(*spec.command, env=spec.credential),
        tool,
        "the environment",
        ".env in the current folder",
    )
    debug = run(*spec.command, "--debug", env=spec.credential)
    assert not any(secret in debug.stdout + debug.stderr for secret in spec.secrets)
    assert [] == requests(server)


def test_the_configuration_folders_key(
    run: Wae, tool: str, server: FaultServer, tmp_path: Path, home: Path
) -> None:
    """Nor does it get what the configuration folder has."""
    spec = TOOLS[tool]
    write(in_configuration(home), spec.credential)
    write(in_folder(tmp_path), {spec.setting: server.url + spec.base})
    place = ".env in the configuration folder"
    refused(run(*spec.command), tool, place, ".env in the current folder")
    assert [] == requests(server)


def test_the_configuration_folders_server(
    run: Wae, tool: str, server: FaultServer, home: Path
) -> None:
    """The configuration folder's server gets that folder's key, and not the environment's."""
    spec = TOOLS[tool]
    write(in_configuration(home), {spec.setting: server.url + spec.base})
    place = ".env in the configuration folder"
    refused(run(*spec.command, env=spec.credential), tool, "the environment", place)
    assert [] == requests(server)
    write(in_configuration(home), {spec.setting: server.url + spec.base, **spec.credential})
    assert 0 == run(*spec.command).returncode
    assert spec.authorization in authorizations(server)


def test_a_key_of_its_own(run: Wae, tool: str, server: FaultServer, tmp_path: Path) -> None:
    """A .env that brings server and key works, with that key even where the environment has
    another."""
    spec = TOOLS[tool]
    write(in_folder(tmp_path), {spec.setting: server.url + spec.base, **spec.credential})
    others = {name: f"other-{value}" for name, value in spec.credential.items()}
    assert 0 == run(*spec.command, env=others).returncode
    assert {spec.authorization} == set(authorizations(server))


def test_the_environments_server(run: Wae, tool: str, server: FaultServer, tmp_path: Path) -> None:
    """The environment's server gets the key from wherever it is."""
    spec = TOOLS[tool]
    env = {spec.setting: server.url + spec.base}
    write(in_folder(tmp_path), spec.credential)
    assert 0 == run(*spec.command, env=env).returncode
    assert {spec.authorization} == set(authorizations(server))


def test_both_name_it(run: Wae, tool: str, server: FaultServer, tmp_path: Path, home: Path) -> None:
    """A server that the configuration folder names gets that folder's key though the current
    folder's .env says the same; where the two differ, it does not."""
    spec = TOOLS[tool]
    write(in_configuration(home), {spec.setting: server.url + spec.base, **spec.credential})
    write(in_folder(tmp_path), {spec.setting: server.url + spec.base})
    assert 0 == run(*spec.command).returncode
    assert spec.authorization in authorizations(server)
    server.received.clear()
    write(in_folder(tmp_path), {spec.setting: server.url + spec.base + "/elsewhere"})
    place = ".env in the configuration folder"
    refused(run(*spec.command), tool, place, ".env in the current folder")
    assert [] == requests(server)


def test_no_key_at_all(run: Wae, server: FaultServer, tool: str, tmp_path: Path) -> None:
    """Where there is no key, a .env's server is asked without; an error of it names it."""
    spec = TOOLS[tool]
    write(in_folder(tmp_path), {spec.setting: server.url + spec.base})
    run(*spec.command)
    assert set(authorizations(server)) <= {None}


@pytest.mark.parametrize("half", list(ACCOUNT))
def test_half_an_account(run: Wae, tmp_path: Path, half: str) -> None:
    """User name in .env and password in the environment, or the other way round: neither goes."""
    service = WattTime()
    with FaultServer(find=service.find) as server:
        own = {"WATTTIME_API_URL": server.url, half: ACCOUNT[half]}
        write(in_folder(tmp_path), own)
        [other] = set(ACCOUNT) - {half}
        done = run("watttime", "login", env={other: ACCOUNT[other]})
        assert (1, 0) == (done.returncode, service.logins)
        assert f"{other} from the environment is not sent to {server.url}" in done.stderr
        register = ("watttime", "register", "--email", "a@b.example", "--organization", "x")
        done = run(*register, env={other: ACCOUNT[other]})
        assert f"{other} from the environment is not sent to {server.url}" in done.stderr
        assert [] == requests(server)


def test_a_kept_token(run: Wae, tmp_path: Path) -> None:
    """A token that the environment's account got is not for a .env that names the same server and
    user: it has to log in itself."""
    service = WattTime()
    with FaultServer(find=service.find) as server:
        command = ("watttime", "access")
        url = {"WATTTIME_API_URL": server.url}
        assert 0 == run(*command, env={**url, **ACCOUNT}).returncode
        assert 0 == run(*command, env={**url, **ACCOUNT}).returncode
        assert 1 == service.logins
        server.received.clear()
        guessed = {**url, "WATTTIME_USER": USER, "WATTTIME_PASSWORD": "guessed-pa$$word-1"}
        write(in_folder(tmp_path), guessed)
        assert 4 == run(*command).returncode
        assert not any(token in str(authorizations(server)) for token in service.issued)


def by_mcp(env: dict[str, str], folder: Path) -> str:
    """What `wae mcp toolbox`, started in a folder, answers to a call of `get`."""
    asked = {"name": "github_repositories_get", "arguments": {"name": "wae/toolbox"}}
    messages = (
        {"id": 1, "method": "initialize", "params": HELLO},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/call", "params": asked},
    )
    command = [COMMAND, "mcp", "toolbox", "--allow", "github_repositories_get"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=env, cwd=folder, stdin=pipe, stdout=pipe) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for message in messages:
            process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
        process.stdin.flush()
        answers = [process.stdout.readline() for message in messages if "id" in message]
        process.stdin.close()
    return answers[-1].decode()


@pytest.mark.parametrize("tool", ["github"])
def test_other_faces(
    run: Wae, tool: str, server: FaultServer, tmp_path: Path, environ: dict[str, str], toolbox: Path
) -> None:
    """`wae call` and `wae mcp` have no way around: tools and contracts have no key."""
    spec = TOOLS[tool]
    write(in_folder(tmp_path), {spec.setting: server.url})
    arguments = ("call", "toolbox", "repositories.get", "--name", "wae/toolbox")
    called = run(*arguments, env=spec.credential)
    assert 1 == called.returncode
    told = called.stdout + called.stderr
    assert "GH_TOKEN from the environment is not sent to" in told
    env = {**environ, **spec.credential, "WAE_TOOLBOX": str(toolbox)}
    answered = by_mcp(env, tmp_path / "clone")
    assert "GH_TOKEN from the environment is not sent to" in answered
    assert [] == requests(server)
    assert TOKEN not in told + answered


def test_the_server_is_named(run: Wae, tool: str, tmp_path: Path) -> None:
    """A server that is not the vendor's stands in the error, and in what `wae doctor` finds."""
    spec = TOOLS[tool]
    nowhere = "http://127.0.0.1:9" + spec.base
    write(in_folder(tmp_path), {spec.setting: nowhere, **spec.credential})
    done = run(*spec.command)
    assert 1 == done.returncode
    assert f"wae: The server at {nowhere} ({spec.setting}) could not be reached" in done.stderr
    checks = json.loads(run("doctor", "--offline", "--json").stdout)["checks"]
    [actual] = [each["detail"] for each in checks if each["name"] == spec.setting]
    assert f"{spec.setting} from .env in the current folder: the server at {nowhere}" in actual


@pytest.mark.parametrize("tool_name", TOOLS)
def test_plain_http(run: Wae, tool_name: str, tmp_path: Path, home: Path) -> None:
    """To another machine a key does not go without TLS, unless the user, and not the current
    folder's .env, names the origin."""
    spec = TOOLS[tool_name]
    origin = "http://no-such-host.invalid"
    env = {spec.setting: origin + spec.base, **spec.credential}
    write(in_folder(tmp_path), {"WAE_INSECURE_ORIGINS": origin})
    done = run(*spec.command, env=env)
    assert (1, "") == (done.returncode, done.stdout)
    first = next(iter(spec.credential))
    assert f"{first} is not sent to {origin} over plain http" in done.stderr
    assert "WAE_INSECURE_ORIGINS, in the environment or in the configuration" in done.stderr
    reached = "there is no address for http://no-such-host.invalid"
    assert reached in run(*spec.command, env={**env, "WAE_INSECURE_ORIGINS": origin}).stderr
    write(in_configuration(home), {"WAE_INSECURE_ORIGINS": f"http://x.example {origin}"})
    assert reached in run(*spec.command, env=env).stderr
