"""Random libraries do the same linked: whatever they call, read and write, in any order."""

import dummy
from hypothesis import HealthCheck, given, settings
from tests.compose.running import Running
from tests.link.graphs import Graph, graphs

from wae.link.component import read_linking
from wae.link.merge import merge

ARGUMENTS = (0, 1, 5, 2**31, 2**32 - 1)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(graphs())
def test_same_results(graph: Graph) -> None:
    """One call after the other: each finds what those before left in memory and globals."""
    linking = read_linking(graph.component)
    assert linking is not None
    linked = linking.component(merge(linking.program))
    assert "" == dummy.problem(linked)
    before, after = Running(graph.component), Running(linked)
    for argument in ARGUMENTS:
        assert before.call("run", argument) == after.call("run", argument)
