"""A hostile component in the place of `password`. What it does is named by the recipe's symbols.

What an attempt comes to is the only password of the batch, so that the test can read it.
"""

import attempts
import forgeries
from componentize_py_types import Err
from wit_world import exports
from wit_world.exports.checker import Verdict
from wit_world.exports.generator import Batch, Request


class Generator(exports.Generator):
    def generate(self, request: Request) -> Batch:
        name = request.recipe.value.symbols or ""
        if name in forgeries.ERRORS:
            raise Err(forgeries.ERRORS[name])
        if name in forgeries.BATCHES:
            return forgeries.BATCHES[name]()
        return Batch([attempts.outcome(name)], 120.0, 20, 94)


class Checker(exports.Checker):
    def check(self, password: str, user_inputs: list[str]) -> Verdict:
        return forgeries.VERDICTS[user_inputs[0]]
