"""The component `password`: random passwords, and a judge for those that people make up."""

from wit_world import exports
from wit_world.exports.checker import Verdict
from wit_world.exports.generator import Batch, Request

from judge import judge
from passwords import make


class Generator(exports.Generator):
    """`wae:password/generator`."""

    def generate(self, request: Request | None) -> Batch:
        """The passwords asked for. Raises `Err` with an error of the contract."""
        return make(request or Request(None, None, None))


class Checker(exports.Checker):
    """`wae:password/checker`."""

    def check(self, password: str, user_inputs: list[str] | None) -> Verdict:
        """The verdict on a password. Raises `Err` with an error of the contract."""
        return judge(password, user_inputs or [])
