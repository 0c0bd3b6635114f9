"""The generated component that lets only named environment variables through, run for real."""

import wasi
from hypothesis import given, settings
from hypothesis import strategies as st
from running import Running

from wae.binary.decode import decode_component
from wae.binary.types import Interface
from wae.compose.generate.environment import ENVIRONMENT, environment_filter, is_environment
from wae.inspect.recognize import recognize

OWNER = f"{ENVIRONMENT}@0.2.9"
NAMES = st.text("ABC_é=", min_size=1, max_size=6).map(lambda name: name.replace("=", "-"))


def interface() -> Interface:
    component = wasi.component(f"import {OWNER};", "0.2.9")
    actual = decode_component(component).imports[OWNER]
    assert isinstance(actual, Interface)
    return actual


def filtered(names: list[str]) -> bytes:
    return environment_filter(OWNER, interface(), names, "environment of x")


@settings(max_examples=40)
@given(
    st.dictionaries(NAMES, st.text("xyz é", max_size=20), max_size=8), st.lists(NAMES, max_size=5)
)
def test_only_named_variables_pass(variables: dict[str, str], names: list[str]) -> None:
    """Exactly the variables with a listed name come through, with their values, in their order."""
    expected = [(name, value) for name, value in variables.items() if name in names]
    assert expected == Running(filtered(names), variables).call("get-environment")


def test_prefixes_and_suffixes_do_not_pass() -> None:
    """A name passes only as a whole."""
    variables = dict.fromkeys(("TOKEN", "TOKEN2", "MY_TOKEN", "TOKE", "token"), "x")
    running = Running(filtered(["TOKEN"]), variables)
    assert [("TOKEN", "x")] == running.call("get-environment")


def test_large_environments_again_and_again() -> None:
    """Thousands of variables pass through any number of calls: memory is used again."""
    variables = {f"VARIABLE_{i}": "v" * 100 for i in range(3000)}
    running = Running(filtered(["VARIABLE_7"]), variables)
    for _ in range(60):
        assert [("VARIABLE_7", "v" * 100)] == running.call("get-environment")
    assert [] == running.call("get-arguments")


def test_what_is_an_environment() -> None:
    """The interface, in any version, and no other."""
    for name in (ENVIRONMENT, OWNER, f"{ENVIRONMENT}@0.3.0"):
        assert True is is_environment(name)
    for name in ("wasi:cli/exit@0.2.9", "acme:cli/environment@0.2.9", f"{ENVIRONMENT}s@0.2.9", ""):
        assert False is is_environment(name)


@given(st.lists(NAMES, max_size=5))
@settings(max_examples=20)
def test_names_are_read_back(names: list[str]) -> None:
    """An inspector reads the names from the bytes, and no name from altered bytes."""
    binary = filtered(names)
    actual = recognize(binary)
    assert actual is not None
    assert ("filter", tuple(names)) == (actual.role, actual.variables)
    position = binary.rindex(b"\x0b")
    altered = binary[:position] + b"\x01" + binary[position + 1 :]
    assert recognize(altered) is None
