"""Resources inside records, variants, lists and options are what they are anywhere else."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.dummy import from_core

import wae

WIT = """package t:p;
interface box {
  resource n { get: func() -> u32; }
  resource other { get: func() -> u32; }
  record held { id: u32, n: n }
  variant maybe { none, some(held) }
  hold: func(id: u32) -> held;
  all: func() -> list<maybe>;
  pick: func(is-there: bool) -> option<n>;
  give-back: func(held: held) -> u32;
  sum: func(many: list<borrow<n>>) -> u32;
  twice: func(one: n, other: n);
}
world w { export box; }"""
CORE = """(module
  (import "[export]t:p/box" "[resource-new]n" (func $new (param i32) (result i32)))
  (import "[export]t:p/box" "[resource-rep]n" (func $rep (param i32) (result i32)))
  (memory (export "memory") 1)
  (global $free (mut i32) (i32.const 1024))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    global.get $free (global.set $free (i32.add (global.get $free) (local.get 3))))
  (func (export "t:p/box#[method]n.get") (param i32) (result i32) local.get 0)
  (func (export "t:p/box#[method]other.get") (param i32) (result i32) local.get 0)
  (func (export "t:p/box#hold") (param i32) (result i32)
    (i32.store (i32.const 8) (local.get 0))
    (i32.store (i32.const 12) (call $new (i32.add (local.get 0) (i32.const 100))))
    i32.const 8)
  (func (export "t:p/box#all") (result i32)
    (i32.store (i32.const 16) (i32.const 32)) (i32.store (i32.const 20) (i32.const 2))
    (i32.store8 (i32.const 32) (i32.const 0)) (i32.store8 (i32.const 44) (i32.const 1))
    (i32.store (i32.const 48) (i32.const 7)) (i32.store (i32.const 52) (call $new (i32.const 70)))
    i32.const 16)
  (func (export "t:p/box#pick") (param i32) (result i32)
    (i32.store8 (i32.const 64) (local.get 0))
    (if (local.get 0) (then (i32.store (i32.const 68) (call $new (i32.const 5)))))
    i32.const 64)
  (func (export "t:p/box#give-back") (param i32 i32) (result i32)
    (i32.add (local.get 0) (call $rep (local.get 1))))
  (func (export "t:p/box#sum") (param $at i32) (param $count i32) (result i32) (local $sum i32)
    (block (loop
      (br_if 1 (i32.eqz (local.get $count)))
      (local.set $sum (i32.add (local.get $sum) (i32.load (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br 0)))
    local.get $sum)
  (func (export "t:p/box#twice") (param i32 i32)))"""


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    file = tmp_path_factory.mktemp("box") / "box.wasm"
    file.write_bytes(from_core(WIT, CORE))
    with wae.load(file) as app:
        yield app["t:p/box"]


def test_coming_out(box: Any) -> None:
    """In a record, in a variant in a list, in an option: each has its class and methods."""
    held = box.hold(1)
    assert (1, 101) == (held.id, held.n.get())
    assert box.N is type(held.n)
    none, some = box.all()
    assert box.Maybe.None_() == none
    assert (7, 70) == (some.value.id, some.value.n.get())
    with box.pick(True) as picked:
        assert 5 == picked.get()
    assert box.pick(False) is None


def test_going_in(box: Any) -> None:
    """A record that came out goes in again, or one made anew; lists lend what is in them."""
    held = box.hold(1)
    assert 102 == box.give_back(held)
    with pytest.raises(wae.Closed, match="the n is closed"):
        held.n.get()
    again = box.hold(2)
    assert 142 == box.give_back({"id": 40, "n": again.n})
    assert "(closed)" in repr(again.n)
    many = [box.hold(n).n for n in (1, 2, 3)]
    assert 306 == box.sum(many)
    assert [101, 102, 103] == [one.get() for one in many]


def test_what_is_refused(box: Any) -> None:
    """What is no such resource is named, with its place; one cannot be given away twice."""
    with pytest.raises(wae.InvalidValue, match=r"^held\.n: expected a n, found int '3'$"):
        box.give_back({"id": 1, "n": 3})
    one = box.pick(True)
    with pytest.raises(wae.Closed, match="the n is closed"):
        box.twice(one, one)
    assert 5 == one.get()
