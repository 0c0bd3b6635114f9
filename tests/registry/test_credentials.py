"""Credentials, as docker and its helpers keep them, and how none of them gets out."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from wae.registry.credentials import Credentials, find
from wae.registry.errors import AuthenticationError
from wae.registry.reference import parse

SECRET = "s3cret-which-nobody-sees"
APP = parse("registry.example:5000/team/app")


def packed(user: str, password: str) -> str:
    return base64.b64encode(f"{user}:{password}".encode()).decode()


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"DOCKER_CONFIG": str(tmp_path)}


def write(home: dict[str, str], config: Any) -> None:
    text = config if isinstance(config, str) else json.dumps(config)
    Path(home["DOCKER_CONFIG"], "config.json").write_text(text)


def helper(home: dict[str, str], monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    file = Path(home["DOCKER_CONFIG"], "docker-credential-mine")
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    monkeypatch.setenv("PATH", home["DOCKER_CONFIG"], prepend=":")


def test_none(home: dict[str, str]) -> None:
    """Without a file, or an entry of this registry, there are none."""
    assert find(APP, home) is None
    write(home, {"auths": {"registry.example": {"auth": packed("u", SECRET)}, "other": {}}})
    assert find(APP, home) is None


@pytest.mark.parametrize(
    "key",
    [
        "registry.example:5000",
        "https://registry.example:5000",
        "http://registry.example:5000",
        "https://registry.example:5000/v1/",
        "https://registry.example:5000/v2/",
    ],
)
def test_spellings(home: dict[str, str], key: str) -> None:
    """A registry is found under each key that tools have used."""
    write(home, {"auths": {key: {"auth": packed("u", "p:w")}}})
    assert Credentials("u", "p:w") == find(APP, home)


def test_docker_hub(home: dict[str, str]) -> None:
    """Docker Hub's credentials have its old name as their key."""
    write(home, {"auths": {"https://index.docker.io/v1/": {"auth": packed("u", "p")}}})
    assert Credentials("u", "p") == find(parse("docker.io/team/app"), home)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"username": "u", "password": "p"}, Credentials("u", "p")),
        ({"auth": packed("u", "p"), "identitytoken": "t"}, Credentials(token="t")),
        ({"auth": ""}, None),
        ({}, None),
        ("nonsense", None),
    ],
)
def test_forms(home: dict[str, str], entry: Any, expected: Credentials | None) -> None:
    """User and password, packed or not, or an identity token."""
    write(home, {"auths": {APP.registry: entry}})
    assert expected == find(APP, home)


@pytest.mark.parametrize(
    "config",
    [
        "{" + SECRET,
        "[1]",
        {"auths": {APP.registry: {"auth": SECRET + "!"}}},
        {"auths": {APP.registry: {"auth": base64.b64encode(SECRET.encode()).decode()}}},
        {"auths": {APP.registry: {"auth": packed("u", f"{SECRET}\r\nX: y")}}},
        {"auths": {APP.registry: {"username": "a:b", "password": SECRET}}},
        {"credsStore": "../evil"},
        {"credHelpers": {APP.registry: 7}},
    ],
)
def test_damaged(home: dict[str, str], config: Any) -> None:
    """What cannot be understood is named, and not shown."""
    write(home, config)
    with pytest.raises(AuthenticationError) as caught:
        find(APP, home)
    file = Path(home["DOCKER_CONFIG"], "config.json")
    assert f"wae: {file} is damaged. Log in again, or repair it" == caught.value.line()
    assert SECRET not in repr(caught.value) + repr(caught.value.__context__ and caught.value.debug)


def test_a_helper(home: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A helper is told the registry and says the credentials; <token> is an identity token."""
    write(home, {"credHelpers": {APP.registry: "mine"}})
    answer = '{"Username":"u","Secret":"from-%s"}'
    helper(home, monkeypatch, f"read key || true; printf '{answer}' \"$key\"")
    assert Credentials("u", f"from-{APP.registry}") == find(APP, home)
    helper(home, monkeypatch, """printf '{"Username":"<token>","Secret":"t"}'""")
    assert Credentials(token="t") == find(APP, home)


def test_a_helper_that_has_none(home: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the store has nothing, the file's own entry counts."""
    entry = {"auth": packed("u", "p")}
    write(home, {"credsStore": "mine", "auths": {APP.registry: entry}})
    helper(home, monkeypatch, "echo credentials not found in native keychain; exit 1")
    assert Credentials("u", "p") == find(APP, home)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (f"echo {SECRET}; exit 3", f"failed for {APP.registry}. Log in again"),
        (f"echo {SECRET}", f"gave no credentials for {APP.registry}. Log in again"),
        ("echo '{\"Username\":1}'", f"gave no credentials for {APP.registry}. Log in again"),
    ],
)
def test_a_helper_that_fails(
    home: dict[str, str], monkeypatch: pytest.MonkeyPatch, script: str, expected: str
) -> None:
    """A helper's failure is one line with exit code 4, and nothing of what it wrote."""
    write(home, {"credsStore": "mine"})
    helper(home, monkeypatch, script)
    with pytest.raises(AuthenticationError) as caught:
        find(APP, home)
    file = Path(home["DOCKER_CONFIG"], "config.json")
    line = f"wae: docker-credential-mine, which {file} names, {expected}"
    assert (line, 4) == (caught.value.line(), caught.value.exit_code)


def test_a_helper_that_is_missing(home: dict[str, str]) -> None:
    """The program that is missing is named."""
    write(home, {"credsStore": "nowhere-to-be-found"})
    with pytest.raises(AuthenticationError) as caught:
        find(APP, home)
    file = Path(home["DOCKER_CONFIG"], "config.json")
    expected = (
        f"wae: cannot run docker-credential-nowhere-to-be-found, which {file} names. "
        "Install it, or log in again"
    )
    assert expected == caught.value.line()


def test_they_are_not_shown() -> None:
    """No secret is in what Python writes of credentials."""
    assert SECRET not in repr(Credentials("u", SECRET, SECRET))
