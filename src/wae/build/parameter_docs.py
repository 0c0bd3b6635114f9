"""What a function's doc comment says of its parameters.

WIT keeps no comments on parameters. So they are a Markdown list in the function's own comment:

    /// Finds a repository.
    ///
    /// - `name`: `OWNER/REPO`, or its URL.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_ITEM = re.compile(r"[-*] `(?P<name>[^`]+)`: *(?P<text>.*)")


def split(text: str, parameters: Collection[str]) -> tuple[str, dict[str, str]]:
    """The text without items for its ``parameters``, and their texts by name.

    An item ends where the next one begins, or with a line that is not indented.
    """
    kept: list[str] = []
    texts: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in text.splitlines():
        item = _ITEM.fullmatch(line)
        if item and item["name"] in parameters and item["name"] not in texts:
            current = texts[item["name"]] = [item["text"]]
        elif current is not None and line[:1].isspace() and line.strip():
            current.append(line.strip())
        else:
            current = None
            kept.append(line)
    return "\n".join(kept).strip(), {
        name: "\n".join(lines).strip() for name, lines in texts.items()
    }
