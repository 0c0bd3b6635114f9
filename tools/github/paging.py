"""Lists that GitHub gives in pages: which pages to ask for, many at a time."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from componentize_py_types import Err

import api
import failures
import links
from api import Page
from names import Name

# The most that GitHub puts on a page, and the last page that it lists of anything.
PAGE_SIZE = 100
LAST_PAGE = 400


def items(name: Name, rest: str, query: dict[str, str], limit: int) -> list[object]:
    """The first `limit` elements of the list at `rest`.

    Where the list is shorter than a page, or `limit` is, that is one request. Otherwise the
    first page tells how many there are, and the others are asked for at once.
    Raises `Err` with an error of the contract.
    """
    size = max(1, min(limit, PAGE_SIZE))
    wanted = max(1, -(-limit // size))
    first = api.fetch(name, api.url(name, f"{rest}?{urlencode({**query, 'per_page': size})}"))
    pages = [first, *following(name, first, wanted)]
    return [item for page in pages for item in page.items][:limit]


def following(name: Name, first: Page, wanted: int, accept: str = api.JSON) -> list[Page]:
    """The pages after `first`, up to page number `wanted`."""
    last = last_page(first)
    if last is not None:
        return numbered(name, first, range(2, min(last, wanted) + 1), accept)
    return list(followed(name, first, wanted, accept))


def last_page(page: Page) -> int | None:
    """The number of the last page; None where the links have no numbers, or no end."""
    address = page.links.get("last")
    number = None if address is None else links.page_number(address)
    return None if number is None else min(number, LAST_PAGE)


def numbered(name: Name, page: Page, numbers: Sequence[int], accept: str) -> list[Page]:
    """Other pages of the list that `page` belongs to, several at a time.

    Raises `Err` with an error of the contract.
    """
    return api.fetch_all(name, addresses(page, numbers), accept)


def addresses(page: Page, numbers: Sequence[int]) -> list[str]:
    """The URLs of other pages of the list that `page` belongs to.

    They are where `page` came from, not where its links lead: of those only the numbers count.
    Raises `Err` (`rate-limited`) where the limit of requests that GitHub told is not enough.
    """
    remaining = failures.number(page.headers.get("x-ratelimit-remaining"))
    if remaining is not None and len(numbers) > remaining:
        raise Err(failures.rate_limit(page.headers))
    return [links.with_page(page.url, each) for each in numbers]


def followed(name: Name, first: Page, wanted: int, accept: str) -> Iterator[Page]:
    """The pages that `rel="next"` leads to, one after the other (cursors, for one).

    Raises `Err` with an error of the contract, after the pages before it.
    """
    page, seen = first, {first.url}
    for _ in range(min(wanted, LAST_PAGE) - 1):
        address = page.links.get("next")
        if address is None or address in seen:
            return
        seen.add(address)
        page = api.fetch(name, address, accept)
        yield page
