"""Pictures that a server keeps elsewhere: never lost, and no way to send a key or ask others."""

import json
import resource
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.faults import FaultServer, OpenAI
from tests.faults.openai_pictures import PNG

Wae = Callable[..., CompletedProcess[str]]
KEY = "sk-0123456789abcdefghij"


@pytest.fixture
def openai() -> OpenAI:
    """What the server was asked."""
    return OpenAI()


@pytest.fixture
def pictures(openai: OpenAI) -> Iterator[FaultServer]:
    """A server with two origins: at one it makes pictures, at the other it keeps some."""
    with FaultServer(find=openai.find) as server:
        yield server


@pytest.fixture
def on_openai(pictures: FaultServer, tmp_path: Path) -> dict[str, str]:
    """The variables that make the first origin the toolbox's OpenAI."""
    return {
        "OPENAI_BASE_URL": f"{pictures.url}/v1",
        "OPENAI_API_KEY": KEY,
        "XDG_DATA_HOME": str(tmp_path / "share"),
    }


def draw(wae: Wae, url: str, *options: str, **more: object) -> CompletedProcess[str]:
    """Has the server say that the picture is at this URL."""
    return wae("openai", "image", "-m", "painter-told", url, "-o", "fox.png", *options, **more)


def at_the_other(pictures: FaultServer) -> list[str | None]:
    """The `Authorization` of each request that came to the second origin."""
    host = pictures.other_url.removeprefix("http://")
    headers = [
        {name.lower(): value for name, value in request.headers}
        for request in pictures.received[""]
    ]
    return [each.get("authorization") for each in headers if each["host"] == host]


def test_the_url_is_not_lost(wae: Wae, on_openai: dict[str, str], pictures: FaultServer) -> None:
    """Of a host that is not listed the URL is printed, and how to get it: exit 1. Nobody is asked
    there, and nothing leads to sending the key there."""
    done = draw(wae, "OTHER/picture/png", env=on_openai)
    url = f"{pictures.other_url}/picture/png"
    assert (1, f"{url}\turl\t\n") == (done.returncode, done.stdout)
    assert f"does not let openai reach {pictures.other_url}. Open its URL soon; or, " in done.stderr
    assert "list it in OPENAI_IMAGE_HOSTS" in done.stderr
    assert "OPENAI_BASE_URL" not in done.stderr
    assert [] == at_the_other(pictures)


def test_no_key_goes_elsewhere(
    wae: Wae, on_openai: dict[str, str], pictures: FaultServer, tmp_path: Path
) -> None:
    """A listed host is asked without a key: by a URL, a redirect to it, and one back from it."""
    env = {**on_openai, "OPENAI_IMAGE_HOSTS": f"cdn.example, {pictures.other_url}/"}
    for number, url in enumerate(
        (
            "OTHER/picture/png",
            "HERE/moved?to=OTHER/picture/png",
            "OTHER/moved?to=HERE/picture/png",
        )
    ):
        done = draw(wae, url, "-o", f"{number}.png", env=env)
        assert (0, f"{number}.png\tpng\t{len(PNG)}\n") == (done.returncode, done.stdout), (
            done.stderr
        )
        assert PNG == (tmp_path / f"{number}.png").read_bytes()
    assert [None] * 3 == at_the_other(pictures)
    back = pictures.received[""][-1]
    assert ("/picture/png", False) == (
        back.path,
        any(name.lower() == "authorization" for name, _ in back.headers),
    )


@pytest.mark.parametrize(
    "url",
    [
        "HERE/moved?to=OTHER/picture/png",
        "HERE/moved?to=http://169.254.169.254/",
        "http://me:word@127.0.0.1:1/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "$OPENAI_BASE_URL/picture/png",
        "{$OPENAI_BASE_URL|https://a.example}/",
        "data:text/html;base64,PGI+",
        "data:image/png;base64,!",
        "http://127.0.0.1:1/\x1b]0;owned\x07\u202e\x1b[2J",
        "http://[::1/",
        "HTTP://LOCALHOST:1",
        "http://127.1:1/",
    ],
)
def test_hostile_urls(
    wae: Wae, on_openai: dict[str, str], pictures: FaultServer, tmp_path: Path, url: str
) -> None:
    """Whatever a server says where a picture is: no file, no request to anybody, one clear line, no
    control character; JSON has the URL as it came."""
    done = draw(wae, url, env=on_openai)
    assert (1, 1) == (done.returncode, done.stderr.count("\n")), done.stderr
    assert [] == [*tmp_path.glob("*.png")]
    assert "Traceback" not in done.stderr
    assert not any(c in done.stdout + done.stderr for c in "\x1b\x07\u202e")
    assert [] == at_the_other(pictures)
    if "data:" not in url and url.strip():
        told = json.loads(draw(wae, url, "--json", env=on_openai).stdout)["urls"]
        expected = url.replace("HERE", pictures.url).replace("OTHER", pictures.other_url)
        assert [expected] == [each["url"] for each in told]


def test_a_picture_without_an_end(
    wae: Wae, on_openai: dict[str, str], pictures: FaultServer
) -> None:
    """2 GiB are not fetched: after 64 MiB it is given up, and the URL is there."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    done = draw(wae, "HERE/flood", env=on_openai)
    assert (1, f"{pictures.url}/flood\turl\t\n") == (done.returncode, done.stdout)
    assert "larger than 67,108,864 bytes" in done.stderr
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert used <= max(before, 1 << 20), "in KiB"


def test_a_strangers_folder(
    wae: Wae, on_openai: dict[str, str], pictures: FaultServer, tmp_path: Path
) -> None:
    """What only .env in the current folder names is not asked over plain http; the configuration
    folder's file is the user's own."""
    line = f"OPENAI_IMAGE_HOSTS={pictures.other_url}\n"
    (tmp_path / ".env").write_text(line)
    done = draw(wae, "OTHER/picture/png", env=on_openai)
    assert (1, f"{pictures.other_url}/picture/png\turl\t\n") == (done.returncode, done.stdout)
    assert "OPENAI_IMAGE_HOSTS from .env in the current folder names it" in done.stderr
    assert [] == at_the_other(pictures)
    (tmp_path / ".env").unlink()
    config = tmp_path / "config" / "wae"
    config.mkdir(parents=True)
    (config / ".env").write_text(line)
    env = {**on_openai, "XDG_CONFIG_HOME": str(tmp_path / "config")}
    assert 0 == draw(wae, "OTHER/picture/png", env=env).returncode
    assert [None] == at_the_other(pictures)


def test_a_list_that_is_none(wae: Wae, on_openai: dict[str, str]) -> None:
    """It is named, its value is not; the URL is there all the same."""
    env = {**on_openai, "OPENAI_IMAGE_HOSTS": "https://me:pass-word-1234@cdn.example"}
    done = draw(wae, "OTHER/picture/png", env=env)
    assert 1 == done.returncode
    assert "OPENAI_IMAGE_HOSTS is not a list of hosts" in done.stderr
    assert "pass-word" not in done.stderr
    assert "/picture/png" in done.stdout


def test_from_a_picture(
    wae: Wae, on_openai: dict[str, str], openai: OpenAI, tmp_path: Path
) -> None:
    """--edit reads a picture wherever it is, --mask another; both arrive as they are, and what is
    made of them is saved elsewhere."""
    for folder in ("a", "b", "here"):
        (tmp_path / folder).mkdir()
    (tmp_path / "a" / "one.png").write_bytes(PNG)
    (tmp_path / "here" / "mask.png").write_bytes(PNG[:60])
    options = ("--edit", "../a/one.png", "--mask", "mask.png", "--option", "input_fidelity=high")
    done = wae(
        "openai", "image", "-m", "painter", "Winter", *options, "-o", "../b/two.png",
        env=on_openai, cwd=tmp_path / "here",
    )  # fmt: skip
    assert (0, f"../b/two.png\tpng\t{len(PNG)}\n") == (done.returncode, done.stdout), done.stderr
    assert PNG == (tmp_path / "b" / "two.png").read_bytes()
    [body] = openai.bodies
    assert ("Winter", "high") == (body["prompt"], body["input_fidelity"])
    assert [1, True] == [
        len(body["images"]),
        body["mask"]["image_url"].startswith("data:image/png"),
    ]


def test_an_original_opens_no_folder_for_writing(
    wae: Wae, on_openai: dict[str, str], tmp_path: Path
) -> None:
    """The folder of a picture to start from is opened to be read: nothing is saved there."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.png").write_bytes(PNG)
    options = ("--edit", "a/one.png", "--", "-o", "a/x.png")
    assert 2 == wae("openai", "image", "-m", "painter", "x", *options, env=on_openai).returncode
    assert ["one.png"] == [path.name for path in (tmp_path / "a").iterdir()]
