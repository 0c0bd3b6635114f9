"""Characters that stand in a text in another way, as JSON, URLs and HTML may write any of them."""

import re
from bisect import bisect
from collections.abc import Iterator

# RFC 8259, section 7; RFC 3986, section 2.1; HTML, "Character references": those of ASCII.
_ESCAPE = re.compile(
    r"\\u00(?P<json>[0-7][0-9a-f])|%(?P<url>[0-7][0-9a-f])|\\(?P<short>[\"\\/])"
    r"|&#x0*(?P<hex>[0-7]?[0-9a-f]);?|&#0*(?P<decimal>1?[0-9]{1,2});?|&(?P<name>amp|lt|gt|quot|apos);",
    re.IGNORECASE,
)
_NAMES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def spans(text: str, pattern: "re.Pattern[str]", characters: str) -> Iterator[tuple[int, int]]:
    """Where the pattern would be in the text if these characters stood there as they are."""
    bare: list[str] = []
    length = end = 0
    # Where the bare text goes on behind an escape, and the text does.
    resumed, places = [0], [0]
    for escape in _ESCAPE.finditer(text):
        one = _meant(escape)
        if one in characters:
            bare += [text[end : escape.start()], one]
            length += escape.start() - end + 1
            end = escape.end()
            resumed.append(length)
            places.append(end)

    def place(at: int) -> int:
        last = bisect(resumed, at) - 1
        return places[last] + at - resumed[last]

    if bare:
        for found in pattern.finditer("".join([*bare, text[end:]])):
            yield place(found.start()), place(found.end())


def _meant(escape: "re.Match[str]") -> str:
    if code := escape["json"] or escape["url"] or escape["hex"]:
        return chr(int(code, 16))
    if code := escape["decimal"]:
        return chr(int(code))
    return escape["short"] or _NAMES[escape["name"].lower()]
