"""What a component was granted, in words."""

import pytest

from wae.build.reach import reach
from wae.compose.generate.policy import Policy
from wae.manifest import ComponentEntry


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (ComponentEntry("x", 1), "random numbers and clocks; no files, no network"),
        (ComponentEntry("x", 1, grants=frozenset({"sockets"})), "connections to anywhere"),
        (
            ComponentEntry("x", 1, grants=frozenset({"files", "terminal"}), variables=("A", "B")),
            "the files that the app is given; the terminal; the variables A, B",
        ),
        (
            ComponentEntry("x", 1, policy=Policy(("api.example", "$API_URL"))),
            "requests to api.example, or to the server in API_URL",
        ),
        (
            ComponentEntry("x", 1, policy=Policy(("$API_URL",), None, ("a.example", "$MORE"))),
            "requests to the server in API_URL; without a key, to a.example and the hosts in MORE",
        ),
        (
            ComponentEntry("x", 1, policy=Policy(("a.example", "b.example"))),
            "requests to a.example and b.example",
        ),
    ],
)
def test_words(entry: ComponentEntry, words: str) -> None:
    """Each grant and each host is told; nothing else is."""
    assert words == reach(entry)
