"""Somebody with much to lose, who runs an app that has hostile components in it."""

import json
import re
import subprocess
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

COMMAND = Path(sysconfig.get_path("scripts"), "wae")
TOKEN = "ghp_0123456789abcdefghijklmnop"
SECRET = "hunter2-hunter2-hunter2"
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


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
            *arguments,
            env={**environment, "WAE_TOOLBOX": str(self.app), **self.expose},
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
