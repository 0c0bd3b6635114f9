"""The panels of the page that an app brings, kept in the app for `wae serve`."""

from __future__ import annotations

import json
from pathlib import Path

from wae.binary import writer
from wae.build.tools import BuildError
from wae.build.tree import TreeError, read_tree
from wae.runtime.panels import INDEX, LARGEST, SECTION


def panels_section(folder: Path | None) -> bytes:
    """The custom section with the modules of JavaScript in the folder, empty without one.

    The form of the section: `wae.runtime.panels`. Raises BuildError; OSError.
    """
    if folder is None:
        return b""
    try:
        files = read_tree(folder, lambda place: len(place.parts) == 1 and place.suffix == ".js")
    except TreeError as error:
        raise BuildError(f"panels: {error.message}", hint=error.hint) from None
    if INDEX not in files:
        raise BuildError(f"panels: there is no {INDEX} in {folder}", hint="Let it export PANELS")
    try:
        texts = {name: content.decode() for name, content in files.items()}
    except UnicodeDecodeError:
        raise BuildError(f"panels: a file in {folder} is not UTF-8") from None
    document = json.dumps(texts, ensure_ascii=False).encode()
    if len(document) > LARGEST:
        raise BuildError(f"panels: {folder} holds more than {LARGEST >> 20} MiB")
    return writer.custom_section(SECTION, document)
