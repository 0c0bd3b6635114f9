"""examples/shop: components of several teams, in Python, JavaScript and C, as one app."""

import base64
import hashlib
import json
import os
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.faces.browsing import browse
from tests.faces.rest_servers import Server, serving
from tests.peers.npm_server import node, package
from tests.peers.python_peer import PACKAGES
from tests.shop.provider import KEY, POOR, Provider, providing

from tests.conftest import CACHE, COMMAND, ROOT
from wae.inspect.report import inspect_app

SHOP = ROOT / "examples" / "shop"
CARD = "4242 4242 4242 4242 12/99 123\n"
PICTURE = ROOT / "docs" / "page.png"
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def _make(folder: Path, *arguments: str) -> str:
    """What `make` prints. Skips the test without the teams' compilers."""
    package("@bytecodealliance/jco")
    node()
    zig = PACKAGES / "ziglang" / "zig"
    if not zig.is_file():
        pytest.skip("the Python package ziglang is not installed: run scripts/peers")
    zig.chmod(0o755)
    cache = {
        f"ZIG_{kind}_CACHE_DIR": str(CACHE / "languages" / "zig") for kind in ("GLOBAL", "LOCAL")
    }
    build = {"WAE_BUILD_CACHE": os.environ.get("WAE_BUILD_CACHE", str(CACHE / "build"))}
    done = subprocess.run(
        ["make", "-C", folder, *arguments],
        env={**os.environ, **cache, **build},
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def shop() -> Path:
    """The app, built as its README says."""
    _make(SHOP)
    return SHOP / "shop.wasm"


@pytest.fixture(scope="module")
def providers() -> Iterator[Provider]:
    """One for all tests: its address is in the bytes that run, which take long to compile."""
    with providing() as provider:
        yield provider


@pytest.fixture
def provider(providers: Provider) -> Provider:
    """It has forgotten what was before."""
    providers.forget()
    return providers


def _given(provider: Provider) -> list[str]:
    """What the shop asks for, and the provider in the place of the real one."""
    given = [
        "--data",
        "--env",
        f"PAYMENTS_API_KEY={KEY}",
        "--env",
        f"PAYMENTS_API_URL={provider.url}",
    ]
    return [*given, "--http", provider.url, "--deny-rest"]


@pytest.fixture
def run(shop: Path, provider: Provider, environ: dict[str, str], tmp_path: Path) -> Run:
    """Runs a command of the shop, with a home of its own."""

    def run(*words: str, input: bytes | str = b"", given: list[str] | None = None) -> Any:
        options = _given(provider) if given is None else given
        return subprocess.run(
            [str(COMMAND), "run", *options, str(shop), *words],
            env={**environ, "HOME": str(tmp_path)},
            input=input.encode() if isinstance(input, str) else input,
            capture_output=True,
            check=False,
        )

    return run


def _printed(done: "subprocess.CompletedProcess[bytes]") -> str:
    assert 0 == done.returncode, done.stderr.decode()
    return done.stdout.decode()


@pytest.mark.parametrize("team", ["payments", "thumbnails", "orders"])
def test_teams(shop: Path, team: str) -> None:
    """Each team's own tests, run as the team runs them."""
    assert re.search(r"pass [1-9]|[1-9]\d* passed|100%", _make(SHOP, f"test-{team}"))


def test_the_pinned_release(shop: Path) -> None:
    """Anybody who builds the thumbnails gets the bytes that the manifest pins."""
    manifest = tomllib.loads((SHOP / "wae.toml").read_text())
    built = (SHOP / "thumbnails" / "thumbnails.wasm").read_bytes()
    assert manifest["components"]["thumbnails"]["sha256"] == hashlib.sha256(built).hexdigest()


def test_an_order(run: Run, provider: Provider) -> None:
    """Ordered once, though the answer was lost twice and the customer asks again; then refunded."""
    provider.cut = 2
    first = _printed(run("order", "mug=2", "sticker", "--key", "a", input=CARD))
    assert re.fullmatch(r"\w{12}  \S+Z  paid  \$31\.50  2 mug, 1 sticker\n", first)
    assert first == _printed(run("order", "mug=2", "sticker", "--key", "a", input=CARD))
    assert [3150] == [charge["amount"] for charge in provider.charges.values()]
    assert first == _printed(run("orders"))
    refunded = first.replace("paid", "refunded")
    assert refunded == _printed(run("refund", first[:12]))
    assert [True] == [charge["refunded"] for charge in provider.charges.values()]


def test_another_card(run: Run, provider: Provider) -> None:
    """A declined card costs nothing, and another one pays for the same order."""
    declined = run("order", "poster", "--key", "a", input=f"{POOR} 12/99 123\n")
    assert (1, b"") == (declined.returncode, declined.stdout)
    assert b"shop: the card was declined: insufficient_funds\n" in declined.stderr
    assert "paid" in _printed(run("order", "poster", "--key", "a", input=CARD))
    assert 1 == len(provider.charges)


def test_what_nobody_learns(run: Run, provider: Provider, tmp_path: Path) -> None:
    """The provider's key reaches the provider alone; a card's number is kept nowhere."""
    done = [run("order", "mug", input=CARD), run("order", "mug", input=f"{POOR} 12/99 123\n")]
    assert {f"Bearer {KEY}"} == {headers["authorization"] for _, headers, _ in provider.received}
    kept = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert any(b"placed" in content for content in kept)
    told = [*kept, *(one.stdout for one in done), *(one.stderr for one in done)]
    for secret in (KEY.encode(), b"4242424242424242", POOR.encode()):
        assert [] == [content for content in told if secret in content]


@pytest.mark.parametrize(
    ("words", "input", "code", "said"),
    [
        (["frobnicate"], "", 2, "shop frobnicate: no such command. See shop --help"),
        (["order", "--gift"], CARD, 2, "--gift: no such option. See shop --help"),
        (["order", "mug=x"], CARD, 2, '"x" is no number'),
        (["order", "mug"], "", 2, "the card is read from stdin: NUMBER MM/YY CODE"),
        (["order", "yacht"], CARD, 1, 'there is no "yacht". See shop products'),
        (["order", "mug=0"], CARD, 1, "a line has 1 to 100 pieces"),
        (
            ["order", "mug"],
            "4242424242424241 12/99 123",
            1,
            "the card's number cannot be right. Type NUMBER MM/YY CODE",
        ),
        (["refund", "x"], "", 1, 'there is no order "x". See shop orders'),
        (["thumbnail", "64"], "GIF89a", 1, "what came on stdin is no PNG"),
        (["thumbnail", "0"], "", 1, "a thumbnail is 1 to 1024 pixels long, not 0"),
    ],
)
def test_errors(run: Run, words: list[str], input: str, code: int, said: str) -> None:
    """One line that says what is wrong, with the code that fits."""
    done = run(*words, input=input)
    assert (code, b"", f"shop: {said}") == (
        done.returncode,
        done.stdout,
        done.stderr.decode().splitlines()[-1],
    )


def test_without_what_it_needs(run: Run, provider: Provider) -> None:
    """With a wrong key, or another provider than was given, nothing is sent, or nothing done."""
    for setting, said in (
        ("PAYMENTS_API_KEY=wrong", b"payment is not possible now: the provider refuses the key."),
        ("PAYMENTS_API_URL=http://127.0.0.1:9", b"payment is not possible now: "),
    ):
        done = run("order", "mug", input=CARD, given=[*_given(provider), "--env", setting])
        assert (1, b"") == (done.returncode, done.stdout)
        assert said in done.stderr
    assert {} == provider.charges


def test_a_thumbnail(run: Run) -> None:
    """What the C prints goes to stderr: stdout is the picture and nothing else."""
    done = run("thumbnail", "100", input=PICTURE.read_bytes())
    assert 0 == done.returncode, done.stderr
    assert (b"\x89PNG", b"IEND\xaeB`\x82") == (done.stdout[:4], done.stdout[-8:])
    assert re.search(rb"thumbnails: \d+x\d+ -> 100x\d+, %d bytes" % len(done.stdout), done.stderr)


@pytest.fixture
def served(
    shop: Path, provider: Provider, environ: dict[str, str], tmp_path: Path
) -> Iterator[Server]:
    given = {**environ, "HOME": str(tmp_path)}
    with serving(shop, tmp_path / "log", given, *_given(provider)) as server:
        yield server


def test_rest_and_page(served: Server, provider: Provider) -> None:
    """The same over HTTP, without a line of code for it: orders, errors by name, pictures."""
    card = {"number": "4242424242424242", "expires": "12/99", "code": "123"}
    order = {"key": "a", "lines": [{"product": "mug", "quantity": 1}], "card": card}
    made = served.http.post("/orders/desk/place", json=order)
    assert (200, "paid", 1400) == (made.status_code, made.json()["state"], made.json()["total"])
    assert [made.json()] == served.http.post("/orders/desk/history", json={}).json()
    poor = {**order, "key": "b", "card": {**card, "number": POOR}}
    declined = served.http.post("/orders/desk/place", json=poor)
    assert (422, {"declined": "insufficient_funds"}) == (
        declined.status_code,
        declined.json()["error"],
    )
    _check_picture(served.http)
    assert 404 == served.http.post("/payments/gateway/refund", json={"charge": "ch_1"}).status_code
    seen = browse("shop.products", served.url, statuses=set())
    assert "Mug with your picture" in seen["products"]
    assert ["orders · catalogue · products", "orders · desk · place"] == seen["functions"][:2]
    assert (1, KEY in served.log) == (len(provider.charges), False)


def _check_picture(http: httpx.Client) -> None:
    picture = base64.b64encode(PICTURE.read_bytes()).decode()
    small = http.post("/thumbnails/maker/shrink", json={"picture": picture, "longest": 32})
    assert base64.b64decode(small.json()).startswith(b"\x89PNG")


def test_tools_for_a_model(shop: Path, environ: dict[str, str]) -> None:
    """A model gets the functions of the exported contracts; no tool charges a card by itself."""
    done = subprocess.run(
        [str(COMMAND), "mcp", "--deny-rest", str(shop), "--list"],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    assert [
        "orders_catalogue_products",
        "orders_desk_history",
        "orders_desk_place",
        "orders_desk_refund",
        "thumbnails_maker_measure",
        "thumbnails_maker_shrink",
    ] == sorted(line.split()[0] for line in done.stdout.splitlines())


def test_powers(shop: Path, environ: dict[str, str]) -> None:
    """The README shows the table that the bytes give: who may do what."""
    report = inspect_app(shop.read_bytes(), "shop")
    holds = {
        one.name: {*one.capabilities} - {"clocks", "random"}
        for one in report.instances
        if not one.role
    }
    parts = {name: actual for name, actual in holds.items() if not name.startswith("payments/")}
    assert {
        "cli": {"terminal"},
        "orders": {"files"},
        "payments": set(),
        "thumbnails": set(),
        "http(payments)": {"http"},
        "settings": set(),
    } == parts
    done = subprocess.run(
        [str(COMMAND), "inspect", str(shop)],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    table = done.stdout.split("\n\n")[1]
    assert table in (SHOP / "README.md").read_text(encoding="utf-8")
    assert json.dumps("api.payments.example")[1:-1] in done.stdout
