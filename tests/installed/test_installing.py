"""`wae install` and `list`: a component from anybody is a tool of one's own."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.dummy import from_core, from_wat, from_wit
from tests.installed.conftest import GUESTS, Wae, dice, install
from tests.registry.fake_registry import FakeRegistry, sha, when

import wae as wae_package
from wae import cli
from wae.faces.pool import Pool, PoolOptions
from wae.grants.model import Grants
from wae.installed import place
from wae.runtime import background

Publish = Callable[..., str]


def test_from_a_registry(wae: Wae, publish: Publish, fake: FakeRegistry) -> None:
    """It shows what the tool may do, and the tool works like a built-in one from then on, without
    the registry."""
    reference = publish(dice(), "dice:1.0.0")
    done = install(wae, "--insecure", reference)
    assert "\ndice: " in done.err
    assert "dice is installed and may use nothing: wae dice --help\n" == done.out
    fake.faults = [when("GET", "", lambda to: to.reply(500))]
    assert (0, "6\n") == wae("dice", "roll", "--sides", "6")[:2]


def test_a_built_in_like_any(wae: Wae) -> None:
    """Commands, help, JSON, and errors in the contract's words with their exit codes."""
    Path("dice.wasm").write_bytes(dice())
    install(wae, "dice.wasm")
    assert "6\n" == wae("dice", "roll", "--sides", "6", "--json").out
    assert wae("dice", "roll", "--help").out.startswith("Usage: wae dice roll [OPTIONS]\n")
    shown = wae("dice")
    assert shown.out == wae("dice", "--help").out == wae("help", "dice").out
    assert shown.out == (
        "Usage: wae dice COMMAND [OPTIONS]\n\nCommands:\n  roll  roll.roll\n\n"
        f"Installed from {Path('dice.wasm').absolute()}; `wae list` shows what it may use.\n"
    )
    assert (1, "", "wae: roll.roll failed\n") == wae("dice", "roll", "--sides", "0")
    wrong = wae("dice", "rol")
    assert (2, "wae: dice has no command rol. Did you mean `wae dice roll`?") == wrong[::2]
    wrong = wae("dice", "x")
    assert (2, "wae: dice has no command x. See wae dice --help") == wrong[::2]
    assert 2 == wae("dice", "roll", "--sides", "many").code


def test_help_and_completion_know_it(wae: Wae) -> None:
    """Installed tools stand in `wae --help`, and among the words that completion gets."""
    Path("dice.wasm").write_bytes(dice())
    install(wae, "dice.wasm", "--name", "my-dice")
    assert f"\nInstalled:\n  my-dice   {Path('dice.wasm').absolute()}\n" in cli._own_help()
    wae("completion", "bash")
    told = json.loads(os.environ.pop("WAE_HOST"))["commands"][-1]
    (roll,) = told["commands"]
    assert ("my-dice", "roll") == (told["name"], roll["name"])
    assert {"--sides", "--json", "--help"} <= {n for o in roll["options"] for n in o["names"]}
    install(wae, "dice.wasm", "--name", "x")
    wae("remove", "x", "my-dice")
    assert "Installed:" not in cli._own_help()


def test_the_lock(wae: Wae, publish: Publish, fake: FakeRegistry, tmp_path: Path) -> None:
    """What is installed stands in one file that is the user's alone: name, reference, digests,
    grants."""
    reference = publish(dice(), "dice:1.0.0")
    done = install(wae, "--insecure", "--json", reference).document
    expected = {
        "name": "dice",
        "reference": reference,
        "digest": sha(fake.manifests["1.0.0"]),
        "sha256": sha(dice())[7:],
        "granted": [],
        "denied": [],
        "keys": [],
    }
    assert expected == done
    assert [expected] == wae("list", "--json").document
    line = f"dice: {reference} (sha256:{expected['sha256'][:12]}): nothing\n"
    assert line == wae("list").out
    file = tmp_path / "DATA" / "wae" / "tools" / "lock.json"
    known = json.loads(file.read_text())["tools"]
    assert {"dice": {key: value for key, value in expected.items() if key != "name"}} == known
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("serve", "serve is a word of wae's own. Choose another with --name"),
        ("toolbox", "toolbox is a word of wae's own. Choose another with --name"),
        ("list", "list is a word of wae's own. Choose another with --name"),
        ("github", "github is a word of the toolbox's. Choose another with --name"),
        ("help", "help is a word of the toolbox's. Choose another with --name"),
        ("completion", "completion is a word of the toolbox's. Choose another with --name"),
        ("Dice", "a tool cannot be called Dice. Lower-case words joined by -: --name NAME"),
        ("../x", "a tool cannot be called ../x. Lower-case words joined by -: --name NAME"),
        ("", "a tool needs a name. Lower-case words joined by -: --name NAME"),
        ("--x", "argument --name: expected one argument. See wae install --help"),
        ("dice", "dice is installed already, from FILE. "
         "Choose another name with --name, or see wae upgrade dice"),
    ],
)  # fmt: skip
def test_names(wae: Wae, name: str, expected: str) -> None:
    """A name is one word, and nobody else's: neither wae's, nor the toolbox's, nor a tool's."""
    file = Path("dice.wasm")
    file.write_bytes(dice())
    install(wae, "dice.wasm")
    done = wae("install", "dice.wasm", "--name", name)
    expected = expected.replace("FILE", str(file.absolute()))
    assert (2, "", f"wae: {expected}") == done
    assert ["dice"] == [tool["name"] for tool in wae("list", "--json").document]


def test_a_name_that_is_taken(wae: Wae, publish: Publish, fake: FakeRegistry) -> None:
    """Nobody waits for a tool that cannot have its name: no registry is asked."""
    reference = publish(dice(), "dice:1.0.0")
    install(wae, "--insecure", reference)
    asked = len(fake.requests)
    expected = (
        f"wae: dice is installed already, from {reference}. "
        "Choose another name with --name, or see wae upgrade dice"
    )
    assert (2, "", expected) == wae("install", "--insecure", reference)
    assert asked == len(fake.requests)


def test_names_of_files_and_artifacts(wae: Wae) -> None:
    """A name that nobody chose is one that can be typed."""
    Path("My_Dice 2.wasm").write_bytes(dice())
    assert "my-dice-2" == install(wae, "--json", "My_Dice 2.wasm").document["name"]


# --- on every face ---


def test_wherever_an_app_is_expected(wae: Wae) -> None:
    """Its name stands for it in `wae call`, `mcp`, `docs` and `wae.load`; `./NAME` is a file."""
    Path("dice.wasm").write_bytes(dice())
    install(wae, "dice.wasm")
    assert "6\n" == wae("call", "dice", "roll.roll", "--sides", "6").out
    assert "dice_roll_roll\n" == wae("mcp", "dice", "--list").out
    assert "roll" in wae("docs", "dice").out
    with wae_package.load("dice") as app:
        assert 6 == app.dice.roll.roll(6)
    assert 1 == wae("call", "./dice").code
    expected = (
        "wae: dice has what it was granted when it was installed. To give it more: wae upgrade dice"
    )
    assert (2, expected) == wae("call", "--env", "A", "dice", "roll.roll", "--sides", "6")[::2]


def test_whatever_its_functions_are_called(wae: Wae) -> None:
    """A function has its command though wae has a word of that name, too."""
    core = '(module (func (export "a:b/i#help") (result i32) i32.const 7))'
    wit = "package a:b; interface i { help: func() -> u32; } world w { export i; }"
    Path("odd.wasm").write_bytes(from_core(wit, core))
    install(wae, "odd.wasm")
    assert (0, "7\n") == wae("odd", "help")[:2]
    assert "  help" in wae("odd", "--help").out


def test_types_that_nobody_provides(wae: Wae) -> None:
    """An app that imports types alone, in an interface or outside of any, lacks nothing."""
    wit = "package a:b; interface kinds { record point { x: u32 } } "
    wit += "interface i { use kinds.{point}; f: func(at: point) -> u32; } "
    wit += "world w { import kinds; record pair { a: u32, b: u32 } export i; "
    wit += "export g: func(pair: pair) -> u32; }"
    core = '(module (func (export "a:b/i#f") (param i32) (result i32) local.get 0) '
    core += '(func (export "g") (param i32 i32) (result i32) local.get 1))'
    Path("typed.wasm").write_bytes(from_core(wit, core))
    install(wae, "typed.wasm")
    assert (0, "5\n") == wae("typed", "f", "--x", "5")[:2]
    assert (0, "3\n") == wae("typed", "g", "--a", "2", "--b", "3")[:2]


def test_served(wae: Wae, counts: Path) -> None:
    """What a server's workers run of a tool is held to its grants, part by part."""
    both = from_wat(
        (GUESTS / "counts.wat").read_text().replace("wae:cli/main@0.1.0", "a:b/c@1.0.0")
    )
    counts.write_bytes(both)
    install(wae, str(counts), "--env", "DICE_A", "--deny-rest")
    os.environ |= {"DICE_A": "1", "DICE_B": "2"}
    pool = Pool("counts", PoolOptions(Grants()))
    [function] = pool.contract.functions()

    def call() -> object:
        with pool.sandbox(function) as sandbox:
            return sandbox.call(function, [])

    assert 1 == background.call(call)
    del os.environ["DICE_A"], os.environ["DICE_B"]


# --- what it gets ---


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ["no.wasm"],
            "cannot read the tool no.wasm: No such file or directory. "
            "Name a .wasm, or HOST/NAME:TAG in a registry",
        ),
        (["text.wasm"], "text cannot be installed: this is not a WebAssembly component"),
        (
            ["dice.wasm", "--allow-all"],
            "--allow-all is no grant for a tool that stays. Give it what it needs, by name",
        ),
        (
            ["dice.wasm", "--env", "A=secret"],
            "--env NAME=VALUE would keep the value. --env NAME; set it when you run the tool",
        ),
        (
            ["dice.wasm", "--key", "A=https://a.example"],
            "dice takes no --key: it does not import wae:http. "
            "Variables that it reads itself: --env NAME",
        ),
        (
            ["dice.wasm", "--key", "=https://a.example"],
            "--key =https://a.example names no setting. "
            "For example: --key DICE_TOKEN=https://api.example.com",
        ),
        (
            ["dice.wasm", "--key", "A"],
            "--key A has no origin: it is not [SCHEME://][*.]HOST[:PORT]. "
            "For example: --key DICE_TOKEN=https://api.example.com",
        ),
        (
            ["dice.wasm", "--https", "https://a.example"],
            "unrecognized arguments: --https https://a.example. "
            "Did you mean --http? See wae install --help",
        ),
        (
            ["dice.wasm", "--grant", "http"],
            "unrecognized arguments: --grant http. See wae install --help",
        ),
        (
            ["."],
            "cannot read the tool .: Is a directory. Name a .wasm, or HOST/NAME:TAG in a registry",
        ),
        (
            ["foreign.wasm"],
            "foreign cannot be installed: it imports other:team/thing@1.0.0, which nothing provides"
            ". Ask its author for an app that is composed",
        ),
        (
            ["settings.wasm"],
            "settings cannot be installed: it imports wae:settings/values@0.1.0, which gives tools "
            "their keys. A tool imports wae:http/client, which adds keys to its requests",
        ),
        (
            ["types.wasm"],
            "types cannot be installed: it exports no function, and is no command. "
            "Ask its author for one that does",
        ),
    ],
)
def test_errors(wae: Wae, arguments: list[str], expected: str) -> None:
    """Each error is one line; nothing is installed then."""
    Path("dice.wasm").write_bytes(dice())
    Path("text.wasm").write_text("hello")
    foreign = "interface thing { do: func(); }"
    for file, package in (("foreign", "other:team@1.0.0"), ("settings", "wae:settings@0.1.0")):
        name = "thing" if file == "foreign" else "values"
        wit = f"package {package}; {foreign.replace('thing', name)} world w {{ import {name}; }}"
        Path(f"{file}.wasm").write_bytes(from_wit(wit))
    types = "package t:t; interface i { type n = u32; } world w { export i; }"
    Path("types.wasm").write_bytes(from_wit(types))
    done = wae("install", *arguments)
    assert f"wae: {expected}" == done.err
    assert [] == wae("list", "--json").document


# --- what lies on the disk ---


def test_a_changed_file(wae: Wae, tmp_path: Path) -> None:
    """A tool whose file somebody changed does not run."""
    Path("dice.wasm").write_bytes(dice())
    install(wae, "dice.wasm")
    file = Path(place.path("dice", dict(os.environ)))
    file.write_bytes(dice("more: func();"))
    expected = (
        "wae: the file of dice is not the one that was installed: hash mismatch. "
        "wae remove dice, and install it again"
    )
    assert (1, "", expected) == wae("dice", "roll", "--sides", "6")
    assert 0 == wae("remove", "dice").code
    install(wae, "dice.wasm")


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "[]",
        '{"version": 2, "tools": {}}',
        '{"version": 1}',
        '{"version": 1, "tools": {"dice": {"reference": 7}}}',
        '{"version": 1, "tools": {"dice": {"reference": "a", "digest": "", "sha256": "b", '
        '"granted": ["--allow-all"], "denied": [], "keys": []}}}',
        '{"version": 1, "tools": {"dice": {"reference": "a", "digest": "", "sha256": "b", '
        '"granted": ["nonsense"], "denied": [], "keys": []}}}',
    ],
)
def test_a_damaged_lock(wae: Wae, text: str) -> None:
    """A lock that is not understood is not guessed at, and never gives everything."""
    Path("dice.wasm").write_bytes(dice())
    install(wae, "dice.wasm")
    file = Path(place.folder(dict(os.environ)), "lock.json")
    file.write_text(text)
    expected = f"wae: {file} is damaged. Restore it, or remove it and install anew"
    for arguments in (("list",), ("dice", "roll"), ("install", "dice.wasm", "--name", "x")):
        assert (1, "", expected) == wae(*arguments)


def test_a_lock_of_somebody_elses(wae: Wae) -> None:
    """What others could have written grants nothing: no tool is installed."""
    Path("dice.wasm").write_bytes(dice())
    install(wae, "dice.wasm")
    Path(place.folder(dict(os.environ)), "lock.json").chmod(0o666)
    assert [] == wae("list", "--json").document
