"""What is imported while a component is built."""

from wae.build.preload import ALWAYS, modules_to_preload


def preloaded(sources: dict[str, str], packages: dict[str, str] | None = None) -> list[str]:
    return modules_to_preload(
        *({f: t.encode() for f, t in x.items()} for x in (sources, packages or {}))
    )


def test_lazy_imports_of_the_standard_library() -> None:
    """A module of the standard library that code imports, wherever it does so, is preloaded."""
    found = preloaded(
        {
            "app.py": "def f():\n    import decimal\n    from email import message as m\n",
            "other.py": "class A:\n    def g(self):\n        import xml.dom.minidom as d\n",
        },
    )
    assert {"decimal", "email", "email.message", "xml.dom.minidom"} <= set(found)


def test_lazy_imports_of_own_modules() -> None:
    """A module of the component's own is preloaded, even if only a function imports it."""
    found = preloaded({"app.py": "def f():\n    import rules\n", "rules.py": ""})
    assert "rules" in found


def test_lazy_imports_of_own_packages() -> None:
    """So is a module in a package of the component's own, by its full name or a relative one."""
    found = preloaded(
        {
            "app.py": "def f():\n    from shop import prices\n    import shop.deep.stock\n",
            "shop/__init__.py": "def f():\n    from .lists import LIST\n",
            "shop/prices.py": "def f():\n    from . import rounding\n",
            "shop/deep/stock.py": "def f():\n    from ..orders import late\n    import taxes\n",
            "taxes.py": "",
        },
    )
    own = {"prices", "deep.stock", "lists", "rounding", "orders"}
    assert {"shop", "taxes", *(f"shop.{name}" for name in own)} <= set(found)


def test_every_module_of_a_dependency() -> None:
    """Every module of a dependency is preloaded, and what it imports of the standard library."""
    found = preloaded(
        {},
        {
            "lib/__init__.py": "",
            "lib/deep/__init__.py": "",
            "lib/deep/lazy.py": "def f():\n    import fractions\n",
            "single.py": "",
        },
    )
    assert {"lib", "lib.deep", "lib.deep.lazy", "single", "fractions"} <= set(found)


def test_what_is_left_out() -> None:
    """Modules whose import does something, tests, and files that are no modules are left out."""
    found = preloaded(
        {},
        {
            "lib/__main__.py": "",
            "lib/tests/test_it.py": "",
            "lib/not-a-module.py": "",
            "lib/relative.py": "from . import this_too\nimport antigravity, this\n",
            "lib/broken.py": "def f(:\n",
            "lib/data.txt": "",
        },
    )
    assert {*ALWAYS, "lib.relative", "lib.broken"} == set(found)


def test_sorted() -> None:
    """The same sources give the same list."""
    found = preloaded({"app.py": "import zlib, ast, json\n"})
    assert sorted(found) == found


def test_endless_nesting() -> None:
    """Code that no parser can read is left to the guest, which says what is wrong with it."""
    assert sorted(ALWAYS) == preloaded({"app.py": "-" * 200_000 + "1", "b.py": "(" * 200_000})
