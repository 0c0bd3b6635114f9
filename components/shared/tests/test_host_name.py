"""Names of hosts are read as browsers read them."""

from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

import host_name
from host_name import BadName


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Host.Example", "host.example"),
        ("host.example.", "host.example"),
        ("host.example\u3002", "host.example"),
        ("localhost", "localhost"),
        ("_dmarc.host-1.example", "_dmarc.host-1.example"),
        ("r3---sn-4g5e6.example", "r3---sn-4g5e6.example"),
        ("münchen.example", "xn--mnchen-3ya.example"),
        ("MÜNCHEN.example", "xn--mnchen-3ya.example"),
        ("mu\u0308nchen.example", "xn--mnchen-3ya.example"),
        ("XN--MNCHEN-3YA.example", "xn--mnchen-3ya.example"),
        ("faß.de", "xn--fa-hia.de"),
        ("fa\u1e9e.de", "xn--fa-hia.de"),
        ("βόλος.com", "xn--nxasmm1c.com"),
        ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
        ("ｅｘａｍｐｌｅ．ｃｏｍ", "example.com"),
        ("i❤.ws", "xn--i-7iq.ws"),
        ("💩.la", "xn--ls8h.la"),
        ("\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.com", "xn--mgba3gch31f060k.com"),
        ("soft\u00adhyphen.example", "softhyphen.example"),
        ("א.example", "xn--4db.example"),
    ],
)
def test_names(text: str, name: str) -> None:
    """UTS #46, nontransitional: ß and ς stay, emoji are letters, other scripts' full stops are
    dots; a dot at the end is no part of the name."""
    assert name == host_name.parse(text)
    assert name == host_name.parse(name)


@pytest.mark.parametrize("text", ["192.0.2.1", "192.0.2.1.", "１９２.0.2.1"])
def test_addresses(text: str) -> None:
    """A name that is four decimal numbers is an address."""
    assert IPv4Address("192.0.2.1") == host_name.parse(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "it is empty"),
        (".", "it is empty"),
        ("..", "two dots stand together, or one at the start"),
        ("a..b", "two dots stand together, or one at the start"),
        (".a", "two dots stand together, or one at the start"),
        ("a..", "two dots stand together, or one at the start"),
        ("a b", "'a b' is not a valid part of a host name"),
        ("a\x00b", "'a\\x00b' is not a valid part of a host name"),
        ("a/b", "'a/b' is not a valid part of a host name"),
        ("a℀b", "'aa/cb' is not a valid part of a host name"),
        ("a%2eb", "'a%2eb' is not a valid part of a host name"),
        ("-a.example", "'-a' is not a valid part of a host name"),
        ("a-.example", "'a-' is not a valid part of a host name"),
        ("x" * 64, "a part between dots has more than 63 characters"),
        ("ü" * 60, "a part between dots has more than 63 characters"),
        ("x." * 130, "it has more than 253 characters"),
        ("ü" * 300, "it has more than 253 characters"),
        (".".join(["ü" * 50] * 5), "it has more than 253 characters"),
        ("xn--zzzzzz--.example", "'xn--zzzzzz--' is not Punycode of a name"),
        ("xn--abc-.example", "'xn--abc-' is not Punycode of a name"),
        ("xn--a-ä.example", "'xn--a-ä' is not Punycode of a name"),
        ("xn--mnchen-3ya\u00e4", "'xn--mnchen-3yaä' is not Punycode of a name"),
        ("\u0301a.example", "'\u0301a' begins with a mark that belongs to a letter before it"),
        ("a\u200cb.example", "a joiner stands in 'a\\u200cb' where none may stand"),
        ("127.1", "it ends in a number, but is not an address of four decimal numbers"),
        ("2130706433", "it ends in a number, but is not an address of four decimal numbers"),
        ("0x7f.0.0.1", "it ends in a number, but is not an address of four decimal numbers"),
        ("0177.0.0.1", "it ends in a number, but is not an address of four decimal numbers"),
        ("a.0x7F", "it ends in a number, but is not an address of four decimal numbers"),
        ("1.2.3.4.5", "it ends in a number, but is not an address of four decimal numbers"),
    ],
)
def test_what_is_no_name(text: str, problem: str) -> None:
    """It is refused, and the refusal says why."""
    with pytest.raises(BadName) as caught:
        host_name.parse(text)
    assert problem == str(caught.value)


@pytest.mark.parametrize("text", ["אa.example", "0א.example", "א.0a", "\u2024\ud800", "a\ufffeb"])
def test_refused(text: str) -> None:
    """Names that mix directions (RFC 5893), or have what no name may have, are refused."""
    with pytest.raises(BadName):
        host_name.parse(text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("a.", "a."),
        ("a", "a"),
        ("A\u3002", "a."),
        ("a\uff0e", "a."),
        ("a.b", "a.b"),
        ("localhost.", "localhost"),
        ("a.localhost.", "a.localhost"),
        ("mylocalhost.", "mylocalhost."),
    ],
)
def test_for_a_resolver(text: str, asked: str) -> None:
    """A dot at the end, in any script, is told to a resolver, but for names of this machine."""
    assert asked == host_name.for_resolver(text, str(host_name.parse(text)))


@given(
    st.text(alphabet=st.sampled_from("abXN-.。üß\u0301\u200cא0123456789"), max_size=30) | st.text()
)
def test_any_text(text: str) -> None:
    """Any text is refused or read, and what is read is ASCII and read again as the same."""
    try:
        actual = host_name.parse(text)
    except BadName:
        return
    assert str(actual).isascii()
    assert actual == host_name.parse(str(actual))
