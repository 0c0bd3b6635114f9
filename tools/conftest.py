"""Lets a tool's own tests import it, as `components/conftest.py` does; those of its commands import
the command line, of which they are a part."""

import sys

from tests.native import is_commands, use

use(sys.argv[1:])
if is_commands(sys.argv[1:]):
    from fake_host import on  # noqa: F401
    from fake_process import fake, wae  # noqa: F401
    from openai_answers import data, model, painter  # noqa: F401
