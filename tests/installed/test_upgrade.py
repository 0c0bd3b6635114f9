"""`wae upgrade`: newer tools, with what the older ones were granted and not a bit more."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.dummy import from_wit
from tests.installed.conftest import Wae, answering, dice, install
from tests.registry.fake_registry import FakeRegistry, sha

Publish = Callable[..., str]


def installed(wae: Wae) -> dict[str, object]:
    [tool] = wae("list", "--json").document
    return dict(tool)


def test_the_newest_on_its_track(wae: Wae, publish: Publish, fake: FakeRegistry) -> None:
    """A version gives way to the newest on its track, which is told from the registry's tags."""
    install(wae, "--insecure", publish(dice(), "dice:1.0.0"))
    for tag in ("1.2.0", "1.10.0", "2.0.0", "1.11.0-beta", "latest"):
        publish(dice("more: func();"), f"dice:{tag}")
    done = wae("upgrade", "--insecure")
    assert 0 == done.code, done.err
    assert "dice is upgraded and may use nothing\n" == done.out
    changed = f"\ndice: {fake.host}/team/dice:1.10.0\nNobody can do more than before."
    assert changed in done.err
    assert f"{fake.host}/team/dice:1.10.0" == installed(wae)["reference"]
    assert 0 == wae("dice", "more").code
    before = installed(wae)
    assert (0, "") == wae("upgrade", "--insecure", "dice")[:2]
    assert before == installed(wae)


def test_a_moving_tag(wae: Wae, publish: Publish, fake: FakeRegistry) -> None:
    """What is no version is what the tag names now."""
    reference = publish(dice(), "dice:latest")
    install(wae, "--insecure", reference)
    publish(dice("more: func();"), "dice:latest")
    assert 0 == wae("upgrade", "--insecure", "dice").code
    assert sha(fake.manifests["latest"]) == installed(wae)["digest"]


def test_a_version_that_changed(wae: Wae, publish: Publish, fake: FakeRegistry) -> None:
    """A version that became another component is an error, and the tool stays as it is."""
    reference = publish(dice(), "dice:1.0.0")
    install(wae, "--insecure", reference)
    before = installed(wae)
    publish(dice("more: func();"), "dice:1.0.0")
    done = wae("upgrade", "--insecure", "dice")
    expected = (
        f"wae: {reference} is {sha(fake.manifests['1.0.0'])} now, and was {before['digest']} when "
        "dice was installed: a version does not change. Ask its publisher. To take it: "
        f"wae remove dice, then wae install {reference}"
    )
    assert (1, "", expected) == (done.code, done.out, done.err.splitlines()[-1])
    assert before == installed(wae)


def test_a_contract_that_broke(wae: Wae, publish: Publish) -> None:
    """What its callers no longer fit is no upgrade."""
    install(wae, "--insecure", publish(dice(), "dice:1.0.0"))
    newer = publish(dice("other: func();", roll=False), "dice:1.1.0")
    done = wae("upgrade", "--insecure", "dice")
    expected = (
        f"wae: {newer} is no newer dice: a:dice/roll@1.0.0.roll is gone. "
        f"To take it: wae remove dice, then wae install {newer}"
    )
    assert (2, "", expected) == (done.code, done.out, done.err.splitlines()[-1])
    assert "6\n" == wae("dice", "roll", "--sides", "6").out


def test_another_reference(wae: Wae, publish: Publish) -> None:
    """A reference or a file of one's own choice, by name."""
    install(wae, "--insecure", publish(dice(), "dice:1.0.0"))
    newer = publish(dice("more: func();"), "dice:2.0.0")
    assert 0 == wae("upgrade", "--insecure", "dice", newer).code
    assert newer == installed(wae)["reference"]
    Path("dice.wasm").write_bytes(dice("more: func(); most: func();"))
    assert 0 == wae("upgrade", "dice", "dice.wasm").code
    assert str(Path("dice.wasm").absolute()) == installed(wae)["reference"]
    Path("dice.wasm").write_bytes(dice("more: func(); most: func(); last: func();"))
    assert 0 == wae("upgrade").code
    assert 0 == wae("dice", "last").code


WIT = """package a:b@1.0.0;
interface api { go: func(); }
world w { IMPORTS export api; }
"""
ENVIRONMENT = """package wasi:cli@0.2.0 {
  interface environment { get-environment: func() -> list<tuple<string, string>>; }
  interface exit { exit: func(status: result); }
}
"""


def asking(*imports: str) -> bytes:
    """A tool that imports these interfaces of wasi:cli."""
    wanted = " ".join(f"import wasi:cli/{name}@0.2.0;" for name in imports)
    package, _, rest = WIT.replace("IMPORTS", wanted).partition("\n")
    return from_wit(f"{package}\n{ENVIRONMENT}{rest}")


def test_more_authority(wae: Wae, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that asks for more shows what, and needs somebody's word for it: nothing else does."""
    tool = Path("tool.wasm")
    tool.write_bytes(asking())
    install(wae, "tool.wasm")
    tool.write_bytes(asking("environment"))
    done = wae("upgrade", "tool")
    assert (2, "") == done[:2]
    expected = (
        "wae: tool asks for what it was not given: all environment variables. "
        "Add --env '*', or --deny-rest to upgrade it without"
    )
    assert expected == done.err
    done = wae("upgrade", "tool", "--env", "A")
    assert "More than before:\n! + tool holds environment\n" in done.err
    assert "tool is upgraded and may use --env A\n" == done.out
    assert ["--env=A"] == installed(wae)["granted"]


def test_the_answer_stays(wae: Wae, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was answered is not asked again, neither yes nor no."""
    tool = Path("tool.wasm")
    tool.write_bytes(asking("environment"))
    answering(monkeypatch, "n")
    install(wae, "tool.wasm")
    monkeypatch.setattr("wae.grants.question.can_ask", lambda: False)
    tool.write_bytes(asking("environment", "exit"))
    assert 0 == wae("upgrade", "tool").code
    assert ([], ["--env=*"]) == (installed(wae)["granted"], installed(wae)["denied"])
    assert 0 == wae("upgrade", "tool", "--env", "*").code
    assert (["--env=*"], []) == (installed(wae)["granted"], installed(wae)["denied"])


def test_less_authority(wae: Wae) -> None:
    """One that asks for less needs nobody's word."""
    tool = Path("tool.wasm")
    tool.write_bytes(asking("environment"))
    install(wae, "tool.wasm", "--env", "A")
    tool.write_bytes(asking())
    done = wae("upgrade")
    assert 0 == done.code
    assert "Nobody can do more than before." in done.err
    assert "Less than before:" in done.err


def test_all_that_can_be(wae: Wae, publish: Publish) -> None:
    """Where one of several cannot be upgraded, the others are; every problem is told."""
    one, two = publish(dice(), "one:1.0.0"), publish(dice(), "two:1.0.0")
    install(wae, "--insecure", one)
    install(wae, "--insecure", two)
    Path("three.wasm").write_bytes(dice())
    install(wae, "three.wasm")
    Path("three.wasm").unlink()
    os.environ["DOCKER_CONFIG"] = "/nonexistent"
    done = wae("upgrade", "--insecure")
    assert 1 == done.code
    assert "cannot read the tool" in done.err


def test_unknown(wae: Wae) -> None:
    """A tool that is not there is named, with those that are."""
    assert (2, "", "wae: no tool x is installed. Installed: none") == wae("upgrade", "x")
    assert (0, "") == wae("upgrade")[:2]
