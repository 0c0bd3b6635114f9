"""What is attached to a session's questions: a file each beside the session's, named after both.

`ID.SHA256`: what is attached twice is there once, and goes with its session.
"""

import contextlib
import hashlib
import os
from collections.abc import Iterable

from shared import whole_file
from tools.openai.commands.chat.attachments import Attachment, Contents


def add(folder: str, session: str, attached: Iterable[Attachment], contents: Contents) -> None:
    """Writes those that are not there. Raises `Failure`."""
    for one in attached:
        path = f"{folder}/{session}.{one.sha256}"
        if one.sha256 in contents and not os.path.exists(path):
            whole_file.write(path, contents[one.sha256], force=True)


def read(folder: str, session: str, attached: Iterable[Attachment]) -> Contents:
    """Those that are there as they were."""
    found: Contents = {}
    names = {one.sha256 for one in attached if one.sha256.isalnum()}
    for sha256 in names:
        with contextlib.suppress(OSError), open(f"{folder}/{session}.{sha256}", "rb") as file:
            content = file.read()
            if hashlib.sha256(content).hexdigest() == sha256:
                found[sha256] = content
    return found


def delete(folder: str, session: str) -> None:
    """Deletes all of a session's. Raises `OSError`."""
    for name in os.listdir(folder):
        if is_of(session, name):
            os.remove(f"{folder}/{name}")


def is_of(session: str, name: str) -> bool:
    """Whether a file holds what is attached in a session."""
    start, _, sha256 = name.partition(".")
    return start == session and len(sha256) == hashlib.sha256().digest_size * 2
