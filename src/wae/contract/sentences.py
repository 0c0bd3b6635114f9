"""The error that a function returned, as a sentence for people: the same on every face.

It is what the contract says of the error's case; the case and its payload follow.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wae.binary.value import Value
from wae.contract.cells import cell
from wae.contract.docs import Docs, summary
from wae.contract.error_cases import Meaning, case_of, meaning
from wae.contract.json_call import error_json, error_shape
from wae.contract.model import Contract, Function
from wae.contract.names import Names
from wae.contract.shapes import Enum, Field, Option, Record, Shape, Variant


class Failure(Value):
    """The error that a function returned: as JSON, as a sentence for people, and what it means."""

    error: Any
    sentence: str
    meaning: Meaning


def failure(contract: Contract, function: Function, value: Any) -> Failure:
    """What to tell of a function's error, given as the payload of its result."""
    shape, error = error_shape(function), error_json(function, value)
    words = sentence(contract, function.title, shape, error)
    return Failure(error, words, meaning(shape, error)[1])


def sentence(contract: Contract, title: str, shape: Shape | None, error: Any) -> str:
    """The sentence for an error of this shape, given as JSON, of the function called ``title``;
    without a full stop."""
    name, _ = meaning(shape, error)
    doc, payload = _described(contract, shape, error, name)
    message = _first(doc) if doc else f"{title} failed"
    more = ": ".join(part for part in (name, payload) if part)
    return f"{message}{more and f' ({more})'}"


def case_docs(docs: Docs, names: Names, shape: Shape | None) -> dict[str, str]:
    """What ``docs`` say of each case that errors of this shape can have, by the case's name: of an
    outer one where an inner one has the same."""
    match shape:
        case Option(some):
            return case_docs(docs, names, some)
        case Enum(name, labels):
            return {label: docs.of(*names.home(name), label) for label in labels}
        case Variant(name, cases):
            inner = [case_docs(docs, names, case.shape) for case in cases]
            own = {case.name: docs.of(*names.home(name), case.name) for case in cases}
            return {label: doc for one in (*inner, own) for label, doc in one.items()}
        case Record(fields=fields):
            inner = [case_docs(docs, names, field.shape) for field in fields]
            return {label: doc for one in inner for label, doc in one.items()}
        case _:
            return {}


def _described(contract: Contract, shape: Shape | None, error: Any, name: str) -> tuple[str, str]:
    """What the contract says of the case of that name, wherever in the error it is, and what it
    carries, as text."""
    match shape:
        case Option(some, wrapped=False) if error is not None:
            return _described(contract, some, error, name)
        case Enum(name=owner) if error == name:
            return _doc(contract, owner, error), ""
        case Variant(name=owner):
            case, inner, payload = case_of(shape, error)
            doc = _doc(contract, owner, case)
            if case == name or inner is None:
                return doc, _payload(inner, payload)
            deeper, more = _described(contract, inner, payload, name)
            return deeper or doc, more
        case Record():
            return _of_fields(contract, shape, error, name)
        case _:
            return "", _payload(shape, error)


def _of_fields(contract: Contract, shape: Record, error: Any, name: str) -> tuple[str, str]:
    """The same for a record: the field that holds the case, then the others by their names."""
    held = next((f for f in shape.fields if meaning(f.shape, error[f.name])[0] == name != ""), None)
    if held is None:
        return "", _payload(shape, error)
    doc, more = _described(contract, held.shape, error[held.name], name)
    others = _fields([field for field in shape.fields if field != held], error)
    return doc, ", ".join(filter(None, (more, others)))


def _doc(contract: Contract, owner: str, part: str) -> str:
    return contract.docs.of(*contract.names.home(owner), part)


def _payload(shape: Shape | None, payload: Any) -> str:
    if shape is None or payload is None:
        return ""
    return _fields(shape.fields, payload) if isinstance(shape, Record) else cell(shape, payload)


def _fields(fields: Iterable[Field], payload: Any) -> str:
    texts = [(f.name.replace("-", " "), cell(f.shape, payload[f.name])) for f in fields]
    return ", ".join(f"{name} {text}" for name, text in texts if text)


def _first(doc: str) -> str:
    """The first sentence, or paragraph where that ends in none."""
    return summary(doc).rstrip(".")
