"""Replies that have to fit a schema."""

import json
from pathlib import Path

import pytest

import golden_file

DOG = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "age": {"type": "integer"},
        "bio": {"type": "string", "description": "a short, 1/2 page text"},
    },
    "required": ["name", "age", "bio"],
    "additionalProperties": False,
}
SHORT = "name\nage int\nbio: a short, 1/2 page text"
REX = {"name": "Rex", "age": 3, "bio": "Barks"}


def test_a_reply_that_fits(wae, model):
    """It is JSON on stdout, whatever white space it came with; nothing is on stderr."""
    asked = model(f"\n{json.dumps(REX)}  ")
    done = wae("openai", "chat", "--schema", json.dumps(DOG), "A dog")
    assert (0, f"{json.dumps(REX, indent=2)}\n", "") == (done.code, done.out, done.err)
    assert DOG == json.loads(asked.requests[0].schema)


@pytest.mark.parametrize("form", ["dog.json", SHORT, f"\n{SHORT}\n"])
def test_other_forms(wae, model, form):
    """A file, or fields with types and what they are, mean the same as JSON."""
    Path("dog.json").write_text(json.dumps(DOG))
    asked = model(json.dumps(REX))
    assert 0 == wae("openai", "chat", "--schema", form, "A dog").code
    assert DOG == json.loads(asked.requests[0].schema)


def test_fields_on_one_line(wae, model):
    """Commas do where no text has one; every type has its word."""
    asked = model("{}")
    wae("openai", "chat", "--schema", "a, b int:a number , c float, d bool, e str", "A dog")
    kinds = {"a": "string", "b": "integer", "c": "number", "d": "boolean", "e": "string"}
    fields = json.loads(asked.requests[0].schema)["properties"]
    assert kinds == {name: field["type"] for name, field in fields.items()}
    assert "a number" == fields["b"]["description"]


def test_many(wae, model):
    """--schema-multi is a list of the same, in an object, as the API wants one."""
    dogs = {"items": [REX, REX]}
    asked = model(json.dumps(dogs), json.dumps(REX))
    assert dogs == json.loads(wae("openai", "chat", "--schema-multi", SHORT, "Dogs").out)
    assert DOG == json.loads(asked.requests[0].schema)["properties"]["items"]["items"]
    assert 1 == wae("openai", "chat", "--schema-multi", SHORT, "Dogs").code


def test_a_document_has_the_reply(wae, model):
    """With --json it is in the document, as text."""
    model(json.dumps(REX))
    document = json.loads(wae("openai", "chat", "--schema", SHORT, "--json", "A dog").out)
    assert REX == json.loads(document["reply"])


UNFIT = {
    "no JSON": "Sure! {}",
    "another type": json.dumps(REX | {"age": "three\x1b[2J"}),
    "a field is missing": '{"name": "Rex"}',
    "a field more": json.dumps(REX | {"x": 1}),
    "no object": "[]",
    "too deep": "[" * 100 + "]" * 100,
}


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_reply_that_does_not_fit(wae, model, more, data):
    """It is an error that says where, with the reply before it, and nothing on stdout; the turn is
    kept all the same, to go on from."""
    cases = []
    for title, reply in UNFIT.items():
        model(reply)
        done = wae("openai", "chat", "--schema", SHORT, *more, "A dog")
        assert (1, "") == (done.code, done.out)
        cases.append(golden_file.case(title, ("openai", "chat", "--schema"), done.err, done.code))
    golden_file.check("openai-schema-unfit", cases)
    assert len(UNFIT) == len([*data.glob("sessions/*")])


def test_in_lists(wae, model):
    """The place is told by fields and numbers."""
    model('{"items": [{"a": 1}, {"a": "2"}]}')
    done = wae("openai", "chat", "--schema-multi", "a int", "Go")
    assert "wae: The reply does not fit the schema: items[1].a must be integer." in done.err


SENSELESS = {
    "no JSON": "{",
    "another type": '{"type": "dog"}',
    "types of keywords": '{"properties": 3}',
    "a pattern": '{"pattern": "("}',
    "another's": '{"$ref": "https://schemas.example/dog"}',
    "a file's": '{"properties": {"a": {"$ref": "file:///etc/passwd"}}}',
    "nothing there": '{"$ref": "#/$defs/dog"}',
    "what cannot be checked": '{"properties": {"a": {"unevaluatedItems": false}}}',
    "an unknown type": "name dog",
    "no field": "name, age whole number",
    "a field twice": "name, age int, name str",
    "empty": " ",
    "no file": "no.json",
    "a file without JSON": "bad.json",
    "a list": "list.json",
}


def test_schemas_that_make_no_sense(wae, model):
    """Each is one error, and nothing is asked."""
    Path("bad.json").write_bytes(b"\xff")
    Path("list.json").write_bytes(b"[]")
    asked = model().requests
    cases = []
    for title, schema in SENSELESS.items():
        done = wae("openai", "chat", "--schema", schema, "A dog")
        assert ("", 1 if title == "no file" else 2) == (done.out, done.code), title
        cases.append(golden_file.case(title, ("--schema", schema), done.err, done.code))
    for title, arguments in (
        ("two", ("--schema", "a", "--schema-multi", "a", "Go")),
        ("no prompt", ("--schema", "a")),
    ):
        done = wae("openai", "chat", *arguments, terminal=True)
        cases.append(golden_file.case(title, arguments, done.err, done.code))
    assert [] == asked
    golden_file.check("openai-schema", cases)


def test_names_are_no_keywords(wae, model):
    """A field may have the name of a keyword."""
    model('{"prefixItems": 1, "$ref": 2}')
    names = {"prefixItems": {"type": "integer"}, "$ref": {"enum": [2]}}
    schema = json.dumps({"type": "object", "properties": names})
    assert 0 == wae("openai", "chat", "--schema", schema, "Go").code


def test_a_schema_within_itself(wae, model):
    """References within are followed; one without an end is an error of the reply."""
    tree = {"properties": {"left": {"$ref": "#"}}, "required": ["name"]}
    model('{"name": 1, "left": {"name": 2}}', '{"name": 1, "left": {}}')
    assert 0 == wae("openai", "chat", "--schema", json.dumps(tree), "Go").code
    done = wae("openai", "chat", "--schema", json.dumps(tree), "Go")
    assert "does not fit the schema: left must contain ['name'] properties" in done.err
    done = wae("openai", "chat", "--schema", '{"$ref": "#"}', "Go")
    assert "wae: The reply is nested too deeply for the schema." in done.err
