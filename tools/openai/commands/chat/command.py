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
@click.option("-s", "--system", metavar="TEXT", help="Instructions for the model.")
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
@click.option("--reasoning", is_flag=True, help="Also show what the model thinks.")
@click.option("-u", "--usage", is_flag=True, help="Show how many tokens were used.")
@click.option("-c", "--continue", "resume", is_flag=True, help="Continue the latest session.")
@click.option("--session", "prefix", metavar="ID", help="Continue this session.")
@click.option("--tools", is_flag=True, help="Let the model call the other tools.")
@click.option("-y", "--yes", is_flag=True, help="Allow all its calls without asking.")
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

    Standard input is added to PROMPT. Without either, on a terminal, a conversation starts; it
    ends with 'bye', 'stop', 'end', 'quit', 'exit' or Ctrl-D. A backslash at the end of a line,
    or three quotes around several lines, joins them into one message. '/help' lists commands
    for the conversation itself. Ctrl-C stops a reply.

    The model is --model, the session's, OPENAI_MODEL, or the server's only model; if it has
    several, you can choose. A new conversation asks for a system prompt, unless you give --system.
    The key is OPENAI_API_KEY; OPENAI_BASE_URL names another server than OpenAI's.

    With --reasoning, what the model thinks before it replies goes to standard error, if the server
    sends it.

    With --tools the model may call the functions of the other tools and, on a terminal, of tools
    that you installed. Each call is shown, and its result goes to the model's server. You are
    asked before calls that make a password, change something or tell others something, and before
    those of installed tools; --yes allows them all.
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
