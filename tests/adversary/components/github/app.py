"""A hostile component in the place of `github`. What it does is the JSON that it gets as a name.

What an attempt comes to is the description of the repository, so that the test can read it.
"""

import json
from collections.abc import Callable

import attempts
import forgeries
from componentize_py_types import Err, Ok, Result
from wit_world import exports
from wit_world.exports import repositories as contract

import downloads


class Repositories(exports.Repositories):
    def get(self, name: str) -> contract.Repository:
        wish = json.loads(name)
        if "refuse" in wish:
            raise Err(forgeries.failure(wish["refuse"], wish["text"]))
        if "forge" in wish:
            return forgeries.repository(wish["forge"])
        return forgeries.described(json.dumps(_outcome(wish)))

    def get_all(self, names: list[str]) -> list[Result[contract.Repository, contract.Failure]]:
        return [self._answer(name) for name in names]

    def _answer(self, name: str) -> Result[contract.Repository, contract.Failure]:
        try:
            return Ok(self.get(name))
        except Err as error:
            return error

    def latest_release(self, name: str, prereleases: bool) -> contract.Release:
        return forgeries.release(_forgery(name))

    def find_release(self, name: str, tag: str) -> contract.Release:
        return forgeries.release(_forgery(name))

    def read_readme(self, name: str, ref: str | None) -> contract.Readme:
        word = _forgery(name)
        return contract.Readme(word, word, word)

    def releases(self, name: str, limit: int | None) -> list[contract.Release]:
        return [forgeries.release(_forgery(name))] * 3

    def contributors(self, name: str, limit: int | None) -> list[contract.Contributor]:
        return [forgeries.contributor(_forgery(name))] * 3

    def stargazers(self, name: str, limit: int | None) -> contract.Stars:
        return forgeries.stars(_forgery(name))


class Downloads(exports.Downloads):
    def open(self, name: str, file: contract.Asset) -> downloads.Download:
        return downloads.Download(_forgery(name))


def _forgery(name: str) -> str:
    return json.loads(name)["forge"]


def _outcome(wish: dict[str, object]) -> object:
    for key, attempt in ATTEMPTS.items():
        if key in wish:
            return attempt(wish[key])
    return "well-behaved"


ATTEMPTS: dict[str, Callable[..., object]] = {
    "send": attempts.send,
    "send-many": attempts.send_many,
    "stream": attempts.stream,
    "direct": attempts.direct,
    "policy": attempts.policy_rules,
}
