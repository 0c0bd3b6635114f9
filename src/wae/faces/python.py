"""An app's contract as a Python object: ``wae.load("app.wasm").password.generator.generate(…)``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from types import TracebackType
from typing import Any

from wae.faces.caller import Caller
from wae.faces.loaded_app import load_app, read_app
from wae.faces.objects import Namespace
from wae.faces.sandbox import Limits
from wae.faces.tree import Tree
from wae.grants.keywords import from_python, in_python
from wae.grants.model import Grants


def load(
    path: str | PathLike[str],
    *,
    timeout: float | None = None,
    memory: int = 1 << 30,
    env: Iterable[str] | Mapping[str, str | None] = (),
    dirs: Iterable[str | PathLike[str]] = (),
    data: bool = False,
    net: bool = False,
    http: bool | Iterable[str] = False,
    allow_all: bool = False,
    deny_rest: bool = False,
) -> Any:
    """An :class:`App`: the one in the file ``path``, or the packaged toolbox for ``"toolbox"``.

    ``timeout`` limits each call, in seconds; ``memory`` each linear memory, in bytes.

    The app gets nothing of this process but what the others say, as the options of `wae run` do:
    ``env`` names variables, or maps them to values; ``dirs`` are folders, as `PATH[=NAME][:rw]`;
    ``data`` is a private folder at `/data`; ``net`` the network; ``http`` origins for HTTP, or True
    for any; ``allow_all`` all that wae has. ``deny_rest`` denies what the app asks for beyond,
    which is an error otherwise. The packaged toolbox has what its composition gives each part.

    What it has depends on the file, so type checkers take it for anything; `wae stubs` makes a type
    to annotate it with. Raises :class:`wae.AppError` for what is no app, or has names that cannot
    be kept apart, :class:`wae.UsageError` if it asks for what it was not given.
    """
    grants = from_python(
        env=env,
        dirs=dirs,
        data=data,
        net=net,
        http=http,
        allow_all=allow_all,
        deny_rest=deny_rest,
    )
    return App(str(path), Limits(timeout, memory), grants)


class App(Namespace):
    """A loaded app. Its packages are attributes, their interfaces attributes of these.

    Every function has an asynchronous form: `await app.PACKAGE.INTERFACE.FUNCTION_async(…)`. Calls
    may come from several threads or tasks: one runs at a time. After a trap, which raises
    :class:`wae.Crash`, the next call gets a new instance. Use it as a context manager, or call
    :meth:`close`. A process that is forked from this one loads its own.
    """

    def __init__(self, path: str, limits: Limits, grants: Grants) -> None:
        app, contract = read_app(path)
        deadlines = limits.seconds is not None
        loaded = load_app(app, contract, grants, deadlines=deadlines, refusal=in_python)
        self._names = contract.names
        self._caller = Caller(loaded, limits, lambda held: tree.resource(held))
        tree = Tree(contract, self._caller)
        super().__init__(f"wae app {loaded.name}", tree.text(loaded.name), *tree.makers())

    def __enter__(self) -> App:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __getitem__(self, name: str) -> Any:
        """The interface with a WIT name, with or without its version, or the function that the app
        has by that name itself. Raises KeyError for none, or for several."""
        paths = [self._names.python(i) for i in self._names.interfaces_called(name) if i]
        paths += [names[:1] for function, names in self._names.root().items() if function == name]
        if len(paths) != 1:
            raise KeyError(name)
        value: Any = self
        for attribute in paths[0]:
            value = getattr(value, attribute)
        return value

    def __repr__(self) -> str:
        return f"{super().__repr__()[:-1]} (closed)>" if self._caller.closed else super().__repr__()

    def close(self) -> None:
        """Frees the app; it cannot be used again."""
        self._caller.close()
