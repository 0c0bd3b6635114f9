"""The names and types that graphs are made of, and what one component has at hand.

Names are drawn without regard to what they stand for, so that every name is a lie somewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.truth.authority import HARMLESS
from tests.truth.shapes import (
    BESIDE,
    GET,
    HANDLE,
    OUTPUT,
    PLAIN,
    POLICY,
    REQUEST,
    SEND,
    TEXTS,
    VARIABLES,
    WAITS,
    Shape,
)
from tests.truth.steps import AnyComponent, Ref
from tests.truth.surroundings import STDERR

from wae.binary.syntax import FUNC, INSTANCE
from wae.binary.types import Func

ENVIRONMENT = "wasi:cli/environment@0.2.9"
OUTGOING = "wasi:http/outgoing-handler@0.2.9"
RULES_OF_HTTP = "wae:http/policy@0.1.0"
# What the app may import, with the capability of each function.
ROOTS: dict[str, tuple[Shape, str]] = {
    ENVIRONMENT: ({GET: VARIABLES, "get-arguments": TEXTS}, "environment"),
    "wasi:cli/environment@0.2.3": ({GET: VARIABLES, "get-arguments": TEXTS}, "environment"),
    # No host has this one, but an app may ask for it.
    "wasi:cli/environment@0.2.12": ({GET: VARIABLES, "get-arguments": VARIABLES}, "environment"),
    "wasi:filesystem/preopens@0.2.9": ({"get-directories": HANDLE, "f": PLAIN}, "files"),
    OUTGOING: ({SEND: REQUEST}, "http"),
    STDERR: ({"get-stderr": OUTPUT}, HARMLESS),
    "wasi:sockets/tcp-create-socket@0.2.9": ({"create": PLAIN, "f": PLAIN}, "sockets"),
    "wasi:cli/environment@0.3.0": ({GET: VARIABLES, "get-arguments": TEXTS}, "environment"),
    "wasi:sockets/types@0.3.0": ({"create": PLAIN, "f": WAITS}, "sockets"),
    "wasi:http/client@0.3.0": ({"send": WAITS}, "http"),
    "wasi:clocks/monotonic-clock@0.3.0": ({"f": WAITS}, HARMLESS),
    "wasi:cli/environment@0.4.0": (
        {GET: VARIABLES, "get-arguments": TEXTS},
        "wasi:cli/environment@0.4.0",
    ),
    "acme:pay/gateway@1.0.0": ({"f": PLAIN, SEND: REQUEST}, "acme:pay/gateway@1.0.0"),
    "launch": (PLAIN, "launch"),
}
INTERFACES = (
    ENVIRONMENT,
    "wasi:cli/environment@0.2.3",
    "wasi:cli/environment@0.3.0",
    "wasi:sockets/types@0.3.0",
    "wasi:clocks/monotonic-clock@0.2.9",
    "wasi:filesystem/preopens@0.2.9",
    OUTGOING,
    "wasi:io/poll@0.2.9",
    RULES_OF_HTTP,
    "my:app/api@1.0.0",
    "x:y/z",
    "exports",
)
FUNCTIONS = ("run", POLICY, "f", GET, "get-arguments", "initial-cwd", SEND, "launch")
TITLES = (
    "",
    "app",
    "http",
    "root",
    f"deny {ENVIRONMENT}",
    "deny wasi:http/outgoing-handler@0.2.9",
    "environment of http",
    "gate of http",
    "policy of http",
)
NAMES = ("A", "B", "HOME")
ORIGINS = ("a.example", "http://localhost:8080", "*.b.example")
KINDS = (PLAIN, PLAIN, WAITS, TEXTS, VARIABLES, HANDLE, REQUEST, OUTPUT)
MOST = 24  # instances and nested components of one graph


@dataclass
class Known:
    """What one component has at hand, with its type."""

    functions: list[Func] = field(default_factory=list)
    instances: list[dict[str, Shape]] = field(default_factory=list)
    components: list[tuple[AnyComponent, dict[str, Shape]]] = field(default_factory=list)

    def add(self, shape: Shape) -> Ref:
        if isinstance(shape, Func):
            self.functions.append(shape)
            return FUNC, len(self.functions) - 1
        self.instances.append(dict(shape))
        return INSTANCE, len(self.instances) - 1

    def bare(self) -> list[tuple[Ref, Shape]]:
        """All functions."""
        return [((FUNC, place), kind) for place, kind in enumerate(self.functions)]

    def things(self) -> list[tuple[Ref, Shape]]:
        """What can be imported and exported: functions, and instances made of functions alone.

        A function whose types have to be beside it goes nowhere without its instance.
        """
        actual = [(ref, kind) for ref, kind in self.bare() if kind not in BESIDE]
        for place, shape in enumerate(self.instances):
            flat = {name: inner for name, inner in shape.items() if isinstance(inner, Func)}
            if len(flat) == len(shape):
                actual.append(((INSTANCE, place), flat))
        return actual
