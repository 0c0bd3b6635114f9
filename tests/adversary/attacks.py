"""Every attack: what the hostile component is told to do, what must come of it, and the promise.

An attempt ends in one of three ways: the component reports what it got (`Told`), the app ends with
one line (`CRASH`), or `wae:http` refuses (`REFUSED`, `INVALID`, `PROTOCOL`).
"""

from dataclasses import dataclass

CRASH = r"wae: the app crashed \([^()]+\)\. Run again with --debug to see its traceback\n"
REFUSED, INVALID, PROTOCOL = "Forbidden", "InvalidRequest", "Protocol"


@dataclass(frozen=True)
class Attempt:
    """`outcome` is a pattern for the component's report, or CRASH."""

    name: str
    outcome: str
    promise: str


_MISSING = "FileNotFoundError"
_BARRED = "PermissionError"

SEALED = [
    Attempt("environ", r"\{\}", "there are no variables"),
    Attempt("environment", r"\[\]", "nor from WASI directly"),
    Attempt("arguments", r"\[\]", "the command line is not its business"),
    Attempt("preopens", r"\[\]", "no folder is handed out"),
    Attempt("list", _MISSING, "the current folder is not there"),
    Attempt("list-root", _MISSING, "nor is /"),
    Attempt("read", _MISSING, "a file beside the user is not there"),
    Attempt("read-dotenv", _MISSING, "nor is the file with the keys"),
    Attempt("read-parent", _MISSING, "`..` leads nowhere"),
    Attempt("read-absolute", _MISSING, "an absolute path leads nowhere"),
    Attempt("read-proc", _MISSING, "/proc shows no process"),
    Attempt("read-device", _MISSING, "there is no terminal device"),
    Attempt("read-config", _MISSING, "the configuration folder is for settings alone"),
    Attempt("descriptors", r"\[\]", "no file is open"),
    Attempt("write", _MISSING, "no file can be made"),
    Attempt("make-folder", _MISSING, "no folder can be made"),
    Attempt("link", _MISSING, "no link can be made"),
    Attempt("temporary", _MISSING, "there is no temporary folder"),
    Attempt("database", "OperationalError", "SQLite finds no file either"),
    Attempt("stdin", CRASH, "what the user types or pipes is not read"),
    Attempt("stdin-descriptor", CRASH, "nor by its descriptor"),
    Attempt("stdout", CRASH, "nothing is printed among the results"),
    Attempt("stdout-descriptor", CRASH, "nor by its descriptor"),
    Attempt("terminal", r"\[false, false, false\]", "there is no terminal to see"),
    Attempt("sys-exit", CRASH, "it cannot end the app as if all were well"),
    Attempt("os-exit", CRASH, "nor past Python"),
    Attempt("abort", CRASH, "an abort is a crash of the app, not of the host"),
    Attempt("segfault", CRASH, "a bad address is one inside its memory"),
    Attempt("tcp", CRASH, "it cannot connect"),
    Attempt("listen", _BARRED, "it cannot listen"),
    Attempt("udp", _BARRED, "it cannot send a datagram"),
    Attempt("dns", CRASH, "it cannot ask for a name, which would tell the name"),
    Attempt("wasi-http", CRASH, "without wae:http there is no HTTP"),
    Attempt("urllib", CRASH, "nor through the standard library"),
    Attempt("process", "OSError", "it starts no program"),
    Attempt("recursion", "RecursionError", "endless recursion is an exception"),
    Attempt("recursion-without-limit", CRASH, "without Python's limit it ends at wasm's"),
    Attempt("nesting", CRASH, "as does recursion in C"),
    Attempt("memory", "MemoryError", "more memory than the limit is not given"),
    Attempt("hoard", r"(?:9\d\d|10[01]\d)", "and many small pieces stay below it"),
    Attempt("spoof", "null", "a notice with a guessed token is not shown"),
    Attempt("plain-spoof", "null", "nor is plain text on stderr"),
    Attempt("exception", "ZeroDivisionError", "an exception is its own affair"),
    Attempt("state", "1", "a run remembers nothing of the runs before"),
    Attempt("clock", r"\d{10}\.\d+", "clocks may be read, as documented"),
]

JAVASCRIPT = [
    Attempt("environment", r"\[\]", "there are no variables"),
    Attempt("arguments", r"\[\]", "the command line is not its business"),
    Attempt("preopens", r"\[\]", "no folder is handed out"),
    Attempt("process", "undefined", "there is no process object"),
    Attempt("require", "undefined", "nor modules of Node"),
    Attempt("import", CRASH, "none can be loaded either"),
    Attempt("fetch", CRASH, "the engine's own fetch reaches nothing"),
    Attempt("stdout", CRASH, "nothing is printed among the results"),
    Attempt("stderr", CRASH, "nor a forged notice on stderr"),
    Attempt("recursion", "InternalError", "endless recursion is an exception"),
    Attempt("hoard", "String", "memory has an end"),
    Attempt("exception", "Error", "an exception is its own affair"),
    Attempt("state", "1", "a run remembers nothing of the runs before"),
    Attempt("clock", r"\d{13}", "clocks may be read, as documented"),
]


@dataclass(frozen=True)
class Forgery:
    """A value that JavaScript makes of the contract: its exit code with `--json`, and the rest."""

    name: str
    code: int
    promise: str


JAVASCRIPT_FORGERIES = [
    Forgery("surrogate", 0, "half a character becomes U+FFFD"),
    Forgery("too-large", 0, "a number is cut to the size of its type"),
    Forgery("not-numbers", 1, "what is no number is an error"),
    Forgery("no-fields", 1, "a record without fields is a crash"),
    Forgery("nothing", 1, "as is no record"),
    Forgery("nan", 1, "JSON gets no NaN"),
    Forgery("unknown-error", 1, "an error outside the contract is a crash"),
    Forgery("getter", 1, "as is a field that throws"),
]

TEXTS = [
    "controls",
    "title",
    "clipboard",
    "colour",
    "string",
    "screen",
    "bidi",
    "separators",
    "lines",
    "frame",
    "empty",
    "nul",
    "noncharacters",
    "long",
    "long-escapes",
]

BATCHES = [
    Forgery("no-passwords", 0, "none at all"),
    Forgery("many", 0, "more than were asked for"),
    Forgery("nan", 1, "an entropy that is no number"),
    Forgery("infinity", 1, "an infinite entropy"),
    Forgery("negative", 0, "a negative entropy"),
    Forgery("numbers", 0, "the largest numbers"),
    Forgery("not-a-batch", 1, "another type"),
    Forgery("not-text", 1, "another type inside"),
    Forgery("surrogate", 1, "half a character, which no string of WIT can hold"),
    Forgery("impostor", 1, "a subclass of the error"),
    Forgery("wrong-error", 1, "an error of another interface"),
    Forgery("error:bad-symbol", 2, "an error full of control characters"),
    Forgery("error:range", 2, "an error with a forged option, NaN and infinity"),
    Forgery("error:huge-range", 2, "an error with 300 digits"),
    Forgery("error:weak", 2, "an error that compares NaN"),
    Forgery("error:weak-infinity", 2, "or infinity"),
    Forgery("error:classes", 2, "or the largest number"),
]

VERDICTS = [
    Forgery("numbers", 0, "a score of 255 and times before the big bang"),
    Forgery("nan", 1, "a verdict that is no number"),
    Forgery("infinity", 1, "or infinite"),
    Forgery("text", 0, "advice full of control characters"),
]

GITHUB_ERRORS = [
    "InvalidName",
    "NotFound",
    "NoRelease",
    "Unauthorized",
    "Forbidden",
    "RateLimited",
    "TooLarge",
    "Unreachable",
    "Blocked",
    "Misconfigured",
    "Unexpected",
]

GITHUB_COMMANDS = ["repo", "release", "releases", "contributors", "stars"]


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
    "http://127\u20240\u20240\u20241:{port}/echo",
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
    Url("http://127.0.0.1:{port}/\u2028x", PROTOCOL, "by a line separator"),
]
