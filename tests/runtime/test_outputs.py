"""Which arguments name files to write: those of the options that the app declares, and no other."""

import json
import lzma
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wae.binary.writer import COMPONENT_PREAMBLE, custom_section
from wae.build.bundle import bundle
from wae.build.outputs import outputs_section
from wae.manifest import OutputOptions, load_manifest
from wae.runtime import outputs
from wae.runtime.app import BundledApp, FileApp

TOOLBOX = load_manifest(Path(__file__).parents[2] / "apps" / "toolbox" / "wae.toml").outputs
COMMANDS = {
    "draw": OutputOptions(("-o", "--output"), ("-m", "--model")),
    "draw svg": OutputOptions(("--plot",)),
}


def declared(commands: dict[str, OutputOptions]) -> str:
    return outputs.read(COMPONENT_PREAMBLE + outputs_section(commands))


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ("draw -o a/x.png", ["a/x.png"]),
        ("draw -oa/x.png", ["a/x.png"]),
        ("draw -o=a/x.png", ["=a/x.png"]),
        ("draw -fao x.png", ["x.png"]),
        ("draw a fox --output a/x.png", ["a/x.png"]),
        ("draw --output=a/x.png", ["a/x.png"]),
        ("draw --output=", []),
        ("draw -o", []),
        ("draw -o -", []),
        ("draw --output=-", []),
        ("draw -o ./-", ["./-"]),
        ("draw -o - -o x.png", ["x.png"]),
        ("draw -o -- x", ["--"]),
        ("draw --model=-o x.png", []),
        ("draw -m -o x.png", []),
        ("draw -m -offline", []),
        ("draw -mo x.png", []),
        ("draw --model -- -o x.png", ["x.png"]),
        ("draw -- -o x.png", []),
        ("draw --out x.png", []),
        ("draw --output-file x.png", []),
        ("draw --plot x.svg", []),
        ("draw svg --plot x.svg", ["x.svg"]),
        ("draw svg -o x.svg -offline", []),
        ("paint -o x.png", []),
        ("-o x.png", []),
        ("-o x.png draw", []),
        ("--quick draw -o x.png", []),
        ("", []),
    ],
)
def test_named_files(arguments: str, named: list[str]) -> None:
    """Options are read as the command itself reads them; what it does not declare names none."""
    assert named == outputs.files(declared(COMMANDS), arguments.split())


@pytest.mark.parametrize(
    "arguments",
    [
        "password -offline",
        "net probe example.com:443 -offline",
        "github repo -offline",
        "github repo --output x/y",
        "watttime forecast -offline",
        "watttime best --plot x.svg",
        "openai chat -offline",
        "openai image a fox -m -offline -o x.png --quality -offline",
        "help -o x",
        "-offline",
    ],
)
def test_offline(arguments: str) -> None:
    """In the toolbox, nothing that merely begins like an output option makes a folder writable."""
    assert {*outputs.files(declared(TOOLBOX), arguments.split())} <= {"x.png"}


@pytest.mark.parametrize(
    ("arguments", "written", "read"),
    [
        ("paint", [outputs.ASKED], []),
        ("paint a fox --size 5", [outputs.ASKED], []),
        ("paint --edit a/x.png", [outputs.ASKED], ["a/x.png"]),
        ("paint --edit a/x.png --edit=../y.png -o b/z.png", ["b/z.png"], ["a/x.png", "../y.png"]),
        ("paint --size --edit x.png", [outputs.ASKED], []),
        ("paint --edit --size x.png", [outputs.ASKED], ["--size"]),
        ("paint -- --edit x.png -o x.png", [outputs.ASKED], []),
        ("menu", [outputs.ASKED], []),
        ("", [outputs.ASKED], []),
        ("--help", [], []),
        ("draw", [], []),
        ("other", [], []),
        ("other menu", [], []),
    ],
)
def test_files_that_are_asked_for_and_read(
    arguments: str, written: list[str], read: list[str]
) -> None:
    """A command may ask for a file where none is named; without words, only if nothing is said.
    Files to read are named by options of their own."""
    commands = {
        **COMMANDS,
        "paint": OutputOptions(("-o",), ("--size",), ("--edit",), asks=True),
        "menu": OutputOptions(asks=True),
        "": OutputOptions(asks=True),
    }
    given = arguments.split()
    text = declared(commands)
    assert (written, read) == (outputs.files(text, given), outputs.inputs(text, given))


@pytest.mark.parametrize(
    ("arguments", "written"),
    [
        ("fetch", []),
        ("fetch --get", [outputs.ASKED]),
        ("fetch --get=*.deb", [outputs.ASKED]),
        ("fetch --get *.deb -f", [outputs.ASKED]),
        ("fetch --get -D out", ["out/"]),
        ("fetch --get --dir=../out/", ["../out/"]),
        ("fetch -D /", ["/"]),
        ("fetch -D out", ["out/"]),
        ("fetch -D", []),
        ("fetch --tag --get", []),
        ("fetch --getting", []),
        ("fetch -- --get -D out", []),
        ("other --get -D out", []),
    ],
)
def test_folders(arguments: str, written: list[str]) -> None:
    """A folder that is named is opened itself; the current one only for options that say so."""
    options = OutputOptions(values=("--tag",), folders=("-D", "--dir"), here=("--get",))
    text = declared({**COMMANDS, "fetch": options})
    assert written == outputs.files(text, arguments.split())


@given(st.lists(st.text("-o=x/ ", max_size=4), max_size=6))
def test_app_without_a_declaration(arguments: list[str]) -> None:
    """An app that declares nothing writes nowhere, whatever the arguments are."""
    assert [] == outputs.files("", arguments)


@given(st.binary(max_size=80))
@example(b": ? < - / -o ? ? < <; a: < -o > -o ! --o ! >")
def test_any_section(content: bytes) -> None:
    """A declaration that somebody else wrote is read without an error, whatever it holds."""
    text = outputs.read(COMPONENT_PREAMBLE + custom_section(outputs.SECTION, content))
    given = ["a", "-o", "b", "--o=c"]
    actual = [*outputs.files(text, given), *outputs.inputs(text, given)]
    assert all(isinstance(name, str) for name in actual)


def test_remembered(tmp_path: Path) -> None:
    """A file's declaration is read once, then known by the digest; another file has its own."""
    app, other = tmp_path / "app.wasm", tmp_path / "other.wasm"
    app.write_bytes(COMPONENT_PREAMBLE + outputs_section(COMMANDS))
    other.write_bytes(COMPONENT_PREAMBLE)
    first = FileApp(str(app), str(tmp_path))
    assert declared(COMMANDS) == first.outputs()
    first.read = lambda: pytest.fail("read again")  # type: ignore[method-assign]
    assert declared(COMMANDS) == first.outputs()
    assert "" == FileApp(str(other), str(tmp_path)).outputs()


def test_packaged(tmp_path: Path) -> None:
    """The packaged toolbox's declaration is in its description: nothing is unpacked for it."""
    wasm = COMPONENT_PREAMBLE + outputs_section(TOOLBOX)
    assert bundle(wasm, tmp_path, 0)
    assert wasm == lzma.decompress((tmp_path / "toolbox.wasm.xz").read_bytes())
    (tmp_path / "toolbox.wasm.xz").unlink()
    assert declared(TOOLBOX) == BundledApp(str(tmp_path)).outputs()
    (tmp_path / "toolbox.json").write_text(json.dumps({"sha256": sha256(wasm).hexdigest()}))
    assert "" == BundledApp(str(tmp_path)).outputs()
