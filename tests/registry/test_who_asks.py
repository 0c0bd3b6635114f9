"""Credentials go to the registry that they are for, and nowhere else."""

import base64
import json
from pathlib import Path

import pytest
from tests.registry.conftest import Client, failing
from tests.registry.fake_registry import Exchange, FakeRegistry, when

from wae.registry import layout
from wae.registry.client import Registry
from wae.registry.connection import Connection
from wae.registry.errors import AuthenticationError, RegistryError
from wae.registry.exchange import pull, push
from wae.registry.reference import parse

USER, PASSWORD, TOKEN = "somebody", "p4ssw0rd-of-somebody", "t0ken-that-is-secret"


@pytest.fixture
def somebody(fake: FakeRegistry, tmp_path: Path) -> dict[str, str]:
    """The environment of somebody who has logged in."""
    packed = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    (tmp_path / "config.json").write_text(json.dumps({"auths": {fake.host: {"auth": packed}}}))
    return {"DOCKER_CONFIG": str(tmp_path)}


BASIC = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


def guarded(fake: FakeRegistry, header: str, accepted: str) -> None:
    """Has the registry want this authorization for all but its tokens."""

    def fault(to: Exchange) -> bool:
        if to.path.startswith("/token"):
            name = to.headers.get("authorization") or to.body.decode()
            fake.asked = name  # type: ignore[attr-defined]
            return to.reply(200, json.dumps({"token": TOKEN}).encode())
        if to.headers.get("authorization") == accepted:
            return False
        return to.reply(401, www_authenticate=header)

    fake.faults.insert(0, fault)


def test_basic(
    client: Client, published: str, fake: FakeRegistry, somebody: dict[str, str]
) -> None:
    """User and password are sent when they are asked for, and not before."""
    guarded(fake, 'Basic realm="x"', BASIC)
    pull(client(published, somebody), parse(published))
    assert "Authorization" not in fake.requests[0][2]
    assert BASIC == fake.requests[1][2]["Authorization"]


def test_bearer(
    client: Client, published: str, fake: FakeRegistry, somebody: dict[str, str]
) -> None:
    """A token is asked for with the credentials, for this repository, and sent from then on."""
    guarded(fake, f'Bearer realm="{fake.url}/token?a=b",service="s,1"', f"Bearer {TOKEN}")
    pull(client(published, somebody), parse(published))
    [path] = [path for path in fake.paths("GET") if path.startswith("/token")]
    assert "/token?a=b&service=s%2C1&scope=repository%3Ax%3Apull%2Cpush" == path
    assert [BASIC] == [fake.asked]  # type: ignore[attr-defined]


def test_pulling_asks_for_no_more(
    published: str, fake: FakeRegistry, nobody: dict[str, str]
) -> None:
    """Without credentials a token is asked for, too, and only what is needed of it."""
    guarded(fake, f'Bearer realm="{fake.url}/token"', f"Bearer {TOKEN}")
    reference = parse(published)
    pull(Registry(Connection(reference, nobody, insecure=True)), reference)
    [headers] = [headers for _, path, headers in fake.requests if path.startswith("/token")]
    assert "Authorization" not in headers
    assert any(path.endswith("scope=repository%3Ax%3Apull") for path in fake.paths("GET"))


def test_an_identity_token(
    client: Client, published: str, fake: FakeRegistry, tmp_path: Path
) -> None:
    """An identity token is exchanged for another, in a body."""
    entry = {fake.host: {"identitytoken": "refresh/me"}}
    (tmp_path / "config.json").write_text(json.dumps({"auths": entry}))
    guarded(fake, f'Bearer realm="{fake.url}/token"', f"Bearer {TOKEN}")
    pull(client(published, {"DOCKER_CONFIG": str(tmp_path)}), parse(published))
    asked = str(fake.asked)  # type: ignore[attr-defined]
    assert "grant_type=refresh_token" in asked
    assert "refresh_token=refresh%2Fme" in asked


def refused(make: Client, reference: str, environ: dict[str, str]) -> str:
    with pytest.raises(RegistryError) as caught:
        pull(make(reference, environ), parse(reference))
    assert isinstance(caught.value, AuthenticationError)
    assert 4 == caught.value.exit_code
    shown = caught.value.line() + caught.value.debug + repr(caught.value)
    for secret in (PASSWORD, TOKEN, BASIC.partition(" ")[2]):
        assert secret not in shown
    return caught.value.line()


def test_without_credentials(
    client: Client, published: str, fake: FakeRegistry, nobody: dict[str, str]
) -> None:
    """Who is not logged in is told where credentials are looked for."""
    guarded(fake, "Basic", BASIC)
    file = Path(nobody["DOCKER_CONFIG"], "config.json")
    expected = (
        f"wae: {fake.host} wants to know who asks for x, and {file} has no credentials for it. "
        f"docker login {fake.host}"
    )
    assert expected == refused(client, published, nobody)


def test_wrong_credentials(
    client: Client, published: str, fake: FakeRegistry, somebody: dict[str, str]
) -> None:
    """Credentials that are not accepted are tried once."""
    guarded(fake, "Basic", "Basic of somebody else")
    expected = f"wae: {fake.host} does not accept your credentials for x. docker login {fake.host}"
    assert expected == refused(client, published, somebody)
    assert 2 == len(fake.requests)


def test_a_registry_that_repeats_them(
    client: Client, published: str, fake: FakeRegistry, somebody: dict[str, str]
) -> None:
    """A message that has the credentials in it is shown without them."""
    guarded(fake, "Basic", BASIC)
    said = json.dumps({"errors": [{"message": f"no: {BASIC} {PASSWORD} {TOKEN[:4]}"}]}).encode()
    fake.faults.append(when("GET", "/manifests/", lambda to: to.reply(403, said)))
    expected = (
        f"wae: {fake.host} does not let you push to x: no: Basic *** *** {TOKEN[:4]}. "
        f"Log in with an account that may: docker login {fake.host}"
    )
    assert expected == refused(client, published, somebody)


@pytest.mark.parametrize(
    ("header", "kinds"),
    [("Negotiate", "negotiate"), ("Bearer", "bearer"), ("", "nothing"), ("=?", "nothing")],
)
def test_other_ways(
    client: Client,
    published: str,
    fake: FakeRegistry,
    somebody: dict[str, str],
    header: str,
    kinds: str,
) -> None:
    """A registry that asks in another way gets nothing."""
    guarded(fake, header, "")
    expected = (
        f"wae: {fake.host} requires an authentication scheme that wae does not know: {kinds}. "
        "wae knows Basic and Bearer"
    )
    assert expected == refused(client, published, somebody)


@pytest.mark.parametrize(
    "answer", [b"", b"[]", b'{"token": 7}', b'{"token": "a\\r\\nb: c"}', b'{"token": ""}']
)
def test_a_token_that_is_none(
    client: Client, published: str, fake: FakeRegistry, somebody: dict[str, str], answer: bytes
) -> None:
    """What cannot be a token is not sent."""
    guarded(fake, f'Bearer realm="{fake.url}/token"', "")
    fake.faults.insert(0, when("GET", "/token", lambda to: to.reply(200, answer)))
    expected = f"wae: the server that gives tokens for {fake.host} gave none"
    assert expected == refused(client, published, somebody)


@pytest.mark.parametrize(
    "realm", ["http://auth.example/token", "ftp://127.0.0.1/", "file:///etc/passwd", "token"]
)
def test_a_realm_without_tls(
    client: Client, published: str, fake: FakeRegistry, somebody: dict[str, str], realm: str
) -> None:
    """Credentials go to no server without TLS but this machine, whatever the registry says."""
    guarded(fake, f'Bearer realm="{realm}"', "")
    with pytest.raises(RegistryError) as caught:
        pull(client(published, somebody), parse(published))
    assert caught.value.line().endswith("which is not asked without TLS")
    assert 1 == len(fake.requests)


def test_credentials_stay(
    client: Client, published: str, fake: FakeRegistry, somebody: dict[str, str]
) -> None:
    """A redirect to another host is followed without credentials, as storage of registries is."""
    guarded(fake, "Basic", BASIC)
    with FakeRegistry() as storage:
        storage.blobs = dict(fake.blobs)

        def moved(to: Exchange) -> bool:
            return to.reply(307, location=f"{storage.url}{to.path}?signature=1")

        fake.faults.append(when("GET", "/blobs/", moved))
        pull(client(published, somebody), parse(published))
    assert storage.requests
    assert [] == [h for *_, h in storage.requests if "Authorization" in h]


def test_an_upload_elsewhere(
    client: Client, fake: FakeRegistry, somebody: dict[str, str], dice: bytes
) -> None:
    """Where a registry has uploads sent to another host, that gets the bytes alone."""
    guarded(fake, "Basic", BASIC)
    with FakeRegistry() as storage:
        storage.uploads["u0"] = b""

        def elsewhere(to: Exchange) -> bool:
            storage.uploads["u0"] = b""
            return to.reply(202, location=f"{storage.url}/v2/x/blobs/uploads/u0")

        fake.faults.append(when("POST", "/uploads", elsewhere))
        reference = parse(f"{fake.host}/x:1")
        push(client(str(reference), somebody), reference, layout.artifact(dice, {}), dice)
    assert 2 == len(storage.requests)
    assert [] == [h for *_, h in storage.requests if "Authorization" in h]


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (
            "http://storage.example/x",
            "HOST sends to http://storage.example, which is not asked without TLS",
        ),
        (
            "file:///etc/passwd",
            "HOST sends to what is no URL of a server, which is not asked without TLS",
        ),
        (
            "https://user@storage.example/x",
            "HOST sends to https://storage.example, which is not asked without TLS",
        ),
        ("", "HOST redirects to nowhere"),
        ("/v2/x/manifests/1.0.0", "HOST redirects again and again"),
    ],
)
def test_redirects_that_are_not_followed(
    client: Client, published: str, fake: FakeRegistry, location: str, expected: str
) -> None:
    """Nothing leads off TLS, to files, to other schemes, or round and round."""
    fake.faults = [when("GET", "/manifests/", lambda to: to.reply(302, location=location))]
    assert f"wae: {expected.replace('HOST', fake.host)}" == failing(client, published)


def test_a_push_is_not_redirected(client: Client, fake: FakeRegistry, dice: bytes) -> None:
    """What is written goes where it was sent to."""
    fake.faults = [when("PUT", "/manifests/", lambda to: to.reply(307, location="/elsewhere"))]
    reference = parse(f"{fake.host}/x:1")
    with pytest.raises(RegistryError) as caught:
        push(client(), reference, layout.artifact(dice, {}), dice)
    assert f"wae: {fake.host} redirects a PUT, which is not followed" == caught.value.line()
