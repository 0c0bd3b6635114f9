"""The panels of the page that an app's tools bring, kept in the app for `wae serve`."""

from __future__ import annotations

import json

from wae.binary import writer
from wae.build.tools import BuildError
from wae.build.tree import Tree
from wae.runtime.panels import LARGEST, SECTION


def panels_section(panels: Tree) -> bytes:
    """The custom section with the modules of JavaScript, by their paths. Empty without any.

    The form of the section: `wae.runtime.panels`. Raises BuildError.
    """
    if not panels:
        return b""
    texts = {}
    for file, content in panels.items():
        try:
            texts[file] = content.decode()
        except UnicodeDecodeError:
            raise BuildError(f"panels: {file} is not UTF-8") from None
    document = json.dumps(texts, ensure_ascii=False).encode()
    if len(document) > LARGEST:
        raise BuildError(f"panels: together they have more than {LARGEST >> 20} MiB")
    return writer.custom_section(SECTION, document)
