"""What goes with a question: pictures, URLs of pictures, and texts."""

import base64
import hashlib
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import click
from wit_world.imports import chat

import picture_format
from shared import cleaning, wording
from shared.errors import Failure
from shared.terminal import Terminal
from tools.openai.commands import input_file

#: Stands for standard input (POSIX, Utility Syntax Guidelines, 13).
STDIN = "-"
URL, TEXT = "url", "text"
# Bytes; more than services take of one, and than models read.
_LARGEST_PICTURE = 20 * 1024 * 1024
_LARGEST_TEXT = 8 * 1024 * 1024
_URL = re.compile(r"(?i)https?://[^\s/]\S*")


@dataclass(frozen=True)
class Attachment:
    """What is known of one without its content, which `Contents` has."""

    #: `png`, `jpeg`, `webp`, `gif`, `text` or `url`.
    kind: str
    #: Of the file, or the URL itself.
    name: str
    #: Bytes; 0 for a URL.
    size: int
    #: SHA-256 of the content, in hexadecimal; empty for a URL.
    sha256: str

    def __str__(self) -> str:
        name = cleaning.line(self.name)
        return name if self.kind == URL else f"{name} ({self.kind}, {wording.size(self.size)})"


#: By their SHA-256.
Contents = dict[str, bytes]


def given(word: str, contents: Contents, terminal: Terminal, advice: str) -> Attachment:
    """The attachment that a word names: a file, a URL or `-`; its content is put into `contents`.

    Raises `Failure` for what cannot be attached, with `advice` where a file cannot be read, and
    `click.UsageError` where nothing is piped in.
    """
    if "://" in word:
        return _url(word)
    if word == STDIN:
        content, name = _standard_input(terminal), "standard input"
    else:
        content, name = input_file.read(word, _LARGEST_PICTURE, advice), word.rpartition("/")[2]
    kind = _kind(content, name if word == STDIN else cleaning.line(word))
    digest = hashlib.sha256(content).hexdigest()
    contents[digest] = content
    return Attachment(kind, name, len(content), digest)


def message(words: str, attached: Sequence[Attachment], contents: Contents) -> chat.Message:
    """A question with what is attached, as far as its content is there: texts after the words,
    which every model reads; pictures beside them."""
    there = [one for one in attached if one.kind == URL or one.sha256 in contents]
    texts = [f"{one.name}:\n\n{_text(contents[one.sha256])}" for one in there if one.kind == TEXT]
    pictures = [
        one.name if one.kind == URL else base64.b64encode(contents[one.sha256]).decode()
        for one in there
        if one.kind != TEXT
    ]
    content = "\n\n".join([words, *texts])
    return chat.Message(chat.Role.USER, content, [], None, pictures or None)


def _url(word: str) -> Attachment:
    if not _URL.fullmatch(word) or cleaning.line(word) != word:
        raise Failure(
            f"{cleaning.line(word)} is not the URL of a picture", "Give one of https or http"
        )
    return Attachment(URL, word, 0, "")


def _standard_input(terminal: Terminal) -> bytes:
    if terminal.answers:
        raise click.UsageError("--attach - takes what is piped in, and nothing is.")
    content = b""
    while len(content) <= _LARGEST_PICTURE and (piece := sys.stdin.buffer.read(1 << 20)):
        content += piece
    if len(content) > _LARGEST_PICTURE:
        raise input_file.too_large("Standard input", _LARGEST_PICTURE)
    return content


def _kind(content: bytes, name: str) -> str:
    """What the bytes are, whatever the name says. Raises `Failure`."""
    if not content:
        raise Failure(f"{name} is empty", "Attach a picture or a text")
    picture = picture_format.of_bytes(content[: picture_format.HEAD])
    if picture is not None:
        return picture
    if _text(content) is None:
        raise Failure(
            f"{name} is neither a picture (PNG, JPEG, WebP, GIF) nor UTF-8 text",
            "Convert it to one of these",
        )
    if len(content) > _LARGEST_TEXT:
        raise input_file.too_large(name, _LARGEST_TEXT)
    return TEXT


def _text(content: bytes) -> str | None:
    """The text without the mark at its beginning; None for what is none."""
    try:
        text = content.decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text
