"""A folder as one file, for the cache: a zip that is the same bytes for the same files."""

from __future__ import annotations

import io
import zipfile

from wae.build.tree import Tree


def zip_tree(files: Tree) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for file, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(file), content)
    return written.getvalue()


def unzip_tree(content: bytes) -> Tree:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {file: archive.read(file) for file in archive.namelist()}
