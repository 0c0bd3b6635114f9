"""The same file under runtimes that are not ours: nothing of `wae`'s is needed."""

import json
import shutil
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import dummy
import pytest
from tests.faults import FaultServer, tcp
from tests.toolbox.pseudo_terminal import PseudoTerminal
from tests.wasmtime_command import wasmtime

Run = Callable[..., CompletedProcess[str]]

FIELDS = ["passwords", "entropy_bits", "length", "alphabet_size", "kind"]
HERE = Path(__file__).parent
PACKAGES = Path(__file__).parents[2] / ".cache/peers/node_modules"
JCO = PACKAGES / "@bytecodealliance/jco/dist/jco.js"
SCRIPTS = Path(sysconfig.get_path("scripts"))
NODE, DENO = SCRIPTS / "node", SCRIPTS / "deno"
OFFLINE = ["run", "--no-remote", "--cached-only", "--no-lock", "--node-modules-dir=manual"]
OFFLINE += ["--allow-read", "--allow-write", "--allow-env", "--allow-sys"]


@pytest.fixture
def run_wasmtime(environ: dict[str, str], toolbox: Path, tmp_path: Path) -> Run:
    """Runs the toolbox with the wasmtime CLI, which keeps what it compiles as wae does."""

    def run(*arguments: str, options: tuple[str, ...] = ()) -> CompletedProcess[str]:
        return subprocess.run(
            wasmtime("run", "-S", "http", *options, toolbox, *arguments),
            env=environ,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=300,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    return run


def test_wasmtime_password(run_wasmtime: Run) -> None:
    """wasmtime runs the toolbox as a WASI 0.2 command."""
    done = run_wasmtime("password", "--json")
    assert (0, "") == (done.returncode, done.stderr)
    assert FIELDS == [*json.loads(done.stdout)]


def test_wasmtime_failure(run_wasmtime: Run) -> None:
    """A failure is code 1 there, with the same words, unframed."""
    done = run_wasmtime("password", "--length", "3")
    line = "wae: --length cannot be 3. Give a number from 4 to 1024.\n"
    assert (1, "", line) == (done.returncode, done.stdout, done.stderr)


def test_wasmtime_question(environ: dict[str, str], toolbox: Path, tmp_path: Path) -> None:
    """There nobody can switch the echo off: a question for a secret says that it is shown."""
    command = wasmtime("run", "-S", "http", toolbox, "password", "check")
    with PseudoTerminal(command, environ, tmp_path, 80) as session:
        session.wait_for("Password (it is shown while you type): ")
        session.send("hunter2\n")
        assert 0 == session.end()
    assert "Score" in session.output
    assert "\x1b" not in session.output


def test_wasmtime_network(run_wasmtime: Run) -> None:
    """The network is there where wasmtime is told to give it; where not, that is what is said."""
    allowed = ("-S", "inherit-network,allow-ip-name-lookup")
    with tcp.open_port() as port:
        done = run_wasmtime("net", "probe", f"127.0.0.1:{port}", options=allowed)
        assert (0, "open") == (done.returncode, done.stdout.split("\t")[2])
        done = run_wasmtime("net", "probe", f"127.0.0.1:{port}")
        assert (1, "not-allowed") == (done.returncode, done.stdout.split("\t")[2])
    done = run_wasmtime("net", "lookup", "localhost")
    assert (1, True) == (done.returncode, "does not let it use the network" in done.stderr)


def test_wasmtime_settings(run_wasmtime: Run, server: FaultServer, tmp_path: Path) -> None:
    """With `--dir .` and `--env` the toolbox finds its settings; times are UTC, and say so.

    A key in the environment goes to no server that only the file names.
    """
    (tmp_path / ".env").write_text(f"GITHUB_API_URL={server.url}\nGH_TOKEN=file\n")
    done = run_wasmtime("github", "repo", "wae/toolbox", options=("--dir", "."))
    assert (0, "full_name\twae/toolbox") == (done.returncode, done.stdout.splitlines()[0])
    done = run_wasmtime("github", "repo", "faults/limit-403", options=("--dir", "."))
    assert "is used up until 2030-01-01 00:00 UTC" in done.stderr
    env = ("--env", f"GITHUB_API_URL={server.url}", "--env", "GH_TOKEN=e")
    for given in (env[2:], env):
        done = run_wasmtime("github", "repo", "wae/toolbox", options=("--dir", ".", *given))
        assert 0 == done.returncode
    sent = [dict(request.headers)["authorization"] for request in server.received[""]]
    assert ["Bearer file"] * 3 + ["Bearer e"] == sent


@pytest.fixture(scope="module")
def seeded(toolbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toolbox composed with a component whose random numbers are always the same.

    So every runtime must come to the same password. The composer is that of wasm-tools, since ours
    lets nobody take the place of WASI.
    """
    folder = tmp_path_factory.mktemp("seeded")
    numbers, app = folder / "random.wasm", folder / "toolbox.wasm"
    numbers.write_bytes(dummy.from_wat((HERE / "random.wat").read_text()))
    done = dummy.wasm_tools("compose", toolbox, "-d", numbers, "--skip-validation", "-o", app)
    assert 0 == done.returncode, done.stderr.decode()
    return app


@pytest.fixture(scope="module")
def javascript(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program that runs the seeded toolbox, made by jco."""
    if not JCO.is_file():
        pytest.skip("the npm package @bytecodealliance/jco is not installed: run scripts/peers")
    folder = tmp_path_factory.mktemp("javascript")
    command = [NODE, JCO, "transpile", seeded, "-o", folder, "--name", "toolbox", "-q"]
    subprocess.run(command, check=True, timeout=300, stdin=subprocess.DEVNULL)
    (folder / "node_modules").symlink_to(PACKAGES)
    (folder / "package.json").write_text('{"type": "module"}')
    return Path(shutil.copy(HERE / "main.mjs", folder))


@pytest.fixture(scope="module")
def runtimes(seeded: Path, javascript: Path) -> dict[str, list[str | Path]]:
    """How to run the seeded toolbox, by runtime. Deno has no permission to use the network."""
    return {
        "wasmtime": wasmtime("run", "-S", "http", seeded),
        "Node.js": [NODE, javascript],
        "Deno": [DENO, *OFFLINE, javascript],
    }


@pytest.fixture
def everywhere(
    runtimes: dict[str, list[str | Path]], environ: dict[str, str], tmp_path: Path
) -> Callable[..., dict[str, CompletedProcess[str]]]:
    """Runs the same command line under every runtime."""

    def run(*arguments: str) -> dict[str, CompletedProcess[str]]:
        return {
            name: subprocess.run(
                [*map(str, command), *arguments],
                env={**environ, "DENO_DIR": str(tmp_path), "DENO_NO_UPDATE_CHECK": "1"},
                cwd=tmp_path,
                capture_output=True,
                text=True,
                timeout=300,
                stdin=subprocess.DEVNULL,
                check=False,
            )
            for name, command in runtimes.items()
        }

    return run


def test_same_password(everywhere: Callable[..., dict[str, CompletedProcess[str]]]) -> None:
    """wasmtime, and jco on Node.js and on Deno, print the same to the byte: the same password."""
    done = everywhere("password", "--length", "24", "--json")
    printed = done["wasmtime"].stdout
    assert dict.fromkeys(done, (0, printed)) == {
        name: (each.returncode, each.stdout) for name, each in done.items()
    }
    document = json.loads(printed)
    assert (FIELDS, 24) == ([*document], len(document["passwords"][0]))


def test_same_failure(everywhere: Callable[..., dict[str, CompletedProcess[str]]]) -> None:
    """They also fail with the same words on stderr, and not with success."""
    done = everywhere("password", "--length", "3")
    line = "wae: --length cannot be 3. Give a number from 4 to 1024."
    assert dict.fromkeys(done, (True, "", line)) == {
        name: (each.returncode != 0, each.stdout, each.stderr.splitlines()[0])
        for name, each in done.items()
    }
