"""What a wheel puts on the path of a component: its modules and data, and nothing that runs.

Source: the packaging specification *Binary distribution format*.
"""

from __future__ import annotations

import io
import lzma
import stat
import zipfile
import zlib
from pathlib import PurePosixPath

from wae.build.tree import MOST_BYTES, MOST_FILES

NATIVE = (".so", ".pyd", ".dylib")
_LIBRARIES = ("purelib", "platlib")
_FOR_THE_TOOL = "componentize-py.toml"


# What reading a damaged, an encrypted or a strangely packed member may raise.
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError,
)  # fmt: skip


class BadWheel(ValueError):
    """A wheel that no component should get; the text says why."""


def unpack_wheel(wheel: bytes) -> dict[str, bytes]:
    """The files of a wheel by their paths below the folder that it is installed into.

    Scripts, headers and data for other folders are left out, as are ``.pth`` files, which Python
    would run at its start. Raises :class:`BadWheel`.
    """
    files: dict[str, bytes] = {}
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
            if len(archive.infolist()) > MOST_FILES:
                raise BadWheel(f"it holds more than {MOST_FILES} files")
            for member in archive.infolist():
                place = _place(member)
                if place is None:
                    continue
                if str(place) in files or any(str(above) in files for above in place.parents):
                    raise BadWheel(f"it holds {place} twice")
                with archive.open(member) as file:
                    content = file.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise BadWheel(f"it unpacks to more than {MOST_BYTES >> 20} MiB")
                files[str(place)] = content
    except BadWheel:
        raise
    except _UNREADABLE:
        raise BadWheel("it is not a readable zip archive") from None
    return files


def _place(member: zipfile.ZipInfo) -> PurePosixPath | None:
    """Where a member goes; None for what is not wanted."""
    name = member.filename
    if stat.S_ISLNK(member.external_attr >> 16):
        raise BadWheel(f"{name!r} is a symbolic link")
    path = PurePosixPath(name)
    if not name.isprintable() or "\\" in name or path.is_absolute() or ".." in path.parts:
        raise BadWheel(f"{name!r} is not a path below the folder where it is installed")
    if member.is_dir() or not path.parts:
        return None
    if path.parts[0].endswith(".data"):
        if len(path.parts) < 3 or path.parts[1] not in _LIBRARIES:
            return None
        path = PurePosixPath(*path.parts[2:])
    if path.suffix in NATIVE:
        raise BadWheel(f"it contains a native extension ({path.name})")
    if path.name == _FOR_THE_TOOL:
        raise BadWheel(f"it contains {path.name}, which would steer the build")
    if path.suffix == ".pth" or "__pycache__" in path.parts or path.suffix == ".pyc":
        return None
    return path
