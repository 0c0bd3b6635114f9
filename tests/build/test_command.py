"""Components that a command of their own makes, in whatever language."""

import os
import signal
from pathlib import Path

import dummy
import pytest

from wae.binary.decode import decode_component
from wae.build.app import AppBuild, build_app, write_app
from wae.build.command import CommandFailed
from wae.build.lock import read_lock
from wae.build.progress import Progress
from wae.commands import build as command
from wae.errors import WaeError
from wae.manifest import load_manifest

WIT = """\
package t:x@0.1.0;
interface api { answer: func() -> u32; }
world w { export api; }
"""
CORE = '(module (func (export "t:x/api@0.1.0#answer") (result i32) i32.const {answer}))'
EMBED = f"'{dummy.PROGRAM}' component embed wit core.wat"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An app of one component in WAT, with a compiler that leaves a core module with its world."""
    monkeypatch.setenv("WAE_BUILD_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "app"
    (folder / "it" / "wit").mkdir(parents=True)
    (folder / "it" / "wit" / "world.wit").write_text(WIT)
    (folder / "it" / "core.wat").write_text(CORE.format(answer=1))
    write(folder, f"{EMBED} -o $WAE_OUTPUT")
    return folder


def write(folder: Path, build: str, more: str = "") -> None:
    text = build.replace("\\", "\\\\").replace('"', '\\"')
    (folder / "wae.toml").write_text(
        '[app]\nname = "x"\nversion = "1"\nexports = ["it"]\n\n'
        f'[components.it]\nsource = "it"\nbuild = "{text}"\n{more}'
    )


def build(app: Path, *, accept: bool = False) -> AppBuild:
    built = build_app(load_manifest(app / "wae.toml"), Progress(quiet=True), accept=accept)
    write_app(built, app / "x.wasm")
    return built


def failure(app: Path) -> str:
    with pytest.raises(WaeError) as caught:
        build(app)
    assert not (app / "x.wasm").exists()
    return caught.value.line().replace(str(app), "APP")


@pytest.mark.parametrize(
    ("command", "more"),
    [
        (f"{EMBED} -o $WAE_OUTPUT", ""),
        (f"{EMBED} -o it.wasm", ""),
        (f"'{dummy.PROGRAM}' parse core.wat -o $WAE_OUTPUT", ""),
        (f"mkdir -p build && {EMBED} -o build/it.wasm && cp build/it.wasm other.wasm",
         'output = "build/it.wasm"\n'),
        (f"mkdir -p out/deep; {EMBED} -o out/deep/it.wasm", ""),
    ],
)  # fmt: skip
def test_where_the_component_is(app: Path, command: str, more: str) -> None:
    """It is in the file of WAE_OUTPUT, in the one that `output` names, or the only one; a core
    module that says nothing of a world is for the component's."""
    write(app, command, more)
    built = build(app)
    assert ["t:x/api@0.1.0"] == [*built.plan.exports]
    assert "" == dummy.problem(built.components["it"].binary)


def test_a_module_of_text(app: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Commands find wasm-tools, but behind every program of the author's own."""
    monkeypatch.setenv("PATH", os.defpath)
    write(app, "wasm-tools parse core.wat --output $WAE_OUTPUT")
    assert ["t:x/api@0.1.0"] == [*build(app).plan.exports]
    (app / "x.wasm").unlink()
    own = tmp_path / "bin" / "wasm-tools"
    own.parent.mkdir()
    own.write_text("#!/bin/sh\necho mine; exit 3\n")
    own.chmod(0o755)
    monkeypatch.setenv("PATH", f"{own.parent}{os.pathsep}{os.defpath}")
    write(app, "wasm-tools parse core.wat --output $WAE_OUTPUT # again")
    assert "exit code 3: mine" in failure(app)


def test_versions_stay_as_the_world_has_them(app: Path) -> None:
    """A module that needs no adapter imports WASI in its own version, not in the adapter's."""
    (app / "it" / "wit" / "world.wit").write_text(
        WIT.replace("world w {", "world w { import wasi:cli/stderr@0.2.0;")
    )
    wasi = "package wasi:cli@0.2.0;\ninterface stderr { resource r; get-stderr: func() -> r; }\n"
    (app / "wit").mkdir()
    (app / "wit" / "cli.wit").write_text(wasi)
    imported = '(import "wasi:cli/stderr@0.2.0" "get-stderr" (func (result i32)))'
    (app / "it" / "core.wat").write_text(
        CORE.format(answer=1).replace("(module", f"(module {imported}")
    )
    write(app, "wasm-tools parse core.wat --output $WAE_OUTPUT")
    text = (app / "wae.toml").read_text()
    (app / "wae.toml").write_text(text.replace('["it"]\n', '["it"]\nwit = "wit"\n'))
    [component] = build(app).components.values()
    assert ["wasi:cli/stderr@0.2.0"] == [*decode_component(component.binary).imports]


def test_nothing_is_made_twice(app: Path) -> None:
    """The command runs again for a changed source, and for nothing else."""
    write(app, f"echo . >> runs.md; {EMBED} -o $WAE_OUTPUT")
    one = build(app).binary
    assert one == build(app).binary
    (app / "it" / "tests").mkdir()
    (app / "it" / "tests" / "test_it.py").write_text("")
    assert one == build(app).binary
    assert ".\n" == (app / "it" / "runs.md").read_text()
    (app / "it" / "core.wat").write_text(CORE.format(answer=2))
    assert one != build(app).binary
    assert ".\n.\n" == (app / "it" / "runs.md").read_text()


def test_other_tools(app: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The same sources that give another component are told, until it is accepted."""
    write(app, f"{EMBED} -o $WAE_OUTPUT && cat ../../more >> $WAE_OUTPUT")
    (tmp_path / "more").write_bytes(b"")
    build(app)
    locked = (app / "wae.lock").read_bytes()
    (tmp_path / "more").write_bytes(b"\0\4\3abc")  # a custom section
    for file in (tmp_path / "cache").rglob("*.wasm"):
        file.unlink()
    note = (
        'note: component "it" is not the one in wae.lock: the same sources gave another, as other '
        "tools do, or such as never give the same. Accept it: wae build --accept\n"
    )
    for _ in range(2):
        assert 0 == command.main([str(app)], debug=False)
        assert note in capsys.readouterr().err
        assert locked == (app / "wae.lock").read_bytes()
    assert 0 == command.main([str(app), "--accept"], debug=False)
    assert locked != (app / "wae.lock").read_bytes()
    assert 0 == command.main([str(app)], debug=False)
    assert "note:" not in capsys.readouterr().err


def test_the_world_with_its_contracts(app: Path) -> None:
    """WAE_WIT is one folder with all that the world refers to, what comes with wae included."""
    (app / "it" / "wit" / "world.wit").write_text(
        "package t:y;\nworld w { import wae:http/client@0.1.0; export t:x/api@0.1.0; }\n"
    )
    (app / "wit").mkdir()
    (app / "wit" / "x.wit").write_text("package t:x@0.1.0;\ninterface api { f: func(); }\n")
    embed = f"'{dummy.PROGRAM}' component embed --dummy $WAE_WIT -o $WAE_OUTPUT"
    write(app, embed, 'hosts = ["a.org"]\n')
    text = (app / "wae.toml").read_text()
    (app / "wae.toml").write_text(text.replace('["it"]\n', '["it"]\nwit = "wit"\n'))
    assert "http(it)" in build(app).plan.instances


def test_no_secret_reaches_it(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command has the environment of whoever builds, but for what looks like a secret."""
    for name in ("GH_TOKEN", "OPENAI_API_KEY", "DB_PASSWORD", "aws_secret_access_key"):
        monkeypatch.setenv(name, "sesame")
    monkeypatch.setenv("KEYBOARD", "qwerty")
    write(app, f"env > env.md; {EMBED} -o $WAE_OUTPUT")
    build(app)
    seen = (app / "it" / "env.md").read_text()
    assert ("sesame" in seen, "KEYBOARD=qwerty" in seen) == (False, True)


@pytest.mark.parametrize(
    ("command", "more", "said"),
    [
        (
            "echo 'core.c:3: no such thing' >&2; exit 3",
            "",
            'component "it": its build, `echo \'core.c:3: no such thing\' >&2; exit 3`, ended with '
            "exit code 3: core.c:3: no such thing. Its output is above",
        ),
        ("false", "", 'component "it": its build, `false`, ended with exit code 1: no reason '
         "given. It wrote nothing"),
        ("true", "", 'component "it": its build wrote no .wasm file. Write the component to '
         '$WAE_OUTPUT, or name the file: output = "…"'),
        ("touch a.wasm b.wasm", "", 'component "it": its build wrote several .wasm files: a.wasm, '
         'b.wasm. Write the component to $WAE_OUTPUT, or name the file: output = "…"'),
        ("true", 'output = "it.wasm"\n', 'component "it": its build wrote no APP/it/it.wasm. '
         "Check its output"),
        ("echo no > it.wasm", "", 'component "it": APP/it/it.wasm: this is not a WebAssembly '
         "component"),
        ("mkdir it.wasm", 'output = "it.wasm"\n', 'component "it": APP/it/it.wasm is a folder, '
         "not a file"),
        (f"echo '(module)' > a.wat; '{dummy.PROGRAM}' parse a.wat -o $WAE_OUTPUT", "", 'component '
         '"it": it.wasm: this core module cannot be made into a component: 2: '
         'failed to find export of interface `t:x/api@0.1.0` function `answer`'),
        (f"'{dummy.PROGRAM}' component embed --dummy other -o $WAE_OUTPUT", "", 'component "it": '
         "it.wasm does not export t:x/api@0.1.0, which its world has. It exports t:z/api"),
        (f"'{dummy.PROGRAM}' component embed --dummy newer -o $WAE_OUTPUT", "", 'component "it": '
         "it.wasm exports t:x/api@0.2.0, but its world has t:x/api@0.1.0: no version of the one "
         "takes the place of the other. Use one for t:x/api@0.1"),
    ],
)  # fmt: skip
def test_failures(app: Path, command: str, more: str, said: str) -> None:
    """Whatever the command does is one line: which component, what is wrong, what to do."""
    for name, text in (("other", "package t:z;"), ("newer", "package t:x@0.2.0;")):
        (app / "it" / name).mkdir()
        world = f"{text}\ninterface api {{ answer: func() -> u32; }}\nworld w {{ export api; }}\n"
        (app / "it" / name / "w.wit").write_text(world)
    write(app, command, more)
    assert f"wae: {said}" == failure(app)
    assert not (app / "wae.lock").exists()


def test_what_it_leaves_running(app: Path, tmp_path: Path) -> None:
    """A compiler's daemon is not waited for, though it keeps what the command writes to open."""
    file = tmp_path / "process"
    daemon = f"sh -c 'echo $$ > {file}; exec sleep 100000' & while [ ! -s {file} ]; do :; done"
    write(app, f"{daemon}; {EMBED} -o $WAE_OUTPUT")
    build(app)
    process = int(file.read_text())
    os.kill(process, 0)  # it is there still
    os.kill(process, signal.SIGKILL)


def test_its_words_are_shown(app: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What a failed command wrote stands above the error, harmless to a terminal."""
    write(app, r"printf 'one\n\033[31mtwo\n'; exit 1")
    with pytest.raises(CommandFailed):
        command.main([str(app)], debug=False)
    assert capfd.readouterr().err.endswith("one\n\\x1b[31mtwo\n")


def test_no_world(app: Path) -> None:
    """A component in another language needs its world, too."""
    write(app, "true", 'wit = "nowhere"\n')
    assert 'wae: component "it": there is no APP/it/nowhere' == failure(app)
    (app / "it" / "nowhere").mkdir()
    assert 'wae: component "it": there is no WIT world in APP/it/nowhere' == failure(app)


def _other(version: str, interface: str = "api") -> bytes:
    return dummy.from_wit(
        f"package t:x@{version};\ninterface {interface} {{ answer: func() -> u32; }}\n"
        f"world w {{ export {interface}; }}"
    )


@pytest.mark.parametrize("version", ["0.1.0", "0.1.7"])
def test_replaced(app: Path, tmp_path: Path, version: str) -> None:
    """`--with` takes an implementation of the same contract, of a version on the same track."""
    (tmp_path / "o.wasm").write_bytes(_other(version))
    assert 0 == command.main([str(app), "--with", f"it={tmp_path}/o.wasm"], debug=False)


@pytest.mark.parametrize(
    ("binary", "said"),
    [
        (
            _other("0.2.0"),
            '--with it=o.wasm: o.wasm exports t:x/api@0.2.0, but "it" exports t:x/api@0.1.0: no '
            "version of the one takes the place of the other. Use one for t:x/api@0.1",
        ),
        (
            _other("0.1.0", "apis"),
            '--with it=o.wasm: o.wasm does not export t:x/api@0.1.0, which "it" exports. It '
            "exports t:x/apis@0.1.0",
        ),
    ],
)
def test_replaced_by_another_contract(
    app: Path, binary: bytes, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another contract, or another track of it, is refused; nothing is built to find that out."""
    monkeypatch.chdir(app)
    (app / "o.wasm").write_bytes(binary)
    write(app, "exit 1")
    with pytest.raises(WaeError) as caught:
        command.main([".", "--with", "it=o.wasm"], debug=False)
    assert f"wae: {said}" == caught.value.line()


def test_the_lock_is_of_this_app(app: Path) -> None:
    """A component that is no longer built by a command is no longer locked."""
    build(app)
    assert ["it"] == [*read_lock(app / "wae.toml").outputs]
    (app / "it.wasm").write_bytes(_other("0.1.0"))
    import hashlib

    digest = hashlib.sha256(_other("0.1.0")).hexdigest()
    (app / "wae.toml").write_text(
        '[app]\nname = "x"\nversion = "1"\nexports = ["it"]\n\n'
        f'[components.it]\npath = "it.wasm"\nsha256 = "{digest}"\n'
    )
    build(app)
    assert [] == [*read_lock(app / "wae.toml").outputs]
