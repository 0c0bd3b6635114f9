"""What is imported while a component is built."""

import pytest

from wae.build.preload import ALWAYS, modules_to_preload, required_modules


def preloaded(sources: dict[str, str], packages: dict[str, str] | None = None) -> list[str]:
    return modules_to_preload(
        *({f: t.encode() for f, t in x.items()} for x in (sources, packages or {}))
    )


def test_lazy_imports_of_the_standard_library() -> None:
    """A module of the standard library that code imports, wherever it does so, is preloaded."""
    actual = preloaded(
        {
            "app.py": "def f():\n    import decimal\n    from email import message as m\n",
            "other.py": "class A:\n    def g(self):\n        import xml.dom.minidom as d\n",
        },
    )
    assert {"decimal", "email", "email.message", "xml.dom.minidom"} <= set(actual)


def test_lazy_imports_of_own_modules() -> None:
    """A module of the component's own is preloaded, even if only a function imports it."""
    actual = preloaded({"app.py": "def f():\n    import rules\n", "rules.py": ""})
    assert "rules" in actual


def test_lazy_imports_of_own_packages() -> None:
    """So is a module in a package of the component's own, by its full name or a relative one."""
    actual = preloaded(
        {
            "app.py": "def f():\n    from shop import prices\n    import shop.deep.stock\n",
            "shop/__init__.py": "def f():\n    from .lists import LIST\n",
            "shop/prices.py": "def f():\n    from . import rounding\n",
            "shop/deep/stock.py": "def f():\n    from ..orders import late\n    import taxes\n",
            "taxes.py": "",
        },
    )
    own = {"prices", "deep.stock", "lists", "rounding", "orders"}
    assert {"shop", "taxes", *(f"shop.{name}" for name in own)} <= set(actual)


def test_every_module_of_a_dependency() -> None:
    """Every module of a dependency is preloaded, and what it imports of the standard library."""
    actual = preloaded(
        {},
        {
            "lib/__init__.py": "",
            "lib/deep/__init__.py": "",
            "lib/deep/lazy.py": "def f():\n    import fractions\n",
            "single.py": "",
        },
    )
    assert {"lib", "lib.deep", "lib.deep.lazy", "single", "fractions"} <= set(actual)


def test_what_is_left_out() -> None:
    """Modules whose import does something, tests, and files that are no modules are left out."""
    actual = preloaded(
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
    assert {*ALWAYS, "lib.relative", "lib.broken"} == set(actual)


def test_sorted() -> None:
    """The same sources give the same list."""
    actual = preloaded({"app.py": "import zlib, ast, json\n"})
    assert sorted(actual) == actual


def test_endless_nesting() -> None:
    """Code that no parser can read is left to the guest, which says what is wrong with it."""
    assert sorted(ALWAYS) == preloaded({"app.py": "-" * 200_000 + "1", "b.py": "(" * 200_000})


@pytest.mark.parametrize(
    "code",
    [
        "def f(b):\n    return b.decode('UTF-16-LE')\n",
        "NAMES = ('iso 8859 1', 'utf-16le')\n",
        "def f(t, coding='utf_16_le'):\n    return t.encode(coding)\n",
        "def f(t):\n    return str(t, encoding='UTF_16LE', errors='replace')\n",
    ],
)
def test_codecs_that_a_text_names(code: str) -> None:
    """A codec that a text names, in any spelling and place, is preloaded."""
    assert "encodings.utf_16_le" in preloaded({"app.py": code})
    assert "encodings.utf_16_le" in preloaded({}, {"lib/codes.py": code})


def test_texts_that_name_no_codec() -> None:
    """Other texts are none, though some look like one."""
    code = "A = ('aliases', '', 'x' * 99, 'utf-99', 'é', '../utf_8', 'utf_8' 'x')\n"
    assert sorted(ALWAYS) == preloaded({"app.py": code})


def test_names_that_are_given_to_the_import_system() -> None:
    """A module whose name is given as a text is preloaded."""
    code = (
        "import importlib\n"
        "def f():\n    importlib.import_module('decimal')\n    __import__('fractions')\n"
    )
    assert {"decimal", "fractions"} <= set(preloaded({"app.py": code}))


def required(text: str) -> dict[str, str]:
    return required_modules({"app.py": text.encode()})


def test_what_a_function_cannot_do_without() -> None:
    """What a function imports is required, with its place."""
    code = (
        "def f():\n    import ssl\n    from x.y import z\n\n"
        "class A:\n    g = lambda: __import__('m')\n"
    )
    assert {"ssl": "app.py:2", "x.y": "app.py:3", "m": "app.py:6"} == required(code)


@pytest.mark.parametrize(
    "statement",
    [
        "try:\n        import ssl\n    except ImportError:\n        ssl = None",
        "try:\n        import ssl\n    except (OSError, ModuleNotFoundError):\n        ssl = None",
        "try:\n        import ssl\n    except:\n        ssl = None",
        "with contextlib.suppress(ImportError):\n        import ssl",
        "if sys.platform == 'win32':\n        import winreg",
        "if typing.TYPE_CHECKING:\n        import ssl",
        "from wit_world.imports import plain",
        "import componentize_py_types",
        "pass",
    ],
)
def test_what_a_function_can_do_without(statement: str) -> None:
    """What is tried, is for another platform, or comes from the world, is not required; nor is what
    a module imports, which fails by itself."""
    assert {} == required(f"import contextlib, sys, typing, nowhere\n\ndef f():\n    {statement}\n")


def test_a_try_that_does_not_help() -> None:
    """Another exception, and the handler itself, do not make an import optional."""
    code = "def f():\n    try:\n        import ssl\n    except OSError:\n        import mmap\n"
    assert {"ssl": "app.py:3", "mmap": "app.py:5"} == required(code)
