"""The latest release."""

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
    try:
        release = shapes.release(api.fetch(name, api.url(name, "/releases/latest")).content)
        if not release.tag:
            raise Err(failures.unexpected(200, "the answer is not a release"))
        return release
    except Err as error:
        if not isinstance(error.value, contract.Error_NotFound):
            raise
    # GitHub answers 404 for a missing release as for a missing repository.
    api.repository(name)
    raise Err(contract.Error_NoRelease(str(name)))


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
