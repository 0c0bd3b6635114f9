"""A lock pins packages, and can say nothing else to pip."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import InvalidRequirement, Requirement

from wae.build.requirements import Pin, lock_text, read_lock
from wae.build.tools import BuildError

A, B = "a" * 64, "b" * 64
HASH = f"--hash=sha256:{A}"
FILE = Path("greeter/requirements.lock")


def read(text: str) -> list[str]:
    return lock_text(read_lock(text, FILE)).splitlines()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"one==1.0 {HASH}", f"one==1.0 {HASH}"),
        (
            f"one==1.0 \\\n    {HASH} \\\n    --hash=sha256:{B}\n",
            f"one==1.0 {HASH} --hash=sha256:{B}",
        ),
        (f"one==1.0 --hash=sha256:{B} {HASH}", f"one==1.0 {HASH} --hash=sha256:{B}"),
        (f"One_Two.x==1.0 {HASH}", f"one-two-x==1.0 {HASH}"),
        (f"one==1!2.0rc1.post2.dev3+local.1 {HASH}", f"one==1!2.0rc1.post2.dev3+local.1 {HASH}"),
        (f"one == 1.0 {HASH}", f"one==1.0 {HASH}"),
        (f'one==1.0 ; python_version >= "3.9" {HASH}', f"one==1.0 {HASH}"),
        (f"one==1.0;sys_platform=='wasi' {HASH}", f"one==1.0 {HASH}"),
        (f"# a comment\n\n  # more\none==1.0 {HASH}  # via x\n", f"one==1.0 {HASH}"),
        (f"one==1.0 \\\n    {HASH}\n    # via\n    #   two\n    #   three\n", f"one==1.0 {HASH}"),
        (f"one==1.0 {HASH}\r\n", f"one==1.0 {HASH}"),
        (f"\tone==1.0\t{HASH}", f"one==1.0 {HASH}"),
        (f"one==1.0 {HASH} \\", f"one==1.0 {HASH}"),
        (f"one==1.0 {HASH}\n  \\", f"one==1.0 {HASH}"),
        (f"# Müller --index-url x\none==1.0 {HASH}", f"one==1.0 {HASH}"),
    ],
)
def test_pins(text: str, line: str) -> None:
    """What pip-compile writes is understood, and becomes a line of one form."""
    assert [line] == read(text)


@pytest.mark.parametrize("marker", ['sys_platform == "win32"', 'python_version < "3.9"'])
def test_pins_for_others(marker: str) -> None:
    """A package that no guest wants is not installed, though it is locked."""
    text = f"one==1.0 ; {marker} {HASH}\n"
    assert [] == read(text)
    assert (Pin("one", "1.0", (A,), wanted=False),) == read_lock(text, FILE)


def test_order_does_not_matter() -> None:
    """The same pins in another order, with other comments, are the same lock."""
    one, two = f"one==1.0 {HASH}\n", f"two==1.0 --hash=sha256:{B}\n"
    assert read(one + two) == read(f"# x\n{two}{one}")


OTHERS = {
    "an option": [
        "--index-url https://user:hunter2@evil.example/simple",
        "--index-url=https://user:hunter2@evil.example/simple",
        "-i https://user:hunter2@evil.example",
        "--extra-index-url https://hunter2.example",
        "--find-links https://hunter2.example",
        "-f .",
        "-r hunter2.txt",
        "-rhunter2.txt",
        "-c other.txt",
        "--requirement other.txt",
        "-e .",
        "--editable git+https://hunter2.example/x.git",
        "--pre",
        "--no-index",
        "--no-binary :all:",
        "--trusted-host hunter2.example",
        "--require-hashes",
        "--config-settings x=y",
        HASH,
    ],
    "this pins no package": [
        "https://hunter2.example/one-1.0.whl " + HASH,
        "./one-1.0-py3-none-any.whl " + HASH,
        "../one " + HASH,
        "one @ https://hunter2.example/one-1.0.whl " + HASH,
        "one@file:///tmp/one.whl " + HASH,
        "git+https://hunter2.example/x.git#egg=one " + HASH,
        "one " + HASH,
        "one>=1.0 " + HASH,
        "one~=1.0 " + HASH,
        "one[extra]==1.0 " + HASH,
        "${HOME}==1.0 " + HASH,
        "öne==1.0 " + HASH,
        "_==1.0 " + HASH,
        "(one==1.0) " + HASH,
        '"one"==1.0 ' + HASH,
    ],
    "one has no version in its normal form": [
        "one===1.0 " + HASH,
        "one==1.* " + HASH,
        "one==1.0,>=0.5 " + HASH,
        "one==${VERSION} " + HASH,
        "one==1.0 --no-binary=:all: " + HASH,
        "one==1.0 --global-option=x " + HASH,
        "one==1.0 --config-settings=x " + HASH,
        "one==1.0 two==1.0 " + HASH,
        "one==1.0 @ https://hunter2.example " + HASH,
        "one==v1 " + HASH,
        "one==１.0 " + HASH,
        "one==1.0 \\ " + HASH,
        f"one==1.0 \\ # via\n{HASH}",
        "one==" + HASH,
    ],
    "one has a hash that is not SHA-256": [
        "one==1.0 --hash=md5:" + "a" * 32,
        "one==1.0 --hash=sha512:" + "a" * 128,
        "one==1.0 --hash=sha256:00",
        "one==1.0 --hash=sha256:" + "A" * 64,
        f"one==1.0 {HASH}{A}",
        f"one==1.0 {HASH} --pre",
        f"one==1.0 {HASH} --index-url=https://hunter2.example",
        f"one==1.0 {HASH} https://hunter2.example/one.whl",
        f"one==1.0 {HASH}; sys_platform",
        f"one==1.0 {HASH}#x",
    ],
    "one has no hash": ["one==1.0", "one==1.0 # " + HASH, 'one==1.0 ; python_version > "3"'],
    "the marker of one is not understood": [
        f"one==1.0 ; python_version {HASH}",
        f"one==1.0 ; x == 'y' {HASH}",
        f"one==1.0 ; python_version > '3' --pre {HASH}",
        f"one==1.0 ; python_version > '3' ; x {HASH}",
        f"one==1.0 ; os_name == '${{HOME}} {HASH}",
        f"one==1.0 ; {'(' * 1000}python_version > '3'{')' * 1000} {HASH}",
    ],
    "one is pinned a second time": [
        f"one==1.0 {HASH}\none==2.0 {HASH}",
        f"one==1.0 {HASH}\nOne==1.0 {HASH}",
    ],
    "this line has an invisible character": [
        f"one==1.0 {HASH}\x0c--pre",
        f"one==1.0 {HASH}\x0b--pre",
        f"one==1.0 {HASH}\x85--pre",
        f"one==1.0 {HASH}\u2028--index-url x",
        f"one==1.0 {HASH}\u2029--index-url x",
        f"one==1.0 {HASH}\x1c--index-url x",
        f"one==1.0 {HASH}\r--index-url x",
        f"# comment\r--index-url x\none==1.0 {HASH}",
        f"# comment\u2028--index-url x\none==1.0 {HASH}",
        f"\ufeffone==1.0 {HASH}",
        f"one==1.0 {HASH} # \u202e",
        f"one==1.0\x00 {HASH}",
        f"one==1.0\u00a0{HASH}",
    ],
    "a comment ends in a backslash": [
        f"# comment \\\none==1.0 {HASH}",
        f"# comment \\ \none==1.0 {HASH}",
        f"one==1.0 {HASH} # comment \\\n--pre",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("problem", "text"), [(problem, text) for problem, texts in OTHERS.items() for text in texts]
)
def test_everything_else(problem: str, text: str) -> None:
    """Whatever is no pin is one error with its line, which shows no address and no password."""
    with pytest.raises(BuildError) as caught:
        read(f"zero==1.0 {HASH}\n\n{text}\n")
    line = caught.value.line()
    assert line.startswith(f"wae: {FILE}:"), line
    assert problem in line
    assert int(line.split(":")[2]) in (3, 4)
    assert "hunter2" not in line


def test_a_comment_ends_a_continuation() -> None:
    """An entry does not go on behind a comment line, for pip neither."""
    with pytest.raises(BuildError, match=":1: one has no hash"):
        read(f"one==1.0 \\\n# comment\n{HASH}\n")


_PIECES = [
    *(
        "one",
        "==",
        "1.0",
        " ",
        HASH,
        "\\\n",
        "\n",
        "#",
        ";",
        "--pre",
        "-r x",
        "\t",
        "\r",
        "[x]",
        "@",
    ),
    *(
        "python_version",
        ">",
        "'3'",
        "\x0c",
        "https://x",
        "${X}",
        "sha256:",
        "=",
        "two==2",
        "'",
        '"',
    ),
]


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_what_pip_gets(text: str) -> None:
    """Whatever the text is, pip gets one requirement of one version with hashes a line, or none."""
    try:
        lines = read(text)
    except BuildError:
        return
    for line in lines:
        requirement, *hashes = line.split(" --hash=sha256:")
        try:
            parsed = Requirement(requirement)
        except InvalidRequirement:
            pytest.fail(line)
        assert [*parsed.specifier][0].operator == "=="
        assert (parsed.url, parsed.marker, parsed.extras) == (None, None, set())
        assert hashes
        assert all(len(digest) == 64 for digest in hashes)


@pytest.mark.parametrize(
    ("line", "problem"),
    [("--index-url https://x", "--index-url is an option"), ("-", "- is an option"),
     ("one", "this pins no package")],
)  # fmt: skip
def test_what_to_do(line: str, problem: str) -> None:
    """The error names the line, what is wrong, and the form of an entry."""
    with pytest.raises(BuildError) as caught:
        read(line)
    form = "NAME==VERSION --hash=sha256:…"
    hint = f"Each entry must be {form}; lock again: pip-compile --generate-hashes"
    assert (f"{FILE}:1: {problem}", hint) == (caught.value.message, caught.value.hint)


def test_one_package_for_each_python() -> None:
    """A package may be pinned again where markers leave one pin; without one, a pin is wanted."""
    ours, theirs = f"one==2.0 {HASH}\n", f"one==1.0 ; os_name == 'nt' {HASH}\n"
    for text in (ours + theirs, theirs + ours, ours + theirs + theirs):
        assert [f"one==2.0 {HASH}"] == read(text)
    assert read_lock(ours + theirs, FILE) == read_lock(theirs + ours, FILE)
    assert f"one==2.0 {HASH}\n" == lock_text([Pin("one", "2.0", (A,))])
