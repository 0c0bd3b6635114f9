"""Hypothesis strategies for component types: any WIT type, interfaces that use each other's."""

from hypothesis import strategies as st

from wae.binary.syntax import PRIMITIVES
from wae.binary.types import (
    Borrow,
    Enum,
    Flags,
    Func,
    Future,
    Interface,
    Item,
    List,
    Named,
    Option,
    Own,
    Primitive,
    Record,
    Resource,
    Result,
    Stream,
    Tuple,
    Type,
    TypeDef,
    Variant,
)

PLAIN = [Primitive(name) for name in PRIMITIVES.values() if name != "error-context"]

LABELS = ("a", "b2", "c-d", "e", "f-g-h", "i", "long-name-of-something", "j", "k1-l2", "m")


def label_sets(min_size: int = 1, max_size: int = 4) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(LABELS), min_size=min_size, max_size=max_size, unique=True)


class Known:
    """The types that may be named at some point: values, and resources."""

    def __init__(self) -> None:
        self.values: list[Named] = []
        self.resources: list[Named] = []

    def add(self, named: Named, is_resource: bool) -> None:
        (self.resources if is_resource else self.values).append(named)


def types(known: Known, *, gated: bool = False) -> st.SearchStrategy[Type]:
    """Types as they stand in records and results: anonymous ones, over primitives and `known`.

    `gated` adds those that validators accept only with proposals switched on.
    """
    leaves: list[st.SearchStrategy[Type]] = [st.sampled_from(PLAIN)]
    if known.values:
        leaves.append(st.sampled_from(known.values))
    if known.resources:
        leaves.append(st.sampled_from(known.resources).map(Own))
    leaf = st.one_of(leaves)

    def nest(inner: st.SearchStrategy[Type]) -> st.SearchStrategy[Type]:
        maybe = st.none() | inner
        kinds: list[st.SearchStrategy[Type]] = [
            inner.map(List),
            inner.map(Option),
            st.lists(inner, min_size=1, max_size=3).map(lambda items: Tuple(tuple(items))),
            st.builds(Result, maybe, maybe),
        ]
        if gated:
            kinds += [
                st.builds(List, inner, st.integers(1, 300)),
                maybe.map(Stream),
                maybe.map(Future),
                st.just(Primitive("error-context")),
            ]
        return st.one_of(kinds)

    return st.recursive(leaf, nest, max_leaves=4)


@st.composite
def definitions(draw: st.DrawFn, known: Known, *, gated: bool = False) -> Type:
    """What an interface may give a name to, but for resources."""
    inner = types(known, gated=gated)
    kind = draw(st.sampled_from(["record", "variant", "enum", "flags", "alias"]))
    if kind == "alias":
        return draw(inner)
    names = tuple(draw(label_sets()))
    if kind == "enum":
        return Enum(names)
    if kind == "flags":
        return Flags(names)
    if kind == "record":
        return Record(tuple((name, draw(inner)) for name in names))
    return Variant(tuple((name, draw(st.none() | inner)) for name in names))


@st.composite
def functions(draw: st.DrawFn, known: Known, *, gated: bool = False) -> Func:
    """A function; parameters may borrow resources, results may not."""
    inner = types(known, gated=gated)
    given = inner
    if known.resources:
        given = inner | st.sampled_from(known.resources).map(Borrow)
    params = tuple((name, draw(given)) for name in draw(label_sets(0, 3)))
    is_async = gated and draw(st.booleans())
    return Func(params, draw(st.none() | inner), is_async)


@st.composite
def _methods(draw: st.DrawFn, owner: str, resource: str, known: Known) -> dict[str, Item]:
    named = Named(owner, resource)
    items: dict[str, Item] = {}
    if draw(st.booleans()):
        made = draw(functions(known))
        items[f"[constructor]{resource}"] = Func(made.params, Own(named))
    # Names of a resource and of its methods must differ (``Explainer.md``, Name Uniqueness).
    for name in (n for n in draw(label_sets(0, 2)) if n != resource):
        func = draw(functions(known))
        params = tuple(p for p in func.params if p[0] != "self")
        if draw(st.booleans()):
            items[f"[method]{resource}.{name}"] = Func(
                (("self", Borrow(named)), *params), func.result
            )
        else:
            items[f"[static]{resource}.{name}"] = Func(params, func.result)
    return items


@st.composite
def interface_sets(
    draw: st.DrawFn, min_size: int = 1, max_size: int = 3, *, gated: bool = False
) -> dict[str, Interface]:
    """Interfaces by name, each after those whose types it uses."""
    actual: dict[str, Interface] = {}
    exported = Known()
    for number in range(draw(st.integers(min_size, max_size))):
        owner = f"test:p{number}/api@0.{number}.1"
        here = Known()
        actual[owner] = Interface(draw(_items(owner, here, exported, gated=gated)))
        exported.values += [n for n in here.values if n.owner == owner]
        exported.resources += here.resources
    return actual


@st.composite
def worlds(draw: st.DrawFn) -> Interface:
    """What stands at the root of a world: functions and types of owner ""."""
    return Interface(draw(_items("", Known(), Known())))


@st.composite
def _items(
    draw: st.DrawFn, owner: str, here: Known, exported: Known, *, gated: bool = False
) -> dict[str, Item]:
    """The items of an interface; `here` gets to know its types, `exported` has those of others."""
    items: dict[str, Item] = {}
    for name in draw(label_sets(1, 6)):
        kind = draw(st.sampled_from(["type", "resource", "use", "func"]))
        elsewhere = exported.values + exported.resources
        if kind == "use" and elsewhere:
            used = draw(st.sampled_from(elsewhere))
            items[name] = TypeDef(used)
            here.add(Named(owner, name), used in exported.resources)
        elif kind == "resource":
            items[name] = TypeDef(Resource())
            here.add(Named(owner, name), is_resource=True)
            items |= draw(_methods(owner, name, here))
        elif kind == "func":
            items[name] = draw(functions(here, gated=gated))
        else:
            definition = draw(definitions(here, gated=gated))
            items[name] = TypeDef(definition)
            here.add(Named(owner, name), isinstance(definition, Own))
    return items
