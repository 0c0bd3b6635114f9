"""Whole texts as they are shown on a terminal that follows SGR.

The texts may come from anywhere: nothing of them steers the terminal, for the only sequences that
are put out are those of styles.
"""

import re
from collections.abc import Mapping

from shared import cleaning
from shared.markdown import html_text
from shared.markdown.blocks import Markdown

_TARGET = re.compile(
    r"^ {0,3}\[([^\[\]\n^]+)\]:[ \t]*<?([^\s<>]+)>?[ \t]*"
    r"(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\))?[ \t]*$",
    re.MULTILINE,
)


def of_file(text: str, columns: int) -> str:
    """A file such as a README: with HTML and link references; lines of a paragraph are joined."""
    targets: dict[str, str] = {}

    def keep(match: re.Match[str]) -> str:
        targets.setdefault(" ".join(match[1].lower().split()), match[2])
        return ""

    bare = _TARGET.sub(keep, html_text.removed(cleaning.text(text)))
    return _shown(bare, columns, joins=True, targets=targets)


def of_chat(text: str, columns: int) -> str:
    """What was said in a chat: its lines end where they do."""
    return _shown(cleaning.text(text), columns, joins=False, targets={})


def _shown(text: str, columns: int, *, joins: bool, targets: Mapping[str, str]) -> str:
    out: list[str] = []
    markdown = Markdown(out.append, columns, joins=joins, targets=targets)
    markdown.write(text)
    markdown.end()
    return "".join(out)
