"""The functions that an app's tools call harmless, kept in the app for its faces."""

from __future__ import annotations

import json
from collections.abc import Iterable

from wae.binary import writer
from wae.contract.python_names import interface_parts
from wae.runtime.claims import SECTION
from wae.tools.description import Tool


def harmless_section(tools: Iterable[Tool]) -> bytes:
    """The custom section that names them, empty where there are none.

    The form of the section: `wae.runtime.claims`.
    """
    names = [
        f"{interface}#{function}"
        for tool in tools
        for interface in tool.interfaces
        for home, _, function in (title.partition(".") for title in tool.harmless)
        if interface_parts(interface)[1] == home
    ]
    return writer.custom_section(SECTION, json.dumps(names).encode()) if names else b""
