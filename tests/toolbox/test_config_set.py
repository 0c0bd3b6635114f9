"""`wae config set`, `unset` and `list`, with the toolbox that knows the settings."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.toolbox.pseudo_terminal import PseudoTerminal
from tests.toolbox.screen import seen

from wae.commands import config
from wae.settings_file import with_setting

Wae = Callable[..., CompletedProcess[str]]
Terminal = Callable[..., AbstractContextManager[PseudoTerminal]]
KEY = "sk-Tr0ub4dor-and-some-more"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The variable that puts the configuration folder into a folder of the test's own."""
    return {"XDG_CONFIG_HOME": str(tmp_path / "home" / "config")}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The `.env` of the configuration folder, which is not there yet."""
    return tmp_path / "home" / "config" / "wae" / ".env"


def sources(wae: Wae, env: dict[str, str]) -> dict[str, str]:
    """Where each setting is set that is set."""
    rows = json.loads(wae("config", "list", "--json", env=env).stdout)
    return {row["name"]: row["source"] for row in rows if row["source"]}


def test_yours_alone(wae: Wae, home: dict[str, str], file: Path) -> None:
    """A value from a pipe is in the file, which only its user can read, in such a folder; the other
    lines stay; the setting is used, and gone after `unset`."""
    done = wae("config", "set", "OPENAI_API_KEY", input=f"{KEY}\n", env=home)
    assert (0, f"OPENAI_API_KEY is set in {file}\n", "") == (
        done.returncode,
        done.stdout,
        done.stderr,
    )
    assert f"OPENAI_API_KEY={KEY}\n" == file.read_text()
    assert (0o600, 0o700) == (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777)
    file.write_text(f"# mine\n{file.read_text()}")
    file.chmod(0o644)
    done = wae("config", "set", "OPENAI_MODEL", "--json", input="it's #1", env=home)
    expected = {"name": "OPENAI_MODEL", "file": str(file), "source": "configuration"}
    assert expected == json.loads(done.stdout)
    assert f"# mine\nOPENAI_API_KEY={KEY}\nOPENAI_MODEL='it\\'s #1'\n" == file.read_text()
    assert 0o600 == file.stat().st_mode & 0o777
    assert dict.fromkeys(("OPENAI_API_KEY", "OPENAI_MODEL"), "configuration") == sources(wae, home)
    done = wae("config", "unset", "OPENAI_API_KEY", env=home)
    assert (0, f"OPENAI_API_KEY is no longer set in {file}\n") == (done.returncode, done.stdout)
    assert "# mine\nOPENAI_MODEL='it\\'s #1'\n" == file.read_text()
    assert [".env"] == os.listdir(file.parent)


def test_typed_unseen(terminal: Terminal, home: dict[str, str], file: Path) -> None:
    """On a terminal the value is asked for, and not shown."""
    with terminal("config", "set", "GH_TOKEN", env=home, columns=200) as session:
        session.wait_for("GH_TOKEN: ")
        session.send(f"{KEY}\n")
        assert 0 == session.end()
    assert ["GH_TOKEN:", f"GH_TOKEN is set in {file}", ""] == seen(session.output, 200)
    assert f"GH_TOKEN={KEY}\n" == file.read_text()


def test_what_goes_before_it(wae: Wae, home: dict[str, str], tmp_path: Path, file: Path) -> None:
    """It is told where another place counts instead, or still sets it; never a value."""
    there = home | {"GH_TOKEN": "from-the-environment"}
    done = wae("config", "set", "GH_TOKEN", input=KEY, env=there)
    assert "wae: GH_TOKEN is set in the environment, which counts\n" == done.stderr
    (tmp_path / ".env").write_text("GH_TOKEN=from-the-folder\n")
    done = wae("config", "set", "GH_TOKEN", input=KEY, env=home)
    assert "wae: GH_TOKEN is set in .env in the current folder, which counts\n" == done.stderr
    done = wae("config", "unset", "GH_TOKEN", env=home)
    assert "wae: GH_TOKEN is set in .env in the current folder, still\n" == done.stderr
    assert "" == file.read_text()


def test_what_is_no_secret(wae: Wae, terminal: Terminal, home: dict[str, str], file: Path) -> None:
    """The value of a setting that is no secret may stand on the command line, and is seen while it
    is typed."""
    done = wae("config", "set", "WATTTIME_REGION", "DE", env=home)
    assert (0, "WATTTIME_REGION=DE\n") == (done.returncode, file.read_text())
    done = wae("config", "set", "OPENAI_MODEL", "it's \udcff", env=home)
    assert (1, "") == (done.returncode, done.stdout)
    assert "cannot be printed" in done.stderr
    with terminal("config", "set", "WATTTIME_REGION", env=home) as session:
        session.wait_for("WATTTIME_REGION: ")
        session.send("FR\n")
        session.wait_for("FR")
        session.wait_for("WATTTIME_REGION is set in ")
        assert 0 == session.end()
    assert "WATTTIME_REGION=FR\n" == file.read_text()


def test_list(wae: Wae, home: dict[str, str], tmp_path: Path) -> None:
    """Each setting, where it is set, what is wrong with a file, and what it is for; no value."""
    wae("config", "set", "OPENAI_API_KEY", input=KEY, env=home)
    (tmp_path / ".env").write_text(f"GH_TOKEN={KEY}\nGITHUB_TOKEN='{KEY}\n")
    done = wae("config", "list", env=home | {"WATTTIME_USER": KEY})
    rows = {row.split("\t")[0]: row.split("\t")[1:] for row in done.stdout.splitlines()}
    assert ["folder", ""] == rows["GH_TOKEN"][:2]
    assert ["configuration", ""] == rows["OPENAI_API_KEY"][:2]
    assert ["environment", ""] == rows["WATTTIME_USER"][:2]
    assert rows["GITHUB_TOKEN"][1].startswith(".env, line 2: ")
    assert KEY not in done.stdout + done.stderr


NO_LINE = "the value of GH_TOKEN cannot stand in a .env file: it "
INSTEAD = "Set it in the environment"
SEEN = (
    "wae config takes no secret from the command line, where others see it. Type it when asked, or "
    "pipe it in: wae config set NAME"
)
REFUSED = {
    "a setting": (
        ("OPENAI_MODLE",), KEY, "there is no setting OPENAI_MODLE. Did you mean OPENAI_MODEL?"
    ),
    "its case": (("gh_token",), KEY, "there is no setting gh_token. Did you mean GH_TOKEN?"),
    "a variable": (("PATH",), KEY, "there is no setting PATH. See wae config list"),
    "no name": ((), KEY, "the following arguments are required: name. See wae config --help"),
    "a value that others would see": (("GH_TOKEN", KEY), "", SEEN),
    "the same, like an option": (("GH_TOKEN", f"--{KEY}"), "", SEEN),
    "an assignment": ((f"GH_TOKEN={KEY}",), "", SEEN),
    "nothing": (
        ("GH_TOKEN",), "\n",
        "no value of GH_TOKEN was given. To remove it: wae config unset GH_TOKEN",
    ),
    "a reference": (
        ("GH_TOKEN",), f"{KEY}${{A}}",
        f"{NO_LINE}has ${{, which stands for another setting in such a file. {INSTEAD}",
    ),
    "two lines": (
        ("GH_TOKEN",), f"{KEY}\nx",
        f"{NO_LINE}is more than a line, or has characters that cannot be printed. {INSTEAD}",
    ),
    "too much": (("GH_TOKEN",), "x" * 70_000, "the value of GH_TOKEN is longer than 65536 bytes"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(wae: Wae, home: dict[str, str], file: Path, case: str) -> None:
    """One line that says why, without the value; the file stays as it was."""
    arguments, typed, line = REFUSED[case]
    file.parent.mkdir(parents=True)
    file.write_text("# mine\n")
    done = wae("config", "set", *arguments, input=typed, env=home)
    assert ("", f"wae: {line}\n") == (done.stdout, done.stderr)
    assert (2 if arguments != ("GH_TOKEN",) else 1) == done.returncode
    assert "# mine\n" == file.read_text()


def test_no_input(wae: Wae, home: dict[str, str]) -> None:
    """With stdin closed there is no value, which is told as that."""
    program = "import os, sys; os.close(0); os.execvp('wae', ['wae', *sys.argv[1:]])"
    folder = os.path.dirname(sys.executable)
    done = subprocess.run(
        [sys.executable, "-c", program, "config", "set", "GH_TOKEN"],
        env={**os.environ, **home, "PATH": f"{folder}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (1, "") == (done.returncode, done.stdout)
    assert "wae: no value of GH_TOKEN was given. " in done.stderr


def test_at_once(home: dict[str, str], file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's setting is lost where several are set at the same time."""
    monkeypatch.setenv("XDG_CONFIG_HOME", home["XDG_CONFIG_HOME"])
    names = [f"NAME_{number}" for number in range(40)]

    def set_(name: str) -> None:
        config._change(str(file), lambda text: with_setting(text, name, "x"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(set_, names))
    assert {*names} == {line.partition("=")[0] for line in file.read_text().splitlines()}


def test_files_that_are_none(wae: Wae, home: dict[str, str], file: Path) -> None:
    """A link is not followed and not replaced; what is no text, or no file, is told, and stays."""
    file.parent.mkdir(parents=True)
    elsewhere = file.parent.parent / "elsewhere"
    elsewhere.write_text("# theirs\n")
    lines = []
    for make in (
        lambda: file.symlink_to(elsewhere),
        lambda: file.write_bytes(b"\xff"),
        lambda: file.write_bytes(b"#" * ((1 << 20) + 1)),
        file.mkdir,
    ):
        make()
        done = wae("config", "set", "GH_TOKEN", input=KEY, env=home)
        assert (1, "") == (done.returncode, done.stdout)
        lines.append(done.stderr)
        file.rmdir() if file.is_dir() else file.unlink()
    assert [
        f"wae: {file} is a link. Change the file that it leads to\n",
        f"wae: {file} is not UTF-8 text. Correct it\n",
        f"wae: {file} is larger than 1048576 bytes. Correct it\n",
        f"wae: {file} is not a file. Move it away\n",
    ] == lines
    assert "# theirs\n" == elsewhere.read_text()
    done = wae("config", "unset", "GH_TOKEN", env=home)
    assert (1, f"wae: GH_TOKEN is not set in {file}. See wae config list\n") == (
        done.returncode,
        done.stderr,
    )


def test_a_setting_of_an_installed_tool(wae: Wae, home: dict[str, str], tmp_path: Path) -> None:
    """What only an installed tool reads is not put where it does not look."""
    tools = tmp_path / "share" / "wae" / "tools"
    tools.mkdir(parents=True)
    tool = {
        "reference": "dice.wasm", "digest": "", "sha256": "0" * 64, "granted": [], "denied": [],
        "keys": ["DICE_TOKEN=https://dice.example"],
    }  # fmt: skip
    (tools / "lock.json").write_text(json.dumps({"version": 1, "tools": {"dice": tool}}))
    (tools / "lock.json").chmod(0o600)
    env = home | {"XDG_DATA_HOME": str(tmp_path / "share")}
    done = wae("config", "set", "DICE_TOKEN", input=KEY, env=env)
    why = "is for the installed tool dice, which reads the environment only"
    line = f"wae: DICE_TOKEN {why}. Export DICE_TOKEN in your shell\n"
    assert (2, line) == (done.returncode, done.stderr)


def test_the_toolbox_alone(wae: Wae, toolbox: Path) -> None:
    """Under another program than wae, the two that write say so; help is there all the same."""
    done = wae("run", str(toolbox), "config", "set", "GH_TOKEN", input=KEY)
    line = "wae: No setting is written by the toolbox alone. Run the command with wae.\n"
    assert (1, "", line) == (done.returncode, done.stdout, done.stderr)
    assert "[VALUE]" in wae("config", "set", "--help").stdout
