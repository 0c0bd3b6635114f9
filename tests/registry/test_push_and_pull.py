"""Artifacts in and out of a registry that tampers, breaks off, throttles and redirects."""

import json
from collections.abc import Callable

import pytest
from tests.registry.conftest import Client, failing
from tests.registry.fake_registry import Exchange, FakeRegistry, sha, times, when

from wae.registry import client as client_module
from wae.registry import layout
from wae.registry.exchange import pull, push, resolve
from wae.registry.reference import parse


def test_what_is_pushed_is_pulled(client: Client, published: str, dice: bytes) -> None:
    """Tag and digest give the same bytes, and the same digest."""
    by_tag = pull(client(), parse(published))
    by_digest = pull(client(), by_tag.reference)
    assert dice == by_tag.wasm == by_digest.wasm
    assert by_tag.reference == by_digest.reference == resolve(client(), parse(published))


def test_the_digest_is_stable(dice: bytes) -> None:
    """The same component with the same annotations is the same artifact, in any order."""
    one = layout.artifact(dice, {"b": "1", "a": "2"})
    assert one == layout.artifact(dice, {"a": "2", "b": "1"})
    config = json.loads(one.config)
    assert {"exports": ["a:dice/roll@1.0.0"], "imports": []} == config["component"]
    assert [sha(dice)] == config["layerDigests"]
    assert ("wasm", "wasip2") == (config["architecture"], config["os"])
    manifest = json.loads(one.manifest)
    assert [layout.LAYER] == [layer["mediaType"] for layer in manifest["layers"]]
    assert layout.CONFIG == manifest["config"]["mediaType"]


def test_what_is_there_is_not_sent_again(
    client: Client, published: str, fake: FakeRegistry, dice: bytes
) -> None:
    """A second push sends the manifest alone."""
    assert not push(client(), parse(published), layout.artifact(dice, {}), dice)
    assert ["/v2/x/manifests/1.0.0"] == fake.paths("PUT")
    assert [] == fake.paths("POST")


@pytest.mark.parametrize("change", [bytes.swapcase, lambda c: c[:-1], lambda c: c + b"x"])
def test_other_bytes(
    client: Client, published: str, fake: FakeRegistry, change: Callable[[bytes], bytes]
) -> None:
    """A component that was changed, cut or extended is not taken, whatever the registry says."""
    [name] = [n for n, content in fake.blobs.items() if content.startswith(b"\0asm")]
    fake.blobs[name] = change(fake.blobs[name])
    line = failing(client, published)
    assert line in (
        f"wae: {fake.host} has other bytes than those of {name}: digest mismatch. "
        "Ask the operator of the registry",
        f"wae: the connection to {fake.host} broke",
    )


def test_another_manifest(client: Client, published: str, fake: FakeRegistry) -> None:
    """A manifest is that of the digest that was asked for, or of the digest that it came with."""
    digest = sha(fake.manifests["1.0.0"])
    for name in (digest, "1.0.0"):
        fake.manifests[name] = b"{}"
    reference = published.replace(":1.0.0", f"@{digest}")
    expected = (
        f"wae: {fake.host} has other bytes than those of the manifest of {reference}: "
        "digest mismatch. Ask the operator of the registry"
    )
    assert expected == failing(client, reference)
    fake.faults = [
        when("GET", "/manifests/", lambda to: to.reply(200, b"{}", docker_content_digest=digest))
    ]
    assert "digest mismatch" in failing(client, published)


def manifest(**changes: object) -> bytes:
    known = json.loads(layout.artifact(b"\0asm\x0d\0\1\0", {}).manifest)
    return json.dumps({**known, **changes}).encode()


def test_an_empty_component_is_one() -> None:
    """(The base of the manifests below is itself sound.)"""
    assert layout.read_manifest(manifest(), "it").layer.size == 8


_BLOB = {"mediaType": layout.LAYER, "digest": sha(b""), "size": 0}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"nonsense", "what the registry has of REF is damaged"),
        (b"[" * 100_000, "what the registry has of REF is damaged"),
        (b"[]", "what the registry has of REF is damaged"),
        (manifest(config=None), "the manifest of REF is damaged"),
        (manifest(layers=[{**_BLOB, "size": -1}]), "the manifest of REF is damaged"),
        (manifest(layers=[{**_BLOB, "size": True}]), "the manifest of REF is damaged"),
        (manifest(layers=[{**_BLOB, "digest": "sha256:../x"}]), "the manifest of REF is damaged"),
        (manifest(layers=[{**_BLOB, "size": 2 << 30}]), "REF has more than 1024 MiB"),
        (
            manifest(layers=[_BLOB, _BLOB]),
            f"REF is not a WebAssembly component: it consists of {layout.CONFIG}, {layout.LAYER}, "
            f"{layout.LAYER}. One has a {layout.CONFIG} and a single {layout.LAYER}",
        ),
        (
            manifest(mediaType="application/vnd.oci.image.index.v1+json"),
            "REF is not a WebAssembly component: its manifest is of the type "
            f"application/vnd.oci.image.index.v1+json. One has a {layout.CONFIG} and a single "
            f"{layout.LAYER}",
        ),
        (b" " * (5 << 20), "HOST answers with more than 4 MiB"),
    ],
)
def test_manifests_of_other_things(
    client: Client, fake: FakeRegistry, content: bytes, expected: str
) -> None:
    """What is no component, damaged or too large is refused before any of it is fetched."""
    fake.manifests["1.0.0"] = content
    reference = f"{fake.host}/x:1.0.0"
    expected = expected.replace("REF", reference).replace("HOST", fake.host)
    assert f"wae: {expected}" == failing(client, reference)
    assert not any("/blobs/" in path for path in fake.paths("GET"))


def test_a_layer_that_is_no_component(client: Client, fake: FakeRegistry) -> None:
    """What calls itself a component is looked at."""
    content, config = b"\0asm\1\0\0\0", json.dumps({"layerDigests": [sha(b"\0asm\1\0\0\0")]})
    fake.blobs = {sha(content): content, sha(config.encode()): config.encode()}
    fake.manifests["1.0.0"] = manifest(
        layers=[{**_BLOB, "digest": sha(content), "size": 8}],
        config={
            "mediaType": layout.CONFIG,
            "digest": sha(config.encode()),
            "size": len(config),
        },
    )
    expected = (
        f"wae: {fake.host}/x:1.0.0: this component cannot be published: "
        "this is a core module, not a component"
    )
    assert expected == failing(client, f"{fake.host}/x:1.0.0")


def test_the_configuration_of_another(client: Client, published: str, fake: FakeRegistry) -> None:
    """A manifest that puts one component's configuration to another's bytes is refused."""
    known = json.loads(fake.manifests["1.0.0"])
    other = json.dumps({"layerDigests": [sha(b"another")]}).encode()
    fake.blobs[sha(other)] = other
    known["config"] = {"mediaType": layout.CONFIG, "digest": sha(other), "size": len(other)}
    fake.manifests["1.0.0"] = json.dumps(known).encode()
    expected = f"wae: the configuration of {published} is that of another component"
    assert expected == failing(client, published)


def test_what_is_not_there(client: Client, fake: FakeRegistry) -> None:
    """A tag, or a digest, that the registry does not have is named."""
    assert f"wae: {fake.host} has no x:2" == failing(client, f"{fake.host}/x:2")
    digest = sha(b"")
    assert f"wae: {fake.host} has no x@{digest}" == failing(client, f"{fake.host}/x@{digest}")


def _cut(to: Exchange) -> bool:
    """Says the whole length, and sends half of what was asked for."""
    content = to.registry.blobs[to.path.rpartition("/")[2]]
    start = int(to.headers.get("range", "bytes=0-")[6:].partition("-")[0])
    half = content[start : start + (len(content) - start) // 2]
    span = f"bytes {start}-{len(content) - 1}/{len(content)}"
    more = {"content_range": span} if start else {}
    return to.reply(206 if start else 200, half, content_length=str(len(content) - start), **more)


def test_a_download_goes_on(
    client: Client, published: str, fake: FakeRegistry, dice: bytes, waits: list[float]
) -> None:
    """A connection that breaks costs what was under way: the rest alone is asked for again."""
    fake.faults = [times(2, when("GET", f"/blobs/{sha(dice)}", _cut))]
    assert dice == pull(client(), parse(published)).wasm
    ranges = [h["Range"] for _, path, h in fake.requests if sha(dice) in path and "Range" in h]
    half = len(dice) // 2
    assert [f"bytes={half}-", f"bytes={half + (len(dice) - half) // 2}-"] == ranges
    assert [0.5, 1.0] == waits


def test_a_download_that_begins_anew(
    client: Client, published: str, fake: FakeRegistry, dice: bytes
) -> None:
    """A registry without ranges sends all of it again, which then counts alone."""
    whole = when("GET", sha(dice), lambda to: to.reply(200, dice))
    fake.faults = [times(1, when("GET", f"/blobs/{sha(dice)}", _cut)), whole]
    assert dice == pull(client(), parse(published)).wasm


def test_a_download_that_never_ends_well(
    client: Client, published: str, fake: FakeRegistry, waits: list[float]
) -> None:
    """After some tries it is over."""
    fake.faults = [when("GET", "/blobs/", Exchange.hang_up)]
    line = failing(client, published)
    assert line.startswith(f"wae: the connection to {fake.host} broke")
    assert [0.5, 1.0, 2.0, 4.0] == waits


def test_throttled(client: Client, published: str, fake: FakeRegistry, waits: list[float]) -> None:
    """A registry that is busy says how long to wait, and is asked again then."""
    fake.faults = [
        times(1, when("GET", "/manifests/", lambda to: to.reply(429, retry_after="7"))),
        times(1, when("GET", "/manifests/", lambda to: to.reply(503))),
    ]
    pull(client(), parse(published))
    assert [7.0, 1.0] == waits


def test_throttled_for_long(client: Client, published: str, fake: FakeRegistry) -> None:
    """Nobody is kept waiting for an hour."""
    fake.faults = [when("GET", "/", lambda to: to.reply(429, retry_after="3600"))]
    expected = f"wae: {fake.host} answers 429 Too Many Requests. Try again in 3600 seconds"
    assert expected == failing(client, published)


def test_what_the_registry_says(client: Client, published: str, fake: FakeRegistry) -> None:
    """Its own words are shown, in one line."""
    content = b'{"errors":[{"code":"DENIED","message":"quota\\n exceeded"},{"code":"TWO"}]}'
    fake.faults = [when("GET", "/manifests/", lambda to: to.reply(418, content))]
    expected = f"wae: {fake.host} answers 418 I'm a Teapot: quota exceeded; TWO"
    assert expected == failing(client, published)


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(client_module, "CHUNK", 64)
    return 64


def test_an_upload_goes_on(
    client: Client, fake: FakeRegistry, dice: bytes, small_chunks: int
) -> None:
    """What has arrived of a component is not sent again after a connection broke."""

    def lost(to: Exchange) -> bool:
        to.registry.answer(to)  # it arrives, and the answer does not
        return to.hang_up()

    fake.faults = [times(1, _second(when("PATCH", "", _silently(lost))))]
    reference = parse(f"{fake.host}/x:1.0.0")
    assert push(client(), reference, layout.artifact(dice, {}), dice)
    sent = [h["Content-Range"] for m, path, h in fake.requests if m == "PATCH" and "/u0" in path]
    assert len(set(sent)) == len(sent) == (len(dice) - 1) // small_chunks
    assert dice == pull(client(), reference).wasm


def _second(fault: Callable[[Exchange], bool]) -> Callable[[Exchange], bool]:
    seen: list[str] = []

    def wrapped(to: Exchange) -> bool:
        if to.command == "PATCH":
            seen.append(to.path)
        return len(seen) == 2 and fault(to)

    return wrapped


def _silently(do: Callable[[Exchange], object]) -> Callable[[Exchange], object]:
    """Without an answer that anybody would get."""

    def quiet(to: Exchange) -> object:
        to.reply = lambda *_, **__: True  # type: ignore[method-assign]
        return do(to)

    return quiet


def test_an_upload_that_was_forgotten(
    client: Client, fake: FakeRegistry, dice: bytes, small_chunks: int
) -> None:
    """A registry that no longer knows an upload gets it from the beginning."""

    def forget(to: Exchange) -> bool:
        to.registry.uploads.clear()
        return to.reply(404)

    fake.faults = [times(1, _second(when("PATCH", "", forget)))]
    reference = parse(f"{fake.host}/x:1.0.0")
    push(client(), reference, layout.artifact(dice, {}), dice)
    assert dice == pull(client(), reference).wasm
    assert 3 == len(fake.paths("POST"))  # one is for the configuration
