"""Pictures into files, of which none is ever lost or replaced unasked."""

import base64
import binascii
import os
from collections.abc import Sequence
from dataclasses import dataclass

from wit_world.imports import images

from shared import whole_file
from shared.errors import Failure
from tools.openai.commands.pictures import file_names


@dataclass(frozen=True)
class Saved:
    """A picture in a file."""

    path: str
    picture: images.Picture
    content: bytes


def check(paths: Sequence[str], force: bool) -> None:
    """Raises `Failure` where the files could not be written, before anything is paid for."""
    if paths == [whole_file.STDOUT]:
        return
    for name in paths:
        if os.path.lexists(name) and not force:
            raise Failure(f"{name} already exists", "Give another name, or --force")
    probe = f"{paths[0]}.{os.urandom(8).hex()}"
    try:
        open(probe, "xb").close()
        os.remove(probe)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Failure(f"{paths[0]} could not be written: {reason}", "Check its folder") from None


def save(paths: Sequence[str], pictures: Sequence[images.Picture], force: bool) -> list[Saved]:
    """Writes each picture under its name. Raises `Failure`."""
    contents = [_content(one) for one in pictures]
    return [
        Saved(_write(path, content, force), picture, content)
        for path, picture, content in zip(paths, pictures, contents, strict=False)
    ]


def _content(picture: images.Picture) -> bytes:
    try:
        return base64.b64decode(picture.data, validate=True)
    except binascii.Error:
        raise Failure("The picture is not base64", "Ask again") from None


def _write(path: str, content: bytes, force: bool) -> str:
    """Writes the file and returns its name: another one where meanwhile there is such a file, for
    the picture is paid for. Raises `Failure`.
    """
    name = path if force or path == whole_file.STDOUT else file_names.free(path)
    whole_file.write(name, content, force)
    return name
