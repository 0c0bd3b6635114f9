"""HTML in Markdown, as the Markdown that says the same: its tags are left out, its text stays."""

import html
import re

from shared import cleaning

# What is code stays as it is: a fenced block, a span.
_PART = re.compile(
    r"(?P<code>"
    r"^ {0,3}(?P<fence>`{3,}+|~{3,}+)[^\n]*+\n(?:.*?^ {0,3}(?P=fence)[`~]*[ \t]*$|.*\Z)"
    r"|(?<!`)(?P<ticks>`++)[^`\n]++(?P=ticks)(?!`)"
    r")"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*+)(?P<attributes>(?:\s[^<>]*+)?)/?>"
    r"|(?P<comment><!--)",
    re.DOTALL | re.MULTILINE,
)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_MARGIN = re.compile(r"[ \t]*\n?[ \t]*")
_BRACKETS = re.compile(r"[\[\]]")
_BREAK = re.compile(
    "address|article|aside|blockquote|center|details|div|d[lt]|figure|footer|header|hr|nav|[ou]l|p"
    "|picture|section|summary|table|tr"
)


def removed(document: str) -> str:
    """The document without tags and comments. A picture is the words that stand for it."""
    parts: list[str] = []
    at = 0
    while match := _PART.search(document, at):
        parts.append(document[at : match.start()])
        at = match.end()
        if match["comment"]:
            end = document.find("-->", at)
            at = len(document) if end < 0 else end + 3
        else:
            parts.append(match["code"] or _instead(match))
            if parts[-1].endswith("\n\n"):
                margin = _MARGIN.match(document, at)
                at = margin.end() if margin else at
    return "".join([*parts, document[at:]])


def _instead(tag: re.Match[str]) -> str:
    name = tag["name"].lower()
    if name == "img":
        alt = _ALT.search(tag["attributes"])
        words = cleaning.line(html.unescape(alt[1] or alt[2] or "")) if alt else ""
        return f"![{_BRACKETS.sub('', words)}](#)" if words else ""
    if re.fullmatch("h[1-6]", name):
        return "\n\n" if tag["end"] else f"\n\n{'#' * int(name[1])} "
    if name == "li":
        return "" if tag["end"] else "\n- "
    if name == "br":
        return "  \n"
    if name in ("td", "th"):
        return " "
    return "\n\n" if _BREAK.fullmatch(name) else ""
