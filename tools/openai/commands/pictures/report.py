"""What became of the pictures: files, and URLs of those that could not be fetched."""

from collections.abc import Sequence
from dataclasses import dataclass

from wit_world.imports import chat, environment, images

from shared import cleaning, output, wording
from shared.errors import Failure, clause
from shared.terminal import Terminal
from tools.openai.commands.pictures import file_names, graphics
from tools.openai.commands.pictures.saving import Saved
from tools.openai.commands.shapes import USAGE
from wae.contract.json_values import to_json

HOSTS = "OPENAI_IMAGE_HOSTS"


@dataclass(frozen=True)
class Made:
    """What came of an order, by kind."""

    pictures: list[images.Picture]
    elsewhere: list[images.Elsewhere]
    unusable: list[chat.Error]
    usage: chat.Usage | None


def sort(work: images.Work) -> Made:
    """The outcomes by their kind, each in its order."""
    return Made(
        [one.value for one in work.outcomes if isinstance(one, images.Outcome_Picture)],
        [one.value for one in work.outcomes if isinstance(one, images.Outcome_Elsewhere)],
        [one.value for one in work.outcomes if isinstance(one, images.Outcome_Unusable)],
        work.usage,
    )


def write(
    saved: Sequence[Saved], made: Made, terminal: Terminal, *, to_stdout: bool = False
) -> None:
    """A line or a row for each: first files, then URLs; where stdout is for pictures, what is none
    goes to stderr."""
    if to_stdout:
        for one in made.elsewhere:
            terminal.tell(cleaning.line(one.url))
        return
    if not terminal.stdout_tty:
        output.write_fields([one.path, one.picture.format, len(one.content)] for one in saved)
        output.write_fields([one.url, "url", ""] for one in made.elsewhere)
        return
    output.write_lines(
        f"{cleaning.line(one.path)} ({cleaning.line(one.picture.format)}, "
        f"{wording.size(len(one.content))})"
        for one in saved
    )
    output.write_lines(cleaning.line(one.url) for one in made.elsewhere)


def document(model: str, saved: Sequence[Saved], made: Made) -> dict[str, object]:
    """The same as JSON."""
    return {
        "model": model,
        "files": [
            {
                "path": one.path,
                "format": one.picture.format,
                "size": len(one.content),
                "revised_prompt": one.picture.revised_prompt,
            }
            for one in saved
        ],
        "urls": [{"url": one.url, "revised_prompt": one.revised_prompt} for one in made.elsewhere],
        "usage": to_json(USAGE, made.usage),
    }


def tell_differences(saved: Sequence[Saved], made: Made, count: int, terminal: Terminal) -> None:
    """Tells what is not as it was asked for."""
    for one in saved:
        named = file_names.of_name(one.path)
        if named is not None and named != one.picture.format:
            form = cleaning.line(one.picture.format)
            terminal.tell(f"wae: {cleaning.line(one.path)} is {form}, whatever its name says.")
    got = len(made.pictures) + len(made.elsewhere) + len(made.unusable)
    if got < count:
        terminal.tell(f"wae: The server made {wording.count(got, 'picture')} of {count}.")


def failures(made: Made) -> list[Failure]:
    """Why there is no file for a picture; what kept it elsewhere comes last."""
    broken = [
        Failure(f"A picture cannot be used: {_words(error)}", "Ask again")
        for error in made.unusable
    ]
    return [*broken, _elsewhere(made.elsewhere)] if made.elsewhere else broken


def _elsewhere(lost: Sequence[images.Elsewhere]) -> Failure:
    """Nothing leads to a URL of the server's but that somebody opens it, or trusts its host."""
    one = len(lost) == 1
    were, its = ("was", "its URL") if one else ("were", "their URLs")
    what = f"{wording.count(len(lost), 'picture')} {were} made, but could not be fetched"
    reason = lost[0].reason
    if isinstance(reason, chat.Error_Blocked):
        return Failure(
            f"{what}: the sandbox does not let openai reach {_words(reason)}",
            f"Open {its} soon; or, if you trust that server, list it in {HOSTS}: then pictures are "
            "fetched from there, without your key",
        )
    if not all(each.url.lower().startswith(("https://", "http://")) for each in lost):
        return Failure(f"{what}: {_words(reason)}", "Ask again, or ask its operator")
    return Failure(f"{what}: {_words(reason)}", f"Open {its} soon")


def _words(error: chat.Error) -> str:
    """Why, without who: that is another server than the one that made the picture."""
    return clause(error.value if isinstance(error.value, str) else error.value.message)


def show(saved: Sequence[Saved], terminal: Terminal) -> None:
    """Draws them on a terminal that can."""
    kind = graphics.protocol(dict(environment.get_environment()))
    if kind is None or not terminal.stdout_tty:
        terminal.tell("wae: This terminal shows no pictures. Open the file instead.")
        return
    for one in saved:
        sequence = graphics.escape_sequence(one.content, one.picture.format, kind)
        if sequence is None:
            name = cleaning.line(one.path)
            terminal.tell(f"wae: This terminal shows PNG only. Open {name} instead.")
        else:
            output.write_text(sequence)
