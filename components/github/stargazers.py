"""Who starred a repository, the latest first. GitHub lists them the other way round."""

from wit_world.exports import repositories as contract

import api
import paging
import shapes
from api import Page
from names import Name


def stars(name: Name, limit: int | None) -> contract.Stars:
    """The true number of stars and the latest `limit` (without a limit: all) stargazers.

    GitHub lists the oldest first and nothing beyond page 400, so the latest are on the last
    pages that it lists; `gap` tells where they are not. Raises `Err` with an error of the
    contract.
    """
    first_page = api.url(name, f"/stargazers?per_page={paging.PAGE_SIZE}")
    details, first = api.fetch_all(name, [api.url(name), first_page], api.STARS)
    repository = shapes.repository(details.content)
    if limit == 0:
        return contract.Stars(repository.full_name, repository.stars, [], None)
    latest = _latest(name, first, limit)
    return contract.Stars(
        full_name=repository.full_name,
        total=repository.stars,
        latest=latest,
        gap=_gap(repository.stars, limit, len(latest), paging.last_page(first)),
    )


def _latest(name: Name, first: Page, limit: int | None) -> list[contract.Stargazer]:
    last = paging.last_page(first)
    if last is None:
        pages = [first, *paging.following(name, first, paging.LAST_PAGE, api.STARS)]
        return _backwards(pages)[:limit]
    latest: list[contract.Stargazer] = []
    top = last
    while top and (limit is None or len(latest) < limit):
        wanted = top if limit is None else -(-(limit - len(latest)) // paging.PAGE_SIZE)
        bottom = max(1, top - wanted + 1)
        latest += _backwards(_pages(name, first, bottom, top))
        top = bottom - 1
    return latest[:limit]


def _pages(name: Name, first: Page, bottom: int, top: int) -> list[Page]:
    """Pages `bottom` to `top`, of which the first is there already."""
    others = paging.numbered(name, first, range(max(2, bottom), top + 1), api.STARS)
    return [first, *others] if bottom == 1 else others


def _backwards(pages: list[Page]) -> list[contract.Stargazer]:
    entries = [shapes.stargazer(item) for page in reversed(pages) for item in reversed(page.items)]
    return [entry for entry in entries if entry is not None]


def _gap(total: int, limit: int | None, listed: int, last: int | None) -> str | None:
    end = (last or 1) * paging.PAGE_SIZE
    if last == paging.LAST_PAGE and total > end:
        return (
            f"GitHub lists only the first {end:,} of {total:,} stargazers; "
            "the latest of those are here"
        )
    if listed < (total if limit is None else min(limit, total)):
        return f"GitHub counts {total:,} stars, but lists only {listed:,} stargazers"
    return None
