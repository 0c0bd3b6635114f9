"""URLs in a manifest: written out, or beginning with a setting, and among the hosts."""

from __future__ import annotations

import re

_ORIGIN = r"https?://[A-Za-z0-9.\-\[\]:]+"
_PATH = r"/[^\s?#\\]*"
_FORMS = re.compile(
    rf"(?P<origin>{_ORIGIN}){_PATH}"
    rf"|\$(?P<bare>[A-Za-z_][A-Za-z0-9_]*){_PATH}"
    r"|\{\$(?P<setting>[A-Za-z_][A-Za-z0-9_]*)"
    rf"\|(?P<default>{_ORIGIN})(?:/[^\s?#\\{{}}|]*)?\}}{_PATH}"
)


def url_problem(value: object, hosts: tuple[str, ...]) -> tuple[str, str] | None:
    """Why a URL is none that ``wae:http`` can ask for with these ``hosts``, and what to do.

    The forms are those of ``url`` in ``wae:http/client``: ``https://HOST/PATH``, ``$NAME/PATH`` and
    ``{$NAME|https://HOST}/PATH``; here with a path and without a query. None where it is fine.
    """
    match = _FORMS.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return (
            "is not a URL that ends with a path",
            "Write https://HOST/PATH, or {$NAME|https://HOST}/PATH",
        )
    setting = match["bare"] or match["setting"]
    if setting and f"${setting}" not in hosts:
        return f"begins with ${setting}, which is not among the hosts", f'Add "${setting}" to hosts'
    origin = (match["origin"] or match["default"] or "").lower()
    if origin and not any(_admits(host.lower(), origin) for host in hosts):
        return f"is at {origin}, which is not among the hosts", "Add it to hosts"
    return None


def _admits(host: str, origin: str) -> bool:
    """Whether an entry of ``hosts`` is, or with ``*.`` ends, the origin."""
    pattern = host if "://" in host else f"https://{host}"
    before, wildcard, below = pattern.partition("*.")
    if not wildcard:
        return pattern == origin
    return origin.startswith(before) and origin.removeprefix(before).endswith(f".{below}")
