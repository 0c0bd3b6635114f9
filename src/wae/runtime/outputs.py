"""Which arguments of an app's command name files that it writes or reads: what the app declares.

The declaration is text in the custom section `wae:outputs`, made by `wae build` from the
manifest's `[app.outputs]`. Commands are separated by `;`. For each: its words, `:`, the options
whose value is a file to write, after `<` those whose value is a file to read, after `>` those whose
value is a folder to write files in, after `!` those that write in the current folder where no
option names a folder, after `/` the others that take a value, and `?` if it asks for a file to
write where no option names one:

    openai image: -o --output < --edit / -m --model ?; watttime forecast: --plot; : ?
    github release: > -D --dir ! --download / --tag

A command's words are the first arguments. Options are read as POSIX (Utility Conventions,
guidelines 5 to 10) and GNU's `getopt_long` do: `-o FILE`, `-oFILE`, `-abo FILE`, `--output FILE`,
`--output=FILE`, the value of another option is none, and nothing after `--` is. A command without
words is the app itself: its options may stand anywhere, but it asks only if there are no arguments.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECTION = "wae:outputs"
SUFFIX = ".outputs"
"""How the note ends that keeps an app's declaration in the cache folder."""

ASKED = "./"
"""Stands for a file of the current folder whose name nobody knows yet."""

_LARGEST = 64 << 10
_STDOUT = "-"
_WRITES, _READS, _FOLDERS, _HERE, _OTHERS, _ASKS = "", "<", ">", "!", "/", "?"


def files(declaration: str, arguments: "list[str]") -> "list[str]":
    """The files that the arguments name as outputs, as they are written there; `ASKED` where the
    command will ask for one. `-` is no file, but stdout (POSIX, guideline 13). `FOLDER/` stands for
    files in a folder that they name."""
    words, options = _command(declaration, arguments)
    given = arguments[words:]
    named = _named(_WRITES, options, given)
    folders = [f"{name.rstrip('/')}/" for name in _named(_FOLDERS, options, given)]
    here = not folders and _has(options.get(_HERE, []), options, given)
    asks = _ASKS in options and (words or not arguments)
    if here or (asks and not named):
        folders.append(ASKED)
    return [*(name for name in named if name != _STDOUT), *folders]


def folders(declaration: str, arguments: "list[str]") -> "list[str]":
    """The folders that the arguments name for files to be written in."""
    words, options = _command(declaration, arguments)
    return _named(_FOLDERS, options, arguments[words:])


def inputs(declaration: str, arguments: "list[str]") -> "list[str]":
    """The files that the arguments name to be read."""
    words, options = _command(declaration, arguments)
    return _named(_READS, options, arguments[words:])


def read(wasm: bytes) -> str:
    """The declaration in a component; empty without one. Raises BinaryError for no component."""
    from wae.binary.sections import custom_sections

    for content in custom_sections(wasm, SECTION, _LARGEST):
        return bytes(content).decode("utf-8", "replace")
    return ""


def remembered(name: str, where: str, wasm: "Callable[[], bytes]") -> str:
    """The same, read once and kept as the note `name` in the cache folder `where`.

    `wasm` gives the component's bytes.
    """
    from wae.runtime.private_files import kept

    return kept(name, where, SECTION, lambda: read(wasm()), str)


def _command(declaration: str, arguments: "list[str]") -> "tuple[int, dict[str, list[str]]]":
    """How many arguments are the command's words, and its options: of the longest that fits."""
    best: tuple[int, dict[str, list[str]]] = (0, {})
    for line in declaration.split(";"):
        name, _, options = line.partition(":")
        words = name.split()
        if words == arguments[: len(words)] and len(words) >= best[0]:
            best = len(words), _sorted(options)
    return best


def _sorted(text: str) -> "dict[str, list[str]]":
    """The options by the mark that they stand behind."""
    mark = _WRITES
    options: dict[str, list[str]] = {mark: []}
    for word in text.split():
        if word in (_READS, _FOLDERS, _HERE, _OTHERS, _ASKS):
            mark = word
            options[mark] = []
        else:
            options[mark].append(word)
    return options


def _named(mark: str, options: "dict[str, list[str]]", arguments: "list[str]") -> "list[str]":
    given = _values(arguments, _taking(options))
    return [value for name, value in given if name in options.get(mark, ()) and value]


def _has(names: "list[str]", options: "dict[str, list[str]]", arguments: "list[str]") -> bool:
    """Whether one of the long options is given, with a value (`--download=NAME`) or without."""
    return any(name in names for name, _ in _values(arguments, _taking(options)))


def _taking(options: "dict[str, list[str]]") -> "list[str]":
    return [name for mark, names in options.items() if mark != _HERE for name in names]


def _values(arguments: "list[str]", taking: "list[str]") -> "Iterator[tuple[str, str]]":
    """The options among `arguments` with their values; the long ones that take none, too."""
    left = iter(arguments)
    for argument in left:
        if argument == "--":
            return
        if argument.startswith("--"):
            name, equals, value = argument.partition("=")
        else:
            name, value = _short(argument, taking)
            equals = value
        if name in taking:
            yield name, value if equals else next(left, "")
        elif name:
            yield name, value


def _short(argument: str, taking: "list[str]") -> "tuple[str, str]":
    """The first option in `-abcVALUE` that takes a value, and what follows it there."""
    if argument.startswith("-"):
        for position, letter in enumerate(argument[1:], 2):
            if f"-{letter}" in taking:
                return f"-{letter}", argument[position:]
    return "", ""
