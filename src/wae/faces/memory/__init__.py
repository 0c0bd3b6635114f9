"""Values in the layout of wasmtime's C API (`wasmtime/component/val.h`).

What a call is given is laid out in memory of Python's (`arguments`); what it returns is read out of
the engine's memory (`results`), which the engine then frees. What does either for a shape is made
once for it.
"""

from wae.faces.memory.arguments import Arguments, Lend
from wae.faces.memory.layout import VALUE
from wae.faces.memory.results import Take, read_value

__all__ = ["VALUE", "Arguments", "Lend", "Take", "read_value"]
