"""The toolbox as a REST API on a wasmCloud host, which others wrote and operate clusters of.

Published by `wae push`, deployed by `wae deploy`, on a host with as large a pool as its bytes say.
"""

import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest
from tests.faults import FaultServer, GitHub
from tests.our_panels import our_panels
from tests.patience import PATIENCE

from cluster import cluster
from tests.conftest import COMMAND
from wae.deploy.needs import needs_of
from wae.deploy.pool import LARGE, SETTINGS, SIZE, taken
from wae.faces.rest.assets import page
from wae.inspect.report import inspect_app

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "dist" / "toolbox-http.wasm"
WARM = ROOT / "dist" / "toolbox-warm.wasm"
AUTHORIZED = {"authorization": "Bearer token-of-the-operator"}
AT_A_TIME = 16


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


Deploy = Callable[..., AbstractContextManager[httpx.Client]]


@pytest.fixture(scope="module")
def deploy(
    github: FaultServer, files: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deploy]:
    """Deploys an app, which has a token, GitHub's address and a key for it, to one host; gives a
    client of it."""
    pytest.importorskip("nats")
    assert APP.is_file(), "run `make toolbox` first"
    needs = needs_of(inspect_app(APP.read_bytes(), "toolbox"))
    pool = {name: number * AT_A_TIME for name, number in taken(needs).items()}
    folder = tmp_path_factory.mktemp("wasmcloud")
    environment = {
        "HOME": str(folder),
        "GITHUB_API_URL": github.url,
        "GH_TOKEN": "key-of-github",
        "WAE_TOKEN": AUTHORIZED["authorization"].removeprefix("Bearer "),
    }
    settings = {SETTINGS[name]: str(number) for name, number in pool.items()}
    with cluster(folder, {**settings, SIZE: str(LARGE)}) as made:

        def wae(*arguments: str) -> "subprocess.Popen[bytes]":
            return subprocess.Popen([COMMAND, *arguments], env=environment)

        @contextmanager
        def client(app: Path, *more: str) -> Iterator[httpx.Client]:
            image, name = f"{made.registry}/{app.stem}:1", f"{app.stem}.example"
            with wae("push", "--insecure", str(app), image) as pushing:
                assert 0 == pushing.wait(PATIENCE)
            options = ["--insecure", "--nats", made.nats, "--host", name, "--replicas", "1", *more]
            for kind, number in pool.items():
                options += ["--pool", f"{kind}={number}"]
            with wae("deploy", image, *options, "--files", str(files)) as deploying:
                if not made.ports:
                    made.wait_for_deployment()
                    made.start()
                assert 0 == deploying.wait(300)
            url = f"http://127.0.0.1:{made.ports[0]}"
            with httpx.Client(
                base_url=url, headers={"host": name}, timeout=PATIENCE, trust_env=False
            ) as actual:
                yield actual

        yield client


@pytest.fixture(scope="module")
def served(deploy: Deploy) -> Iterator[httpx.Client]:
    """A client of the app of WASI 0.2, which begins anew with each request."""
    with deploy(APP) as client:
        yield client


def test_as_many_at_a_time_as_were_planned(served: httpx.Client) -> None:
    """A pool of what the bytes say does: none of 16 requests at a time fails."""

    def ask(_: int) -> tuple[int, str]:
        answer = served.get("/healthz")
        return answer.status_code, answer.text

    with ThreadPoolExecutor(AT_A_TIME) as threads:
        assert {(200, "ok\n"): 160} == Counter(threads.map(ask, range(160)))


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
    actual = {
        served.post("/password/generator/generate", json=arguments, headers=AUTHORIZED).text
        for _ in range(2)
    }
    assert 2 == len(actual)


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


def test_warm(deploy: Deploy, github: FaultServer, files: Path) -> None:
    """The app of WASI 0.3 on the same host, in instances that it keeps, gives the same answers."""
    with deploy(WARM, "--warm", "8,1000") as client:
        test_as_many_at_a_time_as_were_planned(client)
        test_calls_need_the_token(client)
        test_password(client)
        test_github(client, github)
        test_files(client, files)
