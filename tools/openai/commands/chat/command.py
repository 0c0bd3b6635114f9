"""`wae openai chat`: one question, or a conversation on the terminal."""

import click
from wit_world.imports import chat as contract

from shared import output
from shared.terminal import Terminal
from shared.tool import WholeNumber, examples
from tools.openai.commands import key
from tools.openai.commands.chat import endings, questions
from tools.openai.commands.chat.calls import Calls
from tools.openai.commands.chat.conversation import Conversation
from tools.openai.commands.chat.installed import offered
from tools.openai.commands.chat.screen import Screen
from tools.openai.commands.chat.talk import Talk
from tools.openai.commands.chat.turns import Listener, Manner, Turn
from tools.openai.commands.models import choice
from tools.openai.commands.options import Temperature
from tools.openai.commands.sessions import store
from tools.openai.commands.sessions.store import KEEP, Session
from tools.openai.commands.shapes import USAGE
from wae.contract.json_values import to_json


@click.command(
    "chat",
    epilog=examples(
        'wae openai chat "Why is the sky blue?"',
        'wae openai chat --continue "And the sea?"',
        'wae openai chat --tools "What is new in the latest release of cli/cli?"',
        'cat notes.txt | wae openai chat "Summarize this"',
    ),
)
@click.argument("prompt", required=False)
@click.option("-m", "--model", metavar="MODEL", help="The model to ask.")
@click.option("-s", "--system", metavar="TEXT", help="What the model is told beforehand.")
@click.option(
    "-t",
    "--temperature",
    type=Temperature(),
    metavar="0-2",
    help="Sampling temperature.",
)
@click.option(
    "--max-tokens",
    type=WholeNumber(minimum=1),
    metavar="N",
    help="The most tokens of a reply.",
)
@click.option("--no-stream", is_flag=True, help="Show the reply when it is complete.")
@click.option("--reasoning", is_flag=True, help="Show what the model thinks, too.")
@click.option("-u", "--usage", is_flag=True, help="Tell how many tokens it took.")
@click.option("-c", "--continue", "resume", is_flag=True, help="Go on with the latest session.")
@click.option("--session", "prefix", metavar="ID", help="Go on with this session.")
@click.option("--tools", is_flag=True, help="Let the model call the other tools.")
@click.option("-y", "--yes", is_flag=True, help="Allow all its calls, without a question.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def chat(
    terminal: Terminal,
    prompt: str | None,
    model: str | None,
    system: str | None,
    temperature: float | None,
    max_tokens: int | None,
    no_stream: bool,
    reasoning: bool,
    usage: bool,
    resume: bool,
    prefix: str | None,
    tools: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Ask a model, or talk with it.

    What comes on standard input is added to PROMPT. Without both, on a terminal: a
    conversation, until 'bye', 'stop', 'end', 'quit', 'exit' or Ctrl-D. A line that ends in a
    backslash goes on in the next one; so does everything between lines that begin and end with
    three quotes. '/help' lists commands for the conversation itself. Ctrl-C stops a reply.

    The model is --model, the session's, OPENAI_MODEL, or the only one that the server has; of
    several you may choose. A new conversation asks for a system prompt, unless there is --system.
    The key is OPENAI_API_KEY, another server than OpenAI's is OPENAI_BASE_URL.

    With --reasoning what the model thinks before it replies goes to standard error, if the server
    tells it.

    With --tools the model may call the functions of the other tools; on a terminal, of those that
    you installed as well. Each call is shown, and what it returns goes to the model's server.
    Calls that make a password, change something or tell others something are asked about before,
    and so are those of installed tools; --yes allows them all.
    """
    if resume and prefix is not None:
        raise click.UsageError("--continue does not go with --session.")
    if yes and not tools:
        raise click.UsageError("--yes needs --tools.")
    question = questions.given(prompt, terminal)
    if not question and (prompt is not None or as_json or not terminal.interactive):
        raise click.UsageError("Give a prompt, as an argument or on standard input.")
    key.need(terminal)
    session = _session(terminal, resume, prefix)
    last = session.turns[-1] if session and session.turns else None
    chosen = choice.for_chat(model, last.model if last else None, terminal)
    if system is None and last is None and not question:
        system = terminal.ask("System prompt (Enter for none)")
    conversation = Conversation(
        session.id if session else None,
        session.turns if session else [],
        Manner(
            chosen,
            system if system is not None else last.system if last else None,
            temperature,
            max_tokens,
            streamed=not (no_stream or as_json),
            tools=[one.tool for one in offered(terminal.services).values()] if tools else [],
        ),
        _listener(terminal, yes, as_json, reasoning),
        terminal,
    )
    if not question:
        Talk(conversation, usage).go_on()
        return
    turn = conversation.ask(question)
    try:
        conversation.keep(turn)
    finally:
        # The reply is paid for, kept or not.
        if as_json:
            output.write_json(_document(conversation.id, turn))
        endings.tell(turn, usage, terminal)


def _session(terminal: Terminal, resume: bool, prefix: str | None) -> Session | None:
    """The session to go on with, a new one, or none where nothing can be kept."""
    if prefix is not None:
        return store.read(store.find(prefix))
    if resume:
        return store.latest()
    if store.folder() is None:
        terminal.tell(f"wae: There is no data folder, so nothing of this chat is kept. {KEEP}.")
        return None
    return Session(store.begin(), [])


def _listener(terminal: Terminal, free: bool, silent: bool, reasoning: bool) -> Listener:
    calls = Calls(terminal, free)
    if silent:
        return Listener(lambda piece: None, lambda: None, calls.answer)
    screen, thoughts = Screen(output.write_text), Screen(terminal.whisper)

    def write(piece: str) -> None:
        thoughts.end()
        screen.write(piece)

    def end() -> None:
        thoughts.end()
        screen.end()

    return Listener(write, end, calls.answer, thoughts.write if reasoning else None)


def _document(session: str | None, turn: Turn) -> dict[str, object]:
    # Each call is answered, in the order in which they were asked for.
    calls = [call for message in turn.messages for call in message.tool_calls or ()]
    answers = [one.content for one in turn.messages if one.role is contract.Role.TOOL]
    return {
        "session": session,
        "model": turn.model,
        "reply": turn.reply,
        "reasoning": turn.reasoning or None,
        "finish": turn.finish,
        "usage": to_json(USAGE, turn.usage),
        "calls": [
            {"name": call.name, "arguments": call.arguments, "result": answer}
            for call, answer in zip(calls, answers, strict=True)
        ],
    }
