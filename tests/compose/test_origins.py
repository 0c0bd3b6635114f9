"""An entry of `hosts` names one origin, and a request may spell it in few ways."""

import pytest
from tests.gate import rules

from wae.compose.origins import BadEntry, Pattern, parse_entry

NO_ENTRY = "it is not [SCHEME://][*.]HOST[:PORT]"
NO_PORT = "its port is not between 1 and 65535"
NO_NAME = "its host is not a valid name"
NO_ADDRESS = "its host is not a valid address"
LABEL = "a" * 63
LONGEST = ".".join((LABEL, LABEL, LABEL, "b" * 61))


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("a.example", Pattern("https", "a.example", 443)),
        ("https://A.Example.:0443", Pattern("https", "a.example", 443)),
        ("http://a.example", Pattern("http", "a.example", 80)),
        ("a.example:", Pattern("https", "a.example", 443)),
        ("a.example:1", Pattern("https", "a.example", 1)),
        ("a.example:65535", Pattern("https", "a.example", 65535)),
        ("a:443", Pattern("https", "a", 443)),
        ("*.a.example:80", Pattern("https", "a.example", 80, below=True)),
        ("http://*.a_b.example", Pattern("http", "a_b.example", 80, below=True)),
        ("bücher.example", Pattern("https", "xn--bcher-kva.example", 443)),
        ("BÜCHER.example.", Pattern("https", "xn--bcher-kva.example", 443)),
        ("例え。テスト", Pattern("https", "xn--r8jz45g.xn--zckzah", 443)),
        ("xn--fa-hia.example", Pattern("https", "xn--fa-hia.example", 443)),
        ("127.0.0.1", Pattern("https", "127.0.0.1", 443)),
        ("[0:0:0:0:0:0:0:1]:8443", Pattern("https", "[::1]", 8443)),
        ("[FE80::AB]", Pattern("https", "[fe80::ab]", 443)),
        ("[::ffff:127.0.0.1]", Pattern("https", "[::ffff:7f00:1]", 443)),
        ("[::FFFF:0:1]", Pattern("https", "[::ffff:0:1]", 443)),
        ("4.example", Pattern("https", "4.example", 443)),
        ("0xg", Pattern("https", "0xg", 443)),
        (LABEL, Pattern("https", LABEL, 443)),
        (LONGEST, Pattern("https", LONGEST, 443)),
        (f"{LONGEST}.", Pattern("https", LONGEST, 443)),
    ],
)
def test_entries(entry: str, expected: Pattern) -> None:
    """The scheme is https, the port the scheme's, if nothing else is said; a host has one form."""
    assert expected == parse_entry(entry)


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("", NO_ENTRY),
        ("ftp://a.example", NO_ENTRY),
        ("HTTPS://a.example", NO_ENTRY),
        ("https://", NO_ENTRY),
        ("a.example/", NO_ENTRY),
        ("a.example?", NO_ENTRY),
        ("a.example#", NO_ENTRY),
        ("user@a.example", NO_ENTRY),
        ("[user@::1]", NO_ENTRY),
        ("a example", NO_ENTRY),
        ("a.*.example", NO_ENTRY),
        ("*", NO_ENTRY),
        ("a.example:https", NO_ENTRY),
        ("a.example:443:443", NO_ENTRY),
        ("a.example:000443", NO_ENTRY),
        ("[::1]evil.example", NO_ENTRY),
        ("a.example:0", NO_PORT),
        ("a.example:65536", NO_PORT),
        ("a..example", NO_NAME),
        (".a.example", NO_NAME),
        ("-a.example", NO_NAME),
        ("a-.example", NO_NAME),
        ("a%2eb", NO_NAME),
        ("a\\b", NO_NAME),
        (f"{LABEL}a", NO_NAME),
        (f"{LONGEST}b", NO_NAME),
        (".".join(["b"] * 128), NO_NAME),
        ("1.2.3", NO_ADDRESS),
        ("127.0.0.01", NO_ADDRESS),
        ("2130706433", NO_ADDRESS),
        ("a.0x7f", NO_ADDRESS),
        ("a.0x", NO_ADDRESS),
        ("[127.0.0.1]", NO_ADDRESS),
        ("[]", NO_ADDRESS),
        ("[::g]", NO_ADDRESS),
        ("[fe80::1%eth0]", "its address has a zone"),
        ("*.127.0.0.1", "no host is below an address"),
        ("*.[::1]", "no host is below an address"),
        *(
            (
                f"a{letter}b.example",
                "its host has a letter that programs read differently: write it as xn--…",
            )
            for letter in "ßς\u200c\u200d\u1e9e"
        ),
    ],
)
def test_no_entries(entry: str, problem: str) -> None:
    """What is no origin, or one for some parsers and another for others, is an error."""
    with pytest.raises(BadEntry) as caught:
        parse_entry(entry)
    assert problem == str(caught.value)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("a.example", ("a.example", "a.example.", "a.example:443", "a.example.:443")),
        ("http://a.example", ("a.example", "a.example.", "a.example:80", "a.example.:80")),
        ("a.example:80", ("a.example:80", "a.example.:80")),
        ("127.0.0.1", ("127.0.0.1", "127.0.0.1:443")),
        ("[::1]:8443", ("[::1]:8443",)),
        ("*.a.example", (".a.example", ".a.example.", ".a.example:443", ".a.example.:443")),
        ("*.a.example:1", (".a.example:1", ".a.example.:1")),
        ("1.example:1", ("1.example:1", "1.example.:1")),
    ],
)
def test_authorities(entry: str, expected: tuple[str, ...]) -> None:
    """A request may leave out the port only where it is the scheme's, and a name may end in a dot;
    an address may not."""
    assert expected == parse_entry(entry).authorities()


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("https://a.example:443", "a.example"),
        ("http://a.example:80", "http://a.example"),
        ("a.example:80", "a.example:80"),
        ("http://a.example:443", "http://a.example:443"),
        ("https://*.a.example", "*.a.example"),
        ("http://*.a.example:1", "http://*.a.example:1"),
        ("[::1]:8443", "[::1]:8443"),
    ],
)
def test_text(entry: str, expected: str) -> None:
    """An origin has a shortest entry, which is read as the same origin."""
    pattern = parse_entry(entry)
    assert expected == str(pattern)
    assert pattern == parse_entry(expected)


def test_as_http_decides() -> None:
    """The authorities of an origin are those that `wae:http` sends a request for."""
    exact = [case for case in rules.cases() if "*" not in case[0]]
    assert exact
    for entry, url, passes in exact:
        pattern, asked = parse_entry(entry), rules.request(url)
        listed = (asked.authority or "").lower() in pattern.authorities()
        assert passes == (listed and asked.scheme == pattern.scheme), (entry, url)
