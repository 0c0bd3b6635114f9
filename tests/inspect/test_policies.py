"""Policies are read back from generated components, and from nothing else."""

from dataclasses import replace
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.dummy import from_wit

from wae.binary.decode import decode_component
from wae.binary.types import Func, Interface, Item, List, Primitive, Record
from wae.compose.generate.policy import Auth, HeaderKey, Policy, is_answerable, policy_component
from wae.inspect.recognize import recognize

OWNER = "wae:http/policy@0.1.0"
CONTRACT = Path(__file__).parents[2] / "wit" / "http" / "http.wit"

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
names = st.lists(texts, min_size=1, max_size=3).map(tuple)
headers = st.builds(HeaderKey, texts, names, names)
policies = st.builds(
    Policy,
    st.lists(texts, max_size=4).map(tuple),
    st.none()
    | st.builds(Auth, bearer=names)
    | st.builds(Auth, user=names, password=names)
    | st.builds(
        Auth,
        user=names,
        password=names,
        login=texts,
        register=st.none() | texts,
        tokens=st.just(()) | names,
        header=st.none() | headers,
    )
    | st.builds(Auth, header=headers),
)
HEADER = HeaderKey("x-key", ("K",), ("a",))
LOGIN = Auth(user=("U",), password=("P",), login="https://a/l")


def _interface() -> Interface:
    """`policy` as the contract has it."""
    text = CONTRACT.read_text(encoding="utf-8")
    policy = text[text.index("interface policy {") :]
    wit = f"package wae:http@0.1.0;\n{policy}\nworld w {{ import policy; }}\n"
    actual = decode_component(from_wit(wit)).imports[OWNER]
    assert isinstance(actual, Interface)
    return actual


@settings(max_examples=100)
@given(policies)
@example(Policy())
@example(Policy(("a",), Auth(bearer=("B",)), ("b",)))
@example(Policy(("a",), Auth(user=("U",), password=("P",))))
@example(Policy(("a",), LOGIN))
@example(Policy(("a",), Auth(header=HEADER)))
@example(Policy(("a",), replace(LOGIN, header=HEADER)))
@example(Policy(("a",), replace(LOGIN, register="https://a/r", tokens=("T",))))
def test_read_back(policy: Policy) -> None:
    """Every policy is read as it was written."""
    component = policy_component(OWNER, {OWNER: _INTERFACE}, policy, "policy")
    actual = recognize(component)
    assert actual is not None
    assert ("policy", policy) == (actual.role, actual.policy)


_INTERFACE = _interface()


def test_what_a_policy_answers() -> None:
    """A `get` that takes something, or asks for more than hosts and a credential, is not ours."""
    get = _INTERFACE.items["get"]
    assert isinstance(get, Func)
    number = Primitive("u32")
    others: dict[str, Item | None] = {
        "the contract's": get,
        "none": None,
        "with a parameter": Func((("x", number),), get.result),
        "another answer": Func((), number),
        "more": Func((), Record((("hosts", List(Primitive("string"))), ("ports", number)))),
        "less": Func((), Record((("hosts", List(Primitive("string"))),))),
    }
    answerable = set()
    for name, item in others.items():
        rest = {k: v for k, v in _INTERFACE.items.items() if k != "get"}
        interface = Interface({**rest, **({"get": item} if item else {})})
        if is_answerable(OWNER, {OWNER: interface}):
            answerable.add(name)
    assert {"the contract's", "less"} == answerable


def test_what_a_policy_names() -> None:
    """All settings in which a credential may stand, and all hosts that are reached."""
    auth = Auth(bearer=("B",), user=("U",), password=("P",), tokens=("T",), header=HEADER)
    assert ("B", "U", "P", "T", "K") == auth.settings
    assert ("a", "b") == Policy(("a",), auth, ("b",)).reached
