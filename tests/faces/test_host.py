"""The Host header, and who a server lets in by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wae.contract import host_name as host
from wae.contract.router import Problem, Request, Router, Rules

GOOD = {
    "localhost": "localhost",
    "LOCALHOST": "localhost",
    "LocalHost:8000": "localhost",
    "127.0.0.1": "127.0.0.1",
    "127.0.0.1:0": "127.0.0.1",
    "[::1]": "[::1]",
    "[::1]:8000": "[::1]",
    "[::FFFF:127.0.0.1]:1": "127.0.0.1",
    "[0:0:0:0:0:0:0:1]": "[::1]",
    "[2001:DB8::0:1]": "[2001:db8::1]",
    "localhost.": "localhost",
    "127.0.0.1.:80": "127.0.0.1",
    "a.b-c.example:65535": "a.b-c.example",
    "_dmarc.example": "_dmarc.example",
    "x" * 255: "x" * 255,
}
BAD = [
    "",
    " ",
    "[::1]evil.example",
    "[::1]evil.example:8000",
    "[::1]:",
    "[::1]:80:80",
    "[::1]8000",
    "[::1",
    "::1",
    "::1]",
    "[]",
    "[localhost]",
    "[127.0.0.1]",
    "[1.2.3]",
    "a..",
    "[::1%25eth0]",
    "[::1%eth0]",
    "localhost:80:80",
    "localhost:",
    "localhost:x",
    "localhost:-1",
    "localhost:+80",
    "localhost:65536",
    "localhost:000080",
    "localhost:٨٠",
    "localhost: 80",
    ":80",
    "127.0.0.1@evil.example",
    "evil.example@127.0.0.1",
    "user:password@localhost",
    "localhost/evil",
    "localhost?x",
    "localhost#x",
    "localhost\\evil",
    "http://localhost",
    "localhost, localhost",
    "localhost,evil.example",
    "localhost evil.example",
    " localhost",
    "localhost ",
    "localhost\n",
    "localhost\0",
    "localhost%00",
    "%6cocalhost",
    "ｌocalhost",
    "ſocalhost",
    "localhoſt",
    "löcalhost",
    "*",
    ".",
    "-localhost",
    "localhost-",
    "[1:2]",
    "[:]",
    "[1:2:3:4:5:6:7:8:9]",
    "x" * 256,
]


def status(header: str | None, rules: Rules) -> int:
    """What a request with this Host header gets; 200 if it is let in."""
    headers = {} if header is None else {"host": header}
    try:
        Router({}, {}, rules).check(Request("POST", "/", headers))
    except Problem as problem:
        return problem.status
    return 200


@pytest.mark.parametrize(("header", "name"), GOOD.items())
def test_a_host(header: str, name: str) -> None:
    """Its name comes without the port and a dot at its end, in lower case; an address in its one
    form."""
    assert name == host.name(header)


@pytest.mark.parametrize("header", BAD)
def test_no_host(header: str) -> None:
    """Anything else is no host, and refused by every server, whatever names it answers to."""
    assert host.name(header) is None
    assert {400} == {status(header, rules) for rules in (Rules(), Rules("t", None))}


@given(st.text(alphabet=st.sampled_from("[]:.@%/\\ ,localhst0127evi-_\x00é"), max_size=24))
def test_nothing_but_a_host(header: str) -> None:
    """Whatever is taken is a name, and perhaps `:` and a port, with nothing before or after."""
    name = host.name(header)
    if name is not None:
        rest = header.lower().removeprefix(name).removeprefix(".")
        assert name.startswith("[") or header.lower().startswith(name)
        assert rest == "" or name.startswith("[") or (rest[0] == ":" and rest[1:].isdecimal())
        assert not set(name) & set("@%/\\ ,\x00é")
        assert name == host.name(name)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("localhost", 200),
        ("LOCALHOST:80", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]", 200),
        ("[::1]:8000", 200),
        ("mine.example", 200),
        (None, 421),
        ("localhost.", 200),
        ("localhost..", 400),
        ("localhost.evil.example", 421),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("127.1", 421),
        ("2130706433", 421),
        ("0x7f.0.0.1", 421),
        ("[::]", 421),
        ("[0:0:0:0:0:0:0:1]", 200),
        ("[::ffff:127.0.0.1]", 200),
        ("[::ffff:127.0.0.2]", 421),
    ],
)
def test_names_of_this_machine(header: str | None, expected: int) -> None:
    """Only the names that the server is told are its own, however they are written; against DNS
    rebinding."""
    rules = Rules(hosts=frozenset({"localhost", "127.0.0.1", "[::1]", "mine.example"}))
    assert expected == status(header, rules)


@pytest.mark.parametrize("header", [None, "localhost", "any.example:80", "[2001:db8::1]:443"])
def test_any_name(header: str | None) -> None:
    """A server with a token answers to every name that is one, and to HTTP/1.0, which has none."""
    assert 200 == status(header, Rules("t", None))


@pytest.mark.parametrize(
    ("header", "expected"),
    {
        "localhost": False,
        "8.8.4.4": False,
        "LOCALHOST:8000": False,
        "127.0.0.1": False,
        "192.0.2.7:80": False,
        "[::1]:80": False,
        "[2001:db8::7]": False,
        "toolbox.example": True,
        "localhost.example": True,
        "localhost.": False,
        "localhost.example.": True,
        "[::ffff:127.0.0.1]": False,
        "127.0.0.1.example": True,
        "127.1": True,
        "2130706433": True,
        "": True,
        "[::1]evil.example": True,
    }.items(),
)
def test_rebindable(header: str, expected: bool) -> None:
    """Only localhost and whole addresses can never be made to lead here by whoever owns them."""
    assert expected == host.is_rebindable(header)
