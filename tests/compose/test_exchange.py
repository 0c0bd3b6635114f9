"""Contracts that mention WASI: sharing types is allowed, and opens nothing."""

import dummy
import pytest
import wasi
from parts import composed, part

from wae.compose import PlanError, plan
from wae.compose.graph import FromRoot

# Said once more here, since the test must not believe the table that it tests.

SMUGGLED = """\
package acme:smuggle@1.0.0 {
    interface api {
        use wasi:keyvalue/store@0.2.9.{bucket};
        take: func(b: bucket);
    }
    interface env {
        use wasi:filesystem/preopens@0.2.9.{descriptor};
        take: func(d: descriptor);
    }
}
"""


@pytest.mark.parametrize("side", ["import", "export"])
def test_contract_cannot_open_an_unknown_interface(side: str) -> None:
    """A contract that uses a type of an interface that nobody knows does not open it."""
    binary = wasi.component(f"{side} acme:smuggle/api@1.0.0;", "0.2.9", others=SMUGGLED)
    with pytest.raises(PlanError, match="shares types of wasi:keyvalue/store@0.2.9"):
        plan([part("p", binary)], ["p"])


def test_contract_cannot_open_a_source() -> None:
    """A contract that uses a type of an interface that hands out files does not open that."""
    binary = wasi.component("import acme:smuggle/env@1.0.0;", "0.2.9", others=SMUGGLED)
    with pytest.raises(PlanError, match="shares types of wasi:filesystem/preopens@0.2.9"):
        plan([part("p", binary)], ["p"])


EXCHANGE = """\
package acme:http@1.0.0 {
    interface streaming {
        use wasi:http/types@0.2.9.{incoming-body};
        open: func(url: string) -> incoming-body;
    }
    interface tool { go: func(); }
}
"""


def test_exchanged_resources() -> None:
    """Two components may exchange the host's bodies; only the granted one can send requests."""
    http = wasi.component(
        "import wasi:http/outgoing-handler@0.2.9; export acme:http/streaming@1.0.0;",
        "0.2.9",
        others=EXCHANGE,
    )
    tool = wasi.component(
        "import acme:http/streaming@1.0.0; import wasi:http/outgoing-handler@0.2.9; "
        "export acme:http/tool@1.0.0;",
        "0.2.9",
        others=EXCHANGE,
    )
    planned, binary = composed(
        [part("http", http, ["http"], consumers=["tool"]), part("tool", tool)], ["tool"]
    )
    types, handler = "wasi:http/types@0.2.9", "wasi:http/outgoing-handler@0.2.9"
    assert {types, handler} <= set(dummy.root_imports(binary))
    assert FromRoot(types) == planned.instances["tool"].arguments[types]
    assert not isinstance(planned.instances["tool"].arguments[handler], FromRoot)
    assert FromRoot(handler) == planned.instances["http"].arguments[handler]


def test_without_the_grant_nobody_sends() -> None:
    """The same app without the grant has the types at its root, and no way to send."""
    http = wasi.component(
        "import wasi:http/outgoing-handler@0.2.9; export acme:http/streaming@1.0.0;",
        "0.2.9",
        others=EXCHANGE,
    )
    _, binary = composed([part("http", http)], ["http"])
    assert "wasi:http/outgoing-handler@0.2.9" not in dummy.root_imports(binary)
