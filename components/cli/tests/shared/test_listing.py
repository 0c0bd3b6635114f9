"""Lists in which something has no name."""

import dataclasses

import pytest
from wit_world.imports import emissions, models, presence, repositories

import watttime_answers
from github_answers import CONTRIBUTORS, RELEASE

CASES = [
    (repositories, "releases", [RELEASE, dataclasses.replace(RELEASE, tag="")],
     ("github", "releases", "o/r"), "1 release", "v1.2.0"),
    (repositories, "contributors", [repositories.Contributor("", True, None, None)] * 2
     + CONTRIBUTORS, ("github", "contributors", "o/r"), "2 contributors", "octo"),
    (models, "list_models", [models.Model("", "x", None, None), models.Model("m", "", None, None)],
     ("openai", "models"), "1 model", "m"),
    (emissions, "my_access", [emissions.Access("co2_moer", "", "", []), *watttime_answers.ACCESS],
     ("watttime", "access"), "1 region", "CAISO_NORTH"),
]  # fmt: skip


def test_nothing_has_a_name(wae, fake):
    """An answer in which nothing has a name is not understood, and so no success."""
    fake(repositories, "contributors", [repositories.Contributor("", True, None, None)] * 2)
    done = wae("github", "contributors", "o/r", "--json")
    words = "it has 2 contributors without a name and no other"
    assert (1, "", f"wae: The answer is unusable: {words}.\n") == (done.code, done.out, done.err)


def test_nothing_at_all(wae, fake):
    """A list that is empty is an answer."""
    fake(repositories, "contributors", [])
    done = wae("github", "contributors", "o/r", "--json")
    assert (0, "[]\n", "") == (done.code, done.out, done.err)


@pytest.mark.parametrize(("interface", "function", "answer", "command", "lost", "kept"), CASES)
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_left_out(wae, fake, interface, function, answer, command, lost, kept, options):
    """What has no name is left out, with one notice; everything else is there."""
    keys = ("OPENAI_API_KEY", "WATTTIME_USER", "WATTTIME_PASSWORD")
    fake(presence, "find", dict.fromkeys(keys, presence.Source.ENVIRONMENT).get)
    fake(interface, function, answer)
    done = wae(*command, *options)
    assert (0, f"wae: Left out: {lost} without a name in the answer.\n") == (done.code, done.err)
    assert kept in done.out
