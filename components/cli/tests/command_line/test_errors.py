"""Errors of the command line itself: their lines, advice and exit codes. A tool's own errors are
tested with the tool."""

import golden_file

USAGE = {
    "unknown command": ("pasword",),
    "unknown command, nothing like it": ("frobnicate",),
    "capital letters": ("GitHub", "repo", "o/r"),
    "a command of a tool": ("chat", "hi"),
    "a command of another tool": ("github", "chat", "hi"),
    "nearly a command of a tool": ("lokup", "host.example"),
    "a repository": ("github", "cli/cli"),
    "a repository's page": ("github", "https://github.com/cli/cli"),
    "a repository, without its tool": ("cli/cli",),
    "a port": ("net", "host.example:443"),
    "a port of an address": ("net", "[::1]:22"),
    "a host": ("net", "host.example"),
    "an address": ("net", "::1"),
    "a question": ("openai", "Why is the sky blue?"),
    "a session": ("openai", "sessions", "1nv3k9"),
    "a region": ("watttime", "PJM_DC"),
    "a length": ("password", "32"),
    "control characters in a command": ("\x1b[31mred\nline",),
    "unknown option": ("password", "--lenght", "20"),
    "not a number": ("password", "--length", "twenty"),
    "option without its value": ("password", "--length"),
    "too many arguments": ("password", "check", "one", "two"),
}


def test_usage_errors(wae):
    """An invalid command line: exit 2, one line, maybe a hint, nothing on stdout."""
    cases = []
    for title, arguments in USAGE.items():
        done = wae(*arguments)
        assert (done.code, done.out) == (2, "")
        assert len(done.err.splitlines()) <= 2
        cases.append(golden_file.case(title, arguments, done.err, done.code))
    golden_file.check("usage", cases)
