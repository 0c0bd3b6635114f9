"""The error that a function returned, as a sentence for people and an exit code.

The sentence is what the contract says of the error's case; its payload follows. Exit codes are
those of `wae.contract.error_cases`.
"""

from __future__ import annotations

from typing import Any

from wae.contract.error_cases import case_of, meaning
from wae.contract.json_call import error_shape
from wae.contract.model import Contract, Function
from wae.contract.shapes import Enumeration, Option, Record, Result, Shape, Variant
from wae.tools.cells import cell


def failed(contract: Contract, function: Function, error: Any) -> tuple[str, int]:
    """The sentence and the exit code for an error of the function, which is given as JSON."""
    shape = error_shape(function) if isinstance(function.result, Result) else None
    name, meant = meaning(shape, error)
    told, payload = _told(contract, shape, error, name)
    found = told or f"{function.title} failed"
    more = ": ".join(part for part in (name, payload) if part)
    return f"{_first(found)}{more and f' ({more})'}", meant.exit_code


def _told(contract: Contract, shape: Shape | None, error: Any, name: str) -> tuple[str, str]:
    """What the contract says of the case of that name, wherever in the error it is, and what it
    carries, as text."""
    match shape:
        case Option(some, wrapped=False) if error is not None:
            return _told(contract, some, error, name)
        case Enumeration(name=owner) if error == name:
            return _doc(contract, owner, error), ""
        case Variant(name=owner):
            case, inner, payload = case_of(shape, error)
            doc = _doc(contract, owner, case)
            if case == name or inner is None:
                return doc, _payload(inner, payload)
            deeper, more = _told(contract, inner, payload, name)
            return deeper or doc, more
        case Record(fields=fields):
            parts = [(f, _told(contract, f.shape, error[f.name], name)) for f in fields]
            doc = next((told for _, (told, _) in parts if told), "")
            return doc, _payload(shape, error)
        case None:
            return "", ""
        case _:
            return "", _payload(shape, error)


def _doc(contract: Contract, owner: str, part: str) -> str:
    return contract.docs.of(*contract.names.home(owner), part)


def _payload(shape: Shape | None, payload: Any) -> str:
    if shape is None or payload is None:
        return ""
    if isinstance(shape, Record):
        told = [(f.name.replace("-", " "), cell(f.shape, payload[f.name])) for f in shape.fields]
        return ", ".join(f"{name} {text}" for name, text in told if text)
    return cell(shape, payload)


def _first(doc: str) -> str:
    """The first sentence, or paragraph where that ends in none."""
    paragraph = " ".join(doc.partition("\n\n")[0].split())
    sentence, stop, _ = paragraph.partition(". ")
    return sentence if stop else paragraph.rstrip(".")
