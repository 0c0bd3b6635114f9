"""The web page, in a real headless Chromium."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.faces.browsing import browse, visit
from tests.faces.rest_servers import Server, serving
from tests.faces.toolbox_server import Tools
from tests.our_panels import our_panels

from wae.faces.rest.assets import POLICY, page

TOKEN = "correct-horse-battery"


def test_forms_of_any_app(served: Server) -> None:
    """Every function has a form; values of all sorts go in, results and errors come out."""
    seen = browse("any_app.forms", served.url, statuses={422, 500})
    described = served.http.get("/openapi.json").json()["paths"]
    assert [path[1:].replace("/", " · ") for path in described] == seen["functions"]
    assert "18446744073709551615" in seen["large"]
    assert 'a"b' in seen["large"]
    assert "dot" in seen["nested"]
    assert "7" in seen["nested"]
    assert "Crashed" in seen["crash"]
    assert "because" in seen["failed"]
    assert "take or return a resource" in seen["left"]


def test_wrong_fields_are_marked(served: Server) -> None:
    """The control that the server names is marked for screen readers, and focused."""
    seen = browse("any_app.invalid", served.url, statuses={422})
    assert "256 is not between 0 and 255" in seen["answer"]
    assert "value.u8true" == seen["marked"]


def test_policy(served: Server) -> None:
    """Chromium itself refuses everything that is not this page's own."""
    actual = visit("any_app.policy", served.url)
    assert POLICY == actual.seen["policy"]
    expected = {"connect-src", "img-src", "style-src-attr", "trusted-types"}
    assert expected <= set(actual.seen["refused"])
    assert set(actual.violations) >= expected - {"trusted-types"}


def test_token(echo_app: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """A wrong token is asked for again; the right one is kept in sessionStorage alone."""
    with serving(echo_app, tmp_path / "log", {**environ, "WAE_TOKEN": TOKEN}) as server:
        seen = browse("any_app.token", server.url, statuses={401})
    assert {"kept": [0, "", "wae-token"], "result": "none"} == seen


def test_files(echo_app: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """Where a folder is served, the page's menu leads to its files."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "report.txt").write_text("content")
    options = ("--files", str(tmp_path / "files"))
    with serving(echo_app, tmp_path / "log", environ, *options) as server:
        seen = browse("any_app.files", server.url, statuses=set())
    assert {"menu": ["All functions", "Files"], "title": "/files/", "text": "content"} == seen


def test_the_list_of_functions(served: Server) -> None:
    """Each has its summary, and its form the examples of the contract's words; the filter finds
    words; a link opens one; a call shows its status and time; the form is also shown as commands,
    which work."""
    seen = browse("any_app.listed", served.url, statuses=set())
    assert "echo · failures · sleep Waits in the host, whoever asks." == seen["summary"]
    assert ["end", "failing"] == seen["quoted"]
    assert "Waits in the host, whoever asks. Nothing is kept." == seen["about"]
    assert "1" == seen["first"]
    assert re.fullmatch(r"200\s+after \d+ ms", seen["took"])
    assert ["echo · failures · sleep"] == seen["found"]
    assert "No function has all of these words." == seen["none"]
    assert {"200", "422", "500", "503"} <= set(seen["answers"])
    shell, script = seen["code"]
    program, url, *header, data, body = shlex.split(shell.replace("\\\n", ""))
    assert ("curl", ["-H", "content-type: application/json"], "-d") == (program, header, data)
    assert {"seconds": 1} == json.loads(body)
    assert f"{served.url}/echo/failures/sleep" == url
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (0, "None\n") == (done.returncode, done.stdout), done.stderr


def test_links_with_arguments(served: Server) -> None:
    """A link may have a function's arguments, of every kind: the form has them, its own link is
    the same, and the app gets them. What comes back is described type by type."""
    given = {
        "value": {
            "shapes": [{"path": [{"x": 1, "y": 2}]}, "nothing", {"named": "a&b?"}],
            "maybe": {"x": -1, "y": 0},
            "twice": {"some": None},
            "outcome": {"error": "no"},
            "bare": {"ok": None},
            "bytes": "AAE=",
            "colour": "dark-green",
            "rights": ["write", "run-it"],
        }
    }
    seen = browse("any_app.linked", served.url, json.dumps(given), statuses=set())
    assert given == json.loads(seen["copied"])
    assert given["value"] == json.loads(seen["answer"])
    types = {"shapes list of one of", "maybe object or null", "bytes base64 string"}
    assert types <= set(seen["schema"])


def test_results_of_every_shape(served: Server) -> None:
    """Lists of flat records are tables, and so are those of tuples; short values stand beside each
    other, deep ones below each other. None makes a phone scroll sideways."""
    actual = browse("any_app.shapes", served.url, statuses=set())
    assert {
        "short": ["ul", "marks", 0, 0],
        "long": ["ol", "", 0, 0],
        "matrix": ["div", "scroll", 4, 0],
        "flat": ["div", "scroll", 4, 2],
        "cells": ["div", "scroll", 2, 2],
        "cases": ["ol", "items", 0, 0],
        "deep": ["ol", "items", 0, 0],
        "none": ["span", "muted", 0, 0],
        "ragged": ["ol", "items", 0, 0],
        "long_word": ["span", "", 0, 0],
    } == actual["seen"]
    assert not actual["wide"]


def test_what_is_being_compiled(served: Server) -> None:
    """The page says it, as the server does, until nothing is."""
    seen = browse("any_app.compiling", served.url, statuses={503})
    assert [
        "The server is starting",
        "The server answers; part 2 of 5 is being compiled, for 7 s",
    ] == seen


def test_no_files(served: Server) -> None:
    """Where none is, there is no such link."""
    assert [] == browse("any_app.menu", served.url, statuses=set())


def test_toolbox(tools: Tools, tmp_path: Path) -> None:
    """Passwords with their entropy, a repository, a chat that streams, a forecast as a chart."""
    seen = browse("toolbox.panels", tools.url, tmp_path, statuses=set())
    assert [
        *("Password", "GitHub", "Chat", "Pictures", "Electricity", "Network", "All functions"),
    ] == seen["panels"]
    assert "129.4 bits of entropy, very strong" in seen["strength"]
    assert "1 of 4" in seen["verdict"]
    assert "Tools in a sandbox" in seen["repository"]
    assert "1,234" in seen["repository"]
    assert "\x1b" not in seen["repository"]
    assert "Say hello" in seen["reply"]
    assert "227 g CO₂/kWh on average: 45 % less than now." in seen["caption"]
    assert "Best: " in seen["label"]
    assert [] == seen["nameless"]


def test_the_page_is_in_the_package() -> None:
    """Its files are package data; neither they nor the toolbox's panels mention another server."""
    files = page(our_panels())
    assert {"/", "/page/main.js", "/page/tokens.css", "/page/icon.svg"} <= set(files)
    for path, answer in files.items():
        text = answer.body.decode().replace("http://www.w3.org/2000/svg", "")
        assert "://" not in text.replace("https?://", ""), path
        assert " style=" not in text
        assert "innerHTML" not in text
