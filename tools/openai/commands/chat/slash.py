"""Commands in a conversation: what begins with a slash is for wae, and not for the model."""

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches

from shared import cleaning
from shared.errors import Failure
from tools.openai.commands.chat import attachments
from tools.openai.commands.chat.conversation import Conversation
from tools.openai.commands.chat.installed import offered
from tools.openai.commands.models import choice

# A path, such as /etc/hosts, is none.
_WRITTEN = re.compile(r"/(?P<word>[a-zA-Z]+)(?:\s+(?P<rest>.*))?", re.DOTALL)


class Last(enum.Enum):
    """What is to be done with the last question."""

    RETRY = enum.auto()
    EDIT = enum.auto()


@dataclass(frozen=True)
class Command:
    """A command: `usage` is how it is written, `about` what it does; `run` gets the conversation
    and what follows the name."""

    usage: str
    about: str
    run: Callable[[Conversation, str], Last | None]

    @property
    def name(self) -> str:
        """Its first word."""
        return self.usage.split()[0]


def read(text: str) -> tuple[Command, str] | None:
    """The command in a text, and what follows its name; None for a question.

    Raises `Failure` for a command that there is not.
    """
    written = _WRITTEN.fullmatch(text)
    if written is None:
        return None
    name, rest = f"/{written['word'].lower()}", (written["rest"] or "").strip()
    known = {one.name: one for one in COMMANDS}
    if name not in known:
        near = get_close_matches(name, known, 1)
        hint = f"Did you mean {near[0]}?" if near else "Type /help"
        raise Failure(f"There is no command {name}", hint)
    return known[name], rest


def _help(conversation: Conversation, _rest: str) -> None:
    terminal = conversation.terminal
    widest = max(len(one.usage) for one in COMMANDS)
    for one in COMMANDS:
        terminal.tell(f"  {one.usage:<{widest}}  {one.about}")
    if terminal.edits:
        terminal.tell("Alt-Enter, or a backslash and Enter, begins a new line. Ctrl-C stops a")
        terminal.tell("reply, or clears what you type; the arrows bring back what you asked.")
    else:
        terminal.tell('A backslash at the end of a line, or """ around lines, asks them as one.')


def _model(conversation: Conversation, rest: str) -> None:
    terminal = conversation.terminal
    if not rest:
        terminal.tell(cleaning.line(conversation.manner.model))
        return
    chosen = choice.for_chat(rest, None, terminal)
    conversation.manner = replace(conversation.manner, model=chosen)


def _system(conversation: Conversation, rest: str) -> None:
    terminal = conversation.terminal
    now = conversation.manner.system or ""
    if not rest and not terminal.edits:
        terminal.tell(f"Now: {cleaning.text(now)}" if now else "There is none.")
    text = rest or terminal.edit("System prompt (empty for none): ", "", now, ()).strip()
    conversation.manner = replace(conversation.manner, system=text or None)


def _attach(conversation: Conversation, rest: str) -> None:
    terminal = conversation.terminal
    if rest == "off":
        conversation.pending = []
    elif rest:
        session = f" --session {conversation.id}" if conversation.id and conversation.turns else ""
        advice = (
            "A conversation reads files of the current folder. Give another one when you begin: "
            f"'wae openai chat{session} --attach FILE'"
        )
        if rest == attachments.STDIN:
            raise Failure("Standard input is what you type", "Name a file or a URL")
        attached = attachments.given(rest, conversation.contents, terminal, advice)
        conversation.pending = [*conversation.pending, attached]
    for one in conversation.pending:
        terminal.tell(f"  {one}")
    many = len(conversation.pending)
    what = f"{'This goes' if many == 1 else 'These go'}" if many else "Nothing goes"
    terminal.tell(f"{what} with the next question.")


def _retry(conversation: Conversation, _rest: str) -> Last:
    return _needs_turn(conversation, Last.RETRY)


def _edit(conversation: Conversation, _rest: str) -> Last:
    return _needs_turn(conversation, Last.EDIT)


def _needs_turn(conversation: Conversation, last: Last) -> Last:
    if not conversation.turns:
        raise Failure("Nothing has been asked yet", "Ask something first")
    return last


def _save(conversation: Conversation, rest: str) -> None:
    if conversation.id is None:
        raise Failure(
            "Nothing of this chat is kept",
            "Begin it without --no-save, where there is a data folder",
        )
    if not conversation.turns:
        raise Failure("Nothing has been asked yet", "Ask something first")
    file = cleaning.line(rest) or "FILE.md"
    written = f"'{file}'" if re.search(r"[^\w./-]", file) else file
    conversation.terminal.tell(
        f"It is kept as session {conversation.id}; a chat itself writes no other files. To save it:"
    )
    conversation.terminal.tell(f"  wae openai sessions export {conversation.id} -o {written}")


def _tools(conversation: Conversation, rest: str) -> None:
    if rest not in ("", "on", "off"):
        raise Failure(f"/tools is on or off, not {cleaning.line(rest)}", "Type /tools on")
    known = offered(conversation.terminal.services)
    if rest:
        tools = [one.tool for one in known.values()] if rest == "on" else []
        conversation.manner = replace(conversation.manner, tools=tools)
        return
    state = "on" if conversation.manner.tools else "off"
    conversation.terminal.tell(f"Tools are {state}. The model may call these when they are on:")
    for name in known:
        conversation.terminal.tell(f"  {name}")


COMMANDS = (
    Command("/help", "show this", _help),
    Command("/model [NAME]", "show or change the model", _model),
    Command("/system [TEXT]", "change the instructions for the model", _system),
    Command("/attach [FILE]", "send a picture or a text along; off: send none", _attach),
    Command("/retry", "ask the last question again", _retry),
    Command("/edit", "change the last question and ask it again", _edit),
    Command("/save [FILE]", "tell how to save the conversation", _save),
    Command("/tools [on|off]", "show the tools, or let the model call them", _tools),
)
