"""The script that completes `wae` in bash (its manual, "Programmable Completion")."""

from collections.abc import Iterable
from shlex import quote

from completion.tree import Node, Values

_BEGIN = """\
# Completes wae in bash: source <(wae completion bash)
_wae() {
    local current=${COMP_WORDS[COMP_CWORD]} at=wae option= position word words= files=
    COMPREPLY=()
    for ((position = 1; position < COMP_CWORD; position++)); do
        word=${COMP_WORDS[position]}
        # bash takes --option=value apart.
        [[ $word == '=' ]] && continue
        if [[ $option ]]; then
            option=
            continue
        fi
        case "$at $word" in
"""
_END = """\
    [[ $words ]] && COMPREPLY=($(compgen -W "$words" -- "$current"))
    if [[ $files ]]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r word; do
            COMPREPLY+=("$word")
        done < <(compgen -f -- "$current")
    fi
}
complete -F _wae wae
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
        f"            {_pattern(place for place, _ in taking)}) option=$word ;;",
        f'            {_pattern(paths)}) at="$at $word" ;;',
        "        esac",
        "    done",
        "    [[ $current == '=' ]] && current=",
        "    if [[ $option ]]; then",
        '        case "$at $option" in',
        *(_place(place, values) for place, values in taking if values != Values()),
        "        esac",
        "    elif [[ $current == -* ]]; then",
        "        case $at in",
        *(_place(path, Values(_options(node))) for path, node in nodes),
        "        esac",
        "    else",
        "        case $at in",
        *(_place(path, _arguments(node)) for path, node in nodes if _arguments(node) != Values()),
        "        esac",
        "    fi",
    ]
    return _BEGIN + "\n".join(lines) + "\n" + _END


def _options(node: Node) -> tuple[str, ...]:
    return tuple(name for option in node.options for name in option.names)


def _arguments(node: Node) -> Values:
    names = tuple(command.name for command in node.commands)
    return Values(names + node.arguments.words, node.arguments.files)


def _pattern(places: Iterable[str]) -> str:
    return " | ".join(map(quote, places))


def _place(place: str, values: Values) -> str:
    words = f" words={quote(' '.join(values.words))}" if values.words else ""
    return f"            {quote(place)}){words}{' files=1' if values.files else ''} ;;"
