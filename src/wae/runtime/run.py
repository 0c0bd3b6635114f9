"""Runs one app once: a fresh store, one call, an exit code."""

from wae.errors import Crash
from wae.runtime import background, capi, exports, terminal, wasi
from wae.runtime.engine import Component, Engine
from wae.runtime.last_words import explain
from wae.runtime.notices import Echo, Notices, Tail
from wae.runtime.services import Services
from wae.runtime.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from wae.runtime.services import Service

BROKEN_PIPE = 141
"""What a shell reports of a program that wrote to a closed pipe: 128 + SIGPIPE."""


class Invocation:
    """How an app is run: what it is given, by what name, and what becomes of its stderr.

    With a `token`, only notices that it marks are shown; without one, everything is. With one, it
    may ask for `more` services than those of every toolbox.
    """

    def __init__(
        self,
        given: wasi.Surroundings,
        program: str,
        token: "str | None",
        more: "Mapping[bytes, Service] | None" = None,
    ) -> None:
        self.more = more
        self.given = given
        self.program = program
        self.token = token


def run(
    engine: Engine,
    component: Component,
    how: Invocation,
    arguments: "list[str]",
    *,
    debug: bool,
) -> int:
    """Runs the app as a command with `arguments` (the program's name not included).

    Its stdin and stdout are this process's; its stderr is shown, made harmless: all of it if there
    is no token or `debug` is set, else the notices. Returns the exit code. Raises Crash if the app
    traps, AppError if it exports no command or imports what wae does not provide.
    """
    entry = _entry(engine.library, component)
    tail = Tail()
    shows_all = debug or how.token is None
    echo = Echo() if shows_all else None

    def other(content: bytes) -> None:
        tail.add(content)
        if echo is not None:
            echo.add(content)

    token = (how.token or "").encode()
    errands = background.Errands()
    services = Services(token, errands.run, how.more)
    notices = Notices(token, terminal.write, services.request, other)
    sink = other if how.token is None else notices.feed
    argv = wasi.encode_arguments(how.program, arguments)
    config, callback = wasi.configure(engine.library, how.given, argv, sink)

    def call() -> int:
        store = Store(engine, config)
        try:
            return store.call(store.instantiate(component), entry)
        finally:
            store.close()

    try:
        return background.call(call, errands=errands)
    except Crash as crash:
        if _nobody_reads_stdout():
            return BROKEN_PIPE
        notices.finish()
        terminal.restore()
        if shows_all:
            crash.hint = ""
        explain(crash, tail.content, was_shown=shows_all)
        raise
    finally:
        services.close()
        # Until here the store may call it.
        del callback


def _entry(library: capi.Library, component: Component) -> int:
    """The export index of the app's command. Raises AppError if it has none."""
    for interface, function in exports.COMMANDS:
        outer = _index(library, component, None, interface)
        if outer:
            inner = _index(library, component, outer, function)
            if inner:
                return inner
    raise exports.no_command("the app")


def _index(library: capi.Library, component: Component, outer: "int | None", name: str) -> int:
    encoded = name.encode()
    return (
        library.wasmtime_component_get_export_index(component.pointer, outer, encoded, len(encoded))
        or 0
    )


def _nobody_reads_stdout() -> bool:
    import select

    poll = select.poll()
    poll.register(1, 0)
    return any(event & select.POLLERR for _, event in poll.poll(0))
