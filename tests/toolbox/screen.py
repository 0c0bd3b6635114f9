"""What a person sees on a terminal that was sent some text."""

import re

_PIECE = re.compile(r"\x1b\[([?0-9;]*)([A-Za-z])|([\x00-\x1f\x7f])|([^\x00-\x1f\x7f])")
_COLOURS = ("1", "32", "0", "")
_UNSEEN = ("?25h", "?2004h", "?2004l")


def seen(output: str, columns: int) -> list[str]:
    """The lines of the screen, without white space at their ends.

    Knows the sequences of ECMA-48 that wae may use: SGR 0, 1 and 32, CUU, ED 0, EL 0 and 2; and
    what is not seen: the cursor's showing, bracketed paste. Raises `ValueError` for any other
    control, which no terminal should be sent.
    """
    lines: list[list[str]] = [[]]
    row = column = 0
    for control, final, character, text in _PIECE.findall(output):
        if text:
            if column == columns:
                row, column = row + 1, 0
            lines += [[] for _ in range(row + 1 - len(lines))]
            line = lines[row]
            line += " " * (column + 1 - len(line))
            line[column] = text
            column += 1
        elif final == "m" and control in _COLOURS:
            continue
        elif final == "A":
            row = max(0, row - int(control or 1))
        elif control == "" and final in ("J", "K"):
            del lines[row][column:]
            if final == "J":
                del lines[row + 1 :]
        elif (control, final) == ("2", "K"):
            lines[row : row + 1] = [[]]
        elif character == "\r":
            column = 0
        elif character == "\n":
            row += 1
            lines += [[] for _ in range(row + 1 - len(lines))]
        elif f"{control}{final}" not in _UNSEEN:
            raise ValueError(f"an unexpected control: {control}{final}{character!r}")
    return ["".join(line).rstrip() for line in lines]
