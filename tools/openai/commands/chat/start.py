"""What a chat begins with: the session that it goes on with, and who hears of its replies."""

from shared import output
from shared.markdown.blocks import Markdown
from shared.terminal import Terminal
from tools.openai.commands.chat.attachments import Contents
from tools.openai.commands.chat.calls import Calls
from tools.openai.commands.chat.screen import Screen
from tools.openai.commands.chat.turns import Listener
from tools.openai.commands.sessions import store
from tools.openai.commands.sessions.store import KEEP, Session


def session(terminal: Terminal, resume: bool, prefix: str | None, *, keeps: bool) -> Session | None:
    """The session to go on with, a new one, or none where nothing is to be kept, or can be."""
    if prefix is not None:
        return store.read(store.find(prefix))
    if resume:
        return store.latest()
    if not keeps:
        return None
    if store.folder() is None:
        terminal.tell(f"wae: There is no data folder, so nothing of this chat is kept. {KEEP}.")
        return None
    return Session(store.begin(), [])


def contents(session: Session | None, terminal: Terminal) -> Contents:
    """What was attached before; tells of what is no longer there."""
    attached = [one for turn in session.turns for one in turn.attached] if session else []
    if session is None or not attached:
        return {}
    there = store.contents(session)
    for one in dict.fromkeys(attached):
        if one.sha256 and one.sha256 not in there:
            terminal.tell(f"wae: {one} is no longer kept, so the model does not get it.")
    return there


def listener(terminal: Terminal, free: bool, silent: bool, reasoning: bool) -> Listener:
    """Who shows replies as they come, unless `silent`, and what the model thinks on `reasoning`;
    `free` is whether it may call what it likes."""
    calls = Calls(terminal, free)
    markdown = Markdown(output.write_text, terminal.columns) if terminal.colour else None
    screen = Screen(markdown.write if markdown else output.write_text)
    thoughts = Screen(terminal.whisper)

    def write(piece: str) -> None:
        thoughts.end()
        if not silent:
            screen.write(piece)

    def end() -> None:
        thoughts.end()
        screen.end()
        if markdown:
            markdown.end()

    return Listener(write, end, calls.answer, thoughts.write if reasoning else None)
