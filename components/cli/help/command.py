"""`wae help`: the help of a command, or a topic."""

from difflib import get_close_matches

import click

from help.topics import TOPICS
from shared import output
from shared.tool import examples


class _Topic(click.ParamType[str]):
    """A topic or a command; `choices` is for completion."""

    name = "topic"
    choices = tuple(TOPICS)


@click.command(
    "help",
    epilog=examples("wae help", "wae help settings", "wae help github repo"),
)
@click.argument("words", metavar="[TOPIC | COMMAND]...", nargs=-1, type=_Topic())
@click.pass_context
def help_(context: click.Context, words: tuple[str, ...]) -> None:
    """Explain a command or a topic.

    Topics: settings, output, exit-codes, sandbox, examples.
    """
    root = context.find_root()
    if not words:
        output.write_lines([root.get_help(), "", *_topics()])
    elif words[0] in TOPICS:
        if len(words) > 1:
            raise click.UsageError(f"{words[0]!r} is a topic: nothing comes after it.")
        output.write_text(TOPICS[words[0]][1])
    else:
        output.write_lines([_context(root, words).get_help()])


def _topics() -> list[str]:
    widest = max(map(len, TOPICS))
    return [
        "Topics (wae help TOPIC):",
        *(f"  {name:<{widest}}  {about}" for name, (about, _) in TOPICS.items()),
    ]


def _context(root: click.Context, words: tuple[str, ...]) -> click.Context:
    """The context of the command that the words lead to. Raises `click.UsageError`."""
    context = root
    for word in words:
        group = context.command
        below = group.commands if isinstance(group, click.Group) else {}
        if word not in below:
            raise click.UsageError(_unknown(word, [*below, *(TOPICS if context is root else ())]))
        context = below[word].context_class(
            below[word],
            info_name=word,
            parent=context,
            terminal_width=root.terminal_width,
            help_option_names=root.help_option_names,
        )
    return context


def _unknown(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known, 1)
    guess = f" Did you mean {near[0]!r}?" if near else ""
    return f"There is no help on {word!r}.{guess}"
