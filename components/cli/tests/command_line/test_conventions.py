"""What holds for every command, so that who knows one knows the others."""

import click

from command_line import root

WITHOUT_JSON = {
    "wae completion",
    "wae menu",
    "wae help",
}


def commands(command: click.Command, path: str = "wae") -> list[tuple[str, click.Command]]:
    """The command and all below it, each with its path."""
    children = getattr(command, "commands", {}).items()
    below = [each for name, child in children for each in commands(child, f"{path} {name}")]
    return [(path, command), *below]


EVERY = commands(root.wae)
LEAVES = [(path, each) for path, each in EVERY if not isinstance(each, click.Group)]
OPTIONS = [
    (path, option)
    for path, each in EVERY
    for option in each.params
    if isinstance(option, click.Option)
]


def test_json():
    """Every command that shows something has `--json`, with the same words of help."""
    having = {path for path, option in OPTIONS if "--json" in option.opts}
    assert WITHOUT_JSON == {path for path, _ in LEAVES} - having
    assert {"Print JSON."} == {option.help for _, option in OPTIONS if "--json" in option.opts}


def test_fields():
    """Every command that has `--json` has `--fields`, with the same words of help."""
    having = [(path, option) for path, option in OPTIONS if "--fields" in option.opts]
    assert {path for path, option in OPTIONS if "--json" in option.opts} == {p for p, _ in having}
    assert 1 == len({(option.help, option.metavar) for _, option in having})


def test_force():
    """What replaces a file is `--force`, with the same words of help, beside an option FILE or
    FOLDER."""
    words = {"FILE": "Replace FILE if it is there.", "FOLDER": "Replace files that are there."}
    expected = {(path, words[o.metavar]) for path, o in OPTIONS if o.metavar in words}
    assert expected == {(path, o.help) for path, o in OPTIONS if "--force" in o.opts}


def test_all():
    """Every command that has `--limit` has `--all`."""
    limited, whole = (
        {path for path, option in OPTIONS if name in option.opts} for name in ("--limit", "--all")
    )
    assert limited == whole


def test_examples():
    """Every command and group shows examples."""
    assert [] == [path for path, each in EVERY if "Examples:" not in (each.epilog or "")]


def test_short_names():
    """A short name stands for one long name, whatever the command; `-h` is always help."""
    meanings = {(name, option.opts[-1]) for _, option in OPTIONS for name in option.opts}
    short = [pair for pair in meanings if len(pair[0]) == 2]
    assert len({name for name, _ in short}) == len(short)
    assert "-h" not in {name for name, _ in short}


def test_help_texts():
    """Commands and options have a sentence of help; the first of a command fits the list."""
    assert [] == [(path, option.opts) for path, option in OPTIONS if not _is_sentence(option.help)]
    first = {path: (each.help or "").split("\n\n")[0].replace("\n", " ") for path, each in EVERY}
    assert [] == [path for path, text in first.items() if not _is_sentence(text)]


def test_groups_alone_print_help(wae):
    """A group without a command does what it is for, or prints its help; it never fails."""
    for path, each in EVERY:
        if isinstance(each, click.Group):
            assert 0 == wae(*path.split()[1:]).code, path


def _is_sentence(text: str | None) -> bool:
    return bool(text) and text.rstrip(")").endswith((".", "…"))
