"""Where something stands in a TOML file, for error messages: the parser does not say."""

from __future__ import annotations

import re


def find_line(text: str, table: str, key: str | None = None) -> int:
    """The line (from 1) of ``key`` in ``[table]``, or of the table; 1 where there is none."""
    here, found = "", 1
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[([^\]]+)\]", line)
        if header:
            here = re.sub(r'[\s"]', "", header[1])
            found = number if here == table else found
        elif here == table and key and re.match(rf"\s*\"?{re.escape(key)}\"?\s*[.=]", line):
            return number
    return found
