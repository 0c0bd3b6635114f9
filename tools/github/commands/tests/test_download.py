"""`wae github release --download`: which files, where to, and what is left where it fails."""

import base64
import dataclasses
import json

import pytest
from componentize_py_types import Err
from wit_world.imports import downloads, repositories
from wit_world.imports.repositories import Asset

import github_answers
import golden_file
from shared import file_name

CONTENTS = {"a.deb": b"A" * 3000, "b.deb": b"", "c.tar.gz": bytes(range(256)), "d.txt": b"d"}


def asset(name, **changes):
    size = len(CONTENTS.get(name, b""))
    known = Asset(1, name, None, size, None, None, "sha256:00")
    return dataclasses.replace(known, **changes)


class Source:
    """A file in pieces; an error stands at the end of one that fails."""

    def __init__(self, pieces):
        self.pieces = pieces
        self.closed = False

    def next(self):
        piece = self.pieces.pop(0) if self.pieces else None
        if isinstance(piece, Err):
            raise piece
        return piece

    def close(self):
        self.closed = True


class GitHub:
    """A release of the files in `CONTENTS`; `failing` breaks off, `sources` were asked for."""

    def __init__(self):
        self.assets = [*map(asset, CONTENTS)]
        self.failing = ""
        self.sources = {}

    def release(self, *_):
        return dataclasses.replace(github_answers.RELEASE, assets=self.assets)

    def open(self, name, file):
        content = base64.b64encode(CONTENTS[file.name]).decode()
        pieces = [content[at : at + 400] for at in range(0, len(content), 400)]
        if file.name == self.failing:
            what = repositories.Error_Damaged(f"{file.name}: it has 7 of 9 bytes")
            pieces.append(Err(repositories.Failure(None, what)))
        self.sources[file.name] = Source(pieces)
        return self.sources[file.name]


@pytest.fixture
def github(fake, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    made = GitHub()
    fake(repositories, "latest_release", made.release)
    fake(downloads, "open", made.open)
    return made


@pytest.fixture
def download(wae, github):
    return lambda *more, **how: wae("github", "release", "octo/world", *more, **how)


def there(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--download"], [*CONTENTS]),
        (["--download", "*.deb"], ["a.deb", "b.deb"]),
        (["--download=?.t*"], ["c.tar.gz", "d.txt"]),
        (["--download", "[ab]*", "--download", "d.txt"], ["a.deb", "b.deb", "d.txt"]),
        (["--download", "--force"], [*CONTENTS]),
    ],
)
def test_which_files(download, tmp_path, options, names):
    """Those whose names match a pattern, each once; all without one."""
    done = download(*options)
    assert (0, "") == (done.code, done.err)
    assert {name: CONTENTS[name] for name in names} == there(tmp_path)


def test_what_is_told(download, tmp_path, github):
    """The files; which could not be checked; in a pipe rows, and as JSON objects."""
    (tmp_path / "d.txt").write_bytes(b"mine")
    github.assets[1] = asset("b.deb", digest=None)
    options = ("--download", "--skip-existing")
    cases = []
    for how, more, terminal in (
        ("terminal", (), True),
        ("pipe", (), False),
        ("json", ("--json",), False),
    ):
        for name in CONTENTS.keys() - {"d.txt"}:
            (tmp_path / name).unlink(missing_ok=True)
        done = download(*options, *more, terminal=terminal, variables={"NO_COLOR": "1"})
        arguments = ("github", "release", "octo/world", *options, *more)
        cases.append(
            golden_file.case(how, arguments, done.out + done.err.split("\x1b[2K")[-1], done.code)
        )
    golden_file.check("github-download", cases)
    assert b"mine" == (tmp_path / "d.txt").read_bytes()


@pytest.mark.parametrize("folder", ["out", "out/", "./out", "a/../out"])
def test_another_folder(download, tmp_path, folder):
    """`--dir` is where they are saved; here is nothing then."""
    for name in ("out", "a"):
        (tmp_path / name).mkdir()
    done = download("--download", "d.txt", "-D", folder, "--json")
    assert [f"{folder.rstrip('/')}/d.txt"] == [one["path"] for one in json.loads(done.out)]
    assert ({"d.txt": b"d"}, {}) == (there(tmp_path / "out"), there(tmp_path))


def test_a_folder_that_is_missing(download, tmp_path):
    """It is made, with those that it lies in, once there is something to save."""
    assert 1 == download("--download", "*.rpm", "-D", "a/b").code
    assert [] == [*tmp_path.iterdir()]
    assert 0 == download("--download", "d.txt", "-D", "a/b").code
    assert {"d.txt": b"d"} == there(tmp_path / "a/b")
    (tmp_path / "file").write_bytes(b"")
    done = download("--download", "-D", "file/x")
    assert (1, "wae: The folder file/x cannot be made: Not a directory. Name another one.\n") == (
        done.code,
        done.err,
    )


def test_files_that_are_there(download, tmp_path, github):
    """Nothing is replaced unasked, and nothing is fetched where that is known."""
    (tmp_path / "c.tar.gz").write_bytes(b"mine")
    done = download("--download")
    assert (1, {"c.tar.gz": b"mine"}, {}) == (done.code, there(tmp_path), github.sources)
    assert "c.tar.gz already exists. Give --force to replace it" in done.err
    assert 0 == download("--download", "--clobber").code
    assert there(tmp_path) == CONTENTS


def test_a_link_is_replaced_not_followed(download, tmp_path):
    """With `--force` a link goes, and what it leads to stays."""
    (tmp_path / "mine").write_bytes(b"mine")
    (tmp_path / "d.txt").symlink_to("mine")
    assert 1 == download("--download", "d.txt").code
    assert 0 == download("--download", "d.txt", "--force").code
    assert {"mine": b"mine", "d.txt": b"d"} == there(tmp_path)


def test_whole_or_not_at_all(download, tmp_path, github):
    """Of a file that is not what GitHub lists nothing is left, and the one before it stays."""
    github.failing = "b.deb"
    done = download("--download")
    assert 1 == done.code
    assert "it has 7 of 9 bytes. Nothing of it is kept" in done.err
    assert {"a.deb": CONTENTS["a.deb"]} == there(tmp_path)
    assert [True, True] == [source.closed for source in github.sources.values()]


@pytest.mark.parametrize(
    "name",
    [
        "", ".", "..", "../x", "a/../../x", "/etc/passwd", "a/b", "a\\b", "c:x", ".bashrc", ".env",
        "a\nb", "a\x1b[2Jb", "a\u202eb", "x" * 256, " x", "x ",
    ],
)  # fmt: skip
def test_names_that_a_server_must_not_give(download, tmp_path, github, name):
    """No name of a server's leads out of the folder, hides a file, or looks like another one."""
    github.assets.append(asset(name))
    done = download("--download")
    assert (1, {}, {}) == (done.code, there(tmp_path), github.sources)
    assert "which is not safe to save" in done.err


@pytest.mark.parametrize(
    "name", ["a", "a b.txt", "x-1.2_3~4+5.tar.gz", "größe", "日本語.zip", "x" * 255]
)
def test_usual_names(name):
    """What people call files is let through."""
    assert file_name.is_harmless(name)


def test_errors(download, wae, github, tmp_path):
    """What is wrong is told before anybody is asked for a file."""
    (tmp_path / "file").write_bytes(b"")
    commands = [
        ("--download", "*.rpm"),
        ("--download", "-D", "file"),
        ("--download", "a/b"),
        ("--dir", "."),
        ("--force",),
        ("--skip-existing",),
        ("--download", "--force", "--skip-existing"),
        ("--tag", "v1", "--prerelease"),
    ]
    cases = []
    for more in commands:
        done = download(*more)
        assert "" == done.out
        cases.append(
            golden_file.case(
                " ".join(more), ("github", "release", "octo/world", *more), done.err, done.code
            )
        )
    github.assets += [asset("a.deb")]
    done = download("--download")
    cases.append(
        golden_file.case(
            "twice", ("github", "release", "octo/world", "--download"), done.err, done.code
        )
    )
    github.assets.clear()
    done = download("--download")
    cases.append(
        golden_file.case(
            "none", ("github", "release", "octo/world", "--download"), done.err, done.code
        )
    )
    golden_file.check("github-download-errors", cases)
    assert {} == github.sources


def test_the_release_of_a_tag(wae, fake):
    seen = []
    fake(
        repositories, "find_release", lambda *asked: (seen.append(asked), github_answers.RELEASE)[1]
    )
    assert 0 == wae("github", "release", "octo/world", "--tag", "v1.2.0").code
    assert [("octo/world", "v1.2.0")] == seen
