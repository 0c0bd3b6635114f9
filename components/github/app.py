"""The component `github`: what GitHub knows about a repository (wit/github/github.wit)."""

from componentize_py_types import Err
from wit_world import exports
from wit_world.exports import repositories as contract

import api
import latest
import links
import names
import paging
import shapes
import stargazers
from names import Name


class Repositories(exports.Repositories):
    """Every method takes a name as people write it, and raises `Err` with the contract's error."""

    def get(self, name: str) -> contract.Repository:
        return _get(_parsed(name))

    def latest_release(self, name: str, prereleases: bool) -> contract.Release:
        located = _located(name)
        return latest.any_kind(located) if prereleases else latest.full(located)

    def releases(self, name: str, limit: int | None) -> list[contract.Release]:
        listed = paging.items(_located(name), "/releases", {}, limit)
        return [shapes.release(each) for each in listed]

    def contributors(self, name: str, limit: int | None) -> list[contract.Contributor]:
        listed = paging.items(_located(name), "/contributors", {"anon": "1"}, limit)
        return [shapes.contributor(each) for each in listed]

    def stargazers(self, name: str, limit: int | None) -> contract.Stars:
        return stargazers.stars(_located(name), limit)


def _parsed(name: str) -> Name:
    try:
        return names.parse(name)
    except names.InvalidName as error:
        raise Err(contract.Error_InvalidName(str(error))) from None


def _get(name: Name) -> contract.Repository:
    """The repository; `invalid-name` where its URL named a host that is not this GitHub's.

    `https://gitlab.com/OWNER/REPO` must not silently mean GitHub's `OWNER/REPO`; only the
    answer tells which host an enterprise server has.
    """
    repository = shapes.repository(api.repository(name).content)
    if name.host is not None and name.host != links.host(repository.url):
        raise Err(contract.Error_InvalidName(f"{name.host}/{name}"))
    return repository


def _located(name: str) -> Name:
    located = _parsed(name)
    if located.host is not None:
        _get(located)
    return located
