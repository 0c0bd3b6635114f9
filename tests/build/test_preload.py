"""What is imported while a component is built."""

from pathlib import Path

from wae.build.preload import ALWAYS, modules_to_preload


def write(folder: Path, files: dict[str, str]) -> list[Path]:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return sorted(folder.rglob("*.py"))


def test_lazy_imports_of_the_standard_library(tmp_path: Path) -> None:
    """A module of the standard library that code imports, wherever it does so, is preloaded."""
    sources = write(
        tmp_path,
        {
            "app.py": "def f():\n    import decimal\n    from email import message as m\n",
            "other.py": "class A:\n    def g(self):\n        import xml.dom.minidom as d\n",
        },
    )
    found = modules_to_preload(tmp_path, sources, None)
    assert {"decimal", "email", "email.message", "xml.dom.minidom"} <= set(found)


def test_lazy_imports_of_own_modules(tmp_path: Path) -> None:
    """A module of the component's own is preloaded, even if only a function imports it."""
    sources = write(tmp_path, {"app.py": "def f():\n    import rules\n", "rules.py": ""})
    assert "rules" in modules_to_preload(tmp_path, sources, None)


def test_lazy_imports_of_own_packages(tmp_path: Path) -> None:
    """So is a module in a package of the component's own, by its full name or a relative one."""
    sources = write(
        tmp_path,
        {
            "app.py": "def f():\n    from shop import prices\n    import shop.deep.stock\n",
            "shop/__init__.py": "def f():\n    from .lists import LIST\n",
            "shop/prices.py": "def f():\n    from . import rounding\n",
            "shop/deep/stock.py": "def f():\n    from ..orders import late\n    import taxes\n",
            "taxes.py": "",
        },
    )
    found = set(modules_to_preload(tmp_path, sources, None))
    own = {"prices", "deep.stock", "lists", "rounding", "orders"}
    assert {"shop", "taxes", *(f"shop.{name}" for name in own)} <= found


def test_every_module_of_a_dependency(tmp_path: Path) -> None:
    """Every module of a dependency is preloaded, and what it imports of the standard library."""
    packages = tmp_path / "packages"
    write(
        packages,
        {
            "lib/__init__.py": "",
            "lib/deep/__init__.py": "",
            "lib/deep/lazy.py": "def f():\n    import fractions\n",
            "single.py": "",
        },
    )
    found = set(modules_to_preload(tmp_path, [], packages))
    assert {"lib", "lib.deep", "lib.deep.lazy", "single", "fractions"} <= found


def test_what_is_left_out(tmp_path: Path) -> None:
    """Modules whose import does something, tests, and files that are no modules are left out."""
    packages = tmp_path / "packages"
    write(
        packages,
        {
            "lib/__main__.py": "",
            "lib/tests/test_it.py": "",
            "lib/not-a-module.py": "",
            "lib/relative.py": "from . import this_too\nimport antigravity, this\n",
            "lib/broken.py": "def f(:\n",
            "lib/data.txt": "",
        },
    )
    found = modules_to_preload(tmp_path, [], packages)
    assert {*ALWAYS, "lib.relative", "lib.broken"} == set(found)


def test_sorted(tmp_path: Path) -> None:
    """The same sources give the same list."""
    sources = write(tmp_path, {"app.py": "import zlib, ast, json\n"})
    found = modules_to_preload(tmp_path, sources, None)
    assert sorted(found) == found
