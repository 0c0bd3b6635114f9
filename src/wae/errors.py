"""The one family of exceptions that wae raises for its users; `wae` exports all of them.

Error                    something failed; exit code 1
├── UsageError           the command line, or a grant, cannot be understood; exit code 2
├── AppError             the app is missing, unreadable, or not what it should be
│   └── NameClash        two things in an app have one name, and no longer one tells them apart
├── EngineError          wasmtime is missing, of another version, or refuses
│   └── ArtifactRefused  compiled code that this engine or CPU will not load
├── CacheError           the folder for compiled code cannot be used or trusted
├── BinaryError          the bytes are no component that we can read
│   ├── NotSupported     a valid component that uses what wae does not know
│   └── LinkError        core modules that do not fit together as componentize-py's do
├── ManifestError        a wae.toml cannot be followed; the message has its line
├── PlanError            components do not fit together; `component` is the one at fault
│   └── Unused           nothing in the app uses a component
├── TypeMismatch         two components mean different things by one name
├── CircularTypes        versions of an interface are made of each other's types
├── CannotWrap           an app cannot be given what it was granted, and no more
├── Problems             several things are wrong; `each` has them all
├── BuildError           a component or an app cannot be built
│   ├── CannotComponentize   componentize-py failed, mostly by an exception of a component's code
│   └── CommandFailed    the command that builds a component did not end well
├── CannotEdit           a manifest cannot be added to; what to write by hand is said
├── CannotFake           a test's imports cannot be given to a sealed component
├── RegistryError    a registry cannot be reached, refuses, or sent what it was not asked for
│   ├── AuthenticationError  it wants to know who asks, or does not let them; exit code 4
│   ├── NoArtifact   it has no such artifact
│   └── ConnectionBroken  what may go well another time
├── DeployError      a cluster cannot be reached, or a host does not run what it was given
│   ├── NotStopped       what is to run runs, but something old still runs beside it
│   ├── Unreachable      its bus is not there, or was lost: another time it may be
│   └── RolloutFailed    a host does not run it as it should; all is as it was before
├── InvalidValue         a value does not fit its type; `path` is where
├── ResultError          a function returned the error of its result; `value` is its payload
├── Crash                the app trapped; `debug` holds its traceback
└── Closed               an app or a resource that cannot be used any more, or not in this process

Each is raised where the fact is known and printed once, at the edge, by `wae.cli`.
"""


class Error(Exception):
    """A failure that a user can read.

    `message` says what happened and where, `hint` what to do about it (neither ends with a
    full stop), `debug` is further text of many lines, shown only with `--debug`.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "", debug: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.debug = debug

    def line(self) -> str:
        """The error as one line without a line end: `wae: <what, where>. <what to do>`."""
        text = f"wae: {self.message}. {self.hint}" if self.hint else f"wae: {self.message}"
        return " ".join(text.split())

    def each(self) -> "tuple[Error, ...]":
        """What is printed, a line for each: this error, or all that it stands for."""
        return (self,)


WaeError = Error
"""Its name in modules of wae, where `Error` alone would not say whose."""


class UsageError(WaeError):
    """The command line, or a grant, cannot be understood."""

    exit_code = 2


class Problems(WaeError):
    """Several things are wrong at a time. As one error it is the first of them."""

    def __init__(self, problems: "list[Error]") -> None:
        first = problems[0]
        super().__init__(first.message, hint=first.hint, debug=first.debug)
        self._problems = tuple(each for problem in problems for each in problem.each())

    def each(self) -> "tuple[Error, ...]":
        return self._problems


class AppError(WaeError):
    """The app is missing, unreadable, or not what it should be."""


class NameClash(AppError):
    """Two things in an app have one name, and no longer one tells them apart."""


class EngineError(WaeError):
    """wasmtime is missing, of another version, or refuses what it was given."""


class ArtifactRefused(EngineError):
    """Compiled code that this engine, its settings or this CPU will not load."""


class CacheError(WaeError):
    """The folder for compiled code cannot be used or trusted."""


class Crash(WaeError):
    """The app trapped. `debug` holds what it wrote on stderr and the wasm frames."""


class Closed(WaeError):
    """An app or a resource that cannot be used any more, or not in this process."""
