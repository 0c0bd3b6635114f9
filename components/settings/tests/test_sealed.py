"""What a component without files of its own can rely on."""

import os
import subprocess
import sys

SCRIPT = """
import sys
from app import Values
from wit_world.exports.values import Rank
from wit_world.imports import environment, preopens

environment.get_environment = lambda: []
preopens.get_directories = lambda: []
before = set(sys.modules)
print(Values().get("A", Rank.USER).value, sorted(set(sys.modules) - before))
"""


def test_everything_is_imported_before_the_first_call(dotenv):
    """A call imports nothing, escapes included: in the component there is nothing to import
    from."""
    dotenv.write_text('A="1\\t2"\n', encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
    )
    assert "1\t2 []\n" == done.stdout
