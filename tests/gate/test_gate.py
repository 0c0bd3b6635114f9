"""A gate by itself: the host takes any text, so that the verdict is the gate's alone."""

from dataclasses import replace

import dummy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.gate import rules
from tests.gate.fake_host import DENIED, Gate, Request, gate
from wasmtime.component import Variant

HOSTS = ["api.example", "http://localhost:8080", "*.files.example", "https://[::1]:8443"]
GATE = Gate(HOSTS)

DENIALS = {
    "no scheme": Request(scheme=None),
    "another scheme": Request(scheme="http"),
    "a scheme that is not WASI's": Request(scheme="ftp"),
    "https by another name": Request(scheme="HTTPS "),
    "no authority": Request(authority=None),
    "an empty authority": Request(authority=""),
    "another host": Request(authority="evil.example"),
    "an ending of a host": Request(authority="example"),
    "a host in a longer one": Request(authority="api.example.evil.net"),
    "a longer host": Request(authority="evil-api.example"),
    "user information": Request(authority="me@api.example"),
    "a host as user information": Request(authority="api.example@evil.example"),
    "a port as a password": Request(authority="api.example:443@evil.example"),
    "a path in the authority": Request(authority="api.example/x"),
    "a query in the authority": Request(authority="api.example?x"),
    "a fragment in the authority": Request(authority="api.example#@evil.example"),
    "a backslash": Request(authority="evil.example\\@api.example"),
    "a line end": Request(authority="api.example\r\nhost: evil.example"),
    "a zero byte": Request(authority="api.example\0.evil.example"),
    "white space": Request(authority=" api.example"),
    "two trailing dots": Request(authority="api.example.."),
    "an empty port": Request(authority="api.example:"),
    "a port with a zero before it": Request(authority="api.example:0443"),
    "a port with a sign": Request(authority="api.example:+443"),
    "a port beyond all": Request(authority="api.example:65979"),
    "two ports": Request(authority="api.example:443:443"),
    "another port": Request(authority="api.example:8443"),
    "the port of another scheme": Request(scheme="https", authority="localhost:8080"),
    "no port": Request(scheme="http", authority="localhost"),
    "the address of a name": Request(scheme="http", authority="127.0.0.1:8080"),
    "percent-encoding": Request(authority="%61pi.example"),
    "letters beyond ASCII": Request(authority="ａpi.example"),
    "a dot beyond ASCII": Request(authority="api。example"),
    "the Kelvin sign": Request(authority="\u212aapi.example"),
    "an address in another form": Request(authority="[0:0::1]:8443"),
    "an address with a zone": Request(authority="[::1%25lo]:8443"),
    "an address without brackets": Request(authority="::1:8443"),
    "below, without a label": Request(authority=".files.example"),
    "below, with an empty label": Request(authority="a..files.example"),
    "below, with a hyphen first": Request(authority="-a.files.example"),
    "below, with a hyphen last": Request(authority="a-.files.example"),
    "below, with user information": Request(authority="me@a.files.example"),
    "below, with a path": Request(authority="evil.example/.files.example"),
    "below, with a port in the middle": Request(authority="evil.example:443.files.example"),
    "below, with a long label": Request(authority="a" * 64 + ".files.example"),
    "below, too long": Request(authority="a." * 121 + "files.example"),
    "beside": Request(authority="evilfiles.example"),
    "above": Request(authority="files.example"),
    "another host header": Request(headers=(("host", b"evil.example"),)),
    "another host header in capitals": Request(headers=(("HOST", b"evil.example"),)),
    "another host header of two": Request(
        headers=(("host", b"api.example"), ("Host", b"evil.example"))
    ),
    "a host header with a port": Request(headers=(("host", b"api.example:443"),)),
    "an empty host header": Request(headers=(("x", b"y"), ("host", b""))),
    "CONNECT": Request(method="connect"),
    "CONNECT as another method": Request(method="CONNECT"),
    "CoNnEcT": Request(method="CoNnEcT"),
    "a method with a request in it": Request(method="GET http://evil.example/ HTTP/1.1\r\n"),
    "a URL as path": Request(path="http://evil.example/"),
    "an authority as path": Request(path="evil.example:443"),
    "a path of the server": Request(path="*"),
    "a path that ends the line": Request(path="/ HTTP/1.1\r\nhost: evil.example\r\n\r\n"),
}
PASSES = {
    "as listed": Request(),
    "capitals": Request(authority="API.Example"),
    "the port of the scheme": Request(authority="api.example:443"),
    "a dot at the end": Request(authority="api.example."),
    "a dot and the port": Request(authority="api.example.:443"),
    "another scheme and port": Request(scheme="http", authority="LocalHost:8080"),
    "an IPv6 address": Request(authority="[::1]:8443"),
    "below": Request(authority="a_1.b-2.files.example"),
    "below, as long as can be": Request(authority="a" * 63 + ".files.example"),
    "below, of 253 bytes": Request(authority="a." * 120 + "files.example"),
    "below, with a punycode label": Request(authority="xn--bcher-kva.files.example:443"),
    "the same host header": Request(headers=(("Host", b"API.example"), ("x", b"y"))),
    "a header like host": Request(headers=(("x-host", b"evil.example"), ("hos", b"evil"))),
    "no path": Request(path=None),
    "an empty path": Request(path=""),
    "a path with a URL": Request(path="/http://evil.example/?@evil#\\é"),
    "another method": Request(method="M-SEARCH"),
    "a method that begins like another": Request(method="CONNECTION"),
}


@pytest.mark.parametrize("name", DENIALS)
def test_denied(name: str) -> None:
    """What is not on the list, or could be read in two ways, is denied; and dropped, as given."""
    assert DENIED == GATE.asks(DENIALS[name], options=True)
    assert [] == GATE.passed
    assert ["fields", "outgoing-request", "request-options"] == GATE.dropped


@pytest.mark.parametrize("name", PASSES)
def test_passed(name: str) -> None:
    """What is on the list passes as it is, once, with its options; nothing of it is dropped."""
    assert "passed" == GATE.asks(PASSES[name], options=True)
    assert [(7, True)] == GATE.passed
    assert "passed" == GATE.asks(PASSES[name])
    assert [(7, False)] == GATE.passed
    assert ["fields", "future-incoming-response"] == GATE.dropped  # the test drops the answer


@pytest.mark.parametrize("name", [*DENIALS, *PASSES])
def test_reference(name: str) -> None:
    """The rules in Python, by the parser of `wae:http`, come to the same verdicts."""
    cases = {**DENIALS, **PASSES}
    assert rules.verdict(HOSTS, cases[name]) == (DENIED if name in DENIALS else "passed")


@pytest.mark.parametrize(("entry", "url", "passes"), rules.cases())
def test_cases_of_http(entry: str, url: str, passes: bool) -> None:
    """Hosts mean the same as for `wae:http`."""
    assert ("passed" if passes else DENIED) == Gate([entry]).asks(rules.request(url))


PIECES = ["api.example", "files.example", "localhost", "[::1]", "127.0.0.1", "A", "a", "-", "_"]
PIECES += [".", "..", ":", "443", "8080", "8443", "80", "0", "@", "/", "%", "é", "\\", " ", "\0"]
AUTHORITIES = st.lists(st.sampled_from(PIECES), max_size=6).map("".join) | st.text(max_size=20)
REQUESTS = st.builds(
    Request,
    st.sampled_from(["http", "https", "https", None, "ftp"]),
    AUTHORITIES | st.none(),
    st.sampled_from(["/", "/x", "", None, "*", "x", "http://a/", "/\n", "/é"]),
    st.sampled_from(["get", "post", "connect", "CONNECT", "PROPFIND", "A B", ""]),
    st.lists(
        st.tuples(
            st.sampled_from(["host", "HOST", "hostx", "x"]),
            st.sampled_from([b"api.example", b"API.EXAMPLE", b"x", b""]),
        ),
        max_size=2,
    ).map(tuple),
)


@settings(max_examples=1500, derandomize=True)
@given(REQUESTS)
def test_any_request(request: Request) -> None:
    """Whatever a request says, the gate and the rules in Python agree."""
    assert rules.verdict(HOSTS, request) == GATE.asks(request)


@settings(max_examples=1500, derandomize=True)
@given(AUTHORITIES, st.sampled_from(["http", "https"]))
def test_any_authority(authority: str, scheme: str) -> None:
    """The same with nothing wrong but, perhaps, scheme and authority."""
    request = Request(scheme, authority)
    assert rules.verdict(HOSTS, request) == GATE.asks(request)


def test_memory_is_used_again() -> None:
    """Requests with 40 MB of headers pass one gate, which may not have half as much memory."""
    headers = tuple((f"{i}" * 20_000, b"v") for i in range(20))
    for _ in range(50):
        assert "passed" == GATE.asks(replace(Request(), headers=headers))
        assert DENIED == GATE.asks(replace(Request(authority="evil.example"), headers=headers))


def test_errors_of_the_host_come_through() -> None:
    """What the host answers is handed on, texts in its errors included."""
    made = Gate(["api.example"])
    made.failure = Variant("internal-error", "ünbekannt")
    assert "internal-error" == made.asks(Request())
    made.failure = Variant("HTTP-request-body-size", 2**40)
    assert "HTTP-request-body-size" == made.asks(Request())


def test_no_hosts() -> None:
    """A gate without hosts lets nothing pass."""
    made = Gate([])
    assert DENIED == made.asks(Request())
    assert DENIED == made.asks(Request(authority=""))


@pytest.mark.parametrize("hosts", [[], HOSTS, [f"h{i}.example" for i in range(500)]])
def test_valid(hosts: list[str]) -> None:
    """wasm-tools accepts what is generated, and the same hosts give the same bytes."""
    assert "" == dummy.problem(gate(hosts))
    assert gate(hosts) == gate(hosts)
