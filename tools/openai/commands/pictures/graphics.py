"""A picture on the terminal itself."""

import base64
from collections.abc import Mapping

# The protocols allow 4096 bytes of base64 in a piece.
_PIECE = 4096
_KITTY_TERMS = ("xterm-kitty", "xterm-ghostty")
_KITTY_PROGRAMS = ("ghostty",)
_ITERM_PROGRAMS = ("iTerm.app", "WezTerm")
_MULTIPLEXERS = ("screen", "tmux")


def protocol(variables: Mapping[str, str]) -> str | None:
    """`kitty` or `iterm`, as the environment tells; nothing for terminals that show no pictures,
    and inside of a multiplexer, which does not pass them on.
    """
    term, program = variables.get("TERM", ""), variables.get("TERM_PROGRAM", "")
    if term.startswith(_MULTIPLEXERS) or term == "dumb":
        return None
    if term in _KITTY_TERMS or program in _KITTY_PROGRAMS or variables.get("KITTY_WINDOW_ID"):
        return "kitty"
    return "iterm" if program in _ITERM_PROGRAMS else None


def escape_sequence(content: bytes, form: str, kind: str) -> str | None:
    """What makes a terminal show the picture; nothing where it cannot show the format.

    `kitty` (its terminal graphics protocol, `a=T`, `f=100`) knows PNG only; `iterm` (OSC 1337)
    all that the system knows.
    """
    data = base64.b64encode(content).decode()
    if kind == "iterm":
        return f"\x1b]1337;File=inline=1;size={len(content)}:{data}\x07\n"
    if form != "png":
        return None
    pieces = [data[start : start + _PIECE] for start in range(0, len(data), _PIECE)]
    last = len(pieces) - 1
    return (
        "".join(
            f"\x1b_G{'a=T,f=100,q=2,' if number == 0 else ''}m={int(number < last)};{piece}\x1b\\"
            for number, piece in enumerate(pieces)
        )
        + "\n"
    )
