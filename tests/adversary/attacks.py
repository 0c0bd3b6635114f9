"""The attacks inside the sandbox: what is tried, what must come of it, and what that promises.

Those by way of `wae:http` are in `http_attacks.py`, those on the composer in `test_composition.py`.
"""

from dataclasses import dataclass

CRASH = r"wae: the app crashed \([^()]+\)\. Run again with --debug to see its traceback\n"
EXIT = CRASH.replace(r"[^()]+", r'component "password" ended the app with status 0')
ENDS = (CRASH, EXIT)


@dataclass(frozen=True)
class Attempt:
    """`outcome` is a pattern for the component's report, or one of ENDS."""

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
    Attempt("stdin", '""', "what the user types or pipes is not read"),
    Attempt("stdin-descriptor", "\"b''\"", "nor by its descriptor"),
    Attempt("stdout", "null", "nothing is printed among the results"),
    Attempt("stdout-descriptor", r"\d+", "nor by its descriptor"),
    Attempt("terminal", r"\[false, false, false\]", "there is no terminal to see"),
    Attempt("sys-exit", EXIT, "it cannot end the app as if all were well"),
    Attempt("os-exit", EXIT, "nor past Python"),
    Attempt("abort", CRASH, "an abort is a crash of the app, not of the host"),
    Attempt("segfault", CRASH, "a bad address is one inside its memory"),
    Attempt("tcp", _BARRED, "it cannot connect"),
    Attempt("listen", _BARRED, "it cannot listen"),
    Attempt("udp", _BARRED, "it cannot send a datagram"),
    Attempt("dns", _BARRED, "it cannot ask for a name, which would tell the name"),
    Attempt("wasi-http", "Err", "without wae:http there is no HTTP"),
    Attempt("urllib", "URLError", "nor through the standard library"),
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
    Attempt("import", "ReferenceError", "none can be loaded either"),
    Attempt("fetch", "Error", "the engine's own fetch reaches nothing"),
    Attempt("stdout", "undefined", "nothing is printed among the results"),
    Attempt("stderr", "undefined", "nor a forged notice on stderr"),
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
