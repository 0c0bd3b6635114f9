"""Inline markup: emphasis, code, links, pictures and references to characters.

A text may be the beginning of a longer one. What could still become markup is then left over, but
never more than a window: what opens and is not closed within it stands for itself. The window also
bounds the work on hostile text.
"""

import html
import re
from collections.abc import Iterator, Mapping

from shared import cleaning
from shared.markdown.style import BOLD, CYAN, DIM, ITALIC, STRUCK, UNDERLINED, Span

_WINDOW = 500
_DEEPEST = 6
_SPECIAL = re.compile(r"[\\`*_~\[<&]|!\[?")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TICKS = re.compile("`+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>")
_INNER = r"((?:`[^`]*+`|\\.|[^\\`])+?)"
# The longest run first; `_` means nothing within a word.
_EMPHASIS = [
    (re.compile(rf"{run}(?=[^\s{mark}]){_INNER}(?<=[^\s{mark}]){run}(?!{more})"), codes)
    for mark, more in ((r"\*", r"\*"), ("_", r"\w"))
    for run, codes in ((mark * 3, (BOLD, ITALIC)), (mark * 2, (BOLD,)), (mark, (ITALIC,)))
] + [(re.compile(rf"~~(?=[^\s~]){_INNER}(?<=[^\s~])~~(?!~)"), (STRUCK,))]
_TEXT = r"\[((?:[^\[\]\\]|\\.|!?\[(?:[^\[\]\\]|\\.)*+\](?:\([^\s()]*+\))?)*+)\]"
_TITLE = r"""(?:\s+(?:"[^"]*+"|'[^']*+'|\([^()]*+\)))?"""
_TARGET = rf"\(\s*+(?:<([^<>]*+)>|((?:[^\s()<]|\([^\s()]*+\))*+)){_TITLE}\s*+\)"
_LINK = re.compile(rf"(!?){_TEXT}(?:{_TARGET}|\[([^\[\]]*+)\])?", re.DOTALL)

# What may still become markup when more of the text arrives.
_UNDECIDED = {
    "\\": re.compile(r"\\\Z"),
    "`": re.compile("`"),
    "*": re.compile(r"\*+(?:\Z|[^\s*])"),
    "_": re.compile(r"(?<!\w)_+(?:\Z|[^\s_])"),
    "~": re.compile(r"~(?:\Z|~)"),
    "[": re.compile(rf"{_TEXT}(?:\Z|[(\[])|(?!{_TEXT})", re.DOTALL),
    "!": re.compile(rf"!(?:\Z|{_TEXT}(?:\Z|[(\[])|\[(?!{_TEXT[2:]}))", re.DOTALL),
    "<": re.compile(r"<[^\s<>]{0,200}\Z"),
    "&": re.compile(r"&[#\w]{0,32}\Z"),
}


def plain(text: str, targets: Mapping[str, str] | None = None) -> str:
    """What is read of a whole text, without styles."""
    return "".join(span.text for span in parse(text, targets)[0])


def parse(
    text: str,
    targets: Mapping[str, str] | None = None,
    *,
    whole: bool = True,
    codes: tuple[str, ...] = (),
) -> tuple[list[Span], str]:
    """The spans, in which `codes` are set, and what is left over unless the text is `whole`.

    `targets` are those of a document's link references, by their labels in lower case.
    """
    parser = _Parser(text, targets or {}, whole)
    return [*parser.spans(codes, 0)], text[parser.at :]


class _Parser:
    def __init__(self, text: str, targets: Mapping[str, str], whole: bool) -> None:
        self._text = text
        self._targets = targets
        self._whole = whole
        self.at = 0

    def spans(self, codes: tuple[str, ...], depth: int) -> Iterator[Span]:
        """The spans up to the end, or to where more of the text is needed."""
        text = self._text
        while self.at < len(text):
            special = _SPECIAL.search(text, self.at)
            start = special.start() if special else len(text)
            if start > self.at:
                yield Span(text[self.at : start], codes)
                self.at = start
            if special is None:
                return
            end = min(len(text), start + _WINDOW)
            found = self._markup(start, end, codes, depth)
            if found is None:
                if self._waits(start):
                    return
                run = _run(text, start)
                yield Span(text[start : start + run], codes)
                self.at += run
                continue
            spans, self.at = found
            yield from spans

    def _waits(self, start: int) -> bool:
        """Whether what opens at `start` may be closed by what is still to come."""
        text = self._text
        if self._whole or len(text) - start >= _WINDOW:
            return False
        return _UNDECIDED[text[start]].match(text, start) is not None

    def _markup(
        self, start: int, end: int, codes: tuple[str, ...], depth: int
    ) -> tuple[list[Span], int] | None:
        """The spans of what opens at `start`, and its end; None where nothing does before `end`."""
        text, mark = self._text, self._text[start]
        if mark == "\\":
            match = _ESCAPED.match(text, start)
            return ([Span(match[1], codes)], match.end()) if match else None
        if mark == "`":
            return self._code(start, end, codes)
        if mark == "&":
            match = _ENTITY.match(text, start, end)
            return ([Span(_character(match[0]), codes)], match.end()) if match else None
        if mark == "<":
            match = _AUTOLINK.match(text, start, end)
            return ([Span(match[1], (*codes, UNDERLINED))], match.end()) if match else None
        if depth >= _DEEPEST:
            return None
        if mark in "![":
            return self._link(start, end, codes, depth)
        return self._emphasis(start, end, codes, depth)

    def _code(self, start: int, end: int, codes: tuple[str, ...]) -> tuple[list[Span], int] | None:
        ticks = _run(self._text, start)
        for match in _TICKS.finditer(self._text, start + ticks, end):
            # A run at the end may go on.
            if len(match[0]) == ticks and (self._whole or match.end() < len(self._text)):
                inner = self._text[start + ticks : match.start()]
                if inner.strip() and inner[0] == inner[-1] == " ":
                    inner = inner[1:-1]
                return [Span(inner, (*codes, CYAN))], match.end()
        return None

    def _emphasis(
        self, start: int, end: int, codes: tuple[str, ...], depth: int
    ) -> tuple[list[Span], int] | None:
        text, mark = self._text, self._text[start]
        if mark == "_" and start and (text[start - 1].isalnum() or text[start - 1] == "_"):
            return None
        for pattern, more in _EMPHASIS:
            match = pattern.match(text, start, end)
            if match and (self._whole or match.end() < len(text)):
                return self._within(match[1], (*codes, *more), depth), match.end()
        return None

    def _link(
        self, start: int, end: int, codes: tuple[str, ...], depth: int
    ) -> tuple[list[Span], int] | None:
        text = self._text
        match = _LINK.match(text, start, end)
        if match is None or (not self._whole and match.end() == len(text) and text[-1] != ")"):
            return None
        picture, words, angled, bare, label = match.groups()
        target = angled if angled is not None else bare
        if target is None:
            target = self._targets.get(" ".join((label or words).lower().split()))
            if target is None:
                return None
        if picture:
            name = plain(words, self._targets)
            return ([Span(f"[{name}]", (*codes, DIM))] if name.strip() else []), match.end()
        spans = self._within(words, (*codes, UNDERLINED), depth)
        shown = "".join(span.text for span in spans).strip()
        target = _character(_ESCAPED.sub(r"\1", target))
        # A picture that links, such as a badge, is its name; a place in the same text has no URL.
        if words.lstrip().startswith("![") or target.startswith("#") or shown == target:
            return spans, match.end()
        return [*spans, Span(f" ({target})", (*codes, DIM))], match.end()

    def _within(self, text: str, codes: tuple[str, ...], depth: int) -> list[Span]:
        return [*_Parser(text, self._targets, True).spans(codes, depth + 1)]


def _run(text: str, start: int) -> int:
    """How often the character at `start` is repeated; of `[`, `!` and others each counts alone."""
    mark, end = text[start], start + 1
    while mark in "`*_~" and end < len(text) and text[end] == mark:
        end += 1
    return end - start


def _character(entity: str) -> str:
    """What references to characters stand for, if that is harmless."""
    return cleaning.text(html.unescape(entity)).replace("\n", " ")
