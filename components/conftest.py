"""Lets a component's own tests import it: its modules, locked dependencies and bindings.

The paths must be there before the component's own conftest is loaded, hence at import.
"""

import sys

from tests.native import use

use(sys.argv[1:])
