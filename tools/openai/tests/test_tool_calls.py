"""Calls out of their pieces, however servers number, name and cut them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tool_calls import ToolCalls

Piece = dict[str, object]


def piece(
    index: object = None, id: str | None = None, name: str | None = None, arguments: object = None
) -> Piece:
    """A piece without what is None."""
    function = {"name": name, "arguments": arguments}
    fields = {"index": index, "id": id}
    known = {key: value for key, value in fields.items() if value is not None}
    return {**known, "function": {key: v for key, v in function.items() if v is not None}}


def joined(pieces: list[Piece], *, whole: bool = False) -> list[tuple[str, str, str]]:
    calls = ToolCalls()
    for each in pieces:
        calls.add([each], whole=whole)
    return [(call.id, call.name, call.arguments) for call in calls.finish()]


F, G = '{"x":1}', '{"x":2}'


@pytest.mark.parametrize("ids", [("a", "b"), ("", ""), (None, None), ("a", "a"), ("a", None)])
@pytest.mark.parametrize("indexes", [(0, 1), (0, 0), (None, None), ("0", "1"), (1, 2), (5, 5)])
@pytest.mark.parametrize("names", [("f", "g"), ("f", "f")])
@pytest.mark.parametrize("whole", [True, False])
def test_two_calls(
    ids: tuple[str | None, ...],
    indexes: tuple[object, ...],
    names: tuple[str, str],
    whole: bool,
) -> None:
    """Two calls that come as wholes are two, whatever their ids and indexes; no two ids are alike,
    and none is empty."""
    pieces = [
        piece(index, id, name, arguments)
        for index, id, name, arguments in zip(indexes, ids, names, (F, G), strict=True)
    ]
    actual = joined(pieces, whole=whole)
    assert [(names[0], F), (names[1], G)] == [call[1:] for call in actual]
    assert len({id for id, _, _ in actual} - {""}) == 2


@pytest.mark.parametrize(
    "rest",
    [
        [piece(0, None, None, '"x"'), piece(0, None, None, ":1}")],
        [piece(0, "a", None, '"x"'), piece(0, "a", None, ":1}")],
        [piece(0, "b", None, '"x"'), piece(0, "c", None, ":1}")],
        [piece(0, "a", "f", '"x"'), piece(0, "a", "f", ":1}")],
        [piece(0, "b", "f", '"x"'), piece(0, "c", "f", ":1}")],
        [piece(0, "", "", '"x"'), piece(0, "", "", ":1}")],
        [piece(None, None, None, '"x"'), piece(None, None, None, ":1}")],
        [piece(None, "a", None, '"x"'), piece(None, "a", None, ":1}")],
        [piece(1, None, None, '"x"'), piece(2, None, None, ":1}")],
        [piece(1, "a", "f", '"x"'), piece(2, "a", "f", ":1}")],
        [piece("0", None, None, '"x":1}'), piece(0, "a", "f", ""), piece(0, "a", "f", F)],
    ],
    ids=str,
)
def test_one_call(rest: list[Piece]) -> None:
    """Pieces without a name go on with the call; so does a repeated name in the middle of it."""
    [(id, name, arguments)] = joined([piece(0, "a", "f", "{"), *rest])
    assert ("a", "f", F) == (id, name, arguments)


def test_the_name_after_the_id() -> None:
    """A call may begin without its name."""
    pieces = [piece(0, "a"), piece(0, None, "f", ""), piece(1, "b"), piece(1, None, "f", F)]
    assert [("a", "f", ""), ("b", "f", F)] == joined(pieces)


def test_calls_by_turns() -> None:
    """Pieces of two calls may come by turns, told apart by index or id."""
    by_index = [piece(0, "a", "f", "{"), piece(1, "b", "f", "{"), piece(0, None, None, '"x":1}'),
                piece(1, None, None, '"x":2}')]  # fmt: skip
    by_id = [piece(None, "a", "f", "{"), piece(None, "b", "g", "{"),
             piece(None, "a", None, '"x":1}'), piece(None, "b", None, '"x":2}')]  # fmt: skip
    same_index = [each | {"index": 0} for each in by_id]
    assert [("a", "f", F), ("b", "f", G)] == joined(by_index)
    assert [("a", "f", F), ("b", "g", G)] == joined(by_id) == joined(same_index)


def test_calls_without_arguments() -> None:
    """Two ids are two calls where neither has arguments."""
    pieces = [piece(0, "a", "f", ""), piece(0, "b", "f", "")]
    assert [("a", "f", ""), ("b", "f", "")] == joined(pieces)


@pytest.mark.parametrize(
    "call",
    [
        {"id": "a", "name": "f", "arguments": {"x": 1}},
        {"id": "a", "function": {"name": "f", "arguments": {"x": 1}}},
        {"id": "a", "type": "tool_use", "name": "f", "input": {"x": 1}},
        {"id": "a", "function": {"name": "f", "parameters": {"x": 1}}},
    ],
    ids=json.dumps,
)
def test_other_forms(call: Piece) -> None:
    """Name and arguments may stand beside the id, and the arguments may be JSON itself."""
    assert [("a", "f", '{"x": 1}')] == joined([call]) == joined([call], whole=True)


def test_empty_pieces_are_no_calls() -> None:
    """What has neither a name nor arguments asks for nothing."""
    assert [] == joined([piece(0), piece(1, "a")])


@given(
    st.lists(
        st.builds(
            piece,
            st.sampled_from([None, 0, 1, "1", True, 1.5]),
            st.sampled_from([None, "", "a", "call_0", "call_1"]),
            st.sampled_from([None, "", "f", "g"]),
            st.sampled_from([None, "", "{", "}", "{}", {}, 5]),
        ),
        max_size=8,
    ),
    st.booleans(),
)
def test_ids_are_their_own(pieces: list[Piece], whole: bool) -> None:
    """Whatever comes, each call has an id that no other has, and no argument is lost."""
    actual = joined(pieces, whole=whole)
    assert len(actual) == len({id for id, _, _ in actual} - {""})
    given = [each["function"].get("arguments") for each in pieces]
    for each in (json.dumps(one) if isinstance(one, dict) else one for one in given):
        assert not isinstance(each, str) or each in "".join(call[2] for call in actual)
