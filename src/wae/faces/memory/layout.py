"""`wasmtime_component_val_t`: 32 bytes, of which the first is the kind of the value.

From the eighth on stands a number, or sizes and pointers to more values, as the kind demands.
"""

from __future__ import annotations

import struct

VALUE = 32
ENTRY = 48
"""Of a record: a name and a value."""

NAME = 16
"""Its size and its address."""

UNION = 8
"""Where in a value its contents stand."""

SCALARS = {
    "bool": (0, "?"),
    "s8": (1, "b"),
    "u8": (2, "B"),
    "s16": (3, "h"),
    "u16": (4, "H"),
    "s32": (5, "i"),
    "u32": (6, "I"),
    "s64": (7, "q"),
    "u64": (8, "Q"),
    "f32": (9, "f"),
    "f64": (10, "d"),
}
"""The kind of each, and its format for `struct`."""

U8, CHAR, STRING, LIST, RECORD, TUPLE = 2, 11, 12, 13, 14, 15
VARIANT, ENUM, OPTION, RESULT, FLAGS, RESOURCE = 16, 17, 18, 19, 20, 21

WORD, TWO_WORDS = struct.Struct("<Q"), struct.Struct("<QQ")

VECTOR = struct.Struct("<B7xQQ8x")
"""A kind; how many, and where they begin. A string and the label of an enum, too."""

POINTER = struct.Struct("<B7xQ16x")
"""A kind, and where the rest is: of an option's value, or 0, and of a resource."""

CASE = struct.Struct("<B7x16sQ")
"""A variant's kind, the name of its case, and where the payload is, or 0."""

SIDE = struct.Struct("<B7x?7xQ8x")
"""A result's kind, whether it is the good one, and where the payload is, or 0."""
