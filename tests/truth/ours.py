"""The components that the composer makes, whatever they are made for, and what is true of each."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property

from tests.truth.authority import Answer, Code, Filtered, Target, Truth, functions
from tests.truth.shapes import GET, OUTPUT, POLICY, RULES, SEND, Shape, interface, uses
from tests.truth.steps import Instance, Scope
from tests.truth.surroundings import HTTP_TYPES, STDERR, STREAMS, SURROUNDINGS, needed

from wae.binary.types import Func, Interface
from wae.binary.writer import custom_section
from wae.compose.generate import denial
from wae.compose.generate.deny import deny_component
from wae.compose.generate.environment import environment_filter
from wae.compose.generate.gate import gate_component
from wae.compose.generate.policy import Policy as Rules
from wae.compose.generate.policy import policy_component
from wae.compose.origins import parse_entry

STDOUT = "wasi:cli/stdout@0.2.9"


@dataclass(frozen=True, eq=False)
class Ours(ABC):
    """A component for the interface ``owner`` of this shape."""

    owner: str
    shape: dict[str, Func]

    @property
    def imports(self) -> dict[str, Shape]:
        return {}

    @property
    def around(self) -> tuple[str, ...]:
        return needed(uses([self.shape]))

    @property
    def exports(self) -> dict[str, Shape]:
        return dict(self.shape)

    @property
    @abstractmethod
    def binary(self) -> bytes: ...

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.binary).hexdigest()

    @cached_property
    def interfaces(self) -> dict[str, Interface]:
        return {**SURROUNDINGS, self.owner: interface(self.owner, self.shape)}

    @abstractmethod
    def passed(self, given: dict[str, Truth]) -> dict[str, Truth]:
        """What its exports truly are."""

    def run(
        self, given: dict[str, Truth], parent: Scope | None, made: list[Instance]
    ) -> dict[str, Truth]:
        passed = self.passed(given)
        made.append(Instance(self.sha256, True, [Code(functions(passed))], given))
        return passed


@dataclass(frozen=True, eq=False)
class Denial(Ours):
    """A denial of one interface, which is the whole instance: it reaches nothing."""

    @cached_property
    def binary(self) -> bytes:
        return deny_component(self.owner, self.interfaces)

    def passed(self, given: dict[str, Truth]) -> dict[str, Truth]:
        return dict.fromkeys(self.shape, Code())


@dataclass(frozen=True, eq=False)
class WholeDenial(Ours):
    """A denial that exports the interfaces that it denies, and may write to what it is given.

    With ``streams``, these are denied, too: it makes closed ones, and its own of stderr.
    """

    streams: bool = False

    @cached_property
    def made(self) -> denial.Denial:
        denied = [self.owner]
        interfaces = self.interfaces | {STDERR: interface(STDERR, {"get-stderr": OUTPUT})}
        if self.streams:
            denied += [STREAMS, STDOUT]
            interfaces[STDOUT] = interface(STDOUT, {"get-stdout": OUTPUT})
        return denial.denial("x", denied, interfaces)

    @property
    def binary(self) -> bytes:
        return self.made.binary

    @property
    def imports(self) -> dict[str, Shape]:
        return {STDERR: {"get-stderr": OUTPUT}} if STDERR in self.made.imports else {}

    @property
    def around(self) -> tuple[str, ...]:
        return needed(self.made.imports)

    @property
    def exports(self) -> dict[str, Shape]:
        return {self.owner: self.shape}  # type: ignore[dict-item]  # an instance in an instance

    def passed(self, given: dict[str, Truth]) -> dict[str, Truth]:
        code = Code([one for truth in given.values() for one in functions(truth)])
        return {self.owner: dict.fromkeys(self.shape, code)}


@dataclass(frozen=True, eq=False)
class Limit(Ours):
    """What limits function ``LIMITED`` of what it is given to ``names``."""

    names: tuple[str, ...]
    title: str

    @property
    def imports(self) -> dict[str, Shape]:
        return {self.owner: self.shape}

    def limited(self, given: dict[str, Truth], function: str) -> dict[str, Truth]:
        source = given[self.owner]
        assert isinstance(source, dict)
        passed: dict[str, Truth] = {name: source[name] for name in self.shape}
        target = source[function]
        assert not isinstance(target, dict)
        return {**passed, function: Filtered(target, frozenset(self.names))}


@dataclass(frozen=True, eq=False)
class Filter(Limit):
    """A filter of the environment, of an interface of this shape, whether WASI has it or not."""

    @cached_property
    def binary(self) -> bytes:
        made = interface(self.owner, self.shape)
        return environment_filter(self.owner, made, self.names, self.title)

    def passed(self, given: dict[str, Truth]) -> dict[str, Truth]:
        return self.limited(given, GET)


@dataclass(frozen=True, eq=False)
class Gate(Limit):
    """A gate before whatever sends requests; ``names`` are origins."""

    @cached_property
    def binary(self) -> bytes:
        patterns = map(parse_entry, self.names)
        return gate_component(self.owner, HTTP_TYPES, self.interfaces, patterns, self.title)

    def passed(self, given: dict[str, Truth]) -> dict[str, Truth]:
        return self.limited(given, SEND)


@dataclass(frozen=True, eq=False)
class Policy(Ours):
    """A policy, or with ``is_forged`` what looks like one: who knows what that answers."""

    hosts: tuple[str, ...]
    title: str
    is_forged: bool

    @cached_property
    def binary(self) -> bytes:
        made = policy_component(self.owner, self.interfaces, Rules(self.hosts), self.title)
        return made + custom_section("forged", b"") if self.is_forged else made

    def passed(self, given: dict[str, Truth]) -> dict[str, Truth]:
        answer: Target = Code() if self.is_forged else Answer(frozenset(self.hosts))
        return {POLICY: answer}


def policy(owner: str, hosts: tuple[str, ...], title: str, *, is_forged: bool) -> Policy:
    return Policy(owner, {POLICY: RULES}, hosts, title, is_forged)
