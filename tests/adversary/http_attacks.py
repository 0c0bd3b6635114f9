"""The requests that `wae:http` must not let out, and what it says of each."""

from dataclasses import dataclass

REFUSED, INVALID, PROTOCOL = "Forbidden", "InvalidRequest", "Protocol"


@dataclass(frozen=True)
class Url:
    """`{port}` is the allowed server's, on 127.0.0.1; `{other}` that of one not allowed."""

    url: str
    error: str
    promise: str


URLS = [
    Url("https://evil.example/", REFUSED, "a host that is not listed"),
    Url("http://127.0.0.1:{other}/echo", REFUSED, "another port of a listed host"),
    Url("https://127.0.0.1:{port}/echo", REFUSED, "another scheme"),
    Url("http://api.github.com/", REFUSED, "a listed host without TLS"),
    Url("https://api.github.com:444/", REFUSED, "a listed host at another port"),
    Url("https://api.github.com.evil.example/", REFUSED, "a host that begins like a listed one"),
    Url("https://evil-api.github.com/", REFUSED, "a host that ends like a listed one"),
    Url("https://github.com/", REFUSED, "the domain above"),
    Url("https://x.api.github.com/", REFUSED, "a domain below"),
    Url("https://\u0430pi.github.com/", REFUSED, "a Cyrillic letter that looks like a"),
    Url("https://api.github.com@evil.example/", INVALID, "a listed host as user"),
    Url("https://api.github.com:x@evil.example/", INVALID, "as user with a password"),
    Url("https://evil.example\\@api.github.com/", INVALID, "a backslash that some read as /"),
    Url("https://evil.example#@api.github.com/", REFUSED, "a host behind a fragment"),
    Url("https://evil.example?@api.github.com/", REFUSED, "a host behind a query"),
    Url("https://api.github.com%2eevil.example/", INVALID, "an escaped dot"),
    Url("https://api.github.com%00.evil.example/", INVALID, "an escaped NUL"),
    Url("https://api.github.com\0.evil.example/", INVALID, "a NUL"),
    Url("https://api.github.com\t.evil.example/", INVALID, "a tab, which browsers drop"),
    Url("//api.github.com/", INVALID, "no scheme"),
    Url("ftp://api.github.com/", INVALID, "a scheme that is not HTTP"),
    Url("file:///etc/passwd", INVALID, "a file"),
    Url("data:text/plain,x", INVALID, "data"),
    Url("unix:/var/run/docker.sock", INVALID, "a socket of the host"),
    Url("http:127.0.0.1:{port}/echo", INVALID, "a scheme without //"),
    Url("http:///127.0.0.1:{port}/echo", INVALID, "three slashes"),
    Url("http://2130706433:{other}/echo", INVALID, "loopback as one number"),
    Url("http://0x7f000001:{other}/echo", INVALID, "as a hexadecimal one"),
    Url("http://017700000001:{other}/echo", INVALID, "as an octal one"),
    Url("http://127.1:{other}/echo", INVALID, "with two parts"),
    Url("http://0177.0.0.1:{other}/echo", INVALID, "with an octal part"),
    Url("http://0:{other}/echo", INVALID, "as zero"),
    Url("http://0.0.0.0:{other}/echo", REFUSED, "as this host"),
    Url("http://localhost:{port}/echo", REFUSED, "by name, where the address is listed"),
    Url("http://[::1]:{port}/echo", REFUSED, "in IPv6"),
    Url("http://[::ffff:127.0.0.1]:{port}/echo", REFUSED, "mapped into IPv6"),
    Url("http://[::ffff:7f00:1]:{port}/echo", REFUSED, "mapped, in hexadecimal"),
    Url("http://[::127.0.0.1]:{port}/echo", REFUSED, "in the old mapping"),
    Url("http://[::1%25lo]:{port}/echo", INVALID, "with a zone"),
    Url("http://169.254.169.254/latest/meta-data/", REFUSED, "the metadata of a cloud"),
    Url("http://[fd00:ec2::254]/latest/meta-data/", REFUSED, "the same in IPv6"),
    Url("http://metadata.google.internal/", REFUSED, "the same by name"),
    Url("http://127.0.0.1:{port}:80/echo", INVALID, "two ports"),
    Url("http://127.0.0.1:0/echo", INVALID, "port 0"),
    Url("http://127.0.0.1:99999/echo", INVALID, "a port that cannot be"),
    Url("http://127.0.0.1:{port} @evil.example/", INVALID, "white space"),
    Url("http://127.0.0.1:{port}/echo\r\nx-evil: 1", INVALID, "a line break in the URL"),
    Url("http://127.0.0.1:{port}/echo HTTP/1.1\r\nhost: x\r\n\r\n", INVALID, "a second request"),
    Url("$GITHUB_API_URL@evil.example/", INVALID, "a setting as user"),
    Url("$GITHUB_API_URL.evil.example/", INVALID, "a setting as the begin of a host"),
    Url("$GITHUB_API_URL:80/", INVALID, "a setting with another port"),
    Url("$GH_TOKEN/", REFUSED, "the credential as a setting"),
    Url("{{$GH_TOKEN|https://api.github.com}}/", REFUSED, "the credential with a default"),
    Url("$SECRET/", REFUSED, "another variable, to learn its value"),
    Url("$OTHER_URL/", REFUSED, "another URL, to learn its host"),
    Url("$NOT_SET/", REFUSED, "a variable, to learn whether it is set"),
    Url(
        "{{$GITHUB_API_URL|http://127.0.0.1:{port}}}.evil.example/", INVALID, "text after a default"
    ),
    Url("http://" + "a" * 9000 + "/", INVALID, "a URL without end"),
]

# Other ways to write what is allowed: they may go out, but only to the one origin.
SAME_ORIGIN = [
    "HTTP://127.0.0.1:{port}/echo",
    "http://127.0.0.1.:{port}/echo",
    "http://127\u30020\u30020\u30021:{port}/echo",
    "http://\uff11\uff12\uff17.0.0.1:{port}/echo",
    "http://127.0.0.1:{port}/a/../echo",
    "http://127.0.0.1:{port}//evil.example/echo",
    "http://127.0.0.1:{port}?@evil.example",
    "$GITHUB_API_URL/@evil.example",
]

METHODS = [
    "TRACE",
    "CONNECT",
    "get",
    "",
    "GET /evil HTTP/1.1\r\nhost: evil\r\n\r\nGET",
    "GET\r\nx-evil: 1",
    "GET ",
    "G\0T",
    "GÉT",
]

HEADERS = [
    ("x", "a\r\nx-evil: 1"),
    ("x", "a\nx-evil: 1"),
    ("x", "a\0b"),
    ("x", "\u010a\u010dx-evil: 1"),
    ("x\r\nx-evil", "1"),
    ("x:", "1"),
    ("x ", "1"),
    ("", "1"),
    (":authority", "evil.example"),
    ("host", "evil.example"),
    ("HOST", "evil.example"),
    ("content-length", "0"),
    ("transfer-encoding", "chunked"),
    ("connection", "authorization"),
    ("te", "trailers"),
    ("upgrade", "websocket"),
    ("proxy-authorization", "Basic eA=="),
    ("expect", "100-continue"),
]

REDIRECTS = [
    Url("http://127.0.0.1:{other}/echo", REFUSED, "to another port"),
    Url("https://127.0.0.1:{port}/echo", REFUSED, "to another scheme"),
    Url("http://api.github.com/", REFUSED, "to a listed host without TLS"),
    Url("//evil.example/", REFUSED, "to another host"),
    Url("http://169.254.169.254/", REFUSED, "to the metadata of a cloud"),
    Url("http://[::ffff:127.0.0.1]:{port}/", REFUSED, "to loopback in IPv6"),
    Url("http://2130706433:{other}/", PROTOCOL, "to loopback as a number"),
    Url("http://127.0.0.1:{port}@evil.example/", PROTOCOL, "to a host behind a user"),
    Url("file:///etc/passwd", PROTOCOL, "to a file"),
    Url("\\\\evil.example\\", PROTOCOL, "by backslashes"),
]
