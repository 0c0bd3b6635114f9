"""A page about a contract in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from wae.kit.docs.page import FunctionPage, InterfacePage, Page


def write(page: Page) -> str:
    """The page as Markdown (CommonMark, with tables)."""
    lines = [f"# {page.title}", ""]
    for interface in page.interfaces:
        lines += _interface(interface)
    return "\n".join(lines).rstrip("\n") + "\n"


def _interface(interface: InterfacePage) -> Iterator[str]:
    yield from (f"## {interface.name}", "")
    if interface.doc:
        yield from (interface.doc, "")
    for function in interface.functions:
        yield from _function(function)
    if interface.types:
        yield from ("### Types", "", *_fence("wit", interface.types), "")


def _function(function: FunctionPage) -> Iterator[str]:
    yield from (f"### {function.title}", "", *_fence("wit", function.signature), "")
    for text in (function.doc, function.note):
        if text:
            yield from (text, "")
    if function.errors:
        yield from ("| Error | | HTTP | Exit code |", "|---|---|---|---|")
        for error in function.errors:
            yield f"| `{error.name}` | {_cell(error.doc)} | {error.status} | {error.exit_code} |"
        yield ""
    for example in function.examples:
        prompt = "$ " if example.language == "console" else ""
        yield from (f"{example.face}:", "", *_fence(example.language, prompt + example.text), "")


def _fence(language: str, text: str) -> tuple[str, str, str]:
    """A fenced block whose fence is longer than any in the text."""
    ticks = "```"
    while ticks in text:
        ticks += "`"
    return f"{ticks}{language}", text, ticks


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
