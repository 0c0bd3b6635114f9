"""Makes text from outside safe to show: nothing steers a terminal, misleads, or hides."""

import json
import re

# ECMA-48, section 5: control sequences, control strings, then any other escape sequence. The
# string's body excludes every introducer, which keeps the search linear on hostile text.
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
)
# Besides controls (but tab and line feed) what makes text read differently from what it is: the
# controls of the Bidirectional Algorithm (UAX #9), annotations, and what is not drawn
# (Default_Ignorable_Code_Point of the Unicode Character Database), but for the joiners and the
# variation selectors that scripts and emoji need.
_HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_HARMFUL = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{_HIDDEN}]")
_JSON_UNSAFE = re.compile(f"[\x7f-\x9f\u2028\u2029{_HIDDEN}]")
# A spreadsheet takes a cell that begins so for a formula, in either width.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def text(dirty: str) -> str:
    """Text of many lines without anything that steers a terminal; newlines and tabs stay."""
    # First the ends of lines: what stood around a sequence does not become one without it.
    lines = dirty.replace("\r\n", "\n").replace("\r", "\n")
    bare = _SEQUENCE.sub("", lines)
    return _HARMFUL.sub("", bare.replace("\u2028", "\n").replace("\u2029", "\n"))


def line(dirty: str) -> str:
    """The same as one line: each run of white space becomes one space.

    Joiners at the ends go as well, for they would swallow what stands beside the text.
    """
    return " ".join(text(dirty).split()).strip(" \u200d")


def json_text(document: str) -> str:
    """A JSON document (RFC 8259) in which what `text` removes is written as `\\uXXXX`."""
    return _JSON_UNSAFE.sub(lambda match: json.dumps(match[0])[1:-1], document)


def cell(dirty: str) -> str:
    """Text for a cell of CSV: one line, after an apostrophe where it would be a formula.

    That is what OWASP ("CSV Injection") recommends.
    """
    clean = line(dirty)
    return f"'{clean}" if clean.startswith(_FORMULA) else clean
