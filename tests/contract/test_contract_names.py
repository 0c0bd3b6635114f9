"""Names: in Python's kind, kept apart between interfaces, and found again."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wae.contract.names import LONGEST_TOOL, Contents, Names
from wae.contract.python_names import attribute, binding_names, callables, class_name, classes
from wae.errors import NameClash


@pytest.mark.parametrize(
    ("name", "python", "title"),
    [
        ("min-entropy", "min_entropy", "MinEntropy"),
        ("class", "class_", "Class"),
        ("none", "none", "None_"),
        ("HTTP-get", "http_get", "HttpGet"),
        ("URL", "url", "Url"),
        ("a1-b2", "a1_b2", "A1B2"),
        ("list", "list", "List"),
    ],
)
def test_python(name: str, python: str, title: str) -> None:
    """Words are joined as Python, and componentize-py, join them; keywords get an underscore."""
    assert (python, title) == (attribute(name), class_name(name))


def test_within_an_interface() -> None:
    """The later of two names that Python cannot tell apart gets an underscore; a function that is
    itself called as another's asynchronous form goes before that."""
    assert {"a-1": "A1", "a1": "A1_"} == classes(["a-1", "a1"])
    assert {"f": ("f", "f_async_"), "f-async": ("f_async", "f_async_async")} == callables(
        ["f", "f-async"]
    )


def names(*interfaces: str, root: tuple[str, ...] = ()) -> Names:
    contents = {name: Contents(("f",), ("t",)) for name in interfaces}
    return Names({"": Contents(root), **contents} if root else contents)


SAME = ("a:util/api@1.0.0", "a:util/api@2.0.0", "b:util/api", "c:util/other")


@pytest.mark.parametrize(
    ("interface", "python", "path", "operation", "tool", "title"),
    [
        (
            "a:util/api@1.0.0",
            ("a_util", "api_1_0_0"),
            "/a:util/api@1.0.0/f",
            "a.util.api.1-0-0.f",
            "a_util_api_1-0-0_f",
            "a:util/api@1.0.0.f",
        ),
        ("b:util/api", ("b_util", "api"), "/b:util/api/f", "b.util.api.f", "b_util_api_f", ""),
        ("c:util/other", ("util", "other"), "/util/other/f", "util.other.f", "", "other.f"),
    ],
)
def test_interfaces_of_one_name(
    interface: str, python: tuple[str, ...], path: str, operation: str, tool: str, title: str
) -> None:
    """Those get longer names, by the namespace first, then by the version; others keep theirs."""
    actual = names(*SAME)
    assert python == actual.python(interface)
    assert path == actual.path(interface, "f")
    assert operation == actual.operation(interface, "f")
    assert actual.tool(interface, "f") == (tool or operation.replace(".", "_"))
    assert actual.title(interface, "f") == (title or "b:util/api.f")
    assert (interface, "t") == actual.home(actual.operation(interface, "t"))


def test_what_stands_at_the_root() -> None:
    """A package gives way to a function or an interface of the app's own; what is wae's own goes
    before both."""
    actual = names("x:a/i", "x:b/i", "b", "x:close/i", root=("a", "close", "metrics"))
    assert [("x_a", "i"), ("x_b", "i"), ("b",)] == [
        actual.python(name) for name in ("x:a/i", "x:b/i", "b")
    ]
    assert ("x_close", "i") == actual.python("x:close/i")
    assert {"a": "a", "close": "close_", "metrics": "metrics"} == {
        name: python for name, (python, _) in actual.root().items()
    }
    assert ["/a", "/metrics_"] == [actual.path("", name) for name in ("a", "metrics")]


def test_resources() -> None:
    """Functions of a resource stand behind its name; its constructor goes by that alone."""
    actual = Names({"x:y/z": Contents(("[constructor]r", "[method]r.get", "[static]r.get-all"))})
    assert ["/y/z/r", "/y/z/r.get", "/y/z/r.get-all"] == [
        actual.path("x:y/z", f) for f in ("[constructor]r", "[method]r.get", "[static]r.get-all")
    ]
    assert "z.r.get" == actual.title("x:y/z", "[method]r.get")
    assert [("x:y/z", "[method]r.get")] == actual.functions_called("z.r.get")
    assert [("x:y/z", "[method]r.get")] == actual.functions_called("x:y/z.[method]r.get")


def test_tools_are_cut() -> None:
    """A name that is too long for a tool ends in a hash, so that two stay two."""
    long = "x" * 80
    actual = Names({"a:b/c": Contents((f"{long}-a", f"{long}-b"))})
    one, other = (actual.tool("a:b/c", f"{long}-{end}") for end in "ab")
    assert one != other
    assert [LONGEST_TOOL] * 2 == [len(one), len(other)]


def test_what_a_text_may_mean() -> None:
    """The full name of one interface is that one, whatever else ends so; a part may be many."""
    actual = names("a:util/api", "a:util/api@1.0.0", "b:other/api", "api")
    assert ["a:util/api"] == actual.interfaces_called("a:util/api")
    assert ["api"] == actual.interfaces_called("api")
    assert [("api", "f")] == actual.functions_called("api.f")
    assert 2 == len(actual.functions_called("util/api.f"))
    assert [("b:other/api", "f")] == actual.functions_called("other/api.f")
    assert [] == actual.functions_called("nothing.f")


def test_refused() -> None:
    """What no longer name keeps apart is refused, and both are named."""
    with pytest.raises(NameClash) as caught:
        names("a-b:c/i", "a:b-c/i", "a:c/i", "x:b-c/i")
    assert "a-b:c/i and a:b-c/i would both be called a_b_c.i" == str(caught.value)


def test_bindings() -> None:
    """The names that componentize-py may give an interface's module."""
    assert ["a-b-c-1-0-0", "a-b-c", "c"] == binding_names("a:b/c@1.0.0")
    assert ["a-b-c", "c"] == binding_names("a:b/c")
    assert "inl" in binding_names("inl")


WORDS = ("a", "b", "a-b", "util", "close", "metrics", "class", "f", "f-async", "HTTP")
word = st.sampled_from(WORDS)
version = st.sampled_from(("", "@0.1.0", "@1.0.0", "@2.0.0", "@1.0.0-rc.1", "@1.0.0+rc.1"))
interface = word | st.builds(lambda n, p, i, v: f"{n}:{p}/{i}{v}", word, word, word, version)
functions = st.lists(
    word | st.builds(lambda r, f: f"[static]r{r}.{f}", word, word), max_size=3, unique=True
)
inside = st.builds(lambda f: Contents(tuple(f), ("t",)), functions)


@given(st.dictionaries(interface | st.just(""), inside, max_size=6))
def test_all_are_told_apart(contents: dict[str, Contents]) -> None:
    """Whatever the names are: each function has one of its own on every face, by which it is found
    again; or the app is refused."""
    alone = set(contents.get("", Contents(())).functions)
    contents = {name: inside for name, inside in contents.items() if name not in alone}
    try:
        actual = Names(contents)
    except NameClash:
        return
    every = [(i, f) for i, inside in contents.items() for f in inside.functions]
    forms: list[Callable[[str, str], str]] = [actual.path, actual.operation, actual.tool]
    for form in forms:
        assert len(every) == len({form(*one) for one in every})
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", actual.tool(*one)) for one in every)
    named = [name for name in contents if name]
    assert len(named) == len({actual.python(name) for name in named})
    top = [actual.python(name) for name in named] + [names[:1] for names in actual.root().values()]
    single = [path[0] for path in top if len(path) == 1]
    assert len(single) == len({*single})
    assert not {*single} & {path[0] for path in top if len(path) > 1}
    assert all([one] == actual.functions_called(f"{one[0]}.{one[1]}".lstrip(".")) for one in every)
    assert all([one] == actual.functions_called(actual.title(*one)) for one in every)
    assert all(name == actual.home(actual.operation(name, "t"))[0] for name in contents)
