"""`[app] world`: an app is checked against the world that it is for."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from dummy import from_wit

from wae.build.app import build_app
from wae.build.progress import Progress
from wae.errors import WaeError
from wae.manifest import load_manifest

ITS_TYPES = """package x:store@1.2.0;
interface values {
  resource pin { get: func() -> u32; }
  record at { x: u32 }
  open: func(a: at) -> pin;
}
interface run { use values.{pin}; go: func(p: borrow<pin>) -> u32; }
"""
APP = ITS_TYPES.replace("1.2.0", "1.0.0") + "world w { import values; export run; }"
WASI = """package x:app; world w { import wasi:cli/environment@0.2.9;
  import wasi:sockets/instance-network@0.2.9; export wasi:cli/run@0.2.9; }
package wasi:cli@0.2.9 { interface environment { get: func() -> u32; }
  interface run { run: func() -> result; } }
package wasi:sockets@0.2.9 { interface instance-network { open: func() -> u32; } }"""


def build(folder: Path, app: str, world: str, *packages: str, keys: str = "") -> str:
    """What `wae build` says of an app of one component that is for a world; empty if it fits."""
    component = from_wit(app)
    (folder / "a.wasm").write_bytes(component)
    for number, package in enumerate(packages):
        place = folder / "wit" / str(number)
        place.mkdir(parents=True)
        (place / "p.wit").write_text(package)
    (folder / "wae.toml").write_text(
        f'[app]\nname = "x"\nversion = "1"\nexports = ["a"]\nworld = "{world}"\n'
        + ('wit = "wit"\nimports = ["x:store/values"]\n' if packages else "")
        + f'[components.a]\npath = "a.wasm"\nsha256 = "{sha256(component).hexdigest()}"\n{keys}'
    )
    try:
        build_app(load_manifest(folder / "wae.toml"), Progress(quiet=True))
    except WaeError as error:
        return error.line().replace(str(folder), "APP")
    return ""


def target(text: str = ITS_TYPES, world: str = "import values; export run;") -> str:
    return f"{text}world w {{ {world} }}"


FITS = {
    "the same": target(),
    "one that has more": target(world="import values; import run; export run;"),
    "another version": target(ITS_TYPES.replace("1.2.0", "1.9.1")),
    "an interface that has more": target(ITS_TYPES.replace("open:", "shut: func(); open:")),
    "one that wants less": target(world="import values;"),
}
MISFITS = {
    "an import": (
        target(world="export run;").replace("use values.{pin};", "").replace("borrow<pin>", "u32"),
        "imports x:store/values@1.0.0, which the world does not have",
    ),
    "an export": (
        target(world="import values; export run; export f: func();"),
        "does not export f",
    ),
    "a function that is missing": (
        target(ITS_TYPES.replace("open:", "opens:")),
        "differs in x:store/values@1.0.0: function open is missing",
    ),
    "a type": (
        target(ITS_TYPES.replace("record at { x: u32 }", "record at { x: u64 }")),
        'differs in x:store/values@1.0.0: field "x" of type at is u32 in "the app" and u64 in '
        '"the world"',
    ),
    "what is exported": (
        target(ITS_TYPES.replace("go: func(p: borrow<pin>) -> u32", "go: func(p: borrow<pin>)")),
        'differs in x:store/run@1.0.0: the result of function go is nothing in "the world" '
        'and u32 in "the app"',
    ),
}


@pytest.mark.parametrize("case", FITS)
def test_what_fits(case: str, tmp_path: Path) -> None:
    """An app may import less than its world has and export more; versions go by their track."""
    assert "" == build(tmp_path, APP, "x:store/w", FITS[case])


@pytest.mark.parametrize("case", MISFITS)
def test_what_does_not(case: str, tmp_path: Path) -> None:
    """All that a runtime for that world would not find, or find otherwise, is said by name."""
    package, said = MISFITS[case]
    message = build(tmp_path, APP, "x:store/w@1.2.0", package)
    assert (
        f"wae: APP/wae.toml:5: the app does not fit x:store/w@1.2.0: it {said}. "
        "[app] exports says what it exports, and wae inspect --wac who needs what"
    ) == message


@pytest.mark.parametrize("world", ["wasi:cli/command", "wasi:cli/command@0.2.3"])
def test_worlds_of_wasi(world: str, tmp_path: Path) -> None:
    """WASI's own worlds are known without their WIT."""
    app = WASI.replace("import wasi:sockets/instance-network@0.2.9;", "")
    assert "" == build(tmp_path, app, world, keys='grants = ["environment"]\n')


def test_another_world_of_wasi(tmp_path: Path) -> None:
    """Everything that is missing is said at once."""
    keys = 'grants = ["environment", "sockets"]\n'
    assert (
        "wae: APP/wae.toml:5: the app does not fit wasi:http/proxy: "
        "it imports wasi:cli/environment@0.2.9, which the world does not have; "
        "it imports wasi:sockets/instance-network@0.2.9, which the world does not have; "
        "it does not export wasi:http/incoming-handler@0.2.0. "
        "[app] exports says what it exports, and wae inspect --wac who needs what"
    ) == build(tmp_path, WASI, "wasi:http/proxy", keys=keys)


@pytest.mark.parametrize(
    ("world", "said"),
    [
        (
            "x:store/other",
            "no folder of [app] wit has the world x:store/other. "
            "Put its package there. Known without: wasi:cli/command, wasi:http/proxy",
        ),
        (
            "wasi:http/proxy@0.3.0",
            "no folder of [app] wit has the world wasi:http/proxy@0.3.0. "
            "Put its package there. Known without: wasi:cli/command, wasi:http/proxy",
        ),
        (
            "x:store/w",
            "x:store/w is there in several versions. Name one: x:store/w@1.2.0 or x:store/w@2.0.0",
        ),
    ],
)
def test_worlds_that_are_not_known(world: str, said: str, tmp_path: Path) -> None:
    """It is said where a world was looked for."""
    packages = target(), target(ITS_TYPES.replace("1.2.0", "2.0.0"))
    message = build(tmp_path, APP, world, *packages)
    assert f"wae: APP/wae.toml:5: {said}" == message


def test_wit_that_is_not_valid(tmp_path: Path) -> None:
    """The verdict of the reader of WIT is passed on, without the place where it read."""
    message = build(tmp_path, APP, "x:store/w", target().replace("u32", "u33"))
    assert "world x:store/w@1.2.0 cannot be read: " in message
    assert "/tmp" not in message
