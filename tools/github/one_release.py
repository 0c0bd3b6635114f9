"""One release: the latest, or that of a tag."""

from urllib.parse import quote

from componentize_py_types import Err
from wit_world.exports import repositories as contract

import api
import failures
import paging
import shapes
from names import Name

_CANDIDATES = 30


def full(name: Name) -> contract.Release:
    """The latest release that is neither a draft nor a prerelease, by GitHub's own choice.

    Raises `Err` with an error of the contract: `no-release` where there is none.
    """
    return _at(name, "/releases/latest")


def of_tag(name: Name, tag: str) -> contract.Release:
    """The release of a tag, drafts aside, which have none.

    Raises `Err` with an error of the contract: `no-release` where there is none.
    """
    return _at(name, f"/releases/tags/{quote(tag, safe='')}")


def any_kind(name: Name) -> contract.Release:
    """The release published last, prereleases included.

    Looks at the first of the list, which GitHub orders by the age of their commits.
    Raises `Err` with an error of the contract: `no-release` where there is none.
    """
    listed = [shapes.release(each) for each in paging.items(name, "/releases", {}, _CANDIDATES)]
    published = [each for each in listed if each.tag and not each.draft]
    if not published:
        raise Err(contract.Error_NoRelease(str(name)))
    return max(published, key=lambda release: release.published_at or "")


def _at(name: Name, rest: str) -> contract.Release:
    page = api.found(name, rest, contract.Error_NoRelease(str(name)))
    release = shapes.release(page.content)
    if not release.tag:
        raise Err(failures.unexpected(200, "the answer is not a release"))
    return release
