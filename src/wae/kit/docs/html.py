"""A page about a contract in HTML: one file, with no script, and nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from wae.kit.docs.page import FunctionPage, InterfacePage, Page

_STYLE = """\
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; padding: 1rem; max-width: 60rem; }
nav ul { columns: 16rem; padding-left: 1.2rem; }
pre { overflow-x: auto; padding: .6rem .8rem; border-radius: .4rem;
      background: color-mix(in srgb, CanvasText 7%, Canvas); }
code { font: .9em/1.4 ui-monospace, monospace; }
table { border-collapse: collapse; }
th, td { padding: .2rem .8rem .2rem 0; text-align: left; vertical-align: top; }
h2 { margin-top: 3rem; border-bottom: 1px solid; }
h3 { margin-top: 2rem; }
dt { font-weight: 600; }
dd { margin: 0; }
.doc { white-space: pre-line; }
"""


def write(page: Page) -> str:
    """The page as one HTML document."""
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(page.title)}</title>",
            f"<style>\n{_STYLE}</style>",
            f"<h1>{escape(page.title)}</h1>",
            "<nav><ul>",
            *(
                f'<li><a href="#{_anchor(function.title)}">{escape(function.title)}</a></li>'
                for interface in page.interfaces
                for function in interface.functions
            ),
            "</ul></nav>",
            *(line for interface in page.interfaces for line in _interface(interface)),
            "</html>",
            "",
        ]
    )


def _interface(interface: InterfacePage) -> Iterator[str]:
    yield f'<h2 id="{_anchor(interface.name)}">{escape(interface.name)}</h2>'
    yield from _doc(interface.doc)
    for function in interface.functions:
        yield from _function(function)
    if interface.types:
        yield from ("<h3>Types</h3>", _code(interface.types))


def _function(function: FunctionPage) -> Iterator[str]:
    yield f'<h3 id="{_anchor(function.title)}">{escape(function.title)}</h3>'
    yield _code(function.signature)
    yield from _doc(function.doc)
    yield from _doc(function.note)
    if function.errors:
        yield "<table><tr><th>Error</th><th></th><th>HTTP</th><th>Exit code</th></tr>"
        for error in function.errors:
            yield (
                f"<tr><td><code>{escape(error.name)}</code></td><td>{escape(error.doc)}</td>"
                f"<td>{error.status}</td><td>{error.exit_code}</td></tr>"
            )
        yield "</table>"
    if function.examples:
        yield "<dl>"
        for example in function.examples:
            yield f"<dt>{example.face}</dt><dd>{_code(example.text)}</dd>"
        yield "</dl>"


def _doc(text: str) -> Iterator[str]:
    if text:
        yield f'<p class="doc">{escape(text)}</p>'


def _code(text: str) -> str:
    return f"<pre><code>{escape(text)}</code></pre>"


def _anchor(name: str) -> str:
    return escape(name.replace(" ", "-"), quote=True)
