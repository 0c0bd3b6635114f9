"""IP addresses as text: which they are, and in which form they are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ip_text


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::1", "::1"),
        ("2001:DB8:0::1", "2001:db8::1"),
        ("::ffff:127.0.0.1", "127.0.0.1"),
        ("::FFFF:7f00:1", "127.0.0.1"),
        ("0:0:0:0:0:ffff:c000:0201", "192.0.2.1"),
        ("::192.0.2.1", "::c000:201"),
        ("64:ff9b::192.0.2.1", "64:ff9b::c000:201"),
        ("fe80::1", "fe80::1"),
        ("fe80::1%3", "fe80::1%3"),
        ("FE80::1%4294967295", "fe80::1%4294967295"),
    ],
)
def test_addresses(text: str, address: str) -> None:
    """Each has one form (RFC 5952); an IPv4 address that is written as IPv6 is what it says."""
    assert address == str(ip_text.parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "127.1",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "1.2.3.4.",
        "[::1]",
        "::1::",
        "a",
        "fe80::1%",
        "1.2.3.4%1",
    ],
)
def test_none(text: str) -> None:
    """What is no address is none: it may be a name, or nothing at all."""
    assert ip_text.parse(text) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "fe80::1%lo",
            "its zone %lo is the name of an interface: give the interface's number, which "
            "`ip link` shows",
        ),
        (
            "fe80::1%25eth0",
            "its zone %25eth0 is the name of an interface: give the interface's number, which "
            "`ip link` shows",
        ),
        ("::ffff:10.0.0.1%2", "an IPv4 address has no zone, such as %2"),
    ],
)
def test_zones(text: str, problem: str) -> None:
    """A zone is a number; a name is refused in words that say so."""
    with pytest.raises(ip_text.BadZone) as caught:
        ip_text.parse(text)
    assert problem == str(caught.value)


@pytest.mark.parametrize("zone", ["0", "4294967296", "9" * 5000, "٣", "1.5", "-1"])
def test_numbers_that_are_no_zones(zone: str) -> None:
    """An interface has a number from 1 to 2³² - 1."""
    with pytest.raises(ip_text.BadZone):
        ip_text.parse(f"fe80::1%{zone}")


@given(st.text(alphabet=st.sampled_from("0123456789abcdef:.%[] é"), max_size=40) | st.text())
def test_any_text(text: str) -> None:
    """Any text is none, refused by its zone, or read, and then read again as the same."""
    try:
        actual = ip_text.parse(text)
    except ip_text.BadZone:
        return
    assert actual is None or actual == ip_text.parse(str(actual))
