"""What a picture needs: asked for where it is missing."""

import click

from shared.errors import Failure
from shared.terminal import Terminal
from tools.openai.commands.pictures import file_names, saving

_NAME = "picture.png"


def complete(
    terminal: Terminal,
    prompt: str | None,
    path: str | None,
    size: str | None,
    quality: str | None,
) -> tuple[str, str, str | None, str | None]:
    """Prompt, file, size and quality. Whoever gave the first two is asked for nothing.

    Raises `click.UsageError` where nobody can be asked for them.
    """
    prompt = (prompt or "").strip() and prompt
    if prompt and path:
        return prompt, path, size, quality
    if not terminal.interactive:
        missing = "Name a file with --output." if prompt else "Give a prompt: what is to be seen."
        raise click.UsageError(missing)
    while not prompt:
        prompt = terminal.ask("What is to be seen")
    if size is None:
        size = terminal.ask("Size, such as 1024x1024 (Enter: the model's own)") or None
    if quality is None:
        quality = terminal.ask("Quality, such as low or high (Enter: the model's own)") or None
    return prompt, path or _file(terminal), size, quality


def _file(terminal: Terminal) -> str:
    """The name of a file that can be written, and is not there yet."""
    free = file_names.free(_NAME)
    while True:
        path = terminal.ask(f"File [{free}]") or free
        try:
            saving.check([path], force=False)
        except Failure as failure:
            terminal.tell(str(failure))
        else:
            return path
