"""How a reply ended, where the user should know."""

from shared import cleaning, wording
from shared.terminal import Terminal
from tools.openai.commands.chat.turns import STOPPED, Turn

# How replies end that are whole, by OpenAI and those who speak its API.
_USUAL = (
    *("stop", "tool_calls", "function_call", "end_turn", "tool_use", "stop_sequence"),
    *("eos", "eos_token", "completed"),
)


def tell(turn: Turn, usage: bool, terminal: Terminal) -> None:
    """Tells of a reply that is not whole, and with `usage` how many tokens the turn took."""
    if turn.finish == STOPPED:
        terminal.tell("wae: Stopped. What was said until then is kept.")
    elif turn.finish == "length":
        terminal.tell("wae: The reply ends early: it has as many tokens as it may have.")
    elif turn.finish == "content_filter":
        terminal.tell("wae: The server left out some of the reply because of its content.")
    elif turn.finish.lower() not in _USUAL:
        terminal.tell(f'wae: The reply ended with "{cleaning.line(turn.finish)}".')
    if usage:
        terminal.tell(f"wae: {_spent(turn)}")


def _spent(turn: Turn) -> str:
    spent = turn.usage
    if spent is None:
        return "The server does not say how many tokens it took."
    return (
        f"{wording.count(spent.input, 'token')} read, "
        f"{wording.number(spent.output)} written, {wording.number(spent.total)} in all."
    )
