"""Lists in pages: releases and contributors."""

import pytest
from wit_world.exports import repositories as contract

from app import Repositories
from fake_github import RELEASE, GitHub, refusal, response

NAME = "octocat/hello-world"
ALL = 2**32 - 1
RELEASES = "/repos/octocat/hello-world/releases"
CONTRIBUTORS = "/repos/octocat/hello-world/contributors"


def person(number: int) -> dict[str, object]:
    return {
        "login": f"user-{number}",
        "html_url": f"https://github.com/user-{number}",
        "type": "User",
        "contributions": 10_000 - number,
    }


def people(first: int, after: int) -> list[object]:
    return [person(number) for number in range(first, after)]


def test_one_page_is_one_request(github: GitHub, tool: Repositories) -> None:
    """A small limit asks for just so many, once."""
    github.pages(CONTRIBUTORS, [people(0, 10), people(10, 20)])
    actual = tool.contributors(NAME, 10)
    assert [each.name for each in actual] == [f"user-{number}" for number in range(10)]
    assert github.asked == [f"{CONTRIBUTORS}?anon=1&per_page=10"]


def test_all_pages_are_asked_for_at_once(github: GitHub, tool: Repositories) -> None:
    """After the first page the others go out together, and their order is kept."""
    github.pages(CONTRIBUTORS, [people(0, 100), people(100, 200), people(200, 205)])
    actual = tool.contributors(NAME, ALL)
    assert [each.name for each in actual] == [f"user-{number}" for number in range(205)]
    assert github.batches == [2]
    assert github.asked[0] == f"{CONTRIBUTORS}?anon=1&per_page=100"


def test_pages_come_from_where_the_first_came_from(github: GitHub, tool: Repositories) -> None:
    """Of a link that leads elsewhere only its page number counts."""
    elsewhere = '<https://evil.example/x?page=2>; rel="last"'
    at = f"https://api.github.com{CONTRIBUTORS}?per_page=100"
    github.handle(CONTRIBUTORS, lambda page: response(people(0, 1), 200, at, link=elsewhere))
    tool.contributors(NAME, ALL)
    assert github.requests[1].url == f"{at}&page=2"


def test_no_more_pages_than_the_limit_needs(github: GitHub, tool: Repositories) -> None:
    """A limit of 150 takes two pages of a hundred, of however many there are."""
    github.pages(CONTRIBUTORS, [people(100 * page, 100 * page + 100) for page in range(9)])
    assert len(tool.contributors(NAME, 150)) == 150
    assert len(github.requests) == 2


def test_a_limit_larger_than_the_list(github: GitHub, tool: Repositories) -> None:
    """The largest limit of all asks for no page that is not there."""
    github.pages(CONTRIBUTORS, [people(0, 100), people(100, 101)])
    assert len(tool.contributors(NAME, 2**32 - 1)) == 101
    assert len(github.requests) == 2


def test_a_limit_where_none_is_given(github: GitHub, tool: Repositories) -> None:
    """Without a limit 30 people are listed, and 10 releases."""
    github.pages(CONTRIBUTORS, [people(0, 30), people(30, 60)])
    github.pages(RELEASES, [[RELEASE] * 10, [RELEASE]])
    assert 30 == len(tool.contributors(NAME, None))
    assert 10 == len(tool.releases(NAME, None))
    assert [f"{CONTRIBUTORS}?anon=1&per_page=30", f"{RELEASES}?per_page=10"] == github.asked


def test_no_entries_wanted(github: GitHub, tool: Repositories) -> None:
    """A limit of 0 still tells a repository that is missing from one that is there."""
    github.pages(CONTRIBUTORS, [people(0, 1)])
    assert tool.contributors(NAME, 0) == []
    assert refusal(tool.contributors, "no/such", 0) == contract.Error_NotFound("no/such")


def test_links_without_numbers_are_followed(github: GitHub, tool: Repositories) -> None:
    """Cursors are followed one after the other, as far as the limit needs."""
    base = "https://api.github.com"
    names = ["", "/a", "/b", "/c"]
    for number, name in enumerate(names[:-1]):
        link = f'<{base}/cursor{names[number + 1]}>; rel="next"'
        reply = response([person(number)], 200, f"{base}/cursor{name}", link=link)
        path = f"/cursor{name}" if name else CONTRIBUTORS
        github.handle(path, lambda page, reply=reply: reply)
    github.answer("/cursor/c", [person(3)])
    actual = tool.contributors(NAME, ALL)
    assert [each.name for each in actual] == ["user-0", "user-1", "user-2", "user-3"]


def test_links_in_a_circle_end(github: GitHub, tool: Repositories) -> None:
    """A `next` that leads back is followed once."""
    at = f"https://api.github.com{CONTRIBUTORS}"
    link = f'<{at}?after=x>; rel="next"'
    github.handle(CONTRIBUTORS, lambda page: response([person(1)], 200, at, link=link))
    assert len(tool.contributors(NAME, ALL)) == 2


def test_a_last_page_out_of_this_world(github: GitHub, tool: Repositories) -> None:
    """A promise of a hundred million pages costs 400 requests, not the memory of the machine."""
    at = f"https://api.github.com{CONTRIBUTORS}"
    link = f'<{at}?page=100000000>; rel="last"'
    github.handle(CONTRIBUTORS, lambda page: response([], 200, at, link=link))
    assert tool.contributors(NAME, ALL) == []
    assert len(github.requests) == 400


def test_a_limit_that_is_not_enough_is_not_used_up(github: GitHub, tool: Repositories) -> None:
    """Where fewer requests remain than pages, none of them is sent."""
    headers = {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "1", "x-ratelimit-reset": "7"}
    github.pages(CONTRIBUTORS, [people(0, 1), people(1, 2), people(2, 3)], **headers)
    error = refusal(tool.contributors, NAME, ALL)
    assert error == contract.Error_RateLimited(contract.RateLimit(60, 7, False))
    assert len(github.requests) == 1


def test_a_page_that_fails(github: GitHub, tool: Repositories) -> None:
    """One failed page fails the list; half a list is not passed for a whole one."""
    at = f"https://api.github.com{CONTRIBUTORS}"
    link = f'<{at}?page=2>; rel="last"'
    github.handle(
        CONTRIBUTORS,
        lambda page: (
            response([person(1)], 200, at, link=link)
            if page == 1
            else response({"message": "Server Error"}, 502, at)
        ),
    )
    error = refusal(tool.contributors, NAME, ALL)
    assert error == contract.Error_Unexpected(contract.Answer(502, "Server Error"))


def test_people_with_and_without_an_account(github: GitHub, tool: Repositories) -> None:
    """Somebody without an account has the name of the commits and no URL."""
    anonymous = {"type": "Anonymous", "email": "o@x", "name": "Octo Cat", "contributions": 2}
    github.pages(CONTRIBUTORS, [[person(1), anonymous]])
    assert tool.contributors(NAME, ALL) == [
        contract.Contributor("user-1", False, 9_999, "https://github.com/user-1"),
        contract.Contributor("Octo Cat", True, 2, None),
    ]


def test_an_empty_repository_has_no_contributors(github: GitHub, tool: Repositories) -> None:
    """204 is an empty list, not an error."""
    github.answer(CONTRIBUTORS, None, 204)
    assert tool.contributors(NAME, ALL) == []


@pytest.mark.parametrize("body", ['{"message": "hm"}', "null", "[null]", "[[]]", '["x"]'])
def test_a_list_that_is_none(github: GitHub, tool: Repositories, body: str) -> None:
    """JSON of another shape is `unexpected`."""
    github.answer(CONTRIBUTORS, body)
    assert isinstance(refusal(tool.contributors, NAME, ALL), contract.Error_Unexpected)


def test_a_release_and_its_assets(github: GitHub, tool: Repositories) -> None:
    """Every field is there, the assets' digests included."""
    github.pages(RELEASES, [[RELEASE]])
    assert tool.releases(NAME, ALL) == [
        contract.Release(
            tag="v1.0.0",
            name="One",
            url="https://github.com/octocat/hello-world/releases/v1.0.0",
            author="octocat",
            draft=False,
            prerelease=False,
            published_at="2013-02-27T19:35:32Z",
            notes="# Notes",
            assets=[
                contract.Asset(
                    id=7,
                    name="example.zip",
                    content_type="application/zip",
                    size=1024,
                    downloads=42,
                    url="https://github.com/octocat/hello-world/example.zip",
                    digest="sha256:"
                    "2151b604e3429bff440b9fbc03eb3617bc2603cda96c95b9bb05277f9ddba255",
                )
            ],
        )
    ]


def test_a_bare_release(github: GitHub, tool: Repositories, release: dict[str, object]) -> None:
    """Null and missing fields are absent; missing notes and assets are empty."""
    release |= {"name": None, "author": None, "published_at": None, "body": None}
    release["assets"][0]["digest"] = None  # type: ignore[index]
    github.pages(RELEASES, [[release]])
    [actual] = tool.releases(NAME, 1)
    assert (actual.name, actual.author, actual.published_at, actual.notes) == (None, None, None, "")
    assert actual.assets[0].digest is None


@pytest.mark.parametrize("key", ["html_url", "draft", "prerelease", "assets", "body", "author"])
@pytest.mark.parametrize("value", [None, [5], {"x": 1}])
def test_a_release_without_a_field(
    github: GitHub, tool: Repositories, release: dict[str, object], key: str, value: object
) -> None:
    """A field that is missing, or something else, is absent; the rest is there."""
    release[key] = value
    github.pages(RELEASES, [[release]])
    [actual] = tool.releases(NAME, 1)
    assert actual.tag == "v1.0.0"


@pytest.mark.parametrize("key", ["content_type", "size", "download_count", "browser_download_url"])
def test_an_asset_without_a_field(
    github: GitHub, tool: Repositories, release: dict[str, object], key: str
) -> None:
    """So it is with a file: it is listed, and what is missing is absent, not made up."""
    [asset] = release["assets"]
    github.pages(RELEASES, [[release | {"assets": [asset | {key: None}, None]}]])
    [actual] = tool.releases(NAME, 1)
    assert ["example.zip", ""] == [each.name for each in actual.assets]
    values = vars(actual.assets[0])
    assert [None] == [value for name, value in values.items() if value is None and name != "digest"]


def test_one_bad_entry(github: GitHub, tool: Repositories, release: dict[str, object]) -> None:
    """What says no name has an empty one, and the others are there."""
    github.pages(RELEASES, [[None, release, {}]])
    assert ["", "v1.0.0", ""] == [each.tag for each in tool.releases(NAME, ALL)]
    assert tool.latest_release(NAME, True).tag == "v1.0.0"
    github.answer(CONTRIBUTORS, [5, {"login": "ada", "contributions": None}])
    actual = [(each.name, each.contributions) for each in tool.contributors(NAME, ALL)]
    assert [("", None), ("ada", None)] == actual
