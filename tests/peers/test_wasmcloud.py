"""The toolbox as a REST API on a wasmCloud host, which others wrote and operate clusters of."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.faults import FaultServer, GitHub
from tests.our_panels import our_panels

from wae.faces.rest.assets import page
from wasmcloud import wasmcloud

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"
AUTHORIZED = {"authorization": "Bearer token-of-the-operator"}


@pytest.fixture(scope="module")
def github() -> Iterator[FaultServer]:
    """What the component takes for GitHub."""
    with FaultServer(find=GitHub().find) as server:
        yield server


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that is served."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "large.bin").write_bytes(bytes(range(256)) * 20_000)
    (folder / ".hidden").write_text("SECRET")
    (folder / "out").symlink_to("/etc/passwd")
    return folder


@pytest.fixture(scope="module", params=["toolbox.wasm", "toolbox-http.wasm"])
def served(
    request: pytest.FixtureRequest,
    github: FaultServer,
    files: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[httpx.Client]:
    """A client of the one file, and of the server alone: with a token, GitHub's address and a key
    for it."""
    app = DIST / request.param
    assert app.is_file(), "run `make toolbox` first"
    environment = {
        "GITHUB_API_URL": github.url,
        "GH_TOKEN": "key-of-github",
        "WAE_TOKEN": AUTHORIZED["authorization"].removeprefix("Bearer "),
    }
    hosts = [github.url.removeprefix("http://")]
    logs = tmp_path_factory.mktemp("wasmcloud")
    with wasmcloud(app, environment, hosts, files, logs) as client:
        yield client


def test_documents(served: httpx.Client) -> None:
    """Health, page and description are there for everybody."""
    health = served.get("/healthz")
    assert (200, "ok\n") == (health.status_code, health.text)
    assert "/password/checker/check" in served.get("/openapi.json").json()["paths"]
    for path, answer in page(our_panels()).items():
        assert (200, answer.body) == (served.get(path).status_code, served.get(path).content)


def test_calls_need_the_token(served: httpx.Client) -> None:
    """The operator's environment reaches the component that it is meant for."""
    arguments = {"password": "hunter2", "user-inputs": []}
    refused = served.post("/password/checker/check", json=arguments)
    assert (401, "Unauthorized") == (refused.status_code, refused.json()["title"])
    answer = served.post("/password/checker/check", json=arguments, headers=AUTHORIZED)
    assert (200, 1) == (answer.status_code, answer.json()["score"])


def test_password(served: httpx.Client) -> None:
    """Two requests give two passwords: each is random."""
    recipe = {"words": 6, "separator": "-", "capitalize": False}
    arguments = {"request": {"recipe": {"passphrase": recipe}, "count": 1}}
    found = {
        served.post("/password/generator/generate", json=arguments, headers=AUTHORIZED).text
        for _ in range(2)
    }
    assert 2 == len(found)


def test_github(served: httpx.Client, github: FaultServer) -> None:
    """It asks GitHub, with the key; a repository that is not there is the function's own error."""
    path = "/github/repositories/get"
    answer = served.post(path, json={"name": "wae/toolbox"}, headers=AUTHORIZED)
    assert (200, "wae/toolbox") == (answer.status_code, answer.json().get("full-name"))
    assert "Bearer key-of-github" == dict(github.received[""][-1].headers)["authorization"]
    answer = served.post(path, json={"name": "no repository"}, headers=AUTHORIZED)
    failure = {"server": github.url, "reason": {"invalid-name": "no repository"}}
    assert (422, failure) == (answer.status_code, answer.json()["error"])


def test_files(served: httpx.Client, files: Path) -> None:
    """A volume that is mounted as `/files` is served to those who have the token: whole, in ranges,
    and nothing hidden or outside of it."""
    assert 401 == served.get("/files/large.bin").status_code
    content = (files / "large.bin").read_bytes()
    whole = served.get("/files/large.bin", headers=AUTHORIZED)
    assert (200, True) == (whole.status_code, whole.content == content)
    part = {**AUTHORIZED, "range": "bytes=300-309", "if-range": whole.headers["etag"]}
    assert content[300:310] == served.get("/files/large.bin", headers=part).content
    listing = served.get("/files/", headers={**AUTHORIZED, "accept": "application/json"}).json()
    assert ["large.bin"] == [entry["name"] for entry in listing["entries"]]
    for name in (".hidden", "out"):
        assert 404 == served.get(f"/files/{name}", headers=AUTHORIZED).status_code
