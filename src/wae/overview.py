"""wae's own commands, grouped by what people want: in brief below its help, in full by a topic."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

TOPIC = "apps"

GROUPS = {
    "Use an app": ("run", "call", "serve", "mcp", "inspect", "grants"),
    "Install tools": ("install", "list", "upgrade", "remove"),
    "Write an app": ("new", "build", "check", "test", "watch", "bindings", "docs", "stubs"),
    "Use contracts": ("add", "update"),
    "Publish it": ("push", "pull", "deploy"),
}
"""Every command that is wae's own, once."""

_HEAD = """\
An app is a .wasm file, composed of components. `toolbox` is the packaged one,
whose tools are commands of their own.
"""
_WIDTH = 13


def brief() -> str:
    """The names alone, a line for each group."""
    lines = (f"  {title:<{_WIDTH}}  {', '.join(words)}\n" for title, words in GROUPS.items())
    return f"Apps (wae help {TOPIC}):\n{''.join(lines)}"


def full(commands: "Mapping[str, str]") -> str:
    """The topic: what each of the `commands` does."""
    return "\n".join(
        [_HEAD, *(f"{title}:\n{rows(commands, words)}" for title, words in GROUPS.items())]
    )


def rows(commands: "Mapping[str, str]", words: "tuple[str, ...]") -> str:
    """A line for each of the `words`, with what it does."""
    size = max([9, *map(len, words)])
    return "".join(f"  {word:<{size}} {commands[word]}\n" for word in words)
