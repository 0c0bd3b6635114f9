"""`wae new`: what it writes, what it says, and what it leaves alone."""

import json
import os
from pathlib import Path

import pytest

from wae.build.check import check_app
from wae.build.components import Components
from wae.commands import new
from wae.errors import UsageError, WaeError
from wae.kit.templates import TEMPLATES
from wae.manifest import load_manifest


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def failure(*arguments: str) -> str:
    before = files(Path())
    with pytest.raises(WaeError) as caught:
        new.main([*arguments], debug=False)
    assert before == files(Path())
    return caught.value.line()


@pytest.mark.parametrize("template", TEMPLATES)
def test_an_app_of_its_own(template: str) -> None:
    """Each template gives a manifest that can be read, a contract, sources, tests and a README of
    five lines; no place for a name is left open."""
    assert 0 == new.main(["word-tally", "-t", template], debug=False)
    manifest = load_manifest(Path("word-tally/wae.toml"))
    assert "word-tally" in manifest.components
    there = files(Path("word-tally"))
    assert {".gitignore", "README.md", "wae.toml", "wit/word-tally/word-tally.wit"} <= {*there}
    assert any("tests/" in name for name in there)
    assert 5 == len(Path("word-tally/README.md").read_text().splitlines())
    for name in there:
        assert "{{" not in Path("word-tally", name).read_text(), name


@pytest.mark.parametrize("template", TEMPLATES)
def test_into_an_app(template: str) -> None:
    """The component joins the app: its folder, its contract, its table, its export."""
    new.main(["first"], debug=False)
    before = Path("first/wae.toml").read_text()
    assert 0 == new.main(["bank:rates", "-t", template, "--into", "first"], debug=False)
    text = Path("first/wae.toml").read_text()
    manifest = load_manifest(Path("first/wae.toml"))
    command = ["cli"] if template == "app" else []
    exports = ["first", *command, "rates"]
    assert exports == [shown.component for shown in manifest.exports]
    assert text.startswith(before.replace('["first"]', json.dumps(exports)))
    assert all(manifest.components[each].source == Path("first", each) for each in exports)
    contract = Path("first/wit/rates/rates.wit").read_text()
    assert "package bank:rates@0.1.0;" in contract


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    """The report names every file, and the commands to go on with."""
    new.main(["bank:rates", "--template", "http", "--json"], debug=False)
    report = json.loads(capsys.readouterr().out)
    assert ("rates", "bank:rates") == (report["name"], report["package"])
    assert sorted(report["files"]) == [f"rates/{name}" for name in files(Path("rates"))]
    assert ["cd rates", "wae build", "wae test"] == report["next"][:3]


def test_it_says_how_to_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    """Files, then commands; the last one runs what was made."""
    new.main(["tool", "-t", "app"], debug=False)
    output = capsys.readouterr().out
    assert output.startswith("A component in Python, and a command that uses it.\n  tool/")
    assert output.endswith(
        "Next:\n  cd tool\n  wae build\n  wae test\n  wae run tool.wasm 'one two'\n"
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("MyThing", "is not a name for a component. Use lower-case words, joined by -: my-thing"),
        ("my_thing", "is not a name for a component. Use lower-case words, joined by -: my-thing"),
        ("2fast", "is not a name for a component. Use lower-case words, joined by -"),
        ("a-2", "is not a name for a component. Use lower-case words, joined by -"),
        ("../up", "is not a name for a component. Use lower-case words, joined by -: up"),
        ("", "is not a name for a component. Use lower-case words, joined by -"),
        ("é", "is not a name for a component. Use lower-case words, joined by -"),
        ("class", "is a word of Python. Choose another name"),
        ("lambda:x", ""),
        ("record", "is a word of WIT. Choose another name"),
        ("list", "is a word of WIT. Choose another name"),
        ("app", "is what a template calls another thing. Choose another"),
        ("wae:http", "is in a namespace that is not yours. Choose another"),
        ("wasi:cli", "is in a namespace that is not yours. Choose another"),
        ("client", "is what a template calls another thing. Choose another"),
    ],
)
def test_names(name: str, said: str) -> None:
    """Whatever WIT, Python or the templates could not have is refused, with a name that will do."""
    shown = f'"{name}" {said}' if said else '"lambda" is a word of Python. Choose another name'
    assert f"wae: {shown}" == failure(name)


def test_into_what_an_editor_wrote() -> None:
    """A byte order mark and lines that end in CRLF are no obstacle, and lines end so afterwards.
    Errors in such a file have their line."""
    new.main(["first"], debug=False)
    file = Path("first/wae.toml")
    lines = file.read_text().splitlines()
    file.write_bytes(b"\xef\xbb\xbf" + "\r\n".join([*lines, ""]).encode())
    new.main(["second", "--into", "first"], debug=False)
    content = file.read_bytes().removeprefix(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n") > len(lines)
    assert ["first", "second"] == [*load_manifest(file).components]
    file.write_bytes(b"\xef\xbb\xbf" + content.replace(b'exports = ["first"', b'exports = ["none"'))
    with pytest.raises(WaeError) as caught:
        check_app(Components(load_manifest(file))).raise_problems()
    assert str(caught.value).startswith("first/wae.toml:5: ")


def test_what_is_there_stays() -> None:
    """Neither a folder nor a file nor a link that leads nowhere is written over."""
    Path("file").write_text("mine")
    Path("folder").mkdir()
    Path("link").symlink_to("nowhere")
    for name in ("file", "folder", "link"):
        assert f"wae: {name} is there already. Choose another name" == failure(name)


def test_into_what_is_there() -> None:
    """A component, its folder or its contract's folder that is there is not touched."""
    new.main(["first"], debug=False)
    assert 'wae: first/wae.toml has a component "first" already. Choose another name' == failure(
        "first", "--into", "first"
    )
    Path("first/second").mkdir()
    Path("first/wit/third").mkdir()
    for name, place in (("second", "first/second"), ("third", "first/wit/third")):
        assert f"wae: {place} is there already. Choose another name" == failure(
            name, "--into", "first"
        )
    new.main(["tool", "-t", "app"], debug=False)
    assert 'wae: tool/wae.toml has a component "cli" already. An app has one command' == failure(
        "other", "-t", "app", "--into", "tool"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "`wae new` needs a name. For example: wae new currency"),
        (["x", "-t", "pyton"], 'there is no template "pyton". Did you mean python?'),
        (
            ["x", "-t", "rust"],
            'there is no template "rust". Templates: python, http, javascript, c, app',
        ),
        (
            ["x", "--into", "nowhere"],
            "there is no wae.toml in nowhere. "
            "Name the folder of an app, or begin one: wae new NAME",
        ),
    ],
)  # fmt: skip
def test_mistakes(arguments: list[str], said: str) -> None:
    assert f"wae: {said}" == failure(*arguments)


def test_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the manifest cannot be written, nothing of the component stays."""
    new.main(["first"], debug=False)

    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("wae.kit.create.write_atomically", full)
    assert ("wae: first/wae.toml cannot be written: No space left on device") == failure(
        "second", "--into", "first"
    )
    assert [] == list(Path().rglob(".new-*"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written() -> None:
    Path("sealed").mkdir(mode=0o500)
    os.chdir("sealed")
    with pytest.raises(WaeError) as caught:
        new.main(["x"], debug=False)
    assert "cannot be written" in caught.value.message


def test_usage_errors_have_their_exit_code() -> None:
    with pytest.raises(UsageError) as caught:
        new.main(["x", "-t", "rust"], debug=False)
    assert 2 == caught.value.exit_code
