"""What a contract says stands in its bindings, where editors look."""

import ast
from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from wae.binary import types as wit
from wae.build.documented import documented_bindings
from wae.build.world import KnownWorld
from wae.contract import stored
from wae.contract.docs import Docs, path

NAME = "acme:shop/till@1.0.0"
MODULE = '''\
# Made by a machine.
from enum import Enum
from typing import Protocol, Union

class Coin(Protocol):

    @staticmethod
    def worth() -> int:
        """One more."""
        raise NotImplementedError

class Price:
    amount: int
    from_: str

class Error_NoChange:
    pass

class Error_Broken:
    """Known already."""
    value: str

Error = Union[Error_NoChange, Error_Broken]

class Metal(Enum):
    COPPER = 0
    GOLD = 1
'''
TILL = wit.Interface(
    {
        "coin": wit.TypeDef(wit.Resource()),
        "price": wit.TypeDef(
            wit.Record((("amount", wit.Primitive("u32")), ("from", wit.Primitive("string"))))
        ),
        "error": wit.TypeDef(
            wit.Variant((("no-change", None), ("broken", wit.Primitive("string"))))
        ),
        "metal": wit.TypeDef(wit.Enum(("copper", "gold"))),
    }
)


def documented(texts: dict[str, str]) -> str:
    kind = wit.ComponentType({NAME: TILL}, {})
    file = "wit_world/imports/till.py"
    world = SimpleNamespace(
        contract=stored.write(kind, Docs(texts)), bindings={file: MODULE.encode(), "other.py": b""}
    )
    files = documented_bindings(cast("KnownWorld", world))
    assert {file, "other.py"} == {*files}
    return files[file].decode()


def said(source: str) -> dict[str, str]:
    """The texts in a module, by what they stand at."""
    module = ast.parse(source)
    texts: dict[str, Any] = {"": ast.get_docstring(module, clean=False)}
    scopes: list[tuple[str, Any]] = [("", module)]
    scopes += [(n.name, n) for n in module.body if isinstance(n, ast.ClassDef)]
    for name, scope in scopes:
        if name:
            texts[name] = ast.get_docstring(scope, clean=False)
        for statement, after in zip(scope.body, scope.body[1:], strict=False):
            if isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(after, ast.Expr):
                target = getattr(statement, "target", None) or statement.targets[0]
                texts[f"{name}.{target.id}"] = ast.literal_eval(after.value)
    return {place: text for place, text in texts.items() if text}


def test_every_place() -> None:
    """Interfaces, types, fields and cases have their words; what is there already stays."""
    texts = {
        path(NAME): "Where money goes.",
        path(NAME, "coin"): "A piece.",
        path(NAME, "price"): "What it costs.",
        path(NAME, "price", "from"): "The first\\nday.",
        path(NAME, "error"): "It failed.",
        path(NAME, "error", "no-change"): "Pay the sum.",
        path(NAME, "error", "broken"): "Not this.",
        path(NAME, "metal", "gold"): "Dear.",
    }
    assert {
        "": "Where money goes.",
        "Coin": "A piece.",
        "Price": "What it costs.",
        "Price.from_": "The first\\nday.",
        "Error_NoChange": "Pay the sum.",
        "Error_Broken": "Known already.",
        ".Error": "It failed.",
        "Metal.GOLD": "Dear.",
    } == said(documented(texts))


@given(st.text().filter(str.strip))
def test_any_text(text: str) -> None:
    """Whatever is said can be read again where it stands, but for spaces around lines."""
    there = said(documented({path(NAME, "price", "amount"): text, path(NAME): text}))
    assert [_lines(text)] * 2 == [_lines(there[place]) for place in ("", "Price.amount")]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().split("\n")]
