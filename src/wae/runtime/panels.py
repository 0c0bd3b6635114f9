"""The panels of the web page that an app brings: code, so only the toolbox's are used.

They lie in a custom section called `wae:panels`, made by `wae build` of the tools' folders: a JSON
object from the names of JavaScript modules and stylesheets to their texts. `index.js` exports
`PANELS`, a list of objects with `name`, `title`, `needs` (the path of a function that the app must
have), `style` (the URL of a stylesheet, if it has one) and `view`, a function that makes the
panel's element from the description.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from wae.binary.sections import custom_sections
from wae.runtime.app import is_toolbox
from wae.runtime.eviction import PANELS
from wae.runtime.private_files import kept

if TYPE_CHECKING:
    from wae.runtime.app import App

SECTION = "wae:panels"
INDEX = "index.js"
SUFFIXES = (".js", ".css")
LARGEST = 1 << 20


def panels_of(app: App, where: str) -> dict[str, bytes]:
    """The files of an app's panels, none without; ``where`` is the cache folder.

    An app of somebody else's has none, whatever is in it: they would run beside the forms of all
    functions, with the server's token. Raises AppError if the app has to be read and cannot be.
    """
    if not is_toolbox(app, where):
        return {}
    return kept(app.sha256 + PANELS, where, SECTION, lambda: _text(app.read()), _modules)


def _text(wasm: bytes) -> str:
    for content in custom_sections(wasm, SECTION, LARGEST):
        return bytes(content).decode("utf-8", "replace")
    return "{}"


def _modules(text: str) -> dict[str, bytes]:
    """Raises ValueError for what is no such text."""
    modules = json.loads(text)
    if not isinstance(modules, dict) or not all(isinstance(one, str) for one in modules.values()):
        raise ValueError("not the text of panels")
    return {name: one.encode() for name, one in modules.items()} if INDEX in modules else {}
