"""`wae push` and `wae pull`, as people type them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.dummy import from_wat, from_wit
from tests.registry.conftest import WIT
from tests.registry.fake_registry import FakeRegistry, sha

from wae import cli
from wae.binary import writer
from wae.errors import WaeError
from wae.grants import answers

Wae = Callable[..., str]


@pytest.fixture
def wae(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    nobody: dict[str, str],
) -> Wae:
    """Runs a command in an empty folder; gives what it writes to stdout."""
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.setenv("DOCKER_CONFIG", nobody["DOCKER_CONFIG"])
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> str:
        capsys.readouterr()
        assert 0 == cli.dispatch([*arguments], debug=False)
        return capsys.readouterr().out

    return run


def fails(wae: Wae, *arguments: str) -> str:
    with pytest.raises(WaeError) as caught:
        wae(*arguments)
    return caught.value.line()


def dice(functions: str, version: str = "1.0.0") -> bytes:
    """A component whose interface has these functions."""
    interface = f"interface roll {{ {functions} }}"
    return from_wit(f"package a:dice@{version}; {interface} world w {{ export roll; }}")


ROLL = "roll: func(sides: u32) -> u32;"


def test_there_and_back(wae: Wae, fake: FakeRegistry) -> None:
    """`push` prints the reference by digest, `pull` writes the file and says what it may do."""
    Path("dice.wasm").write_bytes(from_wit(WIT))
    reference = wae("push", "--insecure", "dice.wasm", f"{fake.host}/team/dice").strip()
    assert f"{fake.host}/team/dice@{sha(fake.manifests['latest'])}" == reference
    assert reference == wae("push", "--insecure", "dice.wasm", f"{fake.host}/team/dice").strip()
    shown = wae("pull", "--insecure", reference, "-o", "copy.wasm")
    assert Path("copy.wasm").read_bytes() == Path("dice.wasm").read_bytes()
    assert shown.startswith(f"copy.wasm: {reference}\n\ndice: ")
    assert "exports      a:dice/roll@1.0.0" in shown


def test_as_json(wae: Wae, fake: FakeRegistry) -> None:
    """Both say what happened as JSON."""
    content = from_wit(WIT)
    Path("dice.wasm").write_bytes(content)
    target = f"{fake.host}/dice:1.0.0"
    pushed = json.loads(wae("push", "--json", "--insecure", "dice.wasm", target))
    digest = sha(fake.manifests["1.0.0"])
    assert {
        "reference": f"{fake.host}/dice@{digest}",
        "tag": "1.0.0",
        "digest": digest,
        "component": sha(content),
        "size": len(content),
        "compared": None,
    } == pushed
    Path("dice.wasm").unlink()
    pulled = json.loads(wae("pull", "--json", "--insecure", target))
    assert ("dice.wasm", pushed["reference"]) == (pulled["file"], pulled["reference"])
    assert ["a:dice/roll@1.0.0"] == pulled["app"]["exports"]


def test_annotations(wae: Wae, fake: FakeRegistry, tmp_path: Path) -> None:
    """What the component's sections say, and the name and version of the manifest that it was
    built from, go with it."""
    sections = {"description": b"Rolls dice", "licenses": b"MIT", "source": b"a\nb"}
    content = from_wit(WIT) + b"".join(writer.custom_section(*each) for each in sections.items())
    Path("dice.wasm").write_bytes(content)
    manifest = tmp_path / "wae.toml"
    manifest.write_text(
        '[app]\nname = "dicer"\nversion = "3.1.4"\nexports = ["d"]\n[components.d]\npath = "x"\n'
        f'sha256 = "{"0" * 64}"\n'
    )
    import os

    answers.note_build(sha(content)[7:], str(manifest), os.environ)
    wae("push", "--insecure", "dice.wasm", f"{fake.host}/dice")
    known = json.loads(fake.manifests["latest"])["annotations"]
    prefix = "org.opencontainers.image."
    assert {
        f"{prefix}description": "Rolls dice",
        f"{prefix}licenses": "MIT",
        f"{prefix}title": "dicer",
        f"{prefix}version": "3.1.4",
    } == known


@pytest.fixture
def released(wae: Wae, fake: FakeRegistry) -> Callable[[str, str], str]:
    """Pushes a component with these functions as a version; `!` before it: with --force."""

    def release(functions: str, tag: str) -> str:
        Path("dice.wasm").write_bytes(dice(functions))
        force = ["--force"] if tag.startswith("!") else []
        target = f"{fake.host}/dice:{tag.removeprefix('!')}"
        return wae("push", "--json", "--insecure", *force, "dice.wasm", target)

    return release


def test_an_addition(released: Callable[[str, str], str]) -> None:
    """A version may add functions; what it was compared with is the newest older one."""
    for tag in ("1.0.0", "1.1.0", "2.0.0"):
        released(ROLL, tag)
    assert "1.1.0" == json.loads(released(f"{ROLL} many: func();", "1.2.0"))["compared"]
    assert "1.0.0" == json.loads(released(ROLL, "1.0.7"))["compared"]


@pytest.mark.parametrize(
    ("before", "tag"),
    [
        *(("1.9.0", "1.10.0"), ("0.2.1", "0.2.2"), ("v1.0.0", "v1.0.1"), ("edge",) * 2),
        *(("0.1.0", "0.1.1_b1"), ("0.1.0_b-1", "0.1.1"), ("v1.0.0_b1", "v1.1.0_b2")),
    ],
)
def test_a_break(
    released: Callable[[str, str], str], fake: FakeRegistry, before: str, tag: str
) -> None:
    """What breaks callers on its track is not published, unless somebody insists."""
    released(ROLL, before)
    known = dict(fake.manifests)
    with pytest.raises(WaeError) as caught:
        released("roll: func(sides: u64) -> u32;", tag)
    assert known == fake.manifests
    expected = (
        f"wae: {fake.host}/dice:{tag} would break callers of {before}: a:dice/roll@1.0.0.roll"
    )
    line = caught.value.line()
    assert line.startswith(expected)
    assert line.endswith("Publish it on another track, as 2.0.0 after 1.9.0, or with --force")
    released("roll: func(sides: u64) -> u32;", f"!{tag}")


@pytest.mark.parametrize("tag", ["2.0.0", "0.9.0", "1.1.0-beta.1", "other"])
def test_another_track(released: Callable[[str, str], str], tag: str) -> None:
    """What nobody follows from there may be anything."""
    released(ROLL, "1.0.0")
    assert json.loads(released("other: func();", tag))["compared"] is None


def test_a_version_stays(released: Callable[[str, str], str], fake: FakeRegistry) -> None:
    """A published version is never another component, unless somebody insists."""
    released(ROLL, "1.0.0")
    digest = sha(fake.manifests["1.0.0"])
    with pytest.raises(WaeError) as caught:
        released(f"{ROLL} more: func();", "1.0.0")
    expected = (
        f"wae: {fake.host}/dice:1.0.0 is published already, as {digest}. "
        "Publish another version, or replace this one with --force"
    )
    assert expected == caught.value.line()
    released(f"{ROLL} more: func();", "!1.0.0")
    assert digest != sha(fake.manifests["1.0.0"])


def test_many_breaks(released: Callable[[str, str], str]) -> None:
    """A long list is cut."""
    released(" ".join(f"f{n}: func();" for n in range(7)), "1.0.0")
    with pytest.raises(WaeError) as caught:
        released("f0: func();", "1.0.1")
    assert "f1 is gone; a:dice/roll@1.0.0.f2 is gone; a:dice/roll@1.0.0.f3 is gone; and 3 more" in (
        caught.value.message
    )


def test_a_file_that_is_there(wae: Wae, fake: FakeRegistry) -> None:
    """A file that nobody named is not replaced by another."""
    Path("dice.wasm").write_bytes(from_wit(WIT))
    wae("push", "--insecure", "dice.wasm", f"{fake.host}/dice")
    Path("dice.wasm").write_bytes(b"mine")
    expected = "wae: dice.wasm already exists. To replace it: -o dice.wasm"
    assert expected == fails(wae, "pull", "--insecure", f"{fake.host}/dice")
    assert b"mine" == Path("dice.wasm").read_bytes()
    wae("pull", "--insecure", f"{fake.host}/dice", "-o", "dice.wasm")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["push", "no.wasm", "HOST/x"], "cannot read the app no.wasm: No such file or directory"),
        (
            ["push", "core.wasm", "HOST/x"],
            "this component cannot be published: this is a core module, not a component",
        ),
        (
            ["push", "text.wasm", "HOST/x"],
            "this component cannot be published: this is not a WebAssembly component",
        ),
        (
            ["push", "--insecure", "dice.wasm", "registry.example/x"],
            "--insecure is for registries on this machine, and registry.example is not. "
            "Leave it out: other registries are asked over HTTPS",
        ),
        (
            ["pull", "HOST/x"],
            "HOST does not speak TLS properly. "
            "If it has no TLS and is on this machine, add --insecure",
        ),
        (["pull", "--insecure", "127.0.0.1:1/x"], "cannot reach 127.0.0.1:1: Connection refused"),
        (
            ["push", "--insecure", "dice.wasm", "HOST/x@sha256:" + "0" * 64],
            "the component's digest is DIGEST, not sha256:" + "0" * 64,
        ),
        (["pull"], "the following arguments are required: reference. See wae pull --help"),
    ],
)
def test_errors(wae: Wae, fake: FakeRegistry, arguments: list[str], expected: str) -> None:
    """Each error is one line that says what, where and what to do."""
    Path("dice.wasm").write_bytes(from_wit(WIT))
    Path("core.wasm").write_bytes(from_wat("(module)"))
    Path("text.wasm").write_text("hello")
    line = fails(wae, *(argument.replace("HOST", fake.host) for argument in arguments))
    from wae.registry.layout import artifact

    expected = expected.replace("DIGEST", artifact(from_wit(WIT), {}).digest)
    assert f"wae: {expected.replace('HOST', fake.host)}" == line
