"""What pip is told, and what is taken of what it says and brings."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from wae.build import download as downloading
from wae.build.download import download, index_url
from wae.build.requirements import Pin
from wae.build.source import Source
from wae.build.tools import BuildError, python_tool

WHEEL = b"a wheel"
OTHER = hashlib.sha256(b"another").hexdigest()
ONE = Pin("one-two", "1.0", (OTHER, hashlib.sha256(WHEEL).hexdigest()))
NATIVE = "Packages with native extensions cannot run in a component"
LOCKED_ANEW = "Check where it comes from before you lock it again"


@dataclass
class Pip:
    """In the place of pip: what it was told, and what it says and brings."""

    wheels: Mapping[str, bytes] = field(default_factory=dict)
    says: str = ""
    status: int = 0
    command: list[str] = field(default_factory=list)
    environment: Mapping[str, str] = field(default_factory=dict)
    lock: str = ""
    mode: int = 0
    folders: tuple[Path, ...] = ()

    def run(
        self, command: Sequence[str], *, cwd: Path, environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        self.command, self.environment = [*command], environment
        lock = Path(command[-1])
        self.lock, self.mode = lock.read_text(), stat.S_IMODE(lock.stat().st_mode)
        self.folders = cwd, lock.parent
        assert [] == [*cwd.iterdir()]
        for name, content in self.wheels.items():
            (cwd / name).write_bytes(content)
        return subprocess.CompletedProcess([*command], self.status, "", self.says)


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> Pip:
    actual = Pip({"one_two-1.0-py3-none-any.whl": WHEEL})
    monkeypatch.setattr(downloading, "run", actual.run)
    for name in [name for name in os.environ if name.upper() in LETS_THROUGH]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("WAE_INDEX_URL", raising=False)
    return actual


NETWORK = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")
LETS_THROUGH = {*NETWORK, *CERTIFICATES}


def source(*pins: Pin) -> Source:
    return Source("greeter", Path("/greeter"), {}, {}, lock=pins)


def refused(*pins: Pin) -> tuple[str, str, str]:
    with pytest.raises(BuildError) as caught:
        download(source(*pins))
    return caught.value.message, caught.value.hint, caught.value.debug


def test_what_pip_is_told(pip: Pip) -> None:
    """pip carries wheels that run anywhere, from one index, into an empty folder; nothing else."""
    unwanted = Pin("two", "1.0", (OTHER,), wanted=False)
    assert [(ONE, WHEEL)] == download(source(ONE, unwanted))
    folder, scratch = pip.folders
    assert [
        *python_tool("pip"),
        *("--isolated", "download", "--quiet", "--no-input", "--no-cache-dir", "--no-deps"),
        *("--require-hashes", "--only-binary=:all:", "--disable-pip-version-check"),
        *("--platform", "any", "--implementation", "py", "--abi", "none"),
        *("--python-version", "3.14", "--dest", str(folder), "-r", str(scratch / "lock.txt")),
    ] == pip.command
    assert f"one-two==1.0 --hash=sha256:{OTHER} --hash=sha256:{ONE.hashes[1]}\n" == pip.lock
    assert {"TMPDIR": str(scratch)} == pip.environment
    assert not scratch.exists()


def test_an_index(pip: Pip, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index is named in the file that only the user can read, not in the command."""
    monkeypatch.setenv("WAE_INDEX_URL", "https://ann:hunter2@h.example/simple")
    before = os.umask(0)
    try:
        download(source(ONE))
    finally:
        os.umask(before)
    assert "--index-url https://ann:hunter2@h.example/simple" == pip.lock.splitlines()[0]
    assert 0o600 == pip.mode
    assert "hunter2" not in " ".join([*pip.command, *pip.environment.values()])


@pytest.mark.parametrize("spelling", [str.upper, str.lower])
def test_the_network(
    pip: Pip, monkeypatch: pytest.MonkeyPatch, spelling: Callable[[str], str]
) -> None:
    """pip learns how this machine reaches others, and no other variable."""
    names = [*map(spelling, NETWORK), *CERTIFICATES]
    for name in (*names, "PIP_INDEX_URL", "GH_TOKEN", "ssl_cert_file"):
        monkeypatch.setenv(name, f"the {name}")
    download(source(ONE))
    expected = {name: f"the {name}" for name in names}
    assert {**expected, "TMPDIR": str(pip.folders[1])} == pip.environment


@pytest.mark.parametrize(
    ("says", "message", "hint"),
    [
        (
            "ERROR: Could not find a version that satisfies one==1.0 (from versions: 0.9)\n"
            "ERROR: No matching distribution found for one==1.0 (from -r lock.txt (line 1))\n",
            "no pure-Python wheel of one==1.0 found",
            NATIVE,
        ),
        (
            "ERROR: No matching distribution found for one==1.0(x)",
            "no pure-Python wheel of one==1.0 found",
            NATIVE,
        ),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES\n"
            "    one==1.0 from https://h.example/one.whl (from -r lock.txt (line 1)):\n"
            "        Expected sha256 0000\n             Got        1111\n",
            "one==1.0 is not the file that was locked: hash mismatch",
            LOCKED_ANEW,
        ),
        (
            "WARNING: retrying\nERROR: no route to ann:hunter2@h.example\n\n",
            "its dependencies cannot be downloaded: ERROR: no route to ***@h.example",
            "",
        ),
    ],
)
def test_what_pip_says(
    pip: Pip, monkeypatch: pytest.MonkeyPatch, says: str, message: str, hint: str
) -> None:
    """Its words become one line that says what to do; all of them are for --debug, but no
    password is."""
    monkeypatch.setenv("WAE_INDEX_URL", "https://ann:hunter2@h.example/simple")
    pip.says, pip.status = says, 1
    debug = says.replace("ann:hunter2", "***")
    assert (f'component "greeter": {message}', hint, debug) == refused(ONE)


def test_what_pip_says_without_an_index(pip: Pip) -> None:
    """Without an index there is no password, and nothing is taken out."""
    pip.says, pip.status = "ERROR: @", 1
    assert "ERROR: @" == refused(ONE)[2]


@pytest.mark.parametrize(
    "file",
    [
        "one_two-1.0-py3-none-any.whl",
        "One.Two-1.0-py3-none-any.whl",
        "one_two-1.0-1-py2.py3-none-any.whl",
    ],
)
def test_the_wheel_that_is_pinned(pip: Pip, file: str) -> None:
    """A wheel goes by its name, however it is spelled, and its version, wherever it lies."""
    pip.wheels = {"a-1.0-py3-none-any.whl": b"a", file: WHEEL, "z-1.0-py3-none-any.whl": b"z"}
    assert [(ONE, WHEEL)] == download(source(ONE))


@pytest.mark.parametrize(
    "file",
    [
        *("one_two-1.0.1-py3-none-any.whl", "one-1.0-py3-none-any.whl", "one_two-1.0.tar.gz"),
        *("one_two-1.0-cp314-cp314-linux_x86_64.whl", "one-none-any.whl", "-none-any.whl"),
        *("one_two-1.0-py3-none-any.whl.asc", "wheel"),
    ],
)
def test_another_file(pip: Pip, file: str) -> None:
    """Whatever else pip brings is not taken."""
    pip.wheels = {file: WHEEL}
    expected = 'component "greeter": no pure-Python wheel of one-two==1.0 found', NATIVE, ""
    assert expected == refused(ONE)


def test_another_hash(pip: Pip) -> None:
    """Nor is a wheel with a hash that is not pinned, whatever pip thinks of it."""
    pip.wheels = {"one_two-1.0-py3-none-any.whl": b"steals"}
    message = 'component "greeter": one-two==1.0 is not the file that was locked: hash mismatch'
    assert (message, LOCKED_ANEW, "") == refused(ONE)


@pytest.mark.parametrize(
    "url",
    [
        *("https://user:p%40w@h.example:8443/simple", "file:///w/simple"),
        *("http://h.example/simple", "https://h.example"),
    ],
)
def test_index(url: str) -> None:
    """An index is a URL; without one, it is pip's own default."""
    assert url == index_url({"WAE_INDEX_URL": url})
    assert "" == index_url({}) == index_url({"WAE_INDEX_URL": ""})


@pytest.mark.parametrize(
    "url",
    [
        *("simple", "/simple", "ftp://hunter2/simple", "https://", "https://h/ --pre", "https://["),
        *(
            "https://h/\n--pre",
            "https://${HOME}/",
            "https://h/#x",
            "https://h/ #x",
            "git+https://h/x",
            "https://ü/",
        ),
    ],
)
def test_no_index(url: str) -> None:
    """What is no URL of an index does not reach pip, and is not shown."""
    with pytest.raises(BuildError) as caught:
        index_url({"WAE_INDEX_URL": url})
    assert (
        "wae: WAE_INDEX_URL is not the URL of a package index. "
        "For example: https://HOST/simple, or file:///FOLDER/simple" == caught.value.line()
    )
