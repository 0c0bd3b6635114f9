"""The key for OpenAI: asked for where it is not set."""

from wit_world.imports import answers

from shared.errors import AUTHENTICATION, Failure
from shared.terminal import Terminal
from tools.openai.commands.errors import KEY, KEYS, SERVER


def need(terminal: Terminal) -> None:
    """Asks for the key, unseen, for this run; only OpenAI's own server is known to want one.

    Raises `Failure` where nobody can be asked, or nothing is typed.
    """
    if SERVER.other() or SERVER.key(KEY) is not None:
        return
    typed = terminal.ask_unseen(f"{KEY}, for this run").strip() if terminal.interactive else ""
    if not typed:
        raise Failure(
            f"{KEY} is not set",
            SERVER.how_to_set(KEY),
            f"A key comes from {KEYS}. Another server than OpenAI's is OPENAI_BASE_URL",
            code=AUTHENTICATION,
        )
    answers.provide(KEY, typed)
