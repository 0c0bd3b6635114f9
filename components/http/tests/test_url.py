"""URLs are read in one strict way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from url import BadUrl, Origin, Url, join, parse

GOOD = [
    ("https://api.example", "https", "api.example", 443, "/"),
    ("HTTPS://API.Example/A?b=C#d", "https", "api.example", 443, "/A?b=C"),
    ("http://api.example.:080/", "http", "api.example", 80, "/"),
    ("https://api.example:/x", "https", "api.example", 443, "/x"),
    ("https://api.example?q", "https", "api.example", 443, "/?q"),
    ("http://127.0.0.1:8080/", "http", "127.0.0.1", 8080, "/"),
    ("http://[0:0:0:0:0:0:0:1]:8080/", "http", "[::1]", 8080, "/"),
    ("https://BÜCHER.example/", "https", "xn--bcher-kva.example", 443, "/"),
    ("https://api。example/", "https", "api.example", 443, "/"),
    ("https://faß.example/", "https", "xn--fa-hia.example", 443, "/"),
    ("https://💩.example./", "https", "xn--ls8h.example", 443, "/"),
    ("http://127.0.0.1.:8080/", "http", "127.0.0.1", 8080, "/"),
    ("https://api.example/ż{1}|%20%zz", "https", "api.example", 443, "/%C5%BC%7B1%7D%7C%20%zz"),
    ("https://api.example/a@b:c", "https", "api.example", 443, "/a@b:c"),
]

BAD = [
    "",
    "api.example",
    "//api.example/",
    "ftp://api.example/",
    "https:/api.example/",
    "https:///path",
    "https://:443/",
    "https://user@api.example/",
    "https://user:password@api.example/",
    "https://api.example@evil.example/",
    "https://evil.example\\@api.example/",
    "https://api.example\\.evil.example/",
    "https://api.example /",
    " https://api.example/",
    "https://api.example/\n",
    "https://api.example/\x00",
    "https://api.example/\u2028",
    "https://api.example/\ud800",
    "https://api.example:0/",
    "https://api.example:65536/",
    "https://api.example:١/",
    "https://api.example:8a/",
    "https://api..example/",
    "https://-api.example/",
    "https://api%2eexample/",
    "https://api.example／.evil.example/",
    "https://" + "a" * 64 + ".example/",
    "https://" + "a." * 130 + "example/",
    "https://[::1/",
    "https://::1/",
    "https://[fe80::1%25eth0]/",
    "https://[api.example]/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://1.2.3.4.5/",
    "https://api.example/" + "x" * 9000,
]


@pytest.mark.parametrize(("text", "scheme", "host", "port", "target"), GOOD)
def test_parts(text: str, scheme: str, host: str, port: int, target: str) -> None:
    """Scheme and host are lower case and ASCII, ports explicit, targets ready to be sent."""
    assert Url(Origin(scheme, host, port), target) == parse(text)


@pytest.mark.parametrize("text", BAD)
def test_refused(text: str) -> None:
    """What two parsers could read differently is refused, and the refusal does not quote it."""
    with pytest.raises(BadUrl) as caught:
        parse(text)
    assert "example" not in str(caught.value)


NAME_253 = ".".join(["a" * 63] * 3 + ["b" * 61])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("https://api.example/" + "x" * 8173, "it is longer than 8192 characters"),
        ("https://api.example/ ", "it has white space, a control character or a backslash"),
        ("ftp://api.example/", "it does not begin with http:// or https://"),
        ("https://u@api.example/", "it has a user name or password before the host"),
        ("https://api.example:a/", "its host or port is not valid"),
        ("https://api.example:0/", "its port is not between 1 and 65535"),
        ("https://api.example:65536/", "its port is not between 1 and 65535"),
        (f"https://{NAME_253}b/", "its host is not a valid name or address"),
        (f"https://{'a' * 64}.example/", "its host is not a valid name or address"),
        ("https://api-.example/", "its host is not a valid name or address"),
        ("https://a.0x7f/", "its host is not a valid name or address"),
        ("https://1.2.3/", "its host is not a valid name or address"),
        ("https://[::g]/", "its host is not a valid address"),
        ("https://[fe80::1%eth0]/", "its address has a zone"),
    ],
)
def test_reason(text: str, reason: str) -> None:
    """The refusal says what is wrong, and a limit begins one beyond what is allowed."""
    with pytest.raises(BadUrl) as caught:
        parse(text)
    assert reason == str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "https://api.example/" + "x" * 8172,
        "https://api.example:1/",
        "https://api.example:65535/",
        f"https://{NAME_253}/",
        f"https://{'a' * 63}.example/",
        "https://_a-b_.example/",
        "https://x0x7f/",
    ],
)
def test_at_the_limit(text: str) -> None:
    """What is at a limit is read, and written as it was."""
    assert text == str(parse(text))


@pytest.mark.parametrize(
    ("text", "authority"),
    [
        ("http://api.example:80/", "api.example"),
        ("https://api.example:443/", "api.example"),
        ("https://api.example:80/", "api.example:80"),
        ("http://api.example:443/", "api.example:443"),
        ("http://[::1]:443/", "[::1]:443"),
    ],
)
def test_authority(text: str, authority: str) -> None:
    """A port is named where it is not the scheme's own."""
    assert authority == parse(text).origin.authority


def test_every_character() -> None:
    """What a path and a query may hold stays as it is; the rest is encoded."""
    kept = "/?:@!$&'()*+,;=-._~%"
    assert f"/a{kept}z" == parse(f"https://api.example/a{kept}z").target
    assert "/%22%3C%3E%5E%60%7B%7C%7D%5B%5D" == parse('https://api.example/"<>^`{|}[]').target


@given(st.text(alphabet=st.sampled_from("htps:/@\\.?#[]%a1é /$"), max_size=30) | st.text())
def test_any_text(text: str) -> None:
    """Any text is either refused with `BadUrl` or read, and what is read is read again as the
    same."""
    try:
        url = parse(f"https://{text}")
    except BadUrl:
        return
    assert url == parse(str(url))
    assert str(url).isascii()
    assert "@" not in url.origin.host


@pytest.mark.parametrize(
    ("reference", "joined"),
    [
        ("/b", "https://api.example/b"),
        ("b?c", "https://api.example/a/b?c"),
        ("../b", "https://api.example/b"),
        ("?c", "https://api.example/a/x?c"),
        ("//other.example/b", "https://other.example/b"),
        ("http://api.example/b#c", "http://api.example/b"),
        ("", "https://api.example/a/x"),
        ("/a b", "https://api.example/a%20b"),
        ("/a%20b c", "https://api.example/a%20b%20c"),
        ("  /b  ", "https://api.example/b"),
        ("b c?d e#f g", "https://api.example/a/b%20c?d%20e"),
        ("http://api.example/a b", "http://api.example/a%20b"),
        ("/a\u00a0b\u2003c", "https://api.example/a%C2%A0b%E2%80%83c"),
        ("/bücher", "https://api.example/b%C3%BCcher"),
        ("//faß.example./", "https://xn--fa-hia.example/"),
    ],
)
def test_join(reference: str, joined: str) -> None:
    """A Location is resolved as RFC 3986 §5 says; spaces in it are encoded, those around it are not
    part of it."""
    assert joined == str(join(parse("https://api.example/a/x"), reference))


@pytest.mark.parametrize(
    "reference",
    [
        *("file:///etc/passwd", "http://[x/", "\\\\evil", "/a\\b", "//u@evil.example", "x:y"),
        *("//evil .example/", "http://api.example /", "http:// api.example/", "//a\u00a0b/"),
    ],
)
def test_join_refused(reference: str) -> None:
    """A Location leads to http and https only."""
    with pytest.raises(BadUrl):
        join(parse("https://api.example/a/x"), reference)


@pytest.mark.parametrize(
    "reference", ["/a\nb", "/a\tb", "\r\n/b", "\t/b", "\x00/b", "\x1c/b", "//evil\t.example/"]
)
def test_join_drops_nothing(reference: str) -> None:
    """What Python's own parser would leave out of a Location in silence is refused."""
    with pytest.raises(BadUrl, match="white space, a control character or a backslash"):
        join(parse("https://api.example/a/x"), reference)
