"""The code of a gate: what it reads of a request, and whether that may pass.

The list of what may pass lies in memory as :func:`table` writes it. An authority is compared as the
whole text that it is, never taken apart, so that nobody after the gate can read it differently.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

from wae.compose.generate import assembly as a
from wae.compose.generate.coremodule import RESET
from wae.compose.generate.modulebuilder import ModuleBuilder
from wae.compose.origins import LONGEST_HOST, Pattern

# What the gate asks of a request, and the addresses where the answers lie.
READS = {"method": 16, "scheme": 32, "authority": 48, "path-with-query": 64}
METHOD, SCHEME, AUTHORITY, PATH = READS.values()
FIELDS, WORDS, ANSWER = 80, 88, 104
HEADERS, ENTRIES, HANDLE = "headers", "entries", "handle"
DROP_REQUEST, DROP_OPTIONS, DROP_FIELDS = "drop request", "drop options", "drop fields"
WORD_BYTES = b"hostconnect".ljust(ANSWER - WORDS, b"\0")
_HOST, _CONNECT = (WORDS, 4), (WORDS + 4, 7)  # address, bytes

# Numbers of cases of the variants `scheme` and `method` (wasi:http/types).
_SCHEMES = {"http": 0, "https": 1}
_METHOD_CONNECT, _METHOD_OTHER = 5, 9
_PAYLOAD = 4  # of these variants, and of options of strings
_FIELD = 16  # bytes of a tuple<string, list<u8>>
_LONGEST_LABEL = 63
_ITEM = struct.Struct("<III")


def table(patterns: Iterable[Pattern]) -> bytes:
    """One item for each text that may be an authority, or with :attr:`Pattern.below` end one.

    The number of the scheme, the most bytes before the text, the bytes of the text, and the text.
    """
    items = []
    for pattern in patterns:
        most = LONGEST_HOST - len(pattern.host) - 1 if pattern.below else 0
        if most < pattern.below:
            continue  # a host below would be too long
        for authority in pattern.authorities():
            text = authority.encode()
            items.append(_ITEM.pack(_SCHEMES[pattern.scheme], most, len(text)) + text)
    return b"".join(items)


def read_table(data: bytes) -> list[tuple[str, str, bool]]:
    """The scheme and text of every item, and whether it is an ending.

    Raises :class:`ValueError`, :class:`LookupError` or :class:`struct.error` for other bytes.
    """
    names = {number: name for name, number in _SCHEMES.items()}
    items, position = [], 0
    while position < len(data):
        scheme, most, size = _ITEM.unpack_from(data, position)
        position += _ITEM.size + size
        items.append((names[scheme], data[position - size : position].decode(), most > 0))
    return items


def gate_code(denied: int, start: int, end: int, *, has_options: bool = True) -> bytes:
    """The core module of a gate, which exports ``handle``; options may come with a request.

    It imports the functions of the host that it reads by, and drops and hands on what it is given.
    The answer of a denial lies at ``denied``, the table from ``start`` to ``end``.
    """
    module = ModuleBuilder()
    reset = module.imports(RESET, 0, 0)
    reads = [(module.imports(name, 2, 0), answer) for name, answer in READS.items()]
    headers, entries = module.imports(HEADERS, 1, 1), module.imports(ENTRIES, 2, 0)
    drop_request = module.imports(DROP_REQUEST, 1, 0)
    drop_options = module.imports(DROP_OPTIONS, 1, 0) if has_options else b""
    drop_fields = module.imports(DROP_FIELDS, 1, 0)
    handle = module.imports(HANDLE, 4 if has_options else 2, 0)

    lower = module.function(1, 1, _lower())
    same = module.function(4, 1, _same(lower))
    is_word = module.function(1, 1, _is_word(lower))
    is_method = module.function(0, 1, _is_method(same, is_word))
    is_below = module.function(2, 1, _is_below(is_word))
    is_listed = module.function(0, 1, _is_listed(same, is_below, start, end))
    is_path = module.function(0, 1, _is_path())
    is_hosts = module.function(0, 1, _is_hosts(same))

    request, given, options = range(3)
    params = (request, given, options) if has_options else (request,)
    fields = len(params)
    module.function(
        len(params),
        1,
        a.function(
            1,
            reset,
            *(a.get(request) + a.constant(answer) + read for read, answer in reads),
            a.get(request) + headers + a.put(fields),
            a.get(fields) + a.constant(FIELDS) + entries,
            a.get(fields) + drop_fields,
            is_method + is_listed + a.AND + is_path + a.AND + is_hosts + a.AND + a.EQZ + a.IF,
            a.get(request) + drop_request,
            a.when(a.get(given), a.get(options), drop_options) if has_options else b"",
            a.give(denied),
            a.END,
            *map(a.get, params),
            a.constant(ANSWER) + handle,
            a.constant(ANSWER),
        ),
    )
    module.exports(HANDLE)
    return module.finish()


def _lower() -> bytes:
    """(byte) -> it, in lower case if it is a letter of ASCII."""
    byte = a.get(0)
    is_upper = byte + a.constant(ord("A")) + a.SUB + a.constant(26) + a.LT_U
    return a.function(0, byte + is_upper + a.constant(5) + a.SHIFT_LEFT + a.OR)


def _same(lower: bytes) -> bytes:
    """(text, bytes, other text, bytes) -> whether they differ in nothing but ASCII's case."""
    text, size, other, other_size, i = range(5)
    return a.function(
        1,
        a.when(a.get(size) + a.get(other_size) + a.NE, a.give(0)),
        a.repeat_until(
            a.get(i) + a.get(size) + a.EQ,
            a.when(
                _byte(text, i) + lower + _byte(other, i) + lower + a.NE,
                a.give(0),
            ),
            a.add(i, 1),
        ),
        a.constant(1),
    )


def _is_word(lower: bytes) -> bytes:
    """(byte) -> whether it is a letter or digit of ASCII, ``_`` or ``-``."""
    byte = a.get(0)
    return a.function(
        0,
        byte + lower + a.constant(ord("a")) + a.SUB + a.constant(26) + a.LT_U,
        byte + a.constant(ord("0")) + a.SUB + a.constant(10) + a.LT_U + a.OR,
        byte + a.constant(ord("_")) + a.EQ + a.OR,
        byte + a.constant(ord("-")) + a.EQ + a.OR,
    )


def _is_method(same: bytes, is_word: bytes) -> bytes:
    """() -> whether the method is a word other than CONNECT, which asks for a tunnel.

    RFC 9110, sections 9.1 and 9.3.6.
    """
    text, size, i = range(3)
    tag = a.constant(METHOD) + a.load_byte()
    return a.function(
        3,
        a.when(tag + a.constant(_METHOD_CONNECT) + a.EQ, a.give(0)),
        a.when(tag + a.constant(_METHOD_OTHER) + a.NE, a.give(1)),
        _take(METHOD + _PAYLOAD, text, size),
        a.repeat_until(
            a.get(i) + a.get(size) + a.EQ,
            a.when(_byte(text, i) + is_word + a.EQZ, a.give(0)),
            a.add(i, 1),
        ),
        a.get(text) + a.get(size) + _constants(_CONNECT) + same + a.EQZ,
    )


def _is_below(is_word: bytes) -> bytes:
    """(text, bytes) -> whether the text is labels of a host, joined by dots.

    A label has 1 to 63 letters, digits, ``_`` and ``-``, no ``-`` at its ends.
    """
    text, size, i, byte, label = range(5)
    hyphen, dot = a.constant(ord("-")), a.constant(ord("."))
    return a.function(
        3,
        a.repeat_until(
            a.get(i) + a.get(size) + a.EQ,
            _byte(text, i) + a.put(byte),
            a.get(byte) + dot + a.EQ + a.IF,
            a.when(_ends_badly(text, i, label, hyphen), a.give(0)),
            a.constant(0) + a.put(label),
            a.ELSE,
            a.when(a.get(byte) + is_word + a.EQZ, a.give(0)),
            a.when(a.get(label) + a.EQZ + a.get(byte) + hyphen + a.EQ + a.AND, a.give(0)),
            a.add(label, 1),
            a.END,
            a.add(i, 1),
        ),
        _ends_badly(text, i, label, hyphen) + a.EQZ,
    )


def _ends_badly(text: int, i: int, label: int, hyphen: bytes) -> bytes:
    """Whether the label before byte ``i`` is empty, too long, or ends in a hyphen."""
    size = a.get(label)
    last = a.get(text) + a.get(i) + a.ADD + a.constant(1) + a.SUB + a.load_byte()
    too_long = size + a.constant(_LONGEST_LABEL) + a.GT_U
    return size + a.EQZ + too_long + a.OR + last + hyphen + a.EQ + a.OR


def _is_listed(same: bytes, is_below: bytes, start: int, end: int) -> bytes:
    """() -> whether scheme and authority are there, and one of the items of the table."""
    text, size, item, more = range(4)
    item_scheme, most, item_size = (a.get(item) + a.load(offset) for offset in (0, 4, 8))
    item_text = a.get(item) + a.constant(_ITEM.size) + a.ADD
    rest = a.get(text) + a.get(more) + a.ADD + a.get(size) + a.get(more) + a.SUB
    scheme = a.constant(SCHEME) + a.load_byte(_PAYLOAD)
    return a.function(
        4,
        a.when(a.constant(SCHEME) + a.load_byte() + a.EQZ, a.give(0)),
        a.when(a.constant(AUTHORITY) + a.load_byte() + a.EQZ, a.give(0)),
        _take(AUTHORITY + _PAYLOAD, text, size),
        a.constant(start) + a.put(item),
        a.repeat_until(
            a.get(item) + a.constant(end) + a.GE_U,
            a.get(size) + item_size + a.SUB + a.put(more),
            scheme + item_scheme + a.EQ + a.IF,
            # An authority that is shorter than the text has, unsigned, more bytes than any `most`.
            a.get(more) + most + a.GT_U + a.EQZ + a.IF,
            a.when(
                rest + item_text + item_size + same,
                a.when(most + a.EQZ, a.give(1)),
                a.when(a.get(text) + a.get(more) + is_below, a.give(1)),
            ),
            a.END + a.END,
            item_text + item_size + a.ADD + a.put(item),
        ),
        a.constant(0),
    )


def _is_path() -> bytes:
    """() -> whether path and query are absent, empty, or begin with ``/``, without white space.

    Otherwise they could be a URL of their own, and the server would take its host from that
    (RFC 9112, section 3.2.2).
    """
    text, size, i, byte = range(4)
    return a.function(
        4,
        a.when(a.constant(PATH) + a.load_byte() + a.EQZ, a.give(1)),
        _take(PATH + _PAYLOAD, text, size),
        a.when(a.get(size) + a.EQZ, a.give(1)),
        a.when(a.get(text) + a.load_byte() + a.constant(ord("/")) + a.NE, a.give(0)),
        a.repeat_until(
            a.get(i) + a.get(size) + a.EQ,
            _byte(text, i) + a.put(byte),
            a.when(a.get(byte) + a.constant(0x21) + a.LT_U, a.give(0)),
            a.when(a.get(byte) + a.constant(0x7F) + a.EQ, a.give(0)),
            a.add(i, 1),
        ),
        a.constant(1),
    )


def _is_hosts(same: bytes) -> bytes:
    """() -> whether every ``host`` header is the authority (if that is absent, anything)."""
    field, end = range(2)
    name, value = (a.get(field) + a.load(o) + a.get(field) + a.load(o + 4) for o in (0, 8))
    authority = _pair(AUTHORITY + _PAYLOAD)
    return a.function(
        2,
        _take(FIELDS, field, end),
        a.get(field) + a.get(end) + a.constant(4) + a.SHIFT_LEFT + a.ADD + a.put(end),
        a.repeat_until(
            a.get(field) + a.get(end) + a.EQ,
            a.when(
                name + _constants(_HOST) + same,
                a.when(value + authority + same + a.EQZ, a.give(0)),
            ),
            a.add(field, _FIELD),
        ),
        a.constant(1),
    )


def _pair(address: int) -> bytes:
    """The address and length of a list or string, which lie at ``address``."""
    return a.constant(address) + a.load() + a.constant(address) + a.load(4)


def _take(address: int, text: int, size: int) -> bytes:
    """Puts that pair into two locals."""
    return _pair(address) + a.put(size) + a.put(text)


def _byte(text: int, i: int) -> bytes:
    return a.get(text) + a.get(i) + a.ADD + a.load_byte()


def _constants(values: tuple[int, int]) -> bytes:
    return a.constant(values[0]) + a.constant(values[1])
