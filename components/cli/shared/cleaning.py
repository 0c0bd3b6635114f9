"""Makes text from outside safe to show: no escape sequences, controls or bidi overrides."""

import re

# ECMA-48, section 5: control sequences, control strings, then any other escape sequence. The
# string's body excludes every introducer, which keeps the search linear on hostile text.
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
)
# Embeddings, overrides, isolates and marks of the Unicode Bidirectional Algorithm (UAX #9):
# they make text read differently from what it is.
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROL = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BIDI}]")
_JSON_UNSAFE = re.compile(f"[\x7f-\x9f\u2028\u2029{_BIDI}]")


def text(dirty: str) -> str:
    """Text of many lines without anything that steers a terminal; newlines and tabs stay."""
    # First the ends of lines: what stood around a sequence does not become one without it.
    lines = dirty.replace("\r\n", "\n").replace("\r", "\n")
    bare = _SEQUENCE.sub("", lines)
    return _CONTROL.sub("", bare.replace("\u2028", "\n").replace("\u2029", "\n"))


def line(dirty: str) -> str:
    """The same as one line: each run of white space becomes one space.

    Joiners at the ends go as well, for they would swallow what stands beside the text.
    """
    return " ".join(text(dirty).split()).strip(" \u200d")


def json_text(document: str) -> str:
    """A JSON document (RFC 8259) in which what `text` removes is written as `\\uXXXX`."""
    return _JSON_UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", document)
