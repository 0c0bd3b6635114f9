"""A component's locked dependencies: exactly those, and only such as can run in it."""

import io
import os
import tarfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from wheels import publish, use_index, wheel

from wae.build import dependencies
from wae.build.dependencies import install_dependencies
from wae.build.requirements import read_lock
from wae.build.source import Source
from wae.build.tools import BuildError

ANY = "py3-none-any"


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place where packages are found. Nothing is compiled here."""
    use_index(tmp_path / "index", monkeypatch)
    monkeypatch.setattr(dependencies, "_precompiled", lambda *_: {})
    return tmp_path / "index"


def install(tmp_path: Path, lock: str) -> dict[str, bytes]:
    pins = read_lock(lock, tmp_path / "requirements.lock")
    source = Source("greeter", tmp_path, {}, {}, dependencies=("x",), lock=pins)
    return dict(install_dependencies(source, tmp_path / "cache"))


def refused(tmp_path: Path, lock: str) -> str:
    with pytest.raises(BuildError) as caught:
        install(tmp_path, lock)
    assert not list((tmp_path / "cache").rglob("*"))
    return caught.value.line()


def test_exactly_what_is_locked(index: Path, tmp_path: Path) -> None:
    """What the lock names is there; what it needs, but the lock does not name, is not."""
    lock = wheel(index, "one", ANY, {"one.py": "import two\n"})
    wheel(index, "two", ANY, {"two.py": ""})
    actual = {name.partition("/")[0] for name in install(tmp_path, lock)}
    assert {"one.py", "one-1.0.dist-info"} == actual


def test_what_a_guest_wants(index: Path, tmp_path: Path) -> None:
    """What is locked for other systems and Pythons than a guest is not even looked for."""
    lock = wheel(index, "one", ANY, {"one.py": ""})
    missing = f'two==1.0 ; sys_platform == "{os.sys.platform}" --hash=sha256:{"0" * 64}\n'
    old = f'three==1.0 ; python_version < "3.14" --hash=sha256:{"0" * 64}\n'
    assert "one.py" in install(tmp_path, lock + missing + old)


def test_once(index: Path, tmp_path: Path) -> None:
    """The same lock is installed once; another lock, for itself."""
    lock = wheel(index, "one", ANY, {"one.py": ""})
    first = install(tmp_path, lock)
    (index / "one" / "one-1.0-py3-none-any.whl").unlink()
    assert first == install(tmp_path, lock + "# the same\n")
    other = wheel(index, "one", ANY, {"one.py": "changed = True"})
    assert b"changed = True" == install(tmp_path, other)["one.py"]


@pytest.mark.parametrize("damage", [b"", b"x", b"PK\x05\x06" + bytes(18)])
def test_damaged_cache(index: Path, tmp_path: Path, damage: bytes) -> None:
    """An entry that somebody changed is not used; the package is fetched again."""
    lock = wheel(index, "one", ANY, {"one.py": "1"})
    install(tmp_path, lock)
    [entry] = (tmp_path / "cache" / "dependencies").iterdir()
    whole = entry.read_bytes()
    entry.write_bytes(damage)
    assert b"1" == install(tmp_path, lock)["one.py"]
    assert whole == entry.read_bytes()


def test_none(index: Path, tmp_path: Path) -> None:
    """Without dependencies there is nothing, and no folder."""
    assert {} == install(tmp_path, "")
    assert [] == list(tmp_path.iterdir())


def test_native_package(index: Path, tmp_path: Path) -> None:
    """A package that comes compiled for machines only is refused in one line that says why."""
    lock = wheel(index, "numpy", "cp314-cp314-manylinux_2_28_x86_64", {"numpy/_core.so": ""})
    assert (
        'wae: component "greeter": no pure-Python wheel of numpy==1.0 found. '
        "Packages with native extensions cannot run in a component" == refused(tmp_path, lock)
    )


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"liar/__init__.py": "", "liar/fast.so": ""},
            "it contains a native extension (fast.so). "
            "Packages with native extensions cannot run in a component",
        ),
        (
            {"../../evil.py": ""},
            "'../../evil.py' is not a path below the folder where it is installed",
        ),
        (
            {"componentize-py.toml": ""},
            "it contains componentize-py.toml, which would steer the build",
        ),
    ],
)
def test_wheels_that_will_not_do(
    index: Path, tmp_path: Path, files: dict[str, str | bytes], said: str
) -> None:
    """A package that says it is pure and is not, or reaches beyond its folder, is refused."""
    lock = wheel(index, "liar", ANY, files)
    assert f'wae: component "greeter": liar cannot be used: {said}' == refused(tmp_path, lock)


def test_two_packages_with_one_file(index: Path, tmp_path: Path) -> None:
    """No package replaces a module of another."""
    lock = wheel(index, "one", ANY, {"one.py": "1"})
    lock += wheel(index, "two", ANY, {"one.py": "2"})
    assert 'wae: component "greeter": two packages bring one.py' == refused(tmp_path, lock)


def test_another_hash(index: Path, tmp_path: Path) -> None:
    """A package that is not the one that was locked is refused."""
    lock = wheel(index, "one", ANY, {"one.py": ""})
    wheel(index, "one", ANY, {"one.py": "steal()"})
    assert (
        'wae: component "greeter": one==1.0 is not the file that was locked: '
        "hash mismatch. Check where it comes from before you lock it again"
        == refused(tmp_path, lock)
    )


@pytest.mark.parametrize("form", ["sdist", "folder"])
def test_no_setup_py_runs(index: Path, tmp_path: Path, form: str) -> None:
    """A package that must be built is not: nothing in it runs."""
    ran = tmp_path / "ran"
    setup = f"open({str(ran)!r}, 'w')\n".encode()
    folder = index / "one"
    folder.mkdir(parents=True)
    path = folder / "one-1.0.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name in ("setup.py", "PKG-INFO"):
            member = tarfile.TarInfo(f"one-1.0/{name}")
            member.size = len(setup)
            archive.addfile(member, io.BytesIO(setup))
    lock = publish(path)
    if form == "folder":
        (tmp_path / "one").mkdir()
        (tmp_path / "one" / "setup.py").write_bytes(setup)
    assert "no pure-Python wheel of one==1.0 found" in refused(tmp_path, lock)
    assert not ran.exists()


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Another index, and who asked it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/simple", asked
        server.shutdown()


def test_nobody_steers_pip(
    index: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    elsewhere: tuple[str, list[str]],
) -> None:
    """No variable, configuration file, keyring, or module in the current folder reaches pip."""
    url, asked = elsewhere
    ran = tmp_path / "ran"
    home = tmp_path / "home"
    for place in (".config/pip/pip.conf", ".pip/pip.conf", "pip/pip.conf"):
        (home / place).parent.mkdir(parents=True, exist_ok=True)
        (home / place).write_text(f"[global]\nindex-url = {url}\nextra-index-url = {url}\n")
    for name in ("pip", "encodings", "keyring", "ssl", "sitecustomize", "usercustomize"):
        (home / f"{name}.py").write_text(f"open({str(ran)!r}, 'w')\n")
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"):
        monkeypatch.setenv(name, url)
    for name, value in {
        "PIP_NO_BINARY": ":all:",
        "PIP_PRE": "1",
        "PIP_TARGET": str(tmp_path / "target"),
        "PIP_CONFIG_FILE": str(home / "pip" / "pip.conf"),
        "PIP_PYTHON": str(home / "python"),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "PYTHONPATH": str(home),
        "PYTHONSTARTUP": str(home / "pip.py"),
        "PYTHONUSERBASE": str(home),
        "PATH": str(home),
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(home)
    lock = wheel(index, "one", ANY, {"one.py": "1"})
    assert b"1" == install(tmp_path, lock)["one.py"]
    assert [] == asked
    assert not ran.exists()
    assert not (tmp_path / "target").exists()


def test_password_of_an_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: tuple[str, list[str]]
) -> None:
    """An index that wants a password gets it; no error shows it."""
    url, asked = elsewhere
    monkeypatch.setenv("WAE_INDEX_URL", url.replace("//", "//user:hunter2@"))
    lock = f"one==1.0 --hash=sha256:{'0' * 64}\n"
    source = Source("greeter", tmp_path, {}, {}, lock=read_lock(lock, tmp_path))
    with pytest.raises(BuildError) as caught:
        install_dependencies(source, tmp_path / "cache")
    assert ["/simple/one/"] == asked
    assert "no pure-Python wheel of one==1.0 found" in caught.value.line()
    assert "hunter2" not in caught.value.line() + caught.value.debug
