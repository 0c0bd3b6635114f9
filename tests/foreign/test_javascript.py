"""A component that is not Python takes the place of one that is, and nobody can tell."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.foreign.javascript import javascript_component
from tests.foreign.seats import composed

from wae.inspect.report import inspect_app

HERE = Path(__file__).parent
Wae = Callable[..., CompletedProcess[str]]


@pytest.fixture(scope="module")
def component() -> Path:
    return javascript_component(HERE / "password")


@pytest.fixture(scope="module")
def app(component: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toolbox with `password` in JavaScript."""
    return composed(tmp_path_factory.mktemp("javascript") / "toolbox.wasm", password=component)


def test_versions_of_wasi_mix(component: Path, app: Path) -> None:
    """JavaScript and Python components import different versions of WASI 0.2, and the app one."""
    imports = inspect_app(component.read_bytes(), "javascript").imports
    assert {"0.2.10", "0.2.12"} == {name.partition("@")[2] for name in imports}
    report = inspect_app(app.read_bytes(), "toolbox")
    assert report.other_imports == ()
    assert len({name.partition("@")[0] for name in report.imports}) == len(report.imports)


def test_it_holds_what_the_place_holds(app: Path) -> None:
    """Whatever its engine imports, it has clocks and random numbers, and asks nobody else."""
    [password] = [i for i in inspect_app(app.read_bytes(), "t").instances if i.name == "password"]
    assert password.capabilities == ("clocks", "random")
    assert password.through == {}


def test_passwords(wae: Wae, app: Path) -> None:
    """`wae password --json` prints its passwords, each as long and as strong as it says."""
    done = wae(
        "password", "--length", "24", "--count", "50", "--json", env={"WAE_TOOLBOX": str(app)}
    )
    assert (done.returncode, done.stderr.count("\n")) == (0, done.stderr.count("Compiling"))
    batch = json.loads(done.stdout)
    assert {24} == {len(password) for password in batch["passwords"]}
    assert len(set(batch["passwords"])) == 50
    assert batch["entropy_bits"] == pytest.approx(24 * math.log2(batch["alphabet_size"]))


def test_flags_and_options_arrive(wae: Wae, app: Path) -> None:
    """The recipe's flags and optional text mean the same on both sides."""
    only = ("--no-lower", "--no-upper", "--no-digits", "--symbols", "éß😀")
    done = wae("password", *only, "--json", env={"WAE_TOOLBOX": str(app)})
    batch = json.loads(done.stdout)
    assert set(batch["passwords"][0]) <= set("éß😀")
    assert batch["alphabet_size"] == 3


def test_typed_errors_arrive(wae: Wae, app: Path) -> None:
    """A variant thrown in JavaScript is a usage error of the Python command line."""
    done = wae("password", "--length", "3", env={"WAE_TOOLBOX": str(app)})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("wae: --length cannot be 3. Give a number from 4 to 1024.\n")


def test_the_judge(wae: Wae, app: Path) -> None:
    """A record with floats, an absent option and a list comes through whole."""
    done = wae(
        "password",
        "check",
        "--json",
        input="correct horse\n",
        env={"WAE_TOOLBOX": str(app)},
    )
    verdict = json.loads(done.stdout)
    assert verdict["score"] == 4
    assert verdict["guesses_log10"] == pytest.approx(13 * math.log10(94))
    assert (verdict["warning"], verdict["suggestions"]) == (None, [])


def test_python_neighbours_still_work(wae: Wae, app: Path) -> None:
    """The components beside it are the toolbox's own."""
    done = wae("github", "repo", "not a name", env={"WAE_TOOLBOX": str(app)})
    assert (done.returncode, done.stdout) == (2, "")
    assert '"not a name" is not the name of a GitHub repository' in done.stderr
