"""`wae openai image`: pictures from words."""

import base64
import binascii
import os

import click
from componentize_py_types import Err
from wit_world.imports import environment, images

from contract import json_values
from openai import errors, key
from openai.models import choice
from openai.pictures import file_names, graphics
from shared import cleaning, output, whole_file, wording
from shared.errors import Failure
from shared.terminal import Terminal
from shared.tool import WholeNumber, examples

_MOST = 10


@click.command(
    "image",
    epilog=examples(
        'wae openai image "A fox in the snow" -o fox.png',
        'wae openai image "A cat on a roof" -o cat.webp --size 1024x1024 --show',
        'wae openai image "An owl at night" -o owl.png --count 3',
    ),
)
@click.argument("prompt", required=False)
@click.option("-o", "--output", "path", metavar="FILE", help="Where to save it.")
@click.option("-m", "--model", metavar="MODEL", help="The model to ask.")
@click.option("--size", metavar="SIZE", help="Such as 1024x1024 or auto.")
@click.option("--quality", metavar="WORD", help="Such as low, high or auto.")
@click.option(
    "--format",
    "form",
    type=click.Choice(file_names.FORMATS),
    help="Default: what FILE's suffix says.",
)
@click.option(
    "-n",
    "--count",
    type=WholeNumber(minimum=1),
    metavar="N",
    default=1,
    help="How many; FILE gets -1, -2, … before its suffix.",
)
@click.option("--show", is_flag=True, help="Show it on the terminal, too.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def image(
    terminal: Terminal,
    prompt: str | None,
    path: str | None,
    model: str | None,
    size: str | None,
    quality: str | None,
    form: str | None,
    count: int,
    show: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Make a picture from PROMPT.

    The model is --model or OPENAI_IMAGE_MODEL. Sizes and qualities are those that it knows.
    With --show a terminal that can (kitty, Ghostty, iTerm2, WezTerm) shows the picture.
    """
    if not (prompt or "").strip():
        raise click.UsageError("Give a prompt: what is to be seen.")
    if not path:
        raise click.UsageError("Name a file with --output.")
    if count > _MOST:
        raise click.UsageError(f"--count is {_MOST} at most.")
    asked = file_names.wanted(path, form)
    paths = file_names.numbered(path, count)
    _check(paths, force)
    chosen = choice.for_pictures(model, terminal)
    key.need(terminal)
    request = images.Request(chosen, prompt, size, quality, asked, count)
    made = _made(request, terminal)
    contents = [_content(one) for one in made.pictures]
    names = [_save(*one, force) for one in zip(paths, contents, strict=False)]
    saved = [*zip(names, made.pictures, contents, strict=False)]
    if as_json:
        output.write_json(_document(chosen, made, saved))
    else:
        _report(saved, terminal)
    _tell_differences(saved, count, terminal)
    if show:
        _show(saved, terminal)


def _check(paths: list[str], force: bool) -> None:
    """Raises `Failure` where the files could not be written, before anything is paid for."""
    for name in paths:
        if os.path.lexists(name) and not force:
            raise Failure(f"There is a file {name} already", "Give another name, or --force")
    probe = f"{paths[0]}.{os.urandom(8).hex()}"
    try:
        open(probe, "xb").close()
        os.remove(probe)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Failure(f"{paths[0]} could not be written: {reason}", "Check its folder") from None


def _made(request: images.Request, terminal: Terminal) -> images.Pictures:
    what = wording.count(request.count, "picture")
    with terminal.waiting(f"{errors.named(request.model)} makes {what}…"):
        try:
            return images.generate(request)
        except Err as error:
            raise errors.failure(error.value, request.model) from None


def _content(picture: images.Picture) -> bytes:
    try:
        return base64.b64decode(picture.data, validate=True)
    except binascii.Error:
        raise Failure("The picture is not base64", "Ask again") from None


def _save(path: str, content: bytes, force: bool) -> str:
    """Writes the file and returns its name: another one where meanwhile there is such a file, for
    the picture is paid for. Raises `Failure`.
    """
    free = path
    number = 0
    while os.path.lexists(free) and not force:
        number += 1
        free = file_names.numbered(path, number + 1)[number - 1]
    whole_file.write(free, content, force)
    return free


def _report(saved: list[tuple[str, images.Picture, bytes]], terminal: Terminal) -> None:
    if not terminal.shown:
        output.write_fields([name, one.format, len(content)] for name, one, content in saved)
        return
    output.write_lines(
        f"{cleaning.line(name)} ({cleaning.line(one.format)}, {wording.size(len(content))})"
        for name, one, content in saved
    )


def _tell_differences(
    saved: list[tuple[str, images.Picture, bytes]], count: int, terminal: Terminal
) -> None:
    for name, picture, _ in saved:
        named = file_names.of_name(name)
        if named is not None and named != picture.format:
            form = cleaning.line(picture.format)
            terminal.tell(f"wae: {cleaning.line(name)} is {form}, whatever its name says.")
    if len(saved) < count:
        got = wording.count(len(saved), "picture")
        terminal.tell(f"wae: The server made {got} of {count}.")


def _show(saved: list[tuple[str, images.Picture, bytes]], terminal: Terminal) -> None:
    kind = graphics.protocol(dict(environment.get_environment()))
    if kind is None or not terminal.shown:
        terminal.tell("wae: This terminal shows no pictures. Open the file instead.")
        return
    for name, picture, content in saved:
        sequence = graphics.escape_sequence(content, picture.format, kind)
        if sequence is None:
            terminal.tell(f"wae: This terminal shows PNG only. Open {cleaning.line(name)} instead.")
        else:
            output.write_text(sequence)


def _document(
    model: str, made: images.Pictures, saved: list[tuple[str, images.Picture, bytes]]
) -> dict[str, object]:
    return {
        "model": model,
        "files": [
            {
                "path": name,
                "format": picture.format,
                "size": len(content),
                "revised_prompt": picture.revised_prompt,
            }
            for name, picture, content in saved
        ],
        "usage": json_values.write(made.usage),
    }
