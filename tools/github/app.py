"""The component `github`: what GitHub knows about a repository (contract/github.wit)."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from componentize_py_types import Err, Ok, Result
from wit_world import exports
from wit_world.exports import repositories as contract

import api
import downloads
import failures
import links
import names
import one_release
import paging
import readme
import shapes
import stargazers
from api import Page
from names import Name

T = TypeVar("T")

# How many are listed where nothing is said (contract/github.wit); notes of releases are long.
PEOPLE = 30
RELEASES = 10


class Repositories(exports.Repositories):
    """Every method takes a name as people write it, and raises `Err` with the contract's
    failure."""

    def get(self, name: str) -> contract.Repository:
        return _result(lambda: _get(_parsed(name)))

    def get_all(self, names: list[str]) -> list[Result[contract.Repository, contract.Failure]]:
        return _get_all(names)

    def latest_release(self, name: str, prereleases: bool | None) -> contract.Release:
        find = one_release.any_kind if prereleases else one_release.full
        return _result(lambda: find(_located(name)))

    def find_release(self, name: str, tag: str) -> contract.Release:
        return _result(lambda: one_release.of_tag(_located(name), tag))

    def read_readme(self, name: str, ref: str | None) -> contract.Readme:
        return _result(lambda: readme.read(_located(name), ref))

    def releases(self, name: str, limit: int | None) -> list[contract.Release]:
        return _result(lambda: _releases(name, RELEASES if limit is None else limit))

    def contributors(self, name: str, limit: int | None) -> list[contract.Contributor]:
        return _result(lambda: _contributors(name, PEOPLE if limit is None else limit))

    def stargazers(self, name: str, limit: int | None) -> contract.Stars:
        most = PEOPLE if limit is None else limit
        return _result(lambda: stargazers.stars(_located(name), most))


class Downloads(exports.Downloads):
    """`wae:github/downloads`; its resource is in `downloads.py`."""

    def open(self, name: str, file: contract.Asset) -> downloads.Download:
        return _result(lambda: downloads.opened(_located(name), file))


def _result(steps: Callable[[], T]) -> T:
    """What the steps return. Raises `Err` with the contract's failure, where they do with an
    error."""
    try:
        return steps()
    except Err as error:
        raise api.failure(error) from None


def _releases(name: str, limit: int) -> list[contract.Release]:
    listed = [*map(shapes.release, paging.items(_located(name), "/releases", {}, limit))]
    return _some_named(listed, [release.tag for release in listed])


def _contributors(name: str, limit: int) -> list[contract.Contributor]:
    query = {"anon": "1"}
    items = paging.items(_located(name), "/contributors", query, limit)
    listed = [*map(shapes.contributor, items)]
    return _some_named(listed, [person.name for person in listed])


def _some_named(listed: list[T], names: list[str]) -> list[T]:
    """The list, unless it is one of something else: then nothing in it has a name."""
    if names and not any(names):
        raise Err(failures.unexpected(200, "nothing in the answer's list has a name"))
    return listed


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
    return _checked(name, api.repository(name))


def _get_all(names: list[str]) -> list[Result[contract.Repository, contract.Failure]]:
    """Each repository, or what is wrong with its name or answer; names that are none are not
    asked for."""
    parsed = [_attempt(partial(_parsed, name)) for name in names]
    pages = iter(api.repositories([each.value for each in parsed if isinstance(each, Ok)]))

    def answer(
        each: Result[Name, contract.Failure],
    ) -> Result[contract.Repository, contract.Failure]:
        if isinstance(each, Err):
            return each
        page = next(pages)
        return _attempt(lambda: _checked(each.value, _known(page)))

    return [answer(each) for each in parsed]


def _attempt(steps: Callable[[], T]) -> Result[T, contract.Failure]:
    try:
        return Ok(_result(steps))
    except Err as error:
        return error


def _known(page: Page | Err[contract.Error]) -> Page:
    if isinstance(page, Err):
        raise page
    return page


def _checked(name: Name, page: Page) -> contract.Repository:
    repository = shapes.repository(page.content)
    if not repository.full_name:
        raise Err(failures.unexpected(200, "the answer is not a repository"))
    if name.host is not None and name.host != links.host(repository.url or ""):
        raise Err(contract.Error_InvalidName(f"{name.host}/{name}"))
    return repository


def _located(name: str) -> Name:
    located = _parsed(name)
    if located.host is not None:
        _get(located)
    return located
