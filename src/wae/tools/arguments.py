"""From the words after a command to the values of a function's parameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from wae.contract import json_text
from wae.contract.json_values import InvalidValue, from_json
from wae.contract.model import Function
from wae.contract.shapes import Bytes, Enum, Flags, Option, Scalar, Shape, Variant
from wae.contract.shapes import Sequence as ListOf
from wae.errors import UsageError
from wae.tools.options import Opt, every
from wae.tools.words import describe, unwrap_option

Read = Callable[[str, str], str]
"""From an option and what stands after an @ to the text that is meant."""

_BOOLS = {"true": True, "false": False}
_LONGEST_QUOTE = 40
_LONGEST = 60
"""What is longer is no misspelt word."""


def parse(
    function: Function,
    options: Sequence[Opt],
    arguments: Sequence[str],
    *,
    helped: str,
    read: Read | None = None,
    implied: bool = False,
) -> list[Any]:
    """The values of the function's parameters, in their order.

    An option is ``--name VALUE`` or ``--name=VALUE``; for a bool ``--name`` and ``--no-name``
    too. A list is given by repeating its option, or once as a JSON array; flags so or with commas.
    An optional value may be left out; with ``implied`` also a bool, which is then false, a list and
    flags, which are empty.

    ``read``: a value ``@NAME`` is what it gives, and one that begins with ``@`` has two of them.
    ``helped`` is the command whose help says more. Raises UsageError, which names the option.
    """
    given = _collect(function, options, arguments)
    texts = {
        name: [_content(name, text, read) if read else text for text in given_texts]
        for name, given_texts in given.items()
    }
    missing: list[str] = []
    trees = [_tree(option, texts, implied, missing) for option in options]
    if missing:
        needed = ", ".join(f"--{name}" for name in missing)
        option = "-h" if "help" in {each.name for each in every(options)} else "--help"
        raise UsageError(f"{function.title} needs {needed}", hint=f"See {helped} {option}")
    return [
        _checked(option, tree, f"--{option.name}")
        for option, tree in zip(options, trees, strict=True)
    ]


def wants_help(options: Sequence[Opt], words: Sequence[str]) -> bool:
    """Whether the words ask for help: ``-h``, or ``--help`` where no option has that name. The
    value of an option asks for nothing."""
    known = {option.name: option for option in every(options)}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        name = word.removeprefix("--")
        if word == "-h" or (word == "--help" and "help" not in known):
            return True
        if word.startswith("--") and name in known and _takes_next(known[name], rest):
            rest = rest[1:]
    return False


def _takes_next(option: Opt, rest: Sequence[str]) -> bool:
    """Whether the option's value is the next argument, whatever that begins with; a bool alone is
    true."""
    return not option.is_switch or (bool(rest) and rest[0] in _BOOLS)


def similar(word: str, known: Sequence[str]) -> str:
    """What was meant by a word that is none of those known, as a question; "" for no idea."""
    from difflib import get_close_matches  # for errors alone

    near = get_close_matches(word, known, 1) if len(word) <= _LONGEST else []
    return f"Did you mean {near[0]}?" if near else ""


def _collect(
    function: Function, options: Sequence[Opt], arguments: Sequence[str]
) -> dict[str, list[str]]:
    known = {option.name: option for option in every(options)}
    given: dict[str, list[str]] = {}
    rest = list(arguments)
    while rest:
        word, equals, text = rest.pop(0).partition("=")
        name = word.removeprefix("--")
        negated = name.removeprefix("no-")
        if word.startswith("--") and name in known:
            if not equals and not _takes_next(known[name], rest):
                text = "true"
            elif not equals:
                text = _next(word, rest)
        elif word.startswith("--no-") and known.get(negated) and not equals:
            if not known[negated].is_switch:
                raise UsageError(f"--{negated} is not a switch, so there is no {word}")
            name, text = negated, "false"
        else:
            names = [f"--{one}" for one in known]
            everything = f"It has {', '.join(names) or 'no parameters'}"
            raise UsageError(
                f"{function.title} has no {word[:_LONGEST]}",
                hint=similar(word, names) or everything,
            )
        if name in given and not known[name].repeats:
            raise UsageError(f"--{name} is given twice")
        given.setdefault(name, []).append(text)
    return given


def _next(option: str, rest: list[str]) -> str:
    if not rest:
        raise UsageError(f"{option} needs a value")
    return rest.pop(0)


def _content(name: str, text: str, read: Read) -> str:
    if text.startswith("@@"):
        return text[1:]
    return read(f"--{name}", text[1:]) if text.startswith("@") else text


def _tree(option: Opt, texts: dict[str, list[str]], implied: bool, missing: list[str]) -> Any:
    """The option's value as JSON; the names of what it lacks go to ``missing``."""
    inside = [part.name for part in every(option.parts) if part.name in texts]
    if option.name in texts:
        if inside:
            raise UsageError(
                f"--{option.name} and --{inside[0]} do not go together",
                hint=f"Give --{option.name} as JSON, or its fields",
            )
        return _json(option, texts[option.name])
    if option.parts:
        return {part.path[-1]: _tree(part, texts, implied, missing) for part in option.parts}
    if isinstance(option.shape, Option):
        return None
    if implied and not option.is_needed:
        return False if option.is_switch else []
    missing.append(option.name)
    return None


def _json(option: Opt, texts: list[str]) -> Any:
    """What the words say as JSON, checked, so that an error names the option."""
    name = f"--{option.name}"
    bare = unwrap_option(option.shape)
    if option.repeats and isinstance(bare, ListOf) and not _is_whole(option, texts):
        # Each by itself, for the error to name the one that is wrong.
        value: Any = [_read(bare.item, text, name) for text in texts]
    elif isinstance(bare, Flags) and len(texts) > 1:
        value = [label for text in texts for label in _read(bare, text, name)]
    else:
        value = _read(option.shape, texts[0], name)
    _checked(option, value, name)
    return value


def _is_whole(option: Opt, texts: list[str]) -> bool:
    """Whether the words are the whole list, not its items."""
    is_none = isinstance(option.shape, Option) and texts == ["null"]
    return is_none or (len(texts) == 1 and texts[0].lstrip()[:1] == "[")


def _checked(option: Opt, tree: Any, name: str) -> Any:
    try:
        return from_json(option.shape, tree, name)
    except InvalidValue as error:
        raise UsageError(error.message, hint=_hint(option, tree)) from None


def _hint(option: Opt, tree: Any) -> str:
    bare = unwrap_option(option.shape)
    labels = bare.labels if isinstance(bare, Enum | Flags) else ()
    wrong = next((w for w in (tree if isinstance(tree, list) else [tree]) if w not in labels), "")
    near = similar(wrong, labels) if isinstance(wrong, str) else ""
    return near or f"It takes {describe(option.shape)}"


def _read(shape: Shape, text: str, option: str) -> Any:
    """What the text says as JSON; the simple types need no quotes."""
    if isinstance(shape, Option) and not shape.wrapped:
        return None if text == "null" else _read(shape.some, text, option)
    match shape:
        case Scalar("string" | "char") | Enum() | Bytes():
            return text
        case Variant(cases=cases) if text in [case.name for case in cases]:
            return text
        case Scalar("f32" | "f64") if text in ("NaN", "Infinity", "-Infinity"):
            return text
        case Flags() if not text.startswith("["):
            return [word for word in text.split(",") if word]
    try:
        return json_text.parse(text)
    except json_text.NumberTooLarge as error:
        raise UsageError(f"{option}: {error}") from None
    except (ValueError, RecursionError):
        raise UsageError(
            f"{option}: {_shortened(text)} is no {describe(shape)}",
            hint=_how(shape),
        ) from None


def _how(shape: Shape) -> str:
    match shape:
        case Scalar():
            return "Write it in digits" if shape.kind != "bool" else "Write true or false"
        case Variant(cases=cases):
            return f"Write {', '.join(case.name for case in cases if case.shape is None)}, or JSON"
        case _:
            return "Write it as JSON, for example in single quotes"


def _shortened(text: str) -> str:
    return repr(text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…")
