"""Hostile components in the places of the toolbox's own, and what comes of running them."""

import json
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.faults import FaultServer
from tests.foreign.javascript import javascript_component
from tests.foreign.seats import ROOT, composed

from wae.build.componentize import build_component
from wae.build.source import read_source
from wae.files import write_whole

COMPONENTS = Path(__file__).parent / "components"
CACHE = ROOT / ".cache" / "adversary"
COMMAND = Path(sysconfig.get_path("scripts"), "wae")
TOKEN = "ghp_0123456789abcdefghijklmnop"
SECRET = "hunter2-hunter2-hunter2"
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def python_component(name: str, scratch: Path) -> Path:
    """The hostile Python component of this name, with the modules in `common`."""
    folder = scratch / name
    shutil.copytree(COMPONENTS / name, folder)
    shutil.copytree(COMPONENTS / "common", folder, dirs_exist_ok=True)
    built = build_component(read_source(f"hostile-{name}", folder), ROOT / "wit", CACHE)
    output = scratch / f"{name}.wasm"
    write_whole(output, built.binary)
    return output


def compiled(app: Path, environ: dict[str, str]) -> Path:
    """The app after its first run: no later one tells that it is being compiled."""
    subprocess.run([COMMAND, "run", app, "--help"], env=environ, capture_output=True, check=True)
    return app


@pytest.fixture(scope="session")
def hostile_app(environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toolbox with `password` and `github` in hostile hands."""
    scratch = tmp_path_factory.mktemp("hostile")
    places = {name: python_component(name, scratch) for name in ("password", "github")}
    return compiled(composed(scratch / "toolbox.wasm", **places), environ)


@pytest.fixture(scope="session")
def javascript_app(environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toolbox with a hostile `password` in JavaScript."""
    component = javascript_component(COMPONENTS / "javascript")
    scratch = tmp_path_factory.mktemp("hostile-javascript")
    return compiled(composed(scratch / "toolbox.wasm", password=component), environ)


@dataclass
class Victim:
    """A user with secrets everywhere, who runs an app.

    `expose` adds to their environment; `secrets` must not come out.
    """

    run: Run
    app: Path
    folder: Path
    cache: str
    expose: dict[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = (SECRET, TOKEN)

    def __post_init__(self) -> None:
        (self.folder / "home" / "wae").mkdir(parents=True)
        (self.folder / "work").mkdir()
        for name in ("secret.txt", "work/secret.txt", "work/.env", "home/wae/.env"):
            (self.folder / name).write_text(f"FILE_SECRET={SECRET}\n")

    def wae(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Runs a command of the app in a folder with secrets, and checks what must always hold:
        no secret comes out, nothing that steers a terminal either, and no file has changed.
        """
        before = self.files()
        environment = {
            "SECRET": SECRET,
            "GH_TOKEN": TOKEN,
            "XDG_CONFIG_HOME": str(self.folder / "home"),
        }
        done = self.run(
            "run",
            str(self.app),
            *arguments,
            env=environment | self.expose,
            cwd=self.folder / "work",
            input=f"{SECRET}\n",
        )
        shown = done.stdout + done.stderr
        assert [secret for secret in self.secrets if secret in shown] == []
        assert STEERING.findall(shown) == []
        assert before == self.files()
        return done

    def password(self, attack: str) -> "subprocess.CompletedProcess[str]":
        """Lets the hostile `password` do something."""
        return self.wae("password", "--symbols", attack, "--json")

    def report(self, attack: str) -> str:
        """What the hostile `password` has to say of an attempt that does not end the app."""
        done = self.password(attack)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        [report] = json.loads(done.stdout)["passwords"]
        return str(report)

    def github(self, wish: dict[str, object]) -> object:
        """What the hostile `github` has to say of an attempt."""
        done = self.wae("github", "repo", json.dumps(wish), "--json")
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        return json.loads(json.loads(done.stdout)["description"])

    def files(self) -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}

    def is_well(self) -> bool:
        """Whether an ordinary command works."""
        return self.report("") in ("well-behaved", '"well-behaved"')


@pytest.fixture
def victim(wae: Run, environ: dict[str, str], hostile_app: Path, tmp_path: Path) -> Victim:
    """Runs the toolbox with hostile Python components."""
    return Victim(wae, hostile_app, tmp_path / "victim", environ["XDG_CACHE_HOME"])


@pytest.fixture
def javascript_victim(
    wae: Run, environ: dict[str, str], javascript_app: Path, tmp_path: Path
) -> Victim:
    """Runs the toolbox with a hostile JavaScript component."""
    return Victim(wae, javascript_app, tmp_path / "javascript", environ["XDG_CACHE_HOME"])


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with FaultServer() as result:
        yield result


@pytest.fixture
def reaching(victim: Victim, server: FaultServer) -> Victim:
    """The same, whose GitHub is the fault server: the one origin that `github` may reach here."""
    victim.expose["GITHUB_API_URL"] = server.url
    with (victim.folder / "work" / ".env").open("a") as file:
        file.write(f"OTHER_URL={server.other_url}/{SECRET}\n")
    return victim
