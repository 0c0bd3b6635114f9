"""The script that completes `wae` in zsh (its manual, "Completion System")."""

from collections.abc import Iterable
from shlex import quote

from completion.tree import Node, Option, Values

_BEGIN = """\
#compdef wae
# Completes wae in zsh: source <(wae completion zsh), after compinit
_wae() {
    local at=wae option= position word current=${words[CURRENT]}
    local -a found
    for ((position = 2; position < CURRENT; position++)); do
        word=${words[position]}
        if [[ -n $option ]]; then
            option=
            continue
        fi
        case "$at $word" in
"""
_END = """\
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _wae "$@"
else
    compdef _wae wae
fi
"""


def script(root: Node) -> str:
    """The whole script; `root` is `wae` itself."""
    nodes = list(root.below())
    paths = [path for path, node in nodes if node is not root]
    taking = [
        (f"{path} {name}", option.values)
        for path, node in nodes
        for option in node.options
        for name in option.names
        if option.values is not None
    ]
    lines = [
        f"            ({_pattern(place for place, _ in taking)}) option=$word ;;",
        f'            ({_pattern(paths)}) at="$at $word" ;;',
        "        esac",
        "    done",
        "    if [[ -z $option && $current == --*=* ]]; then",
        "        option=${current%%=*}",
        "        compset -P '*='",
        "    fi",
        "    if [[ -n $option ]]; then",
        '        case "$at $option" in',
        *(_value(place, values) for place, values in taking if values != Values()),
        "        esac",
        "    elif [[ $current == -* ]]; then",
        "        case $at in",
        *(_described(path, "option", _options(node.options)) for path, node in nodes),
        "        esac",
        "    else",
        "        case $at in",
        *(_node(path, node) for path, node in nodes if node.commands or node.arguments != Values()),
        "        esac",
        "    fi",
    ]
    return _BEGIN + "\n".join(lines) + "\n" + _END


def _options(options: Iterable[Option]) -> list[str]:
    return [f"{name}:{option.help}" for option in options for name in option.names]


def _node(path: str, node: Node) -> str:
    words = [f"{command.name}:{command.help}" for command in node.commands]
    words += list(node.arguments.words)
    return _described(path, "argument", words, node.arguments.files)


def _described(place: str, kind: str, words: list[str], files: bool = False) -> str:
    described = f" found=({' '.join(map(quote, words))}); _describe {kind} found;" if words else ""
    return f"            ({quote(place)}){described}{' _files' if files else ''} ;;"


def _value(place: str, values: Values) -> str:
    words = f" compadd -- {' '.join(map(quote, values.words))};" if values.words else ""
    return f"            ({quote(place)}){words}{' _files' if values.files else ''} ;;"


def _pattern(places: Iterable[str]) -> str:
    return " | ".join(map(quote, places))
