"""Packages are found in WIT text however their lines are written."""

import pytest

from wae.build.wit_names import declared_in, references, worlds_in


@pytest.mark.parametrize(
    "text",
    [
        "package a:b@0.1.0;",
        "package  a:b@0.1.0 ;",
        "\tpackage\ta:b @ 0.1.0;",
        "/// The words.\npackage\n    a:b@0.1.0;",
        "/* a /* nested */ comment */ package /** words */ a:b@0.1.0; // more",
        "package a:%b@0.1.0;",
        "\ufeffpackage %a:b@0.1.0;",
        "// package c:d;\n/* package e:f; */\n/// package g:h;\npackage a:b@0.1.0;\ninterface i {}",
    ],
)
def test_declared(text: str) -> None:
    """Spaces, comments and signs of identifiers are no part of a name."""
    assert ("a:b@0.1.0",) == declared_in(text.encode())


def test_packages_within_a_file() -> None:
    """They are declared as well, but are not what the file is."""
    text = b"package a:b;\npackage c:d@1.0.0-rc.1 { interface i {} }\n"
    assert ("a:b", "c:d@1.0.0-rc.1") == declared_in(text)
    assert ("a:b",) == declared_in(text, ends=b";")


def test_no_declaration() -> None:
    """A word that only ends in it, or is escaped, declares nothing."""
    assert () == declared_in(b"interface my-package { %package: func(a: b); }")


def test_worlds() -> None:
    """Wherever they stand in a line; `w` is not `w-2`."""
    text = b"package a:b; world w-2 { } /* world x {} */ world\n%list{} interface world-y { }"
    assert {"w-2", "list"} == worlds_in(text)


def test_references() -> None:
    """What a world speaks of is found with spaces and escapes, and not in comments."""
    text = b"world w { import a: b / i @ 1.0.0; export c:%list/k; /* e:f/g */ include x:y:z/v; }"
    assert {"a:b", "c:list", "x:y:z"} == references(text)
