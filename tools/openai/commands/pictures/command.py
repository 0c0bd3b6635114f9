"""`wae openai image`: pictures from words, and from other pictures."""

import click
from componentize_py_types import Err
from wit_world.imports import images

from shared import output, whole_file, wording
from shared.errors import FAILED, Failure
from shared.json_option import json_option
from shared.terminal import Terminal
from shared.tool import WholeNumber, examples
from tools.openai.commands import errors, key
from tools.openai.commands.models import choice
from tools.openai.commands.options import NameAndValue, as_object
from tools.openai.commands.pictures import file_names, guide, original, report, saving
from tools.openai.commands.pictures.report import Made
from tools.openai.commands.pictures.saving import Saved

_MOST = 10
# What no `--option` can set, and what does.
_TAKEN = {
    "model": "--model",
    "prompt": "PROMPT",
    "n": "--count",
    "image": "--edit",
    "images": "--edit",
    "mask": "--mask",
    "stream": None,
    "partial_images": None,
}


@click.command(
    "image",
    epilog=examples(
        'wae openai image "A fox in the snow" -o fox.png',
        'wae openai image "A cat on a roof" -o cat.webp --size 1024x1024 --show',
        'wae openai image "An owl at night" -o owl.png --count 3',
        'wae openai image "Make it winter" --edit fox.png -o winter.png',
    ),
)
@click.argument("prompt", required=False)
@click.option("-o", "--output", "path", metavar="FILE", help="Where to save it; - is stdout.")
@click.option("-m", "--model", metavar="MODEL", help="The model to ask.")
@click.option("--size", metavar="SIZE", help="Such as 1024x1024 or auto.")
@click.option("--quality", metavar="WORD", help="Such as low, high or auto.")
@click.option("--style", metavar="WORD", help="Such as vivid or natural.")
@click.option(
    "--option",
    "more",
    type=NameAndValue(),
    metavar="NAME=VALUE",
    multiple=True,
    help="Any other option of the server, by its name.",
)
@click.option(
    "--edit",
    "sources",
    metavar="PICTURE",
    multiple=True,
    help="Make it from this picture; several are allowed.",
)
@click.option(
    "--mask", metavar="PICTURE", help="A picture, transparent where --edit may change it."
)
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
@click.option("--show", is_flag=True, help="Also show it on the terminal.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@json_option("model", "files", "urls", "usage")
@click.pass_obj
def image(
    terminal: Terminal,
    prompt: str | None,
    path: str | None,
    model: str | None,
    size: str | None,
    quality: str | None,
    style: str | None,
    more: tuple[tuple[str, str], ...],
    sources: tuple[str, ...],
    mask: str | None,
    form: str | None,
    count: int,
    show: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Make a picture from PROMPT, and with --edit from other pictures.

    The model is --model, OPENAI_IMAGE_MODEL, or the newest one for pictures that the server lists.
    Sizes, qualities and styles depend on it. On a terminal you are asked for what is missing.

    A picture on another host is fetched, without your key, if OPENAI_IMAGE_HOSTS lists that host.
    Otherwise its URL is printed.

    --show works on terminals that show pictures (kitty, Ghostty, iTerm2, WezTerm).
    """
    if count > _MOST:
        raise click.UsageError(f"--count is {_MOST} at most.")
    if mask is not None and not sources:
        raise click.UsageError("--mask needs --edit.")
    originals = [original.read(each) for each in sources]
    masking = None if mask is None else original.read(mask)
    prompt, path, size, quality = guide.complete(terminal, prompt, path, size, quality)
    if path == whole_file.STDOUT:
        _check_stdout(terminal, count, show, as_json)
    asked = file_names.wanted(path, form)
    paths = file_names.numbered(path, count)
    saving.check(paths, force)
    named = {"size": size, "quality": quality, "style": style, "output_format": asked}
    options = as_object(named, more, _TAKEN)
    key.need(terminal)
    chosen = choice.for_pictures(model, terminal)
    order = images.Order(chosen, prompt, count, options, originals, masking)
    made = report.sort(_made(order, count, terminal))
    saved = _saved(paths, made, force, terminal)
    if as_json:
        output.write_json(report.document(chosen, saved, made))
    else:
        report.write(saved, made, terminal, to_stdout=path == whole_file.STDOUT)
    report.tell_differences(saved, made, count, terminal)
    if show:
        report.show(saved, terminal)
    for failure in report.failures(made):
        terminal.tell(str(failure))
    if made.elsewhere or made.unusable:
        raise click.exceptions.Exit(FAILED)


def _check_stdout(terminal: Terminal, count: int, show: bool, as_json: bool) -> None:
    """Raises `click.UsageError` where more than a picture would go there, or a terminal is."""
    for option, given in (("--count", count > 1), ("--show", show), ("--json", as_json)):
        if given:
            raise click.UsageError(f"{option} does not go with --output -.")
    if terminal.stdout_tty:
        raise click.UsageError("A terminal does not show a picture's bytes: give --output FILE.")


def _saved(paths: list[str], made: Made, force: bool, terminal: Terminal) -> list[Saved]:
    """The pictures in files. Where these cannot be written, URLs are told all the same."""
    try:
        return saving.save(paths, made.pictures, force)
    except Failure:
        report.write([], made, terminal)
        raise


def _made(order: images.Order, count: int, terminal: Terminal) -> images.Work:
    what = wording.count(count, "picture")
    with terminal.waiting(f"{errors.named(order.model)} makes {what}…"):
        try:
            return images.draw(order)
        except Err as error:
            raise errors.failure(error.value, order.model) from None
