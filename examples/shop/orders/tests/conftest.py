"""The component's modules, but for `app`, run without any of its bindings."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
