"""`stargazers`: the true count, and the latest first."""

import json

import pytest
from wit_world.exports import repositories as contract
from wit_world.imports import client

from app import Repositories
from fake_github import GitHub, refusal, response

NAME = "octocat/hello-world"
ALL = 2**32 - 1
PATH = "/repos/octocat/hello-world"
STARGAZERS = f"{PATH}/stargazers"


def star(number: int) -> dict[str, object]:
    user = {"login": f"user-{number}", "html_url": f"https://github.com/user-{number}"}
    return {"starred_at": "2011-01-16T19:06:43Z", "user": user}


@pytest.fixture
def starred(github: GitHub, repository: dict[str, object]):
    """Gives the repository so many stars, and lists so many of them."""

    def give(stars: int, listed: int | None = None, **headers: str) -> None:
        count = stars if listed is None else listed
        pages = [
            [star(number) for number in range(start, min(start + 100, count))]
            for start in range(0, max(count, 1), 100)
        ]
        github.answer(PATH, repository | {"stargazers_count": stars})
        github.pages(STARGAZERS, pages, **headers)

    return give


def logins(stars: contract.Stars) -> list[str]:
    return [each.login for each in stars.latest]


def test_the_latest_come_first(starred, tool: Repositories) -> None:
    """GitHub lists the oldest first; the contract the latest."""
    starred(3)
    actual = tool.stargazers(NAME, ALL)
    assert actual == contract.Stars(
        full_name=NAME,
        total=3,
        latest=[
            contract.Stargazer(
                f"user-{number}", f"https://github.com/user-{number}", "2011-01-16T19:06:43Z"
            )
            for number in (2, 1, 0)
        ],
        gap=None,
    )


@pytest.mark.parametrize("total", [0, 1, 99, 100, 101, 250, 1000, 1001])
@pytest.mark.parametrize("limit", [0, 1, 30, 100, 101, 250, ALL])
def test_any_limit_of_any_number(starred, tool: Repositories, total: int, limit: int) -> None:
    """Whatever the pages, exactly the latest are listed, without a gap."""
    starred(total)
    actual = tool.stargazers(NAME, limit)
    assert logins(actual) == [f"user-{number}" for number in reversed(range(total))][:limit]
    assert (actual.total, actual.gap) == (total, None)


def test_a_few_of_many_take_few_requests(starred, github: GitHub, tool: Repositories) -> None:
    """The latest ten of 35,045 are on the last page: three requests, two of them at once."""
    starred(35_045)
    assert logins(tool.stargazers(NAME, 10))[0] == "user-35044"
    assert len(github.requests) == 3
    assert github.batches == [2, 1]


def test_the_media_type_with_times(starred, github: GitHub, tool: Repositories) -> None:
    """All pages are asked for with the media type that has the time of the star."""
    starred(250)
    tool.stargazers(NAME, ALL)
    for request in github.requests:
        headers = {header.name: header.value for header in request.headers}
        assert headers["accept"].startswith("application/vnd.github.star+json")


def test_beyond_page_400(starred, tool: Repositories) -> None:
    """GitHub lists no more than 40,000, the oldest: the count is true, and the gap is told."""
    starred(123_456, listed=40_000)
    actual = tool.stargazers(NAME, 2)
    assert logins(actual) == ["user-39999", "user-39998"]
    assert actual.total == 123_456
    assert actual.gap == (
        "GitHub lists only the first 40,000 of 123,456 stargazers; the latest of those are here"
    )


def test_fewer_listed_than_counted(starred, tool: Repositories) -> None:
    """Where the list is shorter than the count, that is told, not hidden."""
    starred(5, listed=3)
    actual = tool.stargazers(NAME, ALL)
    assert len(actual.latest) == 3
    assert actual.gap == "GitHub counts 5 stars, but lists only 3 stargazers"


def test_enough_listed_is_no_gap(starred, tool: Repositories) -> None:
    """What was not asked for is not missing."""
    starred(5, listed=3)
    assert tool.stargazers(NAME, 3).gap is None


def test_accounts_that_are_gone(github: GitHub, tool: Repositories) -> None:
    """A star without an account is not listed."""
    github.pages(STARGAZERS, [[star(1), {"starred_at": "2011-01-16T19:06:43Z", "user": None}]])
    assert logins(tool.stargazers(NAME, ALL)) == ["user-1"]


def test_stars_without_times(github: GitHub, tool: Repositories) -> None:
    """A server that does not know the media type answers with accounts alone."""
    github.pages(STARGAZERS, [[star(1)["user"]]])
    [actual] = tool.stargazers(NAME, 1).latest
    assert (actual.login, actual.starred_at) == ("user-1", None)


def test_the_name_of_today(
    starred, github: GitHub, tool: Repositories, repository: dict[str, object]
) -> None:
    """Of a renamed repository the count comes with its new name."""
    github.answer("/repos/octocat/old", repository)
    github.pages("/repos/octocat/old/stargazers", [[star(1)]])
    assert tool.stargazers("octocat/old", 1).full_name == NAME


def test_a_missing_repository(github: GitHub, tool: Repositories) -> None:
    """404 carries the name."""
    assert refusal(tool.stargazers, "no/such", 1) == contract.Error_NotFound("no/such")


def test_the_limit_is_not_burnt(starred, github: GitHub, tool: Repositories) -> None:
    """All of 10,000 without a token: the number, and why no names, after two requests."""
    headers = {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "58", "x-ratelimit-reset": "7"}
    starred(10_000, **headers)
    actual = tool.stargazers(NAME, ALL)
    assert (actual.total, actual.latest) == (10_000, [])
    assert actual.gap == (
        "GitHub counts 10,000 stars, but the list of names cannot be had: "
        "the limit of requests is used up"
    )
    assert len(github.requests) == 2


ADMINS = "withholds the names: only the repository's admins and collaborators may see them"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (401, ADMINS),
        (403, ADMINS),
        (404, ADMINS),
        (500, "the list of names cannot be had: it broke"),
        (429, "the list of names cannot be had: the limit of requests is used up"),
    ],
)
@pytest.mark.parametrize("limit", [1, 30, ALL])
def test_the_number_stays_where_names_are_refused(
    starred, github: GitHub, tool: Repositories, limit: int, status: int, reason: str
) -> None:
    """Whatever the list is answered with, the total is there, and why names are not."""
    starred(80)
    github.answer(STARGAZERS, {"message": "it broke"}, status)
    actual = tool.stargazers(NAME, limit)
    assert (actual.total, actual.latest) == (80, [])
    assert actual.gap == f"GitHub counts 80 stars, but {reason}"


@pytest.mark.parametrize("body", [[], "no JSON", {"a": 1}, [7], [{"user": {"login": 7}}]])
def test_a_list_that_is_empty_or_none_at_all(
    starred, github: GitHub, tool: Repositories, body: object
) -> None:
    """An empty list, or an answer that is no list of stargazers, takes only the names."""
    starred(80)
    github.answer(STARGAZERS, body)
    actual = tool.stargazers(NAME, 30)
    assert (actual.total, actual.latest) == (80, [])
    assert actual.gap.startswith("GitHub counts 80 stars, but ")


def test_a_list_that_cannot_be_reached(starred, github: GitHub, tool: Repositories) -> None:
    """A connection that fails on the list alone takes only the names."""
    starred(80)
    github.fail(STARGAZERS, client.Error_ConnectionRefused("https://api.github.com"))
    actual = tool.stargazers(NAME, 30)
    assert (actual.total, actual.latest) == (80, [])
    assert actual.gap == (
        "GitHub counts 80 stars, but the list of names cannot be had: "
        "https://api.github.com refused the connection"
    )


@pytest.mark.parametrize("broken", [1, 2, 3, 4])
def test_a_list_that_breaks_off(starred, github: GitHub, tool: Repositories, broken: int) -> None:
    """The names that are later than those on the broken page are kept."""
    starred(400)
    whole = github.handler(STARGAZERS)
    refused = response({"message": "it broke"}, 500, "https://api.github.com/")

    def answer(page: int) -> object:
        return refused if page == broken else whole(page)

    github.handle(STARGAZERS, answer)
    actual = tool.stargazers(NAME, ALL)
    kept = 0 if broken == 1 else (4 - broken) * 100
    assert logins(actual) == [f"user-{number}" for number in range(399, 399 - kept, -1)]
    assert actual.total == 400
    assert "it broke" in actual.gap


def test_no_names_asked_for(starred, github: GitHub, tool: Repositories) -> None:
    """With a limit of 0 nothing is missing."""
    starred(80)
    github.answer(STARGAZERS, None, 404)
    actual = tool.stargazers(NAME, 0)
    assert (actual.total, actual.latest, actual.gap) == (80, [], None)


def test_the_repository_itself_is_refused(github: GitHub, tool: Repositories) -> None:
    """Without the repository there is no number: that is the error, not a gap."""
    github.answer(PATH, {"message": "Bad credentials"}, 401)
    assert refusal(tool.stargazers, NAME, 1) == contract.Error_Unauthorized("Bad credentials")


def test_one_bad_name_among_others(starred, github: GitHub, tool: Repositories) -> None:
    """What is no stargazer is left out, and the others stay."""
    starred(3)
    whole = github.handler(STARGAZERS)(1)
    names = [*json.loads(whole.body), None, {"user": {"login": 7}}]
    github.answer(STARGAZERS, names)
    assert logins(tool.stargazers(NAME, ALL)) == ["user-2", "user-1", "user-0"]


def test_no_number_of_stars(
    github: GitHub, tool: Repositories, repository: dict[str, object]
) -> None:
    """Without the number there is nothing to say: an error in words."""
    github.answer(PATH, repository | {"stargazers_count": None})
    answer = contract.Answer(200, "the repository's number of stars is missing")
    assert refusal(tool.stargazers, NAME, 1) == contract.Error_Unexpected(answer)


def test_a_limit_where_none_is_given(starred, tool: Repositories) -> None:
    """Without a limit 30 people are listed."""
    starred(80)
    assert [f"user-{number}" for number in reversed(range(50, 80))] == logins(
        tool.stargazers(NAME, None)
    )
