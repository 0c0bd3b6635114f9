"""Where something stands in a TOML file, for error messages: the parser does not say."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from wae.manifest.text import read_text


def find_line(text: str, table: str, key: str | None = None) -> int:
    """The line (from 1) of ``key`` in ``[table]``, or of the table; 1 where there is none."""
    here, start = "", 1
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[([^\]]+)\]", line)
        if header:
            here = re.sub(r'[\s"]', "", header[1])
            start = number if here == table else start
        elif here == table and key and re.match(rf"\s*\"?{re.escape(key)}\"?\s*[.=]", line):
            return number
    return start


def says(file: Path, table: str, key: str | None = None) -> bool:
    """Whether a TOML file that can be read has the table, or the key of it."""
    here: Any = tomllib.loads(read_text(file))
    for part in (*table.split("."), *([key] if key else [])):
        if not isinstance(here, dict) or part not in here:
            return False
        here = here[part]
    return True
