"""An app that exports an interface of WASI: whoever runs it gives it the types of that, no more."""

import dummy
import pytest
import wasi
from parts import composed, part

from wae.compose import PlanError, plan
from wae.compose.graph import FromRoot

HANDLER, TYPES = "wasi:http/incoming-handler@0.2.9", "wasi:http/types@0.2.9"
OUTGOING = "wasi:http/outgoing-handler@0.2.9"
TOOL = "package acme:tool@1.0.0 { interface api { go: func(); } }"
SMUGGLED = """\
package wasi:smuggle@0.2.9 {
    interface api {
        use wasi:keyvalue/store@0.2.9.{bucket};
        take: func(b: bucket);
    }
}
"""


def test_requests_come_from_outside() -> None:
    """A handler needs no grant: its requests are the runtime's, and it can send none itself."""
    server = wasi.component(f"import {OUTGOING}; export {HANDLER};", "0.2.9")
    planned, binary = composed([part("server", server)], ["server"])
    assert "" == dummy.problem(binary)
    assert FromRoot(TYPES) == planned.instances["server"].arguments[TYPES]
    assert TYPES in dummy.root_imports(binary)
    assert OUTGOING not in dummy.root_imports(binary)
    assert [HANDLER] == [*planned.exports]


def test_handler_beside_a_sender() -> None:
    """Where another component may send requests, the handler still may not."""
    server = wasi.component(
        f"import acme:tool/api@1.0.0; import {OUTGOING}; export {HANDLER};", "0.2.9", others=TOOL
    )
    tool = wasi.component(f"import {OUTGOING}; export acme:tool/api@1.0.0;", "0.2.9", others=TOOL)
    planned, _ = composed(
        [part("server", server), part("tool", tool, ["http"], consumers=["server"])], ["server"]
    )
    instances = planned.instances
    assert FromRoot(OUTGOING) == instances["tool"].arguments[OUTGOING]
    assert not isinstance(instances["server"].arguments[OUTGOING], FromRoot)
    assert FromRoot(TYPES) == instances["server"].arguments[TYPES]


def test_name_of_wasi_opens_nothing() -> None:
    """An export cannot open an interface that nobody knows by taking a name of WASI."""
    binary = wasi.component("export wasi:smuggle/api@0.2.9;", "0.2.9", others=SMUGGLED)
    with pytest.raises(PlanError, match="shares types of wasi:keyvalue/store@0.2.9"):
        plan([part("p", binary)], ["p"])
