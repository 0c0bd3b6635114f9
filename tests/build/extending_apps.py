"""An app of three components, and apps that extend it."""

from pathlib import Path

import dummy

from wae.build.check import check_app
from wae.build.components import Components
from wae.manifest import load_manifest

WIT = """\
package a:a@1.0.0;
interface base { f: func(); }
interface left { f: func(); }
interface right { f: func(); }
"""
WORLDS = {
    "base": "export a:a/base@1.0.0;",
    "left": "import a:a/base@1.0.0; export a:a/left@1.0.0;",
    "right": "import a:a/base@1.0.0; export a:a/right@1.0.0;",
}
BASE = """\
[app]
name = "whole"
version = "1.2.3"
exports = ["left", "right"]
wit = "wit"

[run]
environment = ["LANG"]

[deploy]
image = "registry.example/whole:1"
"""


def whole_app(tmp_path: Path) -> Path:
    """The manifest of an app of three components, two of which import the third."""
    folder = tmp_path / "whole"
    (folder / "wit").mkdir(parents=True)
    (folder / "wit" / "a.wit").write_text(WIT)
    text = BASE
    for name, items in WORLDS.items():
        (folder / name / "wit").mkdir(parents=True)
        world = f"package t:{name};\nworld w {{ {items} }}\n"
        (folder / name / "wit" / "world.wit").write_text(world)
        text += (
            f'\n[components.{name}]\nsource = "{name}"\n'
            f"build = \"'{dummy.PROGRAM}' component embed --dummy $WAE_WIT -o $WAE_OUTPUT\"\n"
        )
    (folder / "wae.toml").write_text(text)
    return folder / "wae.toml"


def smaller(tmp_path: Path, rest: str, name: str = "small") -> Path:
    """The manifest of an app whose `[app]` has its name and the ``rest``."""
    file = tmp_path / name / "wae.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f'[app]\nname = "{name}"\n{rest}\n')
    return file


def extending(without: str, of: str = "../whole/wae.toml") -> str:
    return f'extends = "{of}"\nwithout = {without}'


def problems(file: Path) -> list[str]:
    return [each.line() for each in check_app(Components(load_manifest(file))).problems]
