"""What errors mean to others, by the names of their cases."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contract.values import values

from wae.binary import types as wit
from wae.contract.classes import Classes
from wae.contract.docs import Docs
from wae.contract.error_cases import MEANINGS, OTHER, Meaning, meaning, meanings
from wae.contract.json_values import to_json
from wae.contract.model import Contract
from wae.contract.names import Names
from wae.contract.retry_after import may_retry, retry_after
from wae.contract.router import failed
from wae.contract.shapes import Shape

TEXT = wit.Primitive("string")
U64 = wit.Primitive("u64")


def shape(kind: wit.Type) -> Shape:
    return Classes({}, Names({})).shape(kind)


def variant(**cases: wit.Type | None) -> wit.Variant:
    return wit.Variant(tuple((name.replace("_", "-"), kind) for name, kind in cases.items()))


def record(**fields: wit.Type) -> wit.Record:
    return wit.Record(tuple((name.replace("_", "-"), kind) for name, kind in fields.items()))


NAMES = variant(not_found=None, invalid_name=TEXT, failed=TEXT)
DEEP = variant(name=NAMES, timed_out=None)
FAILURE = record(server=wit.Option(TEXT), reason=variant(unauthorized=TEXT, odd=U64))


@pytest.mark.parametrize(
    ("kind", "error", "name", "status", "exit_code"),
    [
        (NAMES, "not-found", "not-found", 404, 1),
        (NAMES, {"invalid-name": "x"}, "invalid-name", 422, 2),
        (NAMES, {"failed": "x"}, "failed", 422, 1),
        (DEEP, {"name": "not-found"}, "not-found", 404, 1),
        (DEEP, {"name": {"failed": "x"}}, "name", 422, 1),
        (DEEP, "timed-out", "timed-out", 504, 1),
        (FAILURE, {"server": None, "reason": {"unauthorized": "x"}}, "unauthorized", 401, 4),
        (FAILURE, {"server": "forbidden", "reason": {"odd": 1}}, "", 422, 1),
        (wit.Enum(("unreachable", "odd")), "unreachable", "unreachable", 502, 1),
        (wit.Enum(("unreachable", "odd")), "odd", "", 422, 1),
        (wit.Option(NAMES), "not-found", "not-found", 404, 1),
        (wit.Option(NAMES), None, "", 422, 1),
        (TEXT, "not-found", "", 422, 1),
    ],
)
def test_meaning(kind: wit.Type, error: Any, name: str, status: int, exit_code: int) -> None:
    """A name counts where a variant, an enum, a record or a payload of these has it; no text is a
    name."""
    actual, meant = meaning(shape(kind), error)
    assert (name, status, exit_code) == (actual, meant.status, meant.exit_code)


def test_no_payload() -> None:
    """An error without a payload has no name."""
    assert ("", OTHER) == meaning(None, None)
    assert {"": OTHER} == meanings(None)


def test_the_usual_names() -> None:
    """What every client counts on."""
    expected = {
        "unauthorized": (401, 4),
        "forbidden": (403, 1),
        "blocked": (403, 1),
        "not-found": (404, 1),
        "already-exists": (409, 1),
        "out-of-range": (422, 2),
        "rate-limited": (429, 1),
        "misconfigured": (503, 1),
        "unreachable": (502, 1),
        "unavailable": (503, 1),
        "timed-out": (504, 1),
    }
    actual = {name: (MEANINGS[name].status, MEANINGS[name].exit_code) for name in expected}
    assert expected == actual
    assert all(400 <= each.status < 600 for each in MEANINGS.values())


_LABELS = st.sampled_from(["not-found", "unauthorized", "odd", "other", "timed-out", "retry-at"])
_KINDS = st.recursive(
    st.sampled_from([TEXT, U64])
    | st.lists(_LABELS, min_size=1, unique=True).map(lambda labels: wit.Enum(tuple(labels))),
    lambda inner: (
        st.dictionaries(_LABELS, inner, min_size=1).map(lambda d: wit.Record(tuple(d.items())))
        | st.dictionaries(_LABELS, st.none() | inner, min_size=1).map(
            lambda d: wit.Variant(tuple(d.items()))
        )
        | inner.map(wit.Option)
    ),
    max_leaves=8,
)


@given(st.data(), _KINDS)
def test_what_is_announced(data: st.DataObject, kind: wit.Type) -> None:
    """Whatever an error of a type is: its meaning is one of those of the type, and only a type that
    says so has errors that tell when to ask again."""
    own = shape(kind)
    error = to_json(own, data.draw(values(own)))
    name, meant = meaning(own, error)
    announced = meanings(own)
    assert meant in announced.values()
    assert meant is OTHER or announced[name] is meant
    assert retry_after(own, error) is None or may_retry(own)


@pytest.mark.parametrize(
    ("field", "kind", "value", "header"),
    [
        ("retry-after", U64, 0, "0"),
        ("retry-after", wit.Option(U64), 60, "60"),
        ("retry-after", wit.Option(U64), None, None),
        ("retry-after", wit.Primitive("f32"), 1.5, "2"),
        ("retry-after", wit.Primitive("f64"), "NaN", None),
        ("retry-after", wit.Primitive("s32"), -1, None),
        ("retry-after", TEXT, "60", None),
        ("retry-at", U64, 784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        ("retry-at", U64, 2**64 - 1, None),
        ("retry-in", U64, 60, None),
    ],
)
def test_retry_after(field: str, kind: wit.Type, value: Any, header: str | None) -> None:
    """Seconds or a moment, of a case in a record as of a record; only where it can be said."""
    inner = wit.Record(((field, kind),))
    assert header == retry_after(shape(inner), {field: value})
    outer = record(server=wit.Option(TEXT), reason=variant(rate_limited=inner))
    error = {"server": None, "reason": {"rate-limited": {field: value}}}
    assert header == retry_after(shape(outer), error)


def test_who_may_retry() -> None:
    """Only a type in which some error says it."""
    assert may_retry(shape(record(reason=variant(busy=record(retry_after=wit.Option(U64))))))
    assert not may_retry(shape(FAILURE))
    assert isinstance(OTHER, Meaning)


@pytest.mark.parametrize(
    ("case", "status", "title", "field"),
    [
        ("out-of-range", 422, "Invalid arguments", "length"),
        ("too-green", 422, "Invalid arguments", "length"),
        ("not-found", 404, "Not found", None),
    ],
)
def test_a_field_at_fault(case: str, status: int, title: str, field: str | None) -> None:
    """The payload of a case that is 422 says which; of no other, for there it is something else."""
    kind = variant(**{case: record(field=TEXT)})
    contract = Contract({}, {}, Names({}), Docs())
    problem = failed(contract, "x.y", shape(kind), {case: {"field": "length"}})
    actual = problem.document()
    assert (status, title, field) == (actual["status"], actual["title"], actual.get("field"))


def test_the_table_in_the_documentation() -> None:
    """What docs/faces.md says of the usual names is so."""
    page = Path(__file__).parents[2].joinpath("docs", "faces.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+`) \| (\d+) \| (\d) \|$", page, re.MULTILINE)
    told = {
        name: (int(status), int(code))
        for names, status, code in rows
        for name in re.findall(r"`([^`]+)`", names)
    }
    assert 20 < len(told)
    assert {n: (MEANINGS[n].status, MEANINGS[n].exit_code) for n in told} == told
    assert f"| any other | {OTHER.status} | {OTHER.exit_code} |" in page
