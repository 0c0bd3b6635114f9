"""What a component without files can rely on."""

import os
import subprocess
import sys

SCRIPT = """
import sys
from app import Checker, Generator
from recipes import passphrase, password

before = set(sys.modules)
Generator().generate(password(require_each_class=True, min_entropy=200.0))
Generator().generate(passphrase(capitalize=True))
for typed in ["password", "qwertyuiop", "abcabc", "1/1/1991", "p4ssw0rd", "vQ7#mZ2xLw9!rT"]:
    Checker().check(typed, ["wae"])
print(sorted(set(sys.modules) - before))
"""


def test_everything_is_imported_before_the_first_call():
    """Calls import nothing: in the component there is nothing left to import from."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
    )
    assert "[]\n" == done.stdout
