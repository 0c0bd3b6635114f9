"""A turn of a chat: a question, what the model has called on the way, and its reply."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from componentize_py_types import Err
from wit_world.imports import chat

from shared.errors import Failure
from shared.terminal import Terminal
from tools.openai.commands import errors
from tools.openai.commands.chat import pauses
from tools.openai.commands.chat.attachments import Attachment

#: How often the model may ask for calls before it must answer without.
MOST_ROUNDS = 10
#: How many calls are answered at a time.
MOST_CALLS = 20
#: How a reply ends that the user stopped.
STOPPED = "interrupted"
_Answer = TypeVar("_Answer")
_TOO_MANY = '{"error": "too many calls at once"}'


@dataclass(frozen=True)
class Manner:
    """How the model is asked."""

    model: str
    system: str | None
    temperature: float | None
    max_tokens: int | None
    streamed: bool
    tools: Sequence[chat.Tool]
    #: The JSON Schema that the reply has to fit.
    schema: str | None = None
    #: More as a JSON object, by the server's names.
    options: str | None = None


@dataclass(frozen=True)
class Turn:
    """A finished turn; its messages begin with the user's and end with the model's."""

    #: RFC 3339, UTC.
    time: str
    model: str
    system: str | None
    messages: list[chat.Message]
    finish: str
    #: The sum over all that the model was asked in this turn.
    usage: chat.Usage | None
    #: What the model thought before its reply; it is not kept.
    reasoning: str = ""
    #: The time of the turn in whose place this one is, as the question was asked again.
    replaces: str | None = None
    #: What goes with the question.
    attached: tuple[Attachment, ...] = ()

    @property
    def question(self) -> str:
        """What the user said."""
        return self.messages[0].content

    @property
    def reply(self) -> str:
        """What the model said in the end."""
        return self.messages[-1].content


@dataclass(frozen=True)
class Listener:
    """What goes on during a turn."""

    #: Gets the pieces of a reply.
    write: Callable[[str], None]
    #: Gets told where a reply ends.
    end: Callable[[], None]
    #: Answers calls for the model.
    answer: Callable[[Sequence[chat.ToolCall]], list[str]]
    #: Gets the pieces of what the model thinks, if anybody wants them.
    think: Callable[[str], None] | None = None


class Stopped(Exception):
    """The user stopped the model before it said anything, or instead of allowing a call."""


def take(
    question: str,
    asked: chat.Message,
    before: Sequence[chat.Message],
    manner: Manner,
    listener: Listener,
    terminal: Terminal,
    interrupted: Callable[[], bool] = lambda: False,
) -> Turn:
    """Asks the question, given what was said before, answers the model's calls, and returns the
    turn; `asked` is the question with what is attached. `interrupted` says whether a reply that
    broke off was stopped by the user: what was said until then is the reply. Raises `Failure`, and
    `Stopped` where nothing was said.
    """
    messages = [message(chat.Role.USER, question)]
    spent: list[chat.Usage | None] = []
    for round_ in range(MOST_ROUNDS + 1):
        tools = [] if round_ == MOST_ROUNDS else [*manner.tools]
        request = _request(manner, [*before, asked, *messages[1:]], tools)
        heard: list[str] = []
        try:
            reply = _reply(request, manner.streamed, _hearing(listener, heard), terminal)
        except Failure:
            if not interrupted():
                raise
            if not "".join(heard).strip():
                raise Stopped from None
            reply = chat.Reply(manner.model, "".join(heard), "", [], STOPPED, None)
        finally:
            listener.end()
        spent.append(reply.usage)
        calls = reply.tool_calls if tools else []
        messages.append(chat.Message(chat.Role.ASSISTANT, reply.content, calls, None, None))
        if not calls:
            break
        answers = listener.answer(calls[:MOST_CALLS])
        answers += [_TOO_MANY] * (len(calls) - len(answers))
        for call, answer in zip(calls, answers, strict=True):
            messages.append(chat.Message(chat.Role.TOOL, answer, [], call.id, None))
    if not reply.content.strip():
        raise errors.nothing(
            reply,
            manner.model,
            offered=bool(manner.tools),
            thoughts_shown=listener.think is not None,
        )
    usage = _sum(spent)
    return Turn(_now(), manner.model, manner.system, messages, reply.finish, usage, reply.reasoning)


def _hearing(listener: Listener, heard: list[str]) -> Listener:
    """The same listener; what it gets to write is added to `heard`, too."""

    def write(piece: str) -> None:
        heard.append(piece)
        listener.write(piece)

    return replace(listener, write=write)


def message(role: chat.Role, content: str) -> chat.Message:
    """A message of words alone."""
    return chat.Message(role, content, [], None, None)


def _request(manner: Manner, messages: list[chat.Message], tools: list[chat.Tool]) -> chat.Request:
    system = [message(chat.Role.SYSTEM, manner.system)] if manner.system else []
    return chat.Request(
        manner.model,
        [*system, *messages],
        tools,
        manner.temperature,
        manner.max_tokens,
        manner.schema,
        manner.options,
        pauses.PATIENCE,
    )


def _reply(
    request: chat.Request, streamed: bool, listener: Listener, terminal: Terminal
) -> chat.Reply:
    # `Err` is frozen, and a context manager that lets it through sets its traceback: so it is
    # turned into a `Failure` inside.
    if not streamed:

        def complete() -> chat.Reply:
            with terminal.waiting(_waiting(request)):
                return _asked(request, lambda: chat.complete(request))

        reply = pauses.insist(complete, terminal)
        _hear(chat.Event_Reasoning(reply.reasoning), listener)
        listener.write(reply.content)
        return reply

    def begin() -> tuple[chat.ReplyStream, chat.Event | None]:
        with terminal.waiting(_waiting(request)):
            stream = _asked(request, lambda: chat.open(request))
            return stream, _first(request, stream, listener)

    stream, event = pauses.insist(begin, terminal)
    try:
        while isinstance(event, chat.Event_Text | chat.Event_Reasoning):
            _hear(event, listener)
            event = _asked(request, stream.next)
    finally:
        stream.close()
    if event is None:
        interrupted = chat.Error_Interrupted("it has no end")
        raise errors.failure(chat.Failure(None, interrupted), request.model)
    return event.value


def _hear(event: chat.Event_Text | chat.Event_Reasoning, listener: Listener) -> None:
    if isinstance(event, chat.Event_Text):
        listener.write(event.value)
    elif listener.think and event.value:
        listener.think(event.value)


def _first(
    request: chat.Request, stream: chat.ReplyStream, listener: Listener
) -> chat.Event | None:
    """The first event that somebody wants to hear of."""
    try:
        event = _asked(request, stream.next)
        while isinstance(event, chat.Event_Reasoning) and listener.think is None:
            event = _asked(request, stream.next)
    except Failure:
        stream.close()
        raise
    return event


def _asked(request: chat.Request, ask: Callable[[], _Answer]) -> _Answer:
    try:
        return ask()
    except Err as error:
        raise errors.failure(error.value, request.model) from None


def _waiting(request: chat.Request) -> str:
    return f"Asking {errors.named(request.model)}…"


def _sum(spent: Sequence[chat.Usage | None]) -> chat.Usage | None:
    known = [usage for usage in spent if usage is not None]
    if not known:
        return None
    return chat.Usage(
        sum(usage.input for usage in known),
        sum(usage.output for usage in known),
        sum(usage.total for usage in known),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
