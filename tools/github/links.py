"""The `Link` header (RFC 8288), and what of a URL matters here: its host, its page number."""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

_VALUE = r'"(?:[^"\\]|\\.)*"|[^\s;,"]*'
_PARAMETER = re.compile(rf'\s*;\s*([^\s=;,<>"]+)(?:\s*=\s*({_VALUE}))?')
_TARGET = re.compile(r"<([^<>]*)>")


def parse(header: str, base: str) -> dict[str, str]:
    """The targets in a `Link` header by relation type, as absolute URLs.

    `base` is the URL that answered (RFC 8288, 3.2). Relation types are in lower case; the
    first target of a type counts. What is not a link is skipped.
    """
    links: dict[str, str] = {}
    position = 0
    while match := _TARGET.search(header, position):
        parameters, position = _parameters(header, match.end())
        for relation in parameters.get("rel", "").lower().split():
            links.setdefault(relation, _absolute(base, match[1]))
    return {relation: url for relation, url in links.items() if url}


def host(url: str) -> str | None:
    """The host of `url`, in lower case; None where it has none or is not a URL."""
    try:
        return urlsplit(url).hostname
    except ValueError:  # "https://[" and what RFC 3987 does not let a host be.
        return None


def page_number(url: str) -> int | None:
    """The number in the `page` parameter of `url`, 1 or more; None without one."""
    values = [value for name, value in _query(url) if name == "page"]
    if len(values) == 1 and re.fullmatch(r"[1-9][0-9]{0,8}", values[0]):
        return int(values[0])
    return None


def with_page(url: str, number: int) -> str:
    """`url` with its `page` parameter set to `number`."""
    others = [(name, value) for name, value in _query(url) if name != "page"]
    parts = urlsplit(url)
    return parts._replace(query=urlencode([*others, ("page", number)]), fragment="").geturl()


def _parameters(header: str, position: int) -> tuple[dict[str, str], int]:
    """The parameters that begin at `position` (the first of a name counts), and their end."""
    parameters: dict[str, str] = {}
    while match := _PARAMETER.match(header, position):
        value = match[2] or ""
        if value.startswith('"'):
            value = re.sub(r"\\(.)", r"\1", value[1:-1])
        parameters.setdefault(match[1].lower(), value)
        position = match.end()
    return parameters, position


def _absolute(base: str, target: str) -> str:
    try:
        return urljoin(base, target.strip())
    except ValueError:  # "http://[" is not a URL
        return ""


def _query(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)
