"""The account of WattTime and the key of Electricity Maps: asked for where they are not set."""

import re

from wit_world.imports import answers

from shared import server, setting_place
from shared.terminal import Terminal
from tools.watttime.commands import errors
from tools.watttime.commands.errors import SERVER
from tools.watttime.commands.sources import (
    KEY,
    MAPS,
    PASSWORD,
    TOKEN,
    USERS,
    Choice,
    Source,
)

RULES = (
    "The password needs 8 characters or more, with a letter, a digit and",
    "a special character. 'wae password --require' makes one.",
)


def lacking(terminal: Terminal, other: Source | None = None) -> list[str]:
    """The settings of the account that a person has to be asked for; the `other` service would do.

    Raises `Failure` where nobody can be asked, or where the answers would not be sent.
    """
    names = errors.unset()
    if names and not terminal.interactive:
        raise errors.missing(names, other)
    if names and (file := SERVER.file()):
        raise errors.not_for_typed(names, file)
    return names


def complete(terminal: Terminal, choice: Choice) -> None:
    """Asks for what the service wants and is not set, for this run; where there is a token, nothing
    is lacking. Raises `Failure`, as `lacking`."""
    if choice.source is MAPS:
        _complete_key(terminal, choice.other)
        return
    if setting_place.first(TOKEN):
        return
    names = lacking(terminal, choice.other)
    if not names:
        return
    who = server.begin(SERVER.called())
    terminal.tell(f"{who} wants an account; 'wae watttime register' makes one.")
    for way in errors.instead(choice.other):
        terminal.tell(f"{way}.")
    terminal.tell("For this run:")
    for name in names:
        ask = terminal.ask_unseen if name == PASSWORD else terminal.ask
        answer = ask("Password" if name == PASSWORD else "User name")
        if not answer:
            raise errors.missing([name], choice.other)
        answers.provide(name, answer)


def _complete_key(terminal: Terminal, other: Source | None) -> None:
    if setting_place.first(KEY):
        return
    if not terminal.interactive:
        raise errors.key_missing(other)
    if file := MAPS.server.file():
        raise errors.not_for_typed([KEY], file, MAPS.server)
    who = server.begin(MAPS.server.called())
    terminal.tell(f"{who} wants a key; https://app.electricitymaps.com gives one. For this run:")
    answer = terminal.ask_unseen("Key")
    if not answer:
        raise errors.key_missing(other)
    answers.provide(KEY, answer)


def forget() -> None:
    """Drops what was typed, so that it is asked for again."""
    for name in (*USERS, PASSWORD, KEY):
        answers.provide(name, "")


def new_password(terminal: Terminal) -> str:
    """A password that keeps WattTime's rules, typed twice, unseen.

    Raises `click.Abort` at the end of the input.
    """
    for line in RULES:
        terminal.tell(line)
    while True:
        password = terminal.ask_unseen("Password")
        lacking = lacks(password)
        if lacking:
            terminal.tell(f"It lacks {lacking}.")
        elif terminal.ask_unseen("Password, once more") == password:
            return password
        else:
            terminal.tell("The two differ.")


def lacks(password: str) -> str:
    """What WattTime's rules ask for and the password does not have; nothing if it is good."""
    needs = {
        "characters (8 or more)": len(password) >= 8,
        "a letter": re.search("[A-Za-z]", password),
        "a digit": re.search("[0-9]", password),
        "a special character": re.search("[^A-Za-z0-9\\s]", password),
    }
    return ", ".join(need for need, met in needs.items() if not met)
