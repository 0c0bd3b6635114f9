"""``allowedHosts`` of a workload: the origins that the app's own policies and gates let out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from wae.compose.origins import PORTS, Pattern, parse_entry
from wae.deploy.errors import DeployError
from wae.deploy.needs import Needs

ANY = "*"


def allowed_hosts(needs: Needs, values: Mapping[str, str]) -> tuple[str, ...]:
    """The origins, as wasmCloud writes them; ``values`` are the settings that the app will have.

    Raises :class:`DeployError` for a setting that names no origin.
    """
    if needs.any_host:
        return (ANY,)
    patterns: dict[str, None] = {}
    for entry in needs.hosts:
        if entry.startswith("$"):
            for part in filter(None, re.split(r"[,\s]+", values.get(entry[1:], ""))):
                patterns[_of_setting(entry[1:], part)] = None
        else:
            patterns[_written(parse_entry(entry))] = None
    return tuple(patterns)


def _of_setting(name: str, part: str) -> str:
    try:
        if "://" in part:
            parts = urlsplit(part)
            part = f"{parts.scheme}://{parts.netloc}"
        return _written(parse_entry(part))
    except ValueError:  # BadEntry, or what urlsplit says
        raise DeployError(
            f"the setting {name} names no origin", hint="Write it as https://HOST[:PORT]"
        ) from None


def _written(pattern: Pattern) -> str:
    below = "*." if pattern.below else ""
    port = "" if pattern.port == PORTS[pattern.scheme] else f":{pattern.port}"
    return f"{pattern.scheme}://{below}{pattern.host}{port}"
