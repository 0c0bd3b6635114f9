"""What a component without files of its own can rely on."""

import os
import subprocess
import sys

SCRIPT = """
import sys
from componentize_py_types import Err
from app import Names
from fake_wasi import Resource, World
from wit_world.imports import instance_network, ip_name_lookup, monotonic_clock, poll

there = World()
poll.poll = there.poll
monotonic_clock.subscribe_duration = there.timer
instance_network.instance_network = lambda: Resource(there)
ip_name_lookup.resolve_addresses = there.resolve
import encodings.punycode, idna.idnadata, idna.uts46data
before = set(sys.modules)
try:
    Names().look_up("b\\u00fccher.example", 1000)
except Err as error:
    print(type(error.value).__name__, there.asked, sorted(set(sys.modules) - before))
"""


def test_a_call_imports_only_what_the_build_has_imported():
    """A call imports nothing, but for what the build imports of every dependency: in the
    component there is nothing to import from."""
    paths = [*map(os.path.abspath, sys.path), os.path.dirname(__file__)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
    )
    assert "Error_NotFound ['xn--bcher-kva.example'] []\n" == done.stdout
