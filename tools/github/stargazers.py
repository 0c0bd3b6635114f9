"""Who starred a repository, the latest first. GitHub lists them the other way round."""

from collections.abc import Iterator

from componentize_py_types import Err
from wit_world.exports import repositories as contract

import api
import failures
import paging
import shapes
from api import Page
from names import Name


def stars(name: Name, limit: int) -> contract.Stars:
    """The true number of stars and the latest `limit` stargazers.

    GitHub lists the oldest first and nothing beyond page 400, so the latest are on the last
    pages that it lists. The number is public and the names need not be: whatever happens to the
    list, `gap` tells it and the number stays. Raises `Err` with an error of the contract where
    the repository itself cannot be had.
    """
    first_page = api.url(name, f"/stargazers?per_page={paging.PAGE_SIZE}")
    details, first = api.fetch_each(name, [api.url(name), first_page], api.STARS)
    if isinstance(details, Err):
        raise details
    repository = shapes.repository(details.content)
    total = repository.stars
    if total is None:
        raise Err(failures.unexpected(200, "the repository's number of stars is missing"))
    latest, error = _collected(name, first, limit)
    wanted = min(limit, total)
    gap: str | None
    if error is not None and len(latest) < wanted:
        gap = _failed(total, len(latest), error)
    else:
        last = None if isinstance(first, Err) else paging.last_page(first)
        gap = _short(total, wanted, len(latest), last)
    return contract.Stars(repository.full_name, total, latest, gap)


def _collected(
    name: Name, first: Page | Err[contract.Error], limit: int
) -> tuple[list[contract.Stargazer], contract.Error | None]:
    """The latest stargazers, and what ended the list before there were enough."""
    latest: list[contract.Stargazer] = []
    try:
        for entry in _latest(name, _page(first), limit):
            if len(latest) == limit:
                break
            latest.append(entry)
    except Err as error:
        return latest, error.value
    return latest, None


def _latest(name: Name, first: Page, limit: int) -> Iterator[contract.Stargazer]:
    """The latest first. Raises `Err` after those that came before the error."""
    top = paging.last_page(first)
    if top is None:
        yield from _by_cursor(name, first)
        return
    missing = limit
    while top and missing:
        wanted = -(-missing // paging.PAGE_SIZE)
        bottom = max(1, top - wanted + 1)
        addresses = paging.addresses(first, range(max(2, bottom), top + 1))
        pages = api.fetch_each(name, addresses, api.STARS)
        for page in reversed([first, *pages] if bottom == 1 else pages):
            for entry in _backwards(_page(page)):
                yield entry
                missing = max(0, missing - 1)
        top = bottom - 1


def _by_cursor(name: Name, first: Page) -> Iterator[contract.Stargazer]:
    """The same where pages have no numbers: the latest of what could be followed."""
    pages, failure = [first], None
    try:
        pages.extend(paging.followed(name, first, paging.LAST_PAGE, api.STARS))
    except Err as error:
        failure = error
    for page in reversed(pages):
        yield from _backwards(page)
    if failure is not None:
        raise failure


def _page(answer: Page | Err[contract.Error]) -> Page:
    if isinstance(answer, Err):
        raise answer
    return answer


def _backwards(page: Page) -> Iterator[contract.Stargazer]:
    for item in reversed(page.items):
        entry = shapes.stargazer(item)
        if entry is not None:
            yield entry


def _short(total: int, wanted: int, listed: int, last: int | None) -> str | None:
    """Why a list that came whole has fewer than `wanted`; None where it has not."""
    end = (last or 1) * paging.PAGE_SIZE
    if last == paging.LAST_PAGE and total > end:
        return (
            f"GitHub lists only the first {end:,} of {total:,} stargazers; "
            "the latest of those are here"
        )
    if listed >= wanted:
        return None
    if listed == 0:
        return f"GitHub counts {total:,} stars, but withholds the names"
    return f"GitHub counts {total:,} stars, but lists only {listed:,} stargazers"


def _failed(total: int, listed: int, error: contract.Error) -> str:
    """Why a list that never began, or broke off, has fewer."""
    counted = f"GitHub counts {total:,} stars, but"
    match error:
        # docs.github.com/rest/activity/starring, since 2026-06-30.
        case contract.Error_NotFound() | contract.Error_Forbidden() | contract.Error_Unauthorized():
            return (
                f"{counted} withholds the names: "
                "only the repository's admins and collaborators may see them"
            )
    where = f"broke off after {listed:,}" if listed else "cannot be had"
    return f"{counted} the list of names {where}: {_reason(error)}"


def _reason(error: contract.Error) -> str:
    match error:
        case contract.Error_RateLimited():
            return "the limit of requests is used up"
        case contract.Error_Unexpected(answer):
            return answer.message
        case (
            contract.Error_Unreachable(reason)
            | contract.Error_TooLarge(reason)
            | contract.Error_UnavailableForLegalReasons(reason)
        ):
            return reason
    return "it is not what the API documents"
