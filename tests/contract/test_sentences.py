"""Errors as sentences, where the contract is silent."""

from typing import Any

import pytest
from tests.contract.test_error_cases import TEXT, U64, record, shape, variant

from wae.binary import types as wit
from wae.contract.docs import Docs
from wae.contract.model import Contract
from wae.contract.names import Names
from wae.contract.sentences import sentence

SILENT = Contract({}, {}, Names({}), Docs())
REASON = variant(not_found=TEXT, limit=record(seconds=wit.Option(U64), who=TEXT))
FAILURE = record(server=wit.Option(TEXT), reason=REASON)


@pytest.mark.parametrize(
    ("kind", "error", "expected"),
    [
        (TEXT, "no", "f failed (no)"),
        (None, None, "f failed"),
        (wit.Enum(("odd", "even")), "odd", "f failed (odd)"),
        (REASON, {"not-found": "a\x1b"}, "f failed (not-found: a\\x1b)"),
        (REASON, {"limit": {"seconds": 3, "who": "you"}}, "f failed (limit: seconds 3, who you)"),
        (REASON, {"limit": {"seconds": None, "who": "you"}}, "f failed (limit: who you)"),
        (FAILURE, {"server": None, "reason": {"not-found": "a"}}, "f failed (not-found: a)"),
        (
            FAILURE,
            {"server": "https://h", "reason": {"not-found": "a"}},
            "f failed (not-found: a, server https://h)",
        ),
    ],
)
def test_sentences(kind: wit.Type | None, error: Any, expected: str) -> None:
    """The function's name, the case, and what it carries: the fields of a record by their names,
    what is absent not at all."""
    made = None if kind is None else shape(kind)
    assert expected == sentence(SILENT, "f", made, error)
