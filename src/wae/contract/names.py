"""What an app's exports are called on each face, made here and nowhere else (decision 43).

How Python spells a single name is in `python_names`. A function of an interface is called

| where | `wae:password/generator@0.1.0`, `generate` |
|---|---|
| people, `wae call` | `generator.generate` |
| `wae.load` | `app.password.generator.generate` |
| REST | `/password/generator/generate` |
| OpenAPI, schemas | `password.generator.generate` |
| MCP | `password_generator_generate` |

Where two things in an app would have one name, the names of their interfaces are made longer until
they differ: first by the namespace, then by the version. What cannot be kept apart so is refused.
A name that is wae's own in the same place gets an underscore (`app.close_`). Within one interface
the later of two names that Python cannot tell apart gets one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping

from wae.binary.value import Value
from wae.contract.python_names import attribute, callables, distinct, last_word, words
from wae.errors import NameClash

OWN_ATTRIBUTES = ("close",)
"""What :class:`wae.App` has of its own."""
OWN_PATHS = ("healthz", "lazy", "metrics", "page", "readyz")
"""What `wae serve` answers itself, directly below the root."""
LONGEST_TOOL = 64
"""Characters of a tool's name; clients refuse longer ones."""

_OTHER = re.compile("[^A-Za-z0-9_-]")


class _Form(Value):
    """A name of an interface: as WIT has it, its words, and in Python."""

    wit: str
    words: tuple[str, ...]
    python: tuple[str, ...]


def _forms(name: str) -> list[_Form]:
    """The names that an interface may go by, each longer than the one before; `""` has one."""
    base, _, version = name.partition("@")
    space, _, path = base.rpartition(":")
    package, *rest = path.split("/")
    spaces = space.split(":") if space else []
    inside = attribute("-".join(rest))
    within = (inside,) if rest else ()
    short = _Form(path, (package, *rest), (attribute(package), *within))
    if not name:
        return [_Form("", (), ())]
    if not spaces:
        return [short]
    long = attribute("-".join([*spaces, package]))
    forms = [short, _Form(base, (*spaces, package, *rest), (long, *within))]
    if version:
        dashed = re.sub("[^0-9A-Za-z-]", "-", version)
        numbered = f"{inside}_{re.sub('[^0-9A-Za-z]', '_', version)}"
        forms.append(_Form(name, (*spaces, package, *rest, dashed), (long, numbered)))
    return forms


class Contents(Value):
    """The WIT names of the functions and of the types in an interface."""

    functions: tuple[str, ...]
    types: tuple[str, ...] = ()


class Names:
    """The names of an app's exports: of what is in each interface, by its full name, and at the
    root, whose name is empty.

    Raises :class:`wae.errors.NameClash` where two things have one name however long it is made.
    """

    def __init__(self, contents: Mapping[str, Contents]) -> None:
        self._contents = contents
        self._forms = {name: _forms(name) for name in contents}
        self._length = dict.fromkeys(contents, 0)
        while clash := self._clash():
            name, things = clash
            longer = [i for i in dict.fromkeys(things.values()) if self._can_grow(i)]
            if not longer:
                one, other, *_ = things
                raise NameClash(
                    f"{one} and {other} would both be called {name}",
                    hint="Ask the app's author for another name",
                )
            for interface in longer:
                self._length[interface] += 1
        self._tools = self._tool_names()
        self._homes = {
            self.operation(interface, label): (interface, label)
            for interface, inside in contents.items()
            for label in inside.types
        }

    def short(self, interface: str) -> str:
        """An interface as WIT writes it, as short as it is clear: `password/generator`."""
        return self._form(interface).wit

    def python(self, interface: str) -> tuple[str, ...]:
        """The attributes that lead from the app to an interface; none to the root."""
        path = self._form(interface).python
        return (*distinct(path[:1], OWN_ATTRIBUTES), *path[1:])

    def root(self) -> dict[str, tuple[str, str]]:
        """The functions at the root in Python, for each its asynchronous form as well."""
        packages = {self.python(name)[0] for name in self._contents if name}
        return callables(filter(_is_free, self._root.functions), OWN_ATTRIBUTES, packages)

    def title(self, interface: str, function: str) -> str:
        """What people, and `wae call`, call a function: `generator.generate`."""
        last = last_word(interface)
        is_clear = [*self._first_words()].count(last) == 1
        home = last if is_clear else self.short(interface)
        return ".".join([*filter(None, [home]), *words(function)])

    def path(self, interface: str, function: str) -> str:
        """Its path in REST."""
        first, *rest = [*filter(None, [self.short(interface)]), ".".join(words(function))]
        return "/" + "/".join([*distinct([first], OWN_PATHS), *rest])

    def operation(self, interface: str, item: str) -> str:
        """A function's `operationId` in OpenAPI, a type's name among the schemas."""
        return ".".join([*self._form(interface).words, *words(item)])

    def home(self, schema: str) -> tuple[str, str]:
        """Interface and WIT name of the type that has this name among the schemas; empty for one
        that has no name."""
        return self._homes.get(schema, ("", ""))

    def tool(self, interface: str, function: str) -> str:
        """Its name for language models: letters, digits, `_` and `-`."""
        return self._tools[interface, function]

    def interfaces_called(self, text: str) -> list[str]:
        """The interfaces that a text may mean; only one if it is the full name of one."""
        if text in self._contents:
            return [text]
        return [name for name in self._contents if text in _spellings(name)]

    def functions_called(self, text: str) -> list[tuple[str, str]]:
        """Interface and name of the functions that a text, `INTERFACE.FUNCTION`, may mean."""
        exact, short = [], []
        for interface, contents in self._contents.items():
            for function in contents.functions:
                ends = {function, ".".join(words(function))}
                if text in _joined({interface}, ends):
                    exact.append((interface, function))
                if text in _joined(_spellings(interface), ends):
                    short.append((interface, function))
        return exact or short

    @property
    def _root(self) -> Contents:
        return self._contents.get("", Contents(()))

    def _form(self, interface: str) -> _Form:
        return self._forms[interface][self._length[interface]]

    def _can_grow(self, interface: str) -> bool:
        return self._length[interface] + 1 < len(self._forms[interface])

    def _first_words(self) -> Iterator[str]:
        """What may stand first in a title."""
        yield from map(last_word, filter(None, self._contents))
        yield from {words(item)[0] for item in self._root.functions}

    def _clash(self) -> tuple[str, dict[str, str]] | None:
        """A name that several things have, and these with the interface of each."""
        claims: dict[tuple[str, str], dict[str, str]] = {}
        for kind, name, thing, interface in self._claims():
            claims.setdefault((kind, name), {})[thing] = interface
        return next(
            ((name, things) for (_, name), things in claims.items() if len(things) > 1), None
        )

    def _claims(self) -> Iterator[tuple[str, str, str, str]]:
        """Kind and name, what is called so, and the interface that it is in."""
        alone = {name: function for function, (name, _) in self.root().items()}
        alone |= {p[0]: i for i in self._contents if len(p := self.python(i)) == 1}
        for name, thing in alone.items():
            yield "attribute", name, thing, thing if thing in self._contents else ""
        for interface, contents in self._contents.items():
            path = self.python(interface)
            if len(path) > 1:
                yield "attribute", ".".join(path), interface, interface
            if len(path) > 1 and path[0] in alone:
                yield "attribute", path[0], interface, interface
            for function in contents.functions:
                thing = f"{interface}.{function}" if interface else function
                yield "path", self.path(interface, function), thing, interface
                yield "operation", self.operation(interface, function), thing, interface
            for label in contents.types:
                thing = f"the type {label} of {interface or 'the app'}"
                yield "schema", self.operation(interface, label), thing, interface

    def _tool_names(self) -> dict[tuple[str, str], str]:
        """Operations with other signs; those that are too long, or the same by now, end in a hash
        of the full name."""
        full = [(i, f) for i, contents in self._contents.items() for f in contents.functions]
        short = [_OTHER.sub("-", self.operation(*one).replace(".", "_")) for one in full]
        names = {}
        for (interface, function), name in zip(full, short, strict=True):
            if len(name) > LONGEST_TOOL or short.count(name) > 1:
                name = hashed(name, f"{interface}#{function}")
            names[interface, function] = name
        return names


def hashed(tool: str, full: str) -> str:
    """A tool's name as long as models take one, which ends in a hash of the ``full`` name."""
    return f"{tool[: LONGEST_TOOL - 9]}_{zlib.crc32(full.encode()):08x}"


def _is_free(function: str) -> bool:
    return not function.startswith("[")


def _spellings(interface: str) -> set[str]:
    """What an interface may be called, whether that is clear or not."""
    return {last_word(interface), *(form.wit for form in _forms(interface))}


def _joined(interfaces: Iterable[str], functions: Iterable[str]) -> set[str]:
    return {f"{home}.{end}" if home else end for home in interfaces for end in functions}
