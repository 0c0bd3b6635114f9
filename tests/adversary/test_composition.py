"""What a component claims to import or export gives it no more than the manifest says.

These components are made from WIT alone, and every function of theirs traps: they take the place
of `password` in the toolbox, and it is the composer that has to see through them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.dummy import from_wit
from tests.foreign.seats import composed, seated
from tests.our_contracts import FOLDERS

from wae.build.app import build_app
from wae.build.progress import Progress
from wae.errors import WaeError
from wae.inspect.report import AppReport, InstanceReport, inspect_app

OWN = ("wae:password/generator@0.1.0", "wae:password/checker@0.1.0")
Claim = Callable[..., Path]


@dataclass(frozen=True)
class Refused:
    """A claim with which nothing is composed, and a pattern for why."""

    name: str
    problem: str
    imports: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()


REFUSED = [
    Refused(
        "settings' values, which are the keys",
        # Its types come from `presence`, which is imported first.
        '"password" imports wae:settings/(values|presence)@0.1.0 from "settings", which is not for',
        imports=("wae:settings/values@0.1.0",),
    ),
    Refused(
        "which settings are set",
        '"password" imports wae:settings/presence@0.1.0 from "settings", which is not for it',
        imports=("wae:settings/presence@0.1.0",),
    ),
    Refused(
        "HTTP, without hosts in the manifest",
        '"password" imports wae:http/client@0.1.0 from "http", but has no hosts',
        imports=("wae:http/client@0.1.0",),
    ),
    Refused(
        "the command line, which would run as itself",
        '"password" imports wae:cli/main@0.1.0 from "cli", '
        "which is granted environment, files, terminal",
        imports=("wae:cli/main@0.1.0",),
    ),
    Refused(
        "settings of its own for everyone",
        'imports wae:settings/(values|presence)@0.1.0, which "settings" and "password" export',
        exports=("wae:settings/values@0.1.0", "wae:settings/presence@0.1.0"),
    ),
    Refused(
        "HTTP of its own for everyone",
        '"leaks" imports wae:http/client@0.1.0, which "password" and "http" export',
        exports=("wae:http/client@0.1.0",),
    ),
    Refused(
        "another's tool",
        'imports wae:github/repositories@0.1.0, which "password" and "github" export',
        exports=("wae:github/repositories@0.1.0",),
    ),
    Refused(
        "the app's own command",
        '"cli" and "password" both export wae:cli/main@0.1.0',
        exports=("wae:cli/main@0.1.0",),
    ),
    Refused(
        "the command that other runtimes call",
        '"cli" and "password" both export wasi:cli/run@0.2.9',
        exports=("wasi:cli/run@0.2.9",),
    ),
]


@pytest.fixture(scope="module")
def claim(tmp_path_factory: pytest.TempPathFactory) -> Claim:
    """A component with the contract of `password` and more imports and exports."""

    def make(imports: tuple[str, ...] = (), exports: tuple[str, ...] = ()) -> Path:
        lines = [f"import {name};" for name in imports]
        lines += [f"export {name};" for name in (*OWN, *exports)]
        world = f"package hostile:it;\nworld w {{ {' '.join(lines)} }}\n"
        file = tmp_path_factory.mktemp("claim") / "password.wasm"
        file.write_bytes(from_wit(world + _packages() + _INVENTED))
        return file

    return make


# Interfaces that nobody has published, or not in this version.
_INVENTED = """
package wasi:keys@0.2.0 { interface store { get: func() -> string; } }
package wasi:cli@0.4.0 { interface environment { get-arguments: func() -> list<string>; } }
package wasi:cli@0.2.99 { interface environment { get-arguments: func() -> list<string>; } }
"""


def _packages() -> str:
    """All contracts as packages nested in one file; those of one package together."""
    packages: dict[str, list[str]] = {}
    for path in (each for one in FOLDERS for each in sorted(one.rglob("*.wit"))):
        _, name, items = re.split(r"(?m)^package ([^;]+);", path.read_text(), maxsplit=1)
        packages.setdefault(name, []).append(items)
    return "".join(f"package {name} {{{''.join(items)}}}\n" for name, items in packages.items())


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.name)
def test_refused(claim: Claim, refused: Refused) -> None:
    """The app is not built, and the error names the component and the interface."""
    file = claim(refused.imports, refused.exports)
    with pytest.raises(WaeError) as caught:
        build_app(seated(password=file), Progress(quiet=True))
    assert re.search(refused.problem, caught.value.message), caught.value.message


def test_anothers_hosts_and_key(claim: Claim) -> None:
    """A component without grants cannot borrow the network and the key of one that has them."""
    file = claim(imports=("wae:github/repositories@0.1.0",))
    with pytest.raises(WaeError, match='"password" imports wae:github/repositories@0.1.0'):
        build_app(seated(password=file), Progress(quiet=True))


@pytest.fixture(scope="module")
def report(claim: Claim, tmp_path_factory: pytest.TempPathFactory) -> AppReport:
    """An app in which `password` claims much that does not stop the composer."""
    file = claim(
        imports=(
            "wae:http/policy@0.1.0",
            "wasi:cli/environment@0.2.99",
            "wasi:cli/environment@0.4.0",
            "wasi:filesystem/preopens@0.2.9",
            "wasi:http/outgoing-handler@0.2.9",
            "wasi:keys/store@0.2.0",
        ),
        exports=(
            "wae:http/policy@0.1.0",
            "wasi:clocks/monotonic-clock@0.2.9",
            "wasi:cli/environment@0.2.9",
        ),
    )
    app = composed(tmp_path_factory.mktemp("claimed") / "toolbox.wasm", password=file)
    return inspect_app(app.read_bytes(), "toolbox")


def _instance(report: AppReport, name: str) -> InstanceReport:
    return next(instance for instance in report.instances if instance.name == name)


def test_claimed_imports_are_denied(report: AppReport) -> None:
    """Whatever it imports, in whatever version: it holds nothing, and asks nobody who does."""
    password = _instance(report, "password")
    assert set(password.capabilities) <= {"clocks", "random"}
    assert password.through == {}
    from_root = {name for name, giver in password.imports.items() if giver == "root"}
    assert {name.partition("@")[0] for name in from_root} <= {
        "wasi:io/error",
        "wasi:io/poll",
        "wasi:io/streams",
        "wasi:clocks/monotonic-clock",
        "wasi:clocks/wall-clock",
    }


def test_unknown_interfaces_do_not_reach_the_host(report: AppReport) -> None:
    """An interface that nobody knows is not asked of the host, whose it might be."""
    assert [name for name in report.imports if "keys" in name or "0.3" in name] == []


def test_own_policy_is_empty(report: AppReport) -> None:
    """The policy that it imports itself allows nothing."""
    policy = _instance(report, "password").policy
    assert policy is not None
    assert (policy.hosts, policy.auth) == ((), None)


def test_nobody_gets_its_policy(report: AppReport) -> None:
    """A policy that a component exports is nobody's: `http` has the manifest's."""
    policy = _instance(report, "http(github)").policy
    assert policy is not None
    assert policy.hosts == ("api.github.com", "$GITHUB_API_URL")


def test_nobody_gets_its_wasi(report: AppReport) -> None:
    """What it exports in the name of WASI is given to no other component."""
    for instance in report.instances:
        wasi = [giver for name, giver in instance.imports.items() if name.startswith("wasi:")]
        assert "password" not in wasi
