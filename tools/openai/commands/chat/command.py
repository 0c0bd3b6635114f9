"""`wae openai chat`: one question, or a conversation on the terminal."""

import click
from wit_world.imports import chat as contract

from shared import cleaning, output
from shared.errors import Failure
from shared.json_option import json_option
from shared.terminal import Terminal
from shared.tool import WholeNumber, examples
from tools.openai.commands import key
from tools.openai.commands.chat import attachments, endings, questions, start
from tools.openai.commands.chat import schema as schemas
from tools.openai.commands.chat.conversation import Conversation
from tools.openai.commands.chat.installed import offered
from tools.openai.commands.chat.schema import Schema
from tools.openai.commands.chat.talk import Talk
from tools.openai.commands.chat.turns import Manner, Stopped, Turn
from tools.openai.commands.models import choice
from tools.openai.commands.options import NameAndValue, Temperature, as_object
from tools.openai.commands.sessions import limit
from tools.openai.commands.shapes import USAGE
from wae.contract.json_values import to_json

_NAME = "Name a picture or a text"
# What no `--option` can set, and what does.
_TAKEN = {
    "model": "--model",
    "messages": None,
    "tools": "--tools",
    "stream": "--no-stream or nothing",
    "stream_options": None,
    "n": None,
}
_TAKEN_ONCE = {
    "temperature": "--temperature alone",
    "max_completion_tokens": "--max-tokens alone",
    "response_format": "--schema alone",
}


@click.command(
    "chat",
    epilog=examples(
        'wae openai chat "Why is the sky blue?"',
        'wae openai chat --continue "And the sea?"',
        'wae openai chat --tools "What is new in the latest release of cli/cli?"',
        'cat notes.txt | wae openai chat "Summarize this"',
        'wae openai chat --attach photo.jpg "What is it?"',
        'wae openai chat --schema "name, age int" "Invent a dog"',
        'wae openai chat --option reasoning_effort=high --no-save "Is 2027 prime?"',
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
@click.option(
    "--option",
    "more",
    type=NameAndValue(),
    metavar="NAME=VALUE",
    multiple=True,
    help="Any other that the server has, by its name.",
)
@click.option(
    "-a",
    "--attach",
    "attached",
    metavar="FILE|URL|-",
    multiple=True,
    help="Send a picture or a text along; several are allowed.",
)
@click.option("--schema", metavar="SCHEMA", help="What the reply has to be: JSON that fits it.")
@click.option("--schema-multi", metavar="SCHEMA", help="The same for a list, in 'items'.")
@click.option("--no-stream", is_flag=True, help="Show the reply when it is complete.")
@click.option(
    "--reasoning/--no-reasoning",
    default=None,
    help="Also show what the model thinks. Default: on a terminal.",
)
@click.option("-u", "--usage", is_flag=True, help="Show how many tokens were used.")
@click.option("-c", "--continue", "resume", is_flag=True, help="Continue the latest session.")
@click.option("--session", "prefix", metavar="ID", help="Continue this session.")
@click.option("--no-save", is_flag=True, help="Keep nothing of it.")
@click.option("--tools", is_flag=True, help="Let the model call the other tools.")
@click.option("-y", "--yes", is_flag=True, help="Allow all its calls without asking.")
@json_option("session", "model", "reply", "reasoning", "finish", "usage", "calls")
@click.pass_obj
def chat(
    terminal: Terminal,
    prompt: str | None,
    model: str | None,
    system: str | None,
    temperature: float | None,
    max_tokens: int | None,
    more: tuple[tuple[str, str], ...],
    attached: tuple[str, ...],
    schema: str | None,
    schema_multi: str | None,
    no_stream: bool,
    reasoning: bool | None,
    usage: bool,
    resume: bool,
    prefix: str | None,
    no_save: bool,
    tools: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Ask a model, or talk with it.

    Standard input is added to PROMPT. Without either, on a terminal, a conversation starts; it
    ends with 'bye', 'stop', 'end', 'quit', 'exit' or Ctrl-D. A backslash at the end of a line,
    or three quotes around several lines, joins them into one message. '/help' lists commands
    for the conversation itself. Ctrl-C stops a reply.

    The model is --model, the session's, OPENAI_MODEL, or the newest general one that the server
    lists. A new conversation asks for a system prompt, unless you give --system.
    The key is OPENAI_API_KEY; OPENAI_BASE_URL names another server than OpenAI's.

    What the model thinks before it replies goes to standard error, if the server sends it: on a
    terminal, or with --reasoning.

    --attach takes PNG, JPEG, WebP, GIF and UTF-8 text, whatever their names are, from files, the
    URL of a picture, or - for standard input. --continue has them again.

    SCHEMA is a JSON schema, the name of a .json file with one, or fields, such as "name, age int,
    bio: a short text" (str, int, float, bool). A reply that does not fit goes to standard error,
    with what differs.

    With --tools the model may call the functions of the other tools and, on a terminal, of tools
    that you installed. Each call is shown, and its result goes to the model's server. You are
    asked before calls that make a password, change something or tell others something, and before
    those of installed tools; --yes allows them all.
    """
    if resume and prefix is not None:
        raise click.UsageError("--continue does not go with --session.")
    if yes and not tools:
        raise click.UsageError("--yes needs --tools.")
    if schema is not None and schema_multi is not None:
        raise click.UsageError("--schema does not go with --schema-multi.")
    fields = schema if schema_multi is None else schema_multi
    wanted = None if fields is None else schemas.given(fields, many=schema_multi is not None)
    if attached.count(attachments.STDIN) > 1:
        raise click.UsageError("--attach - is given twice.")
    contents: attachments.Contents = {}
    pending = [attachments.given(word, contents, terminal, _NAME) for word in attached]
    question = questions.given(prompt, terminal, piped=attachments.STDIN not in attached)
    single = prompt is not None or as_json or wanted is not None or not terminal.interactive
    if not question and single:
        raise click.UsageError("Give a prompt, as an argument or on standard input.")
    given = {
        "temperature": temperature is not None,
        "max_completion_tokens": max_tokens is not None,
        "response_format": wanted is not None,
    }
    twice = {name: _TAKEN_ONCE[name] for name, is_given in given.items() if is_given}
    options = as_object({}, more, _TAKEN | twice)
    most = None if no_save else limit.read()
    key.need(terminal)
    session = start.session(terminal, resume, prefix, keeps=not no_save)
    last = session.turns[-1] if session and session.turns else None
    chosen = choice.for_chat(model, last.model if last else None, terminal)
    if system is None and last is None and not question:
        system = terminal.ask("System prompt: how the model should behave (Enter for none)")
    silent = as_json or wanted is not None
    conversation = Conversation(
        session.id if session and not no_save else None,
        session.turns if session else [],
        Manner(
            chosen,
            system if system is not None else last.system if last else None,
            temperature,
            max_tokens,
            streamed=not (no_stream or silent),
            tools=[one.tool for one in offered(terminal.services).values()] if tools else [],
            schema=wanted.text if wanted else None,
            options=options,
        ),
        start.listener(terminal, yes, silent, _thinks(reasoning, as_json, terminal)),
        terminal,
        start.contents(session, terminal) | contents,
        pending,
        most,
    )
    if not question:
        Talk(conversation, usage).go_on()
        return
    try:
        turn = conversation.ask(question)
    except Stopped:
        raise click.Abort from None
    try:
        conversation.keep(turn)
    finally:
        # The reply is paid for, kept or not.
        _write(conversation.id, turn, wanted, as_json, terminal)
        endings.tell(turn, usage, terminal)


def _thinks(reasoning: bool | None, as_json: bool, terminal: Terminal) -> bool:
    """Whether what the model thinks is shown; JSON has it itself."""
    return not as_json and (terminal.stdout_tty if reasoning is None else reasoning)


def _write(
    session: str | None, turn: Turn, wanted: Schema | None, as_json: bool, terminal: Terminal
) -> None:
    """What has not been shown of a reply. Raises `Failure` where it does not fit the schema."""
    if wanted is not None:
        try:
            value = wanted.value(turn.reply)
        except Failure:
            terminal.tell(cleaning.text(turn.reply))
            raise
        if not as_json:
            output.write_json(value)
    if as_json:
        output.write_json(_document(session, turn))


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
