"""What an app is given of this process: arguments, environment, standard streams, folders, network.

The toolbox gets the same as ever; which of its components may use which of it is decided when it is
composed. What any other app gets is up to its grants (`wae.grants`), which are in its bytes, too.
"""

import os
from ctypes import string_at

from wae.errors import UsageError
from wae.runtime import capi, network, services, terminal, time_zone
from wae.runtime.preopens import preopens

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from wae.runtime.preopens import Preopen

PROGRAM = "wae"
"""The toolbox's name for itself: its `argv[0]`."""


def environment(
    environ: "Mapping[str, str]", token: str, more: "Iterable[str]" = ()
) -> "dict[str, str]":
    """The app's environment: all of `environ` and what only the host knows.

    COLUMNS is the terminal's width, if stdout is one and it is not set yet; WAE_TIME_ZONE the
    data of the user's time zone (see `time_zone`); WAE_NOTICES the token that marks notices;
    WAE_NOTICES_TERMINAL is there if notices reach a terminal, which the app cannot see itself;
    WAE_SERVICES what the host does for it where somebody types, and `more` that it does.
    """
    given = dict(environ)
    if not given.get("COLUMNS") and os.isatty(1):
        given["COLUMNS"] = str(os.get_terminal_size(1).columns)
    given["WAE_TIME_ZONE"] = time_zone.encoded(environ)
    given["WAE_NOTICES"] = token
    given["WAE_SERVICES"] = " ".join(services.offered(environ, more))
    if os.isatty(2):
        given["WAE_NOTICES_TERMINAL"] = "1"
    return given


def encode_arguments(program: str, arguments: "list[str]") -> "list[bytes]":
    """The app's `argv`. Raises UsageError if WASI cannot say it (not UTF-8)."""
    encoded = []
    for argument in (program, *arguments):
        try:
            encoded.append(argument.encode())
        except UnicodeEncodeError:
            shown = argument.encode("utf-8", "backslashreplace").decode()
            raise UsageError(f"the argument {shown!r} is not UTF-8") from None
    return encoded


def encode_environment(given: "Mapping[str, str]") -> "tuple[list[bytes], list[bytes]]":
    """Names and values as UTF-8; a variable that is not UTF-8 is left out."""
    names, values = [], []
    for name, value in given.items():
        try:
            pair = name.encode(), value.encode()
        except UnicodeEncodeError:
            continue
        names.append(pair[0])
        values.append(pair[1])
    return names, values


class Surroundings:
    """What a store is given of this process: `environment` and `preopens`, encoded for the C API.

    `network`: TCP, UDP and name look-up.
    """

    def __init__(
        self,
        environment: "Mapping[str, str]",
        preopens: "Iterable[Preopen]",
        *,
        network: bool = True,
    ) -> None:
        self.network = network
        names, values = encode_environment(environment)
        self.count = len(names)
        self.names = capi.string_array(names)
        self.values = capi.string_array(values)
        self.preopens = [
            (os.fsencode(preopen.path), os.fsencode(preopen.name), preopen.writable)
            for preopen in preopens
        ]


def for_calls(
    app: str, environ: "Mapping[str, str]", more: "Iterable[Preopen]" = ()
) -> Surroundings:
    """The toolbox's surroundings for calls of its functions; `app` names its data folder.

    Of two folders with one name, the one among `more` counts.
    """
    by_name = {preopen.name: preopen for preopen in (*preopens(app, [], environ), *more)}
    return Surroundings(environ, by_name.values())


def for_command(
    app: str,
    outputs: "list[str]",
    environ: "Mapping[str, str]",
    token: str,
    inputs: "Iterable[str]" = (),
    more: "Iterable[str]" = (),
) -> Surroundings:
    """The toolbox's surroundings for a command; `token` marks its notices.

    `outputs` are the files among the arguments that it is to write, `inputs` those to read; `more`
    the services that it may ask for beside those of every toolbox.
    """
    return Surroundings(environment(environ, token, more), preopens(app, outputs, environ, inputs))


def configure(
    library: capi.Library,
    given: Surroundings,
    argv: "list[bytes]",
    stderr: "Callable[[bytes], None]",
) -> "tuple[int, Any]":
    """A new `wasi_config_t` for a command, and the callback that must live as long as the store.

    `argv` begins with the program's name; `stderr` gets what the app writes there.
    """
    config, callback = configure_calls(library, given, stderr)
    library.wasi_config_set_argv(config, len(argv), capi.string_array(argv))
    library.wasi_config_inherit_stdin(config)
    library.wasi_config_inherit_stdout(config)
    return config, callback


def configure_calls(
    library: capi.Library, given: Surroundings, stderr: "Callable[[bytes], None]"
) -> "tuple[int, Any]":
    """The same for calls of an app's functions: no arguments, and neither stdin nor stdout."""
    config: int = library.wasi_config_new()
    library.wasi_config_set_env(config, given.count, given.names, given.values)
    if given.network:
        network.allow(library, config)
    for path, name, writable in given.preopens:
        if not library.wasi_config_preopen_dir(config, path, name, writable):
            shown = os.fsdecode(path)
            terminal.line(f"wae: cannot open the folder {shown}. The app runs without it")
    callback = _write_callback(stderr)
    library.wasi_config_set_stderr_custom(config, callback, None, None)
    return config, callback


def _write_callback(sink: "Callable[[bytes], None]") -> "Any":
    def write(_data: int, content: int, count: int) -> int:
        sink(string_at(content, count))
        return count

    return capi.WriteCallback(write)
