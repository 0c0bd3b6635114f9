"""Changes ``[wit]`` in a ``wae.toml``: layout, comments and ends of lines stay as they were."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from wae.build.tools import BuildError, not_installed

if TYPE_CHECKING:
    from tomlkit.items import Item

_TABLE = "wit"


def with_contract(text: str, name: str, oci: str, version: str) -> str:
    """``text`` with the contract from that repository of a registry, whatever it had before.

    Where all lines end with CRLF, new ones do. Raises :class:`BuildError` for a text that cannot be
    changed so, and nothing but so.
    """
    if 0 < text.count("\r\n") == text.count("\n"):
        edited = with_contract(text.replace("\r\n", "\n"), name, oci, version)
        return edited.replace("\n", "\r\n")
    try:
        import tomlkit
        from tomlkit.exceptions import TOMLKitError
    except ImportError:
        raise not_installed("tomlkit") from None
    expected = tomllib.loads(text)
    written = {"oci": oci, "version": version}
    expected.setdefault(_TABLE, {})[name] = written
    line = f'"{name}" = {{ oci = "{oci}", version = "{version}" }}'
    try:
        document = tomlkit.parse(text)
        if _TABLE not in document:
            document[_TABLE] = tomlkit.table()
        table: Any = document[_TABLE]
        if "oci" in table.get(name, {}):
            table[name].update(written)
        else:
            new: Any = tomlkit.parse(f"{line}\n")[name]
            if name in table:
                _keep_comment(table[name], new)
            table[name] = new
        edited = tomlkit.dumps(document)
        is_right = tomllib.loads(edited) == expected
    except (TOMLKitError, AttributeError, TypeError, ValueError):
        is_right = False
    if not is_right:
        raise BuildError("[wit] is written in an unusual form", hint=f"Write there: {line}")
    return edited


def _keep_comment(old: Item, new: Item) -> None:
    new.trivia.comment_ws, new.trivia.comment = old.trivia.comment_ws, old.trivia.comment
