"""Types that readers could follow for ever, or take for one another: through every command."""

import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from tests.dummy import from_wat

from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError, NotSupported
from wae.binary.types import Interface, Named, Primitive, Record, TypeDef
from wae.compose.wrap import Authority, CannotWrap, wrap
from wae.inspect.report import inspect_app

CORE = """
  (core module $m (memory (export "m") 1)
    (func (export "main") (result i32) i32.const 0)
    (func (export "one") (param i32) (result i32) i32.const 1)
    (func (export "two") (param i32 i32) (result i32) i32.const 2)
    (func (export "r") (param i32 i32 i32 i32) (result i32) i32.const 0))
  (core instance $c (instantiate $m))
  (func $main (result u8) (canon lift (core func $c "main")))
  (instance $command (export "main" (func $main)))
  (export "wae:cli/main@0.1.0" (instance $command))
"""
LIFT = '(memory (core memory $c "m")) (realloc (core func $c "r"))'
A, B = '(record (field "number" u32))', '(record (field "text" string))'
BOTH = f"""(instance $i (type $r {A}) (export "a" (type (eq $r)))
  (type $s {B}) (export "b" (type (eq $s))))"""
ALIASES = '(alias export $i "a" (type $a)) (alias export $i "b" (type $b))'

SWAPPED = f"""(component (import "x:y/z@1.0.0" {BOTH}) {ALIASES} {CORE}
  (func $f (param "x" $a) (result u32) (canon lift (core func $c "one") {LIFT}))
  (func $g (param "x" $b) (result u32) (canon lift (core func $c "two") {LIFT}))
  (instance $e (export "a" (type $b)) (export "b" (type $a))
    (export "f" (func $f)) (export "g" (func $g)))
  (export "x:y/z@1.0.0" (instance $e)))"""
"""An interface that is imported, and exported with its two types the other way round."""

AROUND = f"""(component (import "x:y/z@1.0.0" {BOTH}) {ALIASES} {CORE}
  (type $more (record (field "inner" $a)))
  (instance $e (export "a" (type $more)) (export "b" (type $b)))
  (export $z "x:y/z@1.0.0" (instance $e)) (alias export $z "a" (type $out))
  (func $f (param "x" $out) (result u32) (canon lift (core func $c "one") {LIFT}))
  (instance $e2 (export "a" (type $out)) (export "f" (func $f)))
  (export "x:y/other" (instance $e2)))"""
"""The same with a type around that of the import, under its name."""

BY_ANOTHER = f"""(component (import "x:y/z@1.0.0" {BOTH}) {ALIASES}
  (import "x:y/user" (instance $u (alias outer 1 $a (type $p)) (export "t" (type (eq $p)))))
  (alias export $u "t" (type $t)) {CORE}
  (instance $e (export "a" (type $b)) (export "b" (type $t)))
  (export "x:y/z@1.0.0" (instance $e))
  (func $f (param "x" $t) (result u32) (canon lift (core func $c "one") {LIFT}))
  (instance $e2 (export "t" (type $t)) (export "f" (func $f)))
  (export "x:y/other" (instance $e2)))"""
"""A type of the import comes by way of a third interface."""

PASSED_ON = f"""(component (import "x:y/z@1.0.0" {BOTH}) {ALIASES}
  (import "x:y/user" (instance $u (alias outer 1 $a (type $p)) (export "t" (type (eq $p)))))
  (alias export $u "t" (type $t)) {CORE}
  (func $f (param "x" $t) (result u32) (canon lift (core func $c "one") {LIFT}))
  (instance $e (export "a" (type $t)) (export "b" (type $b)) (export "f" (func $f)))
  (export "x:y/z@1.0.0" (instance $e)))"""
"""A type goes through another interface, and is exported by its own name again."""

Wae = Callable[..., "subprocess.CompletedProcess[str]"]


def chain(length: int, step: str) -> str:
    """Interfaces, each of which makes its type of that of the one before."""
    lines = [f'(import "a:a/i0" (instance $i0 (type $r {A}) (export "t" (type (eq $r)))))']
    for number in range(1, length):
        lines += [
            f'(alias export $i{number - 1} "t" (type $t{number}))',
            f'(import "a:a/i{number}" (instance $i{number} (alias outer 1 $t{number} (type $p))',
            f'{step} (export "t" (type (eq $q)))))',
        ]
    lines.append(f'(alias export $i{length - 1} "t" (type $last))')
    lines.append(f'{CORE} (instance $e (export "t" (type $last))) (export "a:a/end" (instance $e))')
    return f"(component {' '.join(lines)})"


def versions(*types: str) -> str:
    """Versions of one interface, each with a type made of that of the one before."""
    lines = [
        '(import "wasi:cli/environment@0.2.0" (instance))',
        '(type $t (record (field "n" u32)))',
    ]
    for number, made in enumerate(types):
        before = f"(alias outer 1 $t{number} (type $p))" if number else "(type $p u32)"
        lines += [
            f'(import "x:y/z@1.0.{number}" (instance $i{number} {before}',
            f'(type $q {made}) (export "a" (type (eq $q)))))',
            f'(alias export $i{number} "a" (type $t{number + 1}))',
        ]
    return f"(component {' '.join(lines)} {CORE})"


DEEP = {
    "aliases": chain(2000, '(export "before" (type $q (eq $p)))'),
    "records": chain(70, '(type $q (record (field "f" $p)))'),
    "a tree": chain(40, '(type $q (tuple $p $p))'),
}  # fmt: skip
CIRCLES = {
    "itself": versions("(list u8)", "(list $p)"),
    "by a third": versions("(list u8)", "(record (field \"f\" $p))", "(option $p)"),
}  # fmt: skip
TOLD_APART = {
    "swapped": SWAPPED, "around": AROUND, "by another": BY_ANOTHER, "passed on": PASSED_ON
}  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], str]:
    def write(wat: str) -> str:
        path = tmp_path / "odd.wasm"
        path.write_bytes(from_wat(wat))
        return str(path)

    return write


COMMANDS = (
    ("inspect",), ("inspect", "--json"), ("inspect", "--svg"), ("call", "--deny-rest"), ("stubs",),
    ("mcp", "--deny-rest", "--list"), ("run", "--deny-rest"),
)  # fmt: skip


@pytest.mark.parametrize("wat", [*DEEP.values(), *CIRCLES.values()], ids=[*DEEP, *CIRCLES])
def test_one_clear_error(wae: Wae, file: Callable[[str], str], wat: str) -> None:
    """Whoever reads it either can, or says in one line why not: no traceback, no limit of ours."""
    app = file(wat)
    for command in COMMANDS:
        done = wae(*command, app)
        if done.returncode:
            assert (1 <= done.returncode <= 2, "") == (True, done.stdout), command
            [line] = done.stderr.splitlines()
            assert line.startswith("wae: ")
            assert "Error" not in line
            assert "--debug" not in line


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("aliases", "its types are nested deeper than 64"),
        ("records", "its types are nested deeper than 64"),
        ("a tree", "its type t is too large"),
    ],
)
def test_too_deep(name: str, why: str) -> None:
    """Types that are too deep or too large are refused by whoever has to know them."""
    wasm = from_wat(DEEP[name])
    with pytest.raises(BinaryError) as caught:
        decode_component(wasm)
    assert why == caught.value.message
    with pytest.raises(CannotWrap) as refused:
        wrap(wasm, "odd", Authority())
    assert why == refused.value.message
    assert "odd" == inspect_app(wasm, "odd").name


def test_as_deep_as_may_be() -> None:
    """What is not, is read."""
    kind = decode_component(from_wat(chain(30, '(export "before" (type $q (eq $p)))')))
    assert "a:a/end" in kind.exports


@pytest.mark.parametrize("wat", CIRCLES.values(), ids=CIRCLES)
def test_versions_in_a_circle(
    wae: Wae, file: Callable[[str], str], wat: str, tmp_path: Path
) -> None:
    """A version that takes types of another on its track cannot be composed, wherever that is."""
    said = "imports x:y/z@1.0.{} with types of another version of it"
    newest = said.format(wat.count('(import "x:y/z') - 1)
    with pytest.raises(CannotWrap) as caught:
        wrap(from_wat(wat), "odd", Authority())
    assert newest in caught.value.message
    app = file(wat)
    done = wae("run", app)
    assert (2, "", 1) == (done.returncode, done.stdout, done.stderr.count("\n"))
    assert newest in done.stderr
    manifest = tmp_path / "wae.toml"
    manifest.write_text(
        '[app]\nname = "odd"\nversion = "1.0.0"\nexports = ["odd"]\nimports = ["x:y/z@1.0.0"]\n'
        f'[components.odd]\npath = "odd.wasm"\nsha256 = "{sha256(from_wat(wat)).hexdigest()}"\n'
    )
    done = wae("build", str(tmp_path))
    assert (1, "") == (done.returncode, done.stdout)
    assert newest in done.stderr


def exported(wat: str, interface: str = "x:y/z@1.0.0") -> Interface:
    actual = decode_component(from_wat(wat)).exports[interface]
    assert isinstance(actual, Interface)
    return actual


def test_names_of_exports_mean_exports() -> None:
    """Where an export has another type by a name of the import, each function keeps its own."""
    number, text = Record((("number", Primitive("u32")),)), Record((("text", Primitive("string")),))
    swapped = exported(SWAPPED).items
    assert (TypeDef(text), TypeDef(number)) == (swapped["a"], swapped["b"])
    around = exported(AROUND).items["a"]
    assert TypeDef(Record((("inner", number),))) == around
    other = exported(BY_ANOTHER, "x:y/other").functions()["f"]
    assert (("x", number),) == other.params
    passed = exported(PASSED_ON).items["a"]
    assert TypeDef(Named("x:y/z@1.0.0", "a")) == passed


@pytest.mark.parametrize(
    ("name", "function", "value", "result"),
    [
        ("swapped", "z.f", '{"number": 1}', "1\n"),
        ("swapped", "z.g", '{"text": "a"}', "2\n"),
        ("around", "other.f", '{"inner": {"number": 1}}', "1\n"),
        ("by another", "other.f", '{"number": 1}', "1\n"),
        ("passed on", "z.f", '{"number": 1}', "1\n"),
    ],
)
def test_values_of_the_right_type(
    wae: Wae, file: Callable[[str], str], name: str, function: str, value: str, result: str
) -> None:
    """Values are read as the function's own types."""
    app = file(TOLD_APART[name])
    done = wae("call", app, function, "--help")
    assert (0, "") == (done.returncode, done.stderr)
    done = wae("call", app, function, "--x", '{"nothing": 1}')
    assert 2 == done.returncode
    assert value.split('"')[1] in done.stderr


def test_two_types_at_the_root(wae: Wae, file: Callable[[str], str]) -> None:
    """Of two types of one name at the root, nobody guesses which is meant."""
    wat = f"""(component (type $r {A}) (import "t" (type $t (eq $r))) {CORE} (type $s {B})
      (export $own "t" (type $s))
      (func $f (param "x" $own) (result u32) (canon lift (core func $c "two") {LIFT}))
      (export "f" (func $f)))"""
    done = wae("call", file(wat))
    said = "wae: cannot read the contract of odd.wasm: it imports a type t and exports another\n"
    assert (1, "", said) == (done.returncode, done.stdout, done.stderr)


def test_two_resources_of_one_name() -> None:
    """A function of an export that takes the import's resource of a name that it has itself."""
    wat = f"""(component
      (import "x:y/z" (instance $i (export "r" (type (sub resource)))))
      (alias export $i "r" (type $theirs)) {CORE}
      (type $ours (resource (rep i32)))
      (func $f (param "x" (own $theirs)) (result u32) (canon lift (core func $c "one")))
      (instance $e (export "r" (type $ours)) (export "f" (func $f)))
      (export "x:y/z" (instance $e)))"""
    with pytest.raises(NotSupported) as caught:
        decode_component(from_wat(wat))
    assert (
        "not supported: exports that use the resource r of the x:y/z that it imports, beside "
        "another that it exports by that name" == caught.value.message
    )
