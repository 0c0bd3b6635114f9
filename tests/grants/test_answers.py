"""What was answered is kept for the app that it was about, and is nothing else when read again."""

import os
from pathlib import Path

import pytest

from wae.errors import WaeError
from wae.grants import answers, options
from wae.grants.answers import Answer, Identity
from wae.grants.model import Grants
from wae.runtime import private_files

ONE, TWO = "1" * 64, "2" * 64
GIVEN = ("--env=A=x y", "--dir=/a b=.:rw", "--data", "--http=*.a.example")
ASKED = (*GIVEN, "--net")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_DATA_HOME": str(tmp_path / "data")}


def grants(*words: str) -> Grants:
    return options.take(list(words))[0]


def answer(given: tuple[str, ...] = GIVEN, asked: tuple[str, ...] = ASKED) -> Answer:
    return Answer("app.wasm", grants(*given), grants(*asked))


def words(found: Answer | None) -> tuple[str, list[str], list[str]]:
    assert found is not None
    return found.name, options.spell(found.given), options.spell(found.asked)


def test_kept(environ: dict[str, str]) -> None:
    """An answer is that of its app alone; a later one takes its place; revoked, there is none."""
    one, two = Identity(ONE), Identity(TWO)
    assert (None, []) == (answers.recall(one, environ), answers.every(environ))
    answers.keep(one, answer(), environ)
    assert words(answer()) == words(answers.recall(one, environ))
    assert answers.recall(two, environ) is None
    answers.keep(two, answer((), ("--net",)), environ)
    answers.keep(one, answer(("--net",)), environ)
    assert words(answer(("--net",))) == words(answers.recall(one, environ))
    actual = [(key, text, words(each)) for key, text, each in answers.every(environ)]
    assert [
        (ONE, f"sha256:{ONE[:12]}", words(answer(("--net",)))),
        (TWO, f"sha256:{TWO[:12]}", words(answer((), ("--net",)))),
    ] == actual
    answers.revoke(ONE, environ)
    assert answers.recall(one, environ) is None
    assert words(answer((), ("--net",))) == words(answers.recall(two, environ))


def test_a_folder_whose_name_is_no_text(environ: dict[str, str]) -> None:
    """A folder is the same one when it is read again, whatever bytes its name is made of."""
    path = os.fsdecode(b"/home/\xff\xfe\xc3")
    given = grants(f"--dir={path}=/x", "--dir=/\u00fc")
    answers.keep(Identity(ONE), Answer("a", given, given), environ)
    kept = answers.recall(Identity(ONE), environ)
    assert kept is not None
    assert [path, "/\u00fc"] == [folder.path for folder in kept.given.preopens]


def test_denied() -> None:
    """Denied is what was asked and not given; a folder is known by its name."""
    actual = answer(("--dir=/x=.", "--net"), ("--dir=.", "--dir=y", "--net", "--data", "--env=A"))
    assert ["--env=A", "--dir=y", "--data"] == options.spell(actual.denied)


@pytest.mark.parametrize("folder", ["x\ngiven --env=*\ny", "x\nasked --net", "x\n"])
def test_folder_with_a_line_break(environ: dict[str, str], folder: str) -> None:
    """No folder's name is read as an answer that nobody gave; nothing is kept then."""
    given = grants("--dir=.")
    given.preopens[0].path = folder
    for each in (Answer("a", given, Grants()), Answer("a", Grants(), given)):
        with pytest.raises(WaeError) as caught:
            answers.keep(Identity(ONE), each, environ)
        assert "cannot keep the answer: a folder's name has a line break" == caught.value.message
        assert "Rename the folder, or answer once" == caught.value.hint
        assert answers.recall(Identity(ONE), environ) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("app.wasm", None),
        ("app.wasm\n", None),
        ("app.wasm\nme", None),
        ("app.wasm\nme\n", ("app.wasm", [], [])),
        ("app.wasm\nme\ngiven --net\n", ("app.wasm", ["--net"], [])),
        ("app.wasm\nme\nasked --net\n", ("app.wasm", [], ["--net"])),
        ("app.wasm\nme\n--net\n given --net\ngiven: --net\n", ("app.wasm", [], [])),
        ("given --net\ngiven --net\n", ("given --net", [], [])),
        ("app.wasm\nme\ngiven --env\n", None),
        ("app.wasm\nme\nasked --http=a/b\n", None),
        ("app.wasm\nme\ngiven --net\ngiven --dir=/home", None),
    ],
)
def test_read(
    environ: dict[str, str], text: str, expected: tuple[str, list[str], list[str]] | None
) -> None:
    """A file that is not ours, or lacks a part, answers nothing."""
    answers.keep(Identity(ONE), answer(), environ)
    (Path(environ["XDG_CONFIG_HOME"]) / "wae" / "grants" / ONE).write_text(text)
    actual = answers.recall(Identity(ONE), environ)
    assert expected == (None if actual is None else words(actual))
    assert [] == answers.every(environ) if actual is None else len(answers.every(environ)) == 1


def test_others_cannot_answer(environ: dict[str, str]) -> None:
    """Where others may write, nothing that lies there is an answer, and none is kept."""
    answers.keep(Identity(ONE), answer(), environ)
    folder = Path(environ["XDG_CONFIG_HOME"]) / "wae" / "grants"
    for path in (folder / ONE, folder):
        mode = path.stat().st_mode
        path.chmod(0o666 if path.is_file() else 0o777)
        assert answers.recall(Identity(ONE), environ) is None, path
        assert [] == answers.every(environ)
        path.chmod(mode)
    folder.chmod(0o777)
    with pytest.raises(WaeError, match=f"cannot keep the answer in {folder}: .*write to"):
        answers.keep(Identity(TWO), answer(), environ)
    with pytest.raises(OSError, match="write to"):
        answers.revoke(ONE, environ)
    folder.chmod(0o700)
    assert answers.recall(Identity(ONE), environ) is not None


def test_looking_makes_no_folder(environ: dict[str, str], tmp_path: Path) -> None:
    """To ask what was answered leaves nothing behind."""
    answers.recall(answers.identify(ONE, environ), environ)
    answers.every(environ)
    with pytest.raises(FileNotFoundError):
        answers.revoke(ONE, environ)
    assert [] == os.listdir(tmp_path)


def test_a_writer_at_work(environ: dict[str, str]) -> None:
    """A file that is being written is no answer yet."""
    answers.keep(Identity(ONE), answer(), environ)
    folder = Path(environ["XDG_CONFIG_HOME"]) / "wae" / "grants"
    (folder / f"{TWO}{private_files.TEMPORARY}").write_bytes((folder / ONE).read_bytes())
    assert [ONE] == [key for key, _, _ in answers.every(environ)]


def test_builds(environ: dict[str, str]) -> None:
    """What was built here is known by its manifest's path, which is the same for each build."""
    for digest in (ONE, TWO):
        answers.note_build(digest, "/src/wae.toml", environ)
    answers.note_build("3" * 64, "/other/wae.toml", environ)
    first, second, third = (answers.identify(d * 64, environ) for d in "123")
    assert ("/src/wae.toml", first.key) == (second.text, second.key)
    assert "/other/wae.toml" == third.text
    assert 3 == len({ONE, first.key, third.key})
    assert 64 == len(first.key)
    unknown = answers.identify("4" * 64, environ)
    assert ("4" * 64, f"sha256:{'4' * 12}") == (unknown.key, unknown.text)


@pytest.mark.parametrize("manifest", ["/src\n/wae.toml", "/src/\x1b[2Jwae.toml", ""])
def test_builds_without_a_name(environ: dict[str, str], manifest: str) -> None:
    """A path that is not one line of text names no app: it goes by its digest."""
    answers.note_build(ONE, manifest, environ)
    assert ONE == answers.identify(ONE, environ).key


def test_old_builds_are_forgotten(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one manifest the latest builds are remembered, whatever is built elsewhere."""
    monkeypatch.setattr(answers, "_BUILT", 2)
    folder = Path(environ["XDG_DATA_HOME"]) / "wae" / "builds"
    answers.note_build("0" * 64, "/other/wae.toml", environ)
    for age, number in enumerate((9, 2, 5)):
        answers.note_build(str(number) * 64, "/src/wae.toml", environ)
        if number != 5:
            os.utime(folder / (str(number) * 64), (age, age))
    assert ["0" * 64, "2" * 64, "5" * 64] == sorted(os.listdir(folder))


def test_no_room_for_builds(environ: dict[str, str], tmp_path: Path) -> None:
    """Where nothing can be noted, a build is none the worse; its grants go by its digest."""
    (tmp_path / "data").write_text("")
    answers.note_build(ONE, "/src/wae.toml", environ)
    assert ONE == answers.identify(ONE, environ).key


def test_names_that_are_no_text(environ: dict[str, str]) -> None:
    """A folder whose name is not UTF-8 hinders neither an answer nor a build."""
    answers.keep(Identity(ONE), answer(("--dir=/x\udcff",)), environ)
    assert answers.recall(Identity(ONE), environ) is not None
    answers.note_build(TWO, "/x\udcff/wae.toml", environ)
    assert TWO == answers.identify(TWO, environ).key


def test_no_descriptor_is_left(environ: dict[str, str]) -> None:
    """To list what is kept leaves nothing open."""
    answers.keep(Identity(ONE), answer(), environ)
    before = os.listdir("/dev/fd")
    assert 1 == len(answers.every(environ))
    assert before == os.listdir("/dev/fd")
