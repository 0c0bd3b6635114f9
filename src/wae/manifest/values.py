"""The values of a ``wae.toml``: of the right kind, or an error with the line where they stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wae.manifest.lines import find_line
from wae.manifest.model import ManifestError


class Values:
    """Those of the manifest ``text``, which stands in ``file``."""

    def __init__(self, text: str, file: Path) -> None:
        self.text = text
        self.file = file

    def fail(self, table: str, key: str | None, message: str, hint: str = "") -> ManifestError:
        line = find_line(self.text, table, key)
        return ManifestError(f"{self.file}:{line}: {message}", hint=hint)

    def known(self, data: dict[str, Any], table: str, keys: tuple[str, ...]) -> None:
        for key in data:
            if key not in keys:
                place = f"[{table}]" if table else "the manifest"
                where = table or key
                raise self.fail(
                    where, key, f'{place} has no key "{key}"', f"Keys: {', '.join(keys)}"
                )

    def table(self, data: dict[str, Any], key: str) -> dict[str, Any]:
        value = data.get(key)
        if not isinstance(value, dict):
            missing = f"[{key}] is missing" if value is None else f"{key} is not a table"
            raise self.fail(key, None, missing, f"Write [{key}] and its keys below")
        return value

    def text_value(self, data: dict[str, Any], table: str, key: str) -> str:
        value = data.get(key)
        if not isinstance(value, str) or not value:
            missing = f"[{table}] needs {key}" if value is None else f"{key} must be a string"
            raise self.fail(table, key, missing, f'For example: {key} = "…"')
        return value

    def texts(self, data: dict[str, Any], table: str, key: str) -> tuple[str, ...]:
        value = data.get(key, [])
        if not isinstance(value, list) or not all(map(is_text, value)):
            raise self.fail(
                table, key, f"{key} must be a list of strings", f'For example: {key} = ["…"]'
            )
        return tuple(value)


def is_text(value: object) -> bool:
    """Whether it is a string with something in it."""
    return isinstance(value, str) and value != ""
