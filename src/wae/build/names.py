"""Whether what an app exports has names that its faces can tell apart."""

from __future__ import annotations

from wae.binary.internal import is_internal
from wae.binary.types import ComponentType
from wae.contract.docs import Docs
from wae.contract.model import make_contract
from wae.errors import NameClash


def check_names(app: ComponentType) -> None:
    """Raises :class:`NameClash` where every face would, as long as its author can rename."""
    exports = {name: item for name, item in app.exports.items() if not is_internal(name, item)}
    try:
        make_contract(app, Docs(), exports)
    except NameClash as error:
        hint = 'Rename one of them in its WIT, or where [app] exports it: as = "…"'
        raise NameClash(error.message, hint=hint) from None
