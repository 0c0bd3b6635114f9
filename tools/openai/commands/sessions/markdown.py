"""A session as Markdown."""

import re

from wit_world.imports import chat

from shared import cleaning
from tools.openai.commands import views
from tools.openai.commands.chat.turns import Turn
from tools.openai.commands.sessions.store import Session

_FENCES = re.compile("^`{3,}", re.MULTILINE)


def write(session: Session) -> str:
    """A document (CommonMark) with a section for each message, harmless wherever it is shown."""
    blocks = [f"# {views.title(session) or 'Chat'}", f"Session {session.id}"]
    system = None
    for turn in session.turns:
        if turn.system and turn.system != system:
            blocks += ["## System", turn.system]
        system = turn.system
        blocks += _turn(turn)
    return cleaning.text("\n\n".join(blocks)) + "\n"


def _turn(turn: Turn) -> list[str]:
    blocks = []
    for message in turn.messages:
        if message.role is chat.Role.USER:
            attached = [f"Attached: {one}" for one in turn.attached]
            blocks += [f"## You, {turn.time}", message.content, *attached]
        elif message.role is chat.Role.TOOL:
            blocks.append(_fenced(message.content))
        elif message.role is chat.Role.ASSISTANT:
            blocks += [f"## {turn.model}", *([message.content] if message.content else [])]
            blocks += [_fenced(f"{one.name} {one.arguments}") for one in message.tool_calls or ()]
    return blocks


def _fenced(text: str) -> str:
    longest = max((len(fence) for fence in _FENCES.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{text}\n{fence}"
