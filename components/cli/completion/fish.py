"""The script that completes `wae` in fish (its manual, "Writing your own completions")."""

from completion.tree import Node, Option, Values

_BEGIN = """\
# Completes wae in fish: wae completion fish | source
function __wae_at
    set -l at wae
    set -l option
    set -l words (commandline -opc)
    for word in $words[2..]
        if test -n "$option"
            set option
            continue
        end
        switch "$at $word"
"""
_END = """\
        end
    end
    test "$at" = "$argv"
end
complete -c wae -e
complete -c wae -f
"""


def script(root: Node) -> str:
    """The whole script; `root` is `wae` itself."""
    nodes = list(root.below())
    taking = [
        f"{path} {name}"
        for path, node in nodes
        for option in node.options
        for name in option.names
        if option.values is not None
    ]
    lines = [
        f"            case {' '.join(map(_quoted, taking))}",
        "                set option $word",
        f"            case {' '.join(_quoted(path) for path, node in nodes if node is not root)}",
        '                set at "$at $word"',
    ]
    rest = [line for path, node in nodes for line in _node(path, node)]
    return _BEGIN + "\n".join(lines) + "\n" + _END + "\n".join(rest) + "\n"


def _node(path: str, node: Node) -> list[str]:
    here = f"complete -c wae -n {_quoted('__wae_at ' + path)}"
    lines = [
        f"{here} -a {_quoted(command.name)} -d {_quoted(command.help)}" for command in node.commands
    ]
    if node.arguments.words:
        lines.append(f"{here} -a {_quoted(' '.join(node.arguments.words))}")
    if node.arguments.files:
        lines.append(f"{here} -F")
    return [*lines, *(f"{here}{_option(option)}" for option in node.options)]


def _option(option: Option) -> str:
    names = "".join(
        f" -l {_quoted(name[2:])}" if name.startswith("--") else f" -s {_quoted(name[1:])}"
        for name in option.names
    )
    help_text = f" -d {_quoted(option.help)}" if option.help else ""
    return f"{names}{_values(option.values)}{help_text}"


def _values(values: Values | None) -> str:
    if values is None:
        return ""
    words = f" -a {_quoted(' '.join(values.words))}" if values.words else ""
    return f" -r{' -F' if values.files else ' -f'}{words}"


def _quoted(text: str) -> str:
    """A word in single quotes, in which only `\\` and `'` need a `\\` before them."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
