"""A contract of a bank's, an app that exports it, and what is done with them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from wae.build.app import build_app, write_app
from wae.build.progress import Progress
from wae.errors import WaeError
from wae.manifest import load_manifest

Wae = Callable[..., str]

# A comment for those who have the source, and one for everybody.
CURRENCY = """\
// Secret plans.
/// Currencies.
package bank:currency@VERSION;

interface converter {
    use bank:types/money@1.0.0.{amount};
    /// Converts.
    convert: func(amount: amount) -> string;
}
"""
TYPES = "package bank:types@1.0.0;\ninterface money { record amount { cents: u32 } }\n"
MANIFEST = """\
# The app.
[app]
name = "x"  # short
version = "1"
exports = ["it"]
imports = ["bank:types/money"]
wit = "wit"

[components.it]
source = "it"
build = "'PROGRAM' component embed --dummy $WAE_WIT -o $WAE_OUTPUT"
"""


def package(folder: Path, version: str = "0.1.0", text: str = CURRENCY) -> str:
    """A folder with the contract and what it refers to."""
    (folder / "deps" / "types").mkdir(parents=True, exist_ok=True)
    (folder / "deps" / "types" / "types.wit").write_text(TYPES)
    (folder / "currency.wit").write_text(text.replace("VERSION", version))
    return str(folder)


def build(app: Path) -> list[str]:
    built = build_app(load_manifest(app / "wae.toml"), Progress(quiet=True))
    write_app(built, app / "x.wasm")
    return [*built.plan.exports]


def fails(wae: Wae, *arguments: str) -> str:
    with pytest.raises(WaeError) as caught:
        wae(*arguments)
    return caught.value.line()


def add(wae: Wae, place: str, package: str = "bank:currency@0.1.0", *options: str) -> str:
    return wae("add", "--insecure", package, "--oci", place, *options)
