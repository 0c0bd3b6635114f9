"""`wae:net/names`: which names are looked up, and what comes of it."""

import pytest
from componentize_py_types import Err
from wit_world.exports import names
from wit_world.imports.network import ErrorCode

from app import Names
from fake_wasi import address

SOON = 5.0


def look_up(host: str, timeout: int = 1000) -> names.Host:
    return Names().look_up(host, timeout)


def failure(host: str, timeout: int = 1000) -> names.Error:
    with pytest.raises(Err) as caught:
        look_up(host, timeout)
    return caught.value.value


def test_all_addresses_in_their_order(world):
    """IPv4 and IPv6, each once, as the resolver has them."""
    world.names["host.example"] = SOON, ["::1", "192.0.2.1", "::1", "192.0.2.2"]
    expected = [address(text) for text in ("::1", "192.0.2.1", "192.0.2.2")]
    assert names.Host("host.example", expected) == look_up("host.example")


@pytest.mark.parametrize(
    ("host", "text"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
        ("2001:DB8:0::1", "2001:db8::1"),
        ("192.0.2.7.", "192.0.2.7"),
        ("::ffff:127.0.0.1", "127.0.0.1"),
        ("fe80::1%3", "fe80::1%3"),
    ],
)
def test_an_address_is_its_own(world, host, text):
    """An address is answered without a look-up, in its canonical form (RFC 5952); an IPv4 address
    that is written as IPv6 is one."""
    assert names.Host(text, [address(text)]) == look_up(host)
    assert [] == world.asked


@pytest.mark.parametrize(
    ("host", "asked"),
    [
        ("Host.Example", "host.example"),
        ("host.example\u3002", "host.example."),
        ("💩.la.", "xn--ls8h.la."),
        ("host.example.", "host.example."),
        ("_dmarc.host-1.example", "_dmarc.host-1.example"),
        ("münchen.example", "xn--mnchen-3ya.example"),
        ("MÜNCHEN.example", "xn--mnchen-3ya.example"),
        ("straße.example", "xn--strae-oqa.example"),
        ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
    ],
)
def test_names_are_asked_for_in_ascii(world, host, asked):
    """IDNA 2008 with the mapping of UTS #46: upper case, full stops of other scripts, ß as ß.
    A dot at the end is told to the resolver, which tries no other domain then."""
    world.names[asked] = SOON, ["192.0.2.1"]
    assert asked == look_up(host).name
    assert [asked] == world.asked


@pytest.mark.parametrize(
    ("host", "problem"),
    [
        ("", "it is empty"),
        (".", "it is empty"),
        ("a..b", "two dots stand together, or one at the start"),
        ("a b", "'a b' is not a valid part of a host name"),
        ("a\x00b", "'a\\x00b' is not a valid part of a host name"),
        ("-a.example", "'-a' is not a valid part of a host name"),
        (
            "fe80::1%eth0",
            "its zone %eth0 is the name of an interface: give the interface's number, which "
            "`ip link` shows",
        ),
        ("127.1", "it ends in a number, but is not an address of four decimal numbers"),
        ("xn--a", "'xn--a' is not Punycode of a name"),
        ("x" * 64, "a part between dots has more than 63 characters"),
        ("x." * 130, "it has more than 253 characters"),
        ("ü" * 300, "it has more than 253 characters"),
        ("ü" * 250, "a part between dots has more than 63 characters"),
        ("a\u0000ü", "'a\\x00ü' is not a valid part of a host name"),
    ],
)
def test_what_is_no_name(world, host, problem):
    """It is refused, with the reason, and never given to the resolver."""
    assert names.Error_InvalidName(problem) == failure(host)
    assert [] == world.asked


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (ErrorCode.NAME_UNRESOLVABLE, names.Error_NotFound()),
        (ErrorCode.TEMPORARY_RESOLVER_FAILURE, names.Error_TemporaryFailure()),
        (ErrorCode.PERMANENT_RESOLVER_FAILURE, names.Error_NotAllowed()),
        (ErrorCode.ACCESS_DENIED, names.Error_NotAllowed()),
        (ErrorCode.OUT_OF_MEMORY, names.Error_Failed("out-of-memory")),
    ],
)
def test_errors_of_the_resolver(world, code, error):
    """Each has its case; what has none is given in the words of WASI."""
    world.names["host.example"] = SOON, code
    assert error == failure("host.example")


def test_a_name_without_addresses_is_not_found(world):
    """An empty answer is no answer."""
    world.names["host.example"] = SOON, []
    assert names.Error_NotFound() == failure("host.example")


def test_patience_ends(world):
    """A resolver that is silent is waited for as long as the caller said, and no longer."""
    world.names["host.example"] = 5000, ["192.0.2.1"]
    assert names.Error_TimedOut() == failure("host.example", 700)
    assert 700 == world.now
