"""`wae.toml`: what is read from it, and what it says of every mistake."""

from pathlib import Path

import pytest

import golden
from wae.compose import Auth, HeaderKey, Policy
from wae.compose.graph import AppExport
from wae.manifest import ManifestError, find_line, load_manifest, parse_manifest

FULL = """\
[app]
name = "toolbox"
version = "0.1.0"
exports = ["cli"]
wit = "../wit"

[components.cli]
source = "cli"
grants = ["environment", "files"]

[components.github]
source = "../github"
hosts = ["api.github.com", "$GITHUB_API_URL"]
auth = { bearer = ["GH_TOKEN", "GITHUB_TOKEN"] }

[components.http]
path = "vendor/http.wasm"
sha256 = "00ff"
instance = "per-consumer"

[components.watttime]
source = "watttime"
hosts = []
auth = { basic = { user = ["U"], password = ["P", "Q"] } }
"""


@pytest.mark.parametrize("file", golden.cases("manifest"), ids=lambda file: file.stem)
def test_mistakes(file: Path) -> None:
    """Every mistake gives one line: where it is, what is wrong, what to do."""
    with pytest.raises(ManifestError) as caught:
        parse_manifest(golden.read(file)["wae.toml"], Path("wae.toml"))
    golden.check(file, caught.value.line())


def test_everything_is_read() -> None:
    """A manifest without mistakes is read whole, its paths relative to its folder."""
    manifest = parse_manifest(FULL, Path("/apps/box/wae.toml"))
    assert ("toolbox", "0.1.0", (AppExport("cli"),)) == (
        manifest.name,
        manifest.version,
        manifest.exports,
    )
    assert (Path("/apps/box/../wit"),) == manifest.wit
    assert ["cli", "github", "http", "watttime"] == list(manifest.components)
    cli, github, http, watttime = manifest.components.values()
    assert Path("/apps/box/cli") == cli.source
    assert {"environment", "files"} == cli.grants
    assert cli.policy is None
    hosts = ("api.github.com", "$GITHUB_API_URL")
    assert Policy(hosts, Auth(bearer=("GH_TOKEN", "GITHUB_TOKEN"))) == github.policy
    assert (Path("/apps/box/vendor/http.wasm"), "00ff", True) == (
        http.path,
        http.sha256,
        http.per_consumer,
    )
    assert Policy((), Auth(user=("U",), password=("P", "Q"))) == watttime.policy
    assert not watttime.per_consumer


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("https://api.example/login", '"api.example"'),
        ("https://api.example:8443/v1/login", '"https://API.example:8443"'),
        ("https://a.api.example/login", '"*.api.example"'),
        ("http://a.api.example/login", '"other.example", "http://*.api.example"'),
        ("http://[::1]:8080/login", '"http://[::1]:8080"'),
        ("$API_URL/login", '"$API_URL"'),
        ("{$API_URL|https://api.example}/login", '"$API_URL", "api.example"'),
        ("{$API_URL|https://api.example/v1}/login", '"api.example", "$API_URL"'),
    ],
)
def test_login(url: str, hosts: str) -> None:
    """A login's URL is written out or begins with a setting; either lies among the hosts."""
    names = 'user = ["U", "V"], password = ["P"]'
    old = 'hosts = []\nauth = { basic = { user = ["U"], password = ["P", "Q"] } }'
    assert old in FULL
    new = (
        f"hosts = [{hosts}]\nauth = {{ login = {{ url = '{url}', register = '{url}2', {names} }} }}"
    )
    manifest = parse_manifest(FULL.replace(old, new), Path("wae.toml"))
    policy = manifest.components["watttime"].policy
    assert policy is not None
    auth = Auth(user=("U", "V"), password=("P",), login=url, register=f"{url}2")
    assert auth == policy.auth


@pytest.mark.parametrize(
    ("own", "expected"), [("", ("a.example", "$B_URL")), (', hosts = ["$B_URL"]', ("$B_URL",))]
)
def test_header(own: str, expected: tuple[str, ...]) -> None:
    """A key in a header of its own goes to all hosts, or to those that it names; its name counts in
    lower case. A login may stand beside it."""
    old = 'hosts = []\nauth = { basic = { user = ["U"], password = ["P", "Q"] } }'
    header = f'header = {{ name = "X-Key", key = ["K"]{own} }}'
    login = 'login = { url = \'https://a.example/l\', user = ["U"], password = ["P"] }'
    key = HeaderKey("x-key", ("K",), expected)
    for auth, wanted in (
        (header, Auth(header=key)),
        (
            f"{login}, {header}",
            Auth(user=("U",), password=("P",), login="https://a.example/l", header=key),
        ),
    ):
        new = f'hosts = ["a.example", "$B_URL"]\nauth = {{ {auth} }}'
        manifest = parse_manifest(FULL.replace(old, new), Path("wae.toml"))
        policy = manifest.components["watttime"].policy
        assert policy is not None
        assert wanted == policy.auth


def test_no_manifest(tmp_path: Path) -> None:
    """A folder without a manifest is said to have none."""
    with pytest.raises(ManifestError) as caught:
        load_manifest(tmp_path / "wae.toml")
    assert (
        f"wae: there is no wae.toml in {tmp_path}. "
        "Name the folder of an app, or begin one: wae new NAME" == caught.value.line()
    )


def test_manifest_that_is_not_text(tmp_path: Path) -> None:
    """A manifest that is not UTF-8, or is a folder, cannot be read; a byte order mark, which some
    editors write, is no part of it."""
    file = tmp_path / "wae.toml"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(ManifestError, match="wae.toml is not UTF-8 text"):
        load_manifest(file)
    with pytest.raises(ManifestError, match="cannot be read: Is a directory"):
        load_manifest(tmp_path)
    file.write_bytes(b"\xef\xbb\xbf[ap")
    with pytest.raises(ManifestError, match="this is not TOML: Expected"):
        load_manifest(file)


@pytest.mark.parametrize(
    ("text", "table", "key", "line"),
    [
        ("[a]\nb = 1\n[c]\nb = 2\n", "c", "b", 4),
        ("[a]\nb = 1\n[c]\nb = 2\n", "c", None, 3),
        ("# [c]\n\n[c] # here\n", "c", None, 3),
        ('["c"]\n"b" = 1\n', "c", "b", 2),
        ("[ a . b ]\nkey=1\n", "a.b", "key", 2),
        ("[a.b]\nkey.inner = 1\n", "a.b", "key", 2),
        ("[a]\nkeys = 1\n", "a", "key", 1),
        ("a = { b = 1 }\n", "a", "b", 1),
        ("\n\nextra = 1\n[app]\n", "", "extra", 3),
    ],
)
def test_find_line(text: str, table: str, key: str | None, line: int) -> None:
    """A key is found in its own table, however the table is written; else the table is."""
    assert line == find_line(text, table, key)
