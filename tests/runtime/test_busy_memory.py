"""What Linux refuses for a moment only is tried again."""

from collections.abc import Callable
from typing import Any

import pytest

from wae.errors import AppError
from wae.runtime import wasi
from wae.runtime.engine import Engine
from wae.runtime.store import Store
from wae.runtime.wasi import Surroundings

NOTHING = Surroundings({}, [], network=False)
BUSY = b"cannot add seals to the memfd"


class Refusing:
    """wasmtime, whose first instantiations fail with a message."""

    def __init__(self, library: Any, times: int, message: bytes) -> None:
        self.library, self.times, self.message = library, times, message

    def __getattr__(self, name: str) -> Any:
        return getattr(self.library, name)

    def wasmtime_component_linker_instantiate(self, *given: Any) -> Any:
        self.times -= 1
        if self.times >= 0:
            return self.library.wasmtime_error_new(self.message)
        return self.library.wasmtime_component_linker_instantiate(*given)


@pytest.mark.parametrize(
    ("times", "message", "problem"),
    [
        (2, BUSY, None),
        (3, BUSY, "the app cannot run here: cannot add seals to the memfd"),
        (1, b"it is too large", "the app cannot run here: it is too large"),
    ],
)
def test_a_page_that_is_in_use(
    times: int, message: bytes, problem: str | None, guest: Callable[[str], str]
) -> None:
    """An app starts although its memory's image could not be sealed at once; whatever else is
    wrong is told the first time."""
    engine = Engine()
    with open(guest("empty"), "rb") as file:
        component = engine.compile(file.read())
    config, _callback = wasi.configure(engine.library, NOTHING, [b"app"], lambda content: None)
    store = Store(engine, config)
    store._library = Refusing(engine.library, times, message)
    if problem is None:
        store.instantiate(component)
    else:
        with pytest.raises(AppError, match=problem):
            store.instantiate(component)
    store.close()
