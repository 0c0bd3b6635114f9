"""References: what can be written, what cannot, and where a registry is this machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wae.errors import UsageError
from wae.registry.reference import HINT, Reference, is_loopback, is_reference, parse

DIGEST = "sha256:" + "0f" * 32

labels = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
hosts = st.one_of(
    st.just("localhost"),
    st.lists(labels, min_size=2, max_size=4).map(".".join),
    st.just("[::1]"),
)
ports = st.one_of(st.just(""), st.integers(1, 65535).map(lambda port: f":{port}"))
parts = st.from_regex(r"[a-z0-9]+((\.|_|__|-{1,3})[a-z0-9]+){0,2}", fullmatch=True)
names = st.lists(parts, min_size=1, max_size=4).map("/".join)
tags = st.one_of(st.just(""), st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}", fullmatch=True))
digests = st.one_of(st.just(""), st.just(DIGEST))


@given(hosts, ports, names, tags, digests)
def test_what_is_written_is_read(host: str, port: str, name: str, tag: str, digest: str) -> None:
    """Every reference of the specification's grammar is understood, and says itself again."""
    reference = Reference(f"{host}{port}", name, tag, digest)
    assert reference == parse(str(reference))


@given(st.text(alphabet="aZ0./:@-_[]% \n\u00e9", max_size=40))
def test_any_text(text: str) -> None:
    """Any other text is a usage error in one line; what is accepted says itself again."""
    if is_reference(text):
        assert text == str(parse(text))
        return
    with pytest.raises(UsageError) as caught:
        parse(text)
    assert HINT == caught.value.hint


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("app", "it does not begin with a registry"),
        ("localhost", "it does not begin with a registry"),
        ("registry.example:65536/app", "it does not begin with a registry"),
        (
            f"r.example/{'a' * 246}",
            "its name has other characters than a-z, 0-9, and . _ - / between them",
        ),
        ("team/app:1.0.0", "it does not begin with a registry"),
        ("https://registry.example/app", "it does not begin with a registry"),
        ("user@registry.example/app", "it does not begin with a registry"),
        ("registry.example:0/app", "it does not begin with a registry"),
        ("registry.example:99999/app", "it does not begin with a registry"),
        ("[::1/app", "it does not begin with a registry"),
        ("[1.2]/app", "it does not begin with a registry"),
        (
            "registry.example/App",
            "its name has other characters than a-z, 0-9, and . _ - / between them",
        ),
        (
            "registry.example/../app",
            "its name has other characters than a-z, 0-9, and . _ - / between them",
        ),
        (
            "registry.example/app:",
            "its tag has other characters than letters, digits, and . _ - behind them",
        ),
        (
            "registry.example/app:1/2",
            "its tag has other characters than letters, digits, and . _ - behind them",
        ),
        (
            "registry.example/app@sha256:0f",
            "its digest is not sha256: and 64 digits from 0 to f",
        ),
        (
            f"registry.example/app@{DIGEST.upper()}",
            "its digest is not sha256: and 64 digits from 0 to f",
        ),
    ],
)
def test_refused(text: str, why: str) -> None:
    """What is no reference is refused in one line that says why."""
    with pytest.raises(UsageError) as caught:
        parse(text)
    expected = f"wae: {text} is not a reference to an artifact in a registry: {why}. {HINT}"
    assert expected == caught.value.line()


def test_what_a_reference_means() -> None:
    """The digest decides, then the tag, then `latest`."""
    reference = parse(f"registry.example/team/app:1@{DIGEST}")
    assert DIGEST == reference.wanted
    assert "1" == reference.tagged("1").wanted
    assert "latest" == parse("registry.example/team/app").wanted
    assert "app" == reference.title
    assert Reference("registry.example", "team/app", "", "sha256:0") == reference.at("sha256:0")


@pytest.mark.parametrize("text", [f"r.example/{'a' * 245}", "r.example:1/a", "r.example:65535/a"])
def test_the_last_that_will_do(text: str) -> None:
    """Names of 255 characters with their registry, and the ports that there are."""
    assert True is is_reference(text)
    assert text == str(parse(text))


def test_no_reference() -> None:
    assert False is is_reference("app")


def test_docker_hub() -> None:
    """Docker Hub's API and the key of its credentials have names of their own."""
    for name in ("docker.io", "index.docker.io", "registry-1.docker.io"):
        reference = parse(f"{name}/team/app")
        assert "registry-1.docker.io" == reference.host
        assert "https://index.docker.io/v1/" == reference.key
    other = parse("registry.example/app")
    assert ("registry.example", "registry.example") == (other.host, other.key)


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:5000", "127.0.0.1", "127.9.9.9:80", "[::1]", "[::1]:5000"]
)
def test_this_machine(host: str) -> None:
    """Loopback is known by its name or address."""
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    ["localhost.example", "127.0.0.1.example", "10.0.0.1", "[::2]", "0.0.0.0", "xlocalhost", ""],
)
def test_another_machine(host: str) -> None:
    """What only looks like loopback is another machine."""
    assert not is_loopback(host)
