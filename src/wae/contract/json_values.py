"""Values of a contract as JSON (RFC 8259) and back.

Names stand as in WIT. A record is an object, in which an absent option may be left out; an enum a
string, flags an array of strings; a case of a variant its name, or an object of one member, name
and payload, if it has one. `list<u8>` is base64 (RFC 4648, section 4), a float that JSON lacks is
"NaN", "Infinity" or "-Infinity". An `s64` or `u64` beyond 2^53 - 1, which many readers of JSON
round (RFC 8259, section 6), is a string of its decimal digits; any may be given so. An option is
its value or null; one whose value may itself be null is `{"some": …}` or null. A
result is `{"ok": …}` or `{"error": …}`.

What converts values of a shape is made once for it, in `json_readers` and `json_writers`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wae.contract.json_readers import reader
from wae.contract.json_scalars import InvalidValue
from wae.contract.json_writers import writer

if TYPE_CHECKING:
    from wae.contract.shapes import Shape

__all__ = ["InvalidValue", "from_json", "to_json"]


def to_json(shape: Shape, value: Any) -> Any:
    """What `json.dumps` takes for a value of ``shape``."""
    return writer(shape)(value)


def from_json(shape: Shape, value: Any, path: str = "") -> Any:
    """The value of ``shape`` that ``value``, as `json.loads` made it, stands for.

    Raises InvalidValue, which says where it does not fit; ``path`` names the whole.
    """
    try:
        return reader(shape)(value)
    except InvalidValue as error:
        raise error.within(path) from None
